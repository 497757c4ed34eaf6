"""Zenobia: a ledger of who did what to whom, where, when, how many were killed, and who says so."""

from zenobia.api import read as read

__all__ = ["__version__", "read"]

__version__: str


def __getattr__(name: str) -> str:
    """The version, as it was installed; looked up when it is asked for, since that reads files."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("zenobia")
    except PackageNotFoundError:  # run from its sources, as training does
        return "0+unknown"
