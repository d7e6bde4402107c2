"""Alembic calls this with the connection of data.hub.engine, inside its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
