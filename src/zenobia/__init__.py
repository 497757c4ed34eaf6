"""Zenobia: a ledger of who did what to whom, where, when, how many were killed, and who says so."""

__version__ = "0.1.0"
