"""Zenobia: a ledger of who did what to whom, where, when, how many were killed, and who says so."""

from zenobia.api import read as read

__all__ = ["__version__", "read"]

__version__ = "0.1.0"
