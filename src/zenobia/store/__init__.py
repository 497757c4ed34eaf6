"""Keep Pages, Articles and Claims in one SQLite file."""
