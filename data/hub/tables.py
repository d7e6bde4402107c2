"""The hub's tables, the same on SQLite and PostgreSQL. The event leads every key, so that one database may be split by it."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, metadata, Column("event", Text, primary_key=True), *columns)


def _key(name: str, kind: type = Text) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _needed(name: str, kind: type = Text) -> Column[object]:
    return Column(name, kind, nullable=False)


heads = _table(
    "hub_heads", _needed("epochs"), _needed("position", BigInteger), _needed("chain", LargeBinary), _needed("waiting"),
    _needed("notices", BigInteger),
)  # fmt: skip
"""One row an event: the end of its log. Whoever writes holds it, so that positions have no gaps."""

rows = _table(
    "hub_rows", _key("position", BigInteger), _needed("chain", LargeBinary), _needed("scan_id"), _needed("checkpoint"),
    _needed("registration"), _needed("row"),
)  # fmt: skip
Index("hub_rows_by_scan_id", rows.c.event, rows.c.scan_id, unique=True)
Index("hub_rows_by_person", rows.c.event, rows.c.checkpoint, rows.c.registration)

places = _table("hub_places", _key("journal"), _key("seq", BigInteger), _needed("hash", LargeBinary))
"""Which line stands at a number of a journal, whatever row it came in."""

claims = _table(
    "hub_claims", _key("scan_id"), _needed("checkpoint"), _needed("registration"), _needed("category"), _needed("gate"),
    _needed("desk"), _needed("at_us", BigInteger), _needed("answer"), _needed("open", Boolean),
)  # fmt: skip
"""Of those that are open there is an index by person (migration 0001): to name it here would load PostgreSQL's dialect."""

journals = _table(
    "hub_journals", _key("id"), _needed("device"), _needed("former"), _needed("seq", BigInteger), _needed("hash", LargeBinary),
    _needed("retired", Boolean),
)  # fmt: skip
devices = _table(
    "hub_devices", _key("id"), _needed("public", LargeBinary), _needed("name"), _needed("gate"), _needed("role"),
    _needed("enrolled_us", BigInteger), Column("revoked_us", BigInteger),
)  # fmt: skip
tokens = _table(
    "hub_tokens", _key("digest", LargeBinary), _needed("gate"), _needed("role"), _needed("expires_us", BigInteger),
    _needed("device"),
)  # fmt: skip
notices = _table(
    "hub_notices", _key("position", BigInteger), _needed("kind"), _needed("id"), _needed("content"),
)  # fmt: skip
Index("hub_notices_by_id", notices.c.event, notices.c.kind, notices.c.id, notices.c.position)
"""What all desks are told: of each kind and id, the last one holds."""

reports = _table(
    "hub_reports", _key("journal"), _needed("device"), _needed("at_us", BigInteger), _needed("waiting", BigInteger),
    _needed("complete_us", BigInteger), _needed("ahead_us", BigInteger), _needed("condition"),
)  # fmt: skip
"""How the device of each journal is, as it told last."""

visits = _table("hub_visits", _key("digest", LargeBinary), _needed("supervisor"), _needed("until_us", BigInteger))
"""Who looks on with a phone: of each token its SHA-256, whose it is, and until when it is good."""
