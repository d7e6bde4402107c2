"""The log, claims, journals, devices and tokens."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    """Make the tables as they were in this step, whatever data/hub/tables.py says by now."""
    text, whole, content, flag = sa.Text, sa.BigInteger, sa.LargeBinary, sa.Boolean
    _make("hub_heads", {}, {"epochs": text, "position": whole, "chain": content, "waiting": text})
    _make("hub_rows", {"position": whole}, {
        "chain": content, "scan_id": text, "checkpoint": text, "registration": text, "row": text,
    })  # fmt: skip
    op.create_index("hub_rows_by_scan_id", "hub_rows", ["event", "scan_id"], unique=True)
    op.create_index("hub_rows_by_person", "hub_rows", ["event", "checkpoint", "registration"])
    _make("hub_places", {"journal": text, "seq": whole}, {"hash": content})
    _make("hub_claims", {"scan_id": text}, {
        "checkpoint": text, "registration": text, "category": text, "gate": text, "desk": text, "at_us": whole,
        "answer": text, "open": flag,
    })  # fmt: skip
    still_open = sa.column("open", flag)
    op.create_index(
        "hub_claims_open", "hub_claims", ["event", "checkpoint", "registration"], sqlite_where=still_open,
        postgresql_where=still_open,
    )  # fmt: skip
    _make("hub_journals", {"id": text}, {"device": text, "former": text, "seq": whole, "hash": content, "retired": flag})
    _make("hub_devices", {"id": text}, {
        "public": content, "name": text, "gate": text, "role": text, "enrolled_us": whole, "revoked_us": None,
    })  # fmt: skip
    _make("hub_tokens", {"digest": content}, {"gate": text, "role": text, "expires_us": whole, "device": text})


def _make(name: str, keys: dict[str, type], columns: dict[str, type | None]) -> None:
    """A table; a column without a type is a whole number that may be missing."""
    op.create_table(
        name,
        sa.Column("event", sa.Text, primary_key=True),
        *(sa.Column(key, kind, primary_key=True, autoincrement=False) for key, kind in keys.items()),
        *(sa.Column(column, kind or sa.BigInteger, nullable=kind is None) for column, kind in columns.items()),
    )
