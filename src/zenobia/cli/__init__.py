"""The command line; the only folder that prints."""

from zenobia.cli.main import main as main
