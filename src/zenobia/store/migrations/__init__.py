"""Bring a store to the newest revision; Alembic is loaded only when there is something to do.

To add one: a file `versions/NNNN_what.py`, NEWEST, and `tables.py` changed to match (a test compares).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

NEWEST = "0008"


def migrate(connection: Connection) -> None:
    """Run the migrations that the store lacks, inside the transaction that `connection` has open."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def upgrades(revision: Any, context: Any) -> Any:
        return script._upgrade_revs(NEWEST, revision)

    with EnvironmentContext(config, script, fn=upgrades) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
