"""Make Pages: bytes from files and standard input, as received."""
