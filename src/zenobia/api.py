"""The library: what a command can do, a script can do."""
