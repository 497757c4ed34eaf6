"""Zenobia: a ledger of who did what to whom, where, when, how many were killed, and who says so."""

from zenobia.api import OpenLedger as OpenLedger
from zenobia.api import open_ledger as open
from zenobia.api import read as read
from zenobia.version import installed_version

__all__ = ["OpenLedger", "__version__", "open", "read"]

__version__ = installed_version()
