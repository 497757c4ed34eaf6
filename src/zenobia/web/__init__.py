"""The page: a local web server on one store."""
