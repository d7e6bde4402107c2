"""How desks are, as they told last."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Make the table as it was in this step, whatever data/hub/tables.py says by now."""
    op.create_table(
        "hub_reports",
        sa.Column("event", sa.Text, primary_key=True),
        sa.Column("journal", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("device", "condition")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("at_us", "waiting", "complete_us", "ahead_us")),
    )
