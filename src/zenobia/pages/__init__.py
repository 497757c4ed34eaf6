"""Make Pages: bytes from files, the web and its archives, as received."""
