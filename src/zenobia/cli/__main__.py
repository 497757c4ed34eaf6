"""`python -m zenobia.cli`: the command line where no script is installed."""

from zenobia.cli.main import main

main()
