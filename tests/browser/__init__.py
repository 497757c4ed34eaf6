"""The page in a real browser: used, attacked, and looked at."""
