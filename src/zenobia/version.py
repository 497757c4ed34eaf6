"""Which version of Zenobia this is: the one that was installed."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """The version that the tag gave when this was built; "0+unknown" where sources run uninstalled."""
    try:
        return version("zenobia")
    except PackageNotFoundError:
        return "0+unknown"
