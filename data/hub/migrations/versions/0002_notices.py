"""What all desks are told: registrations, the event, supervisors, the keys of badges."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Make the table as it was in this step, whatever data/hub/tables.py says by now."""
    op.add_column("hub_heads", sa.Column("notices", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "hub_notices",
        sa.Column("event", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "id", "content")),
    )
    op.create_index("hub_notices_by_id", "hub_notices", ["event", "kind", "id", "position"])
