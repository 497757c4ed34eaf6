"""Write claims in the shapes that others read, one file a format; read theirs, and measure beside them."""
