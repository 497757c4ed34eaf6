"""The command line; the only file that prints."""


def main() -> None:
    """Replaced in the next commits."""
