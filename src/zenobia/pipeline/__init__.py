"""Run the stages in order."""
