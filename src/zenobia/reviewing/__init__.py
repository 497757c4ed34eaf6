"""Reviewing makes Claims as people corrected them, of Claims and Judgements."""
