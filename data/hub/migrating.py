"""The hub's tables, brought to those of this program."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from checkin.trouble import Trouble

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(engine: Engine, writing: str) -> None:
    """Bring them there. `writing`: the option of a connection that writes. Trouble if they are of a newer program."""
    logging.getLogger("alembic").setLevel(logging.WARNING)  # each opening would be told in the log
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect().execution_options(**{writing: True}) as connection, connection.begin():
        there = MigrationContext.configure(connection).get_current_heads()
        if not known.issuperset(there):
            raise Trouble("The hub's database was made by a newer version of this program. Install that version here.")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
