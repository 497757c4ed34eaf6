"""Make Claims in words: who did what to whom, and who says so, as spans of an Article."""
