"""The tables of a desk's database, as steps that are applied once each. A step that was published is never changed.

Times are microseconds since 1970 UTC. `registrations.folded` is what search compares (checkin.domain.folding).
"""

import uuid

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

from data.search_index import index_all

APPLICATION_ID = 0x4348494E  # "CHIN", in the header of the file: this database is ours

migrations = Migrations("desk")

STEPS = frozenset({
    "desk", "event", "registrations", "journal", "signing_keys", "headings",
    "supervisors", "search", "walkins", "orders", "prints", "imports", "hub", "publishing"
})  # fmt: skip
"""The steps that this program knows; a database with others was made by a newer one."""


def _table(database: Database, name: str) -> Table:
    table = database[name]
    assert isinstance(table, Table)
    return table


@migrations()
def desk(database: Database) -> None:
    """Who this desk is: the id of its journal, made once. `registrations_version` goes up with every change of them."""
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    table = _table(database, "desk")
    table.create(
        {"id": int, "journal": str, "created_at": str, "registrations_version": int},
        pk="id", not_null={"journal", "created_at", "registrations_version"}, strict=True,
    )  # fmt: skip
    database.execute("INSERT INTO desk VALUES (1, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0)", [str(uuid.uuid4())])


@migrations()
def event(database: Database) -> None:
    """The event that this desk serves: one row. The TOML text is the truth; the rest is there to be looked at."""
    columns = {"id": str, "toml": str, "zone": str, "first_day": str, "last_day": str}
    _table(database, "event").create(columns, pk="id", not_null=set(columns), strict=True)


@migrations()
def registrations(database: Database) -> None:
    """Registrations, the texts of their badges, and the words of them that search looks at."""
    texts = ("id", "name", "company", "email", "category", "status", "order", "language", "note", "folded")
    table = _table(database, "registrations")
    columns: dict[str, type] = {"number": int, **dict.fromkeys(texts, str), "valid_from_us": int, "valid_until_us": int}
    table.create(columns, pk="number", not_null=set(texts), strict=True)
    table.create_index(["id"], unique=True)
    for statement in (*BADGES, WORDS):
        database.execute(statement)


# The case-folded text leads the key, so that one index answers the exact look and the second look without regard to case.
# A registration has one badge that works; the texts of its earlier badges stay, revoked.
BADGES = (
    """CREATE TABLE badges (
        folded TEXT NOT NULL,
        text TEXT NOT NULL,
        registration INTEGER NOT NULL REFERENCES registrations(number),
        revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
        PRIMARY KEY (folded, text)
    ) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX badges_that_work ON badges(registration) WHERE revoked = 0",
)

# `folded` holds nothing but letters, digits and spaces, which the ascii tokenizer splits as it must, and fastest. No triggers
# keep `words` in step: they would make an import a fifth slower. Whoever writes registrations writes `words` (importers.staging).
WORDS = """CREATE VIRTUAL TABLE words USING fts5(
    folded, content='registrations', content_rowid='number', tokenize='ascii', detail='none', prefix='2 3'
)"""


@migrations()
def journal(database: Database) -> None:
    """The append-only log of scans."""
    texts = (
        "journal", "scan_id", "kind", "event", "checkpoint", "direction", "outcome", "reason", "registration", "category",
        "text", "origin", "gate", "desk", "undoes", "remark",
    )  # fmt: skip
    columns: dict[str, type] = {"seq": int, **dict.fromkeys(texts, str), "at_us": int, "prev": bytes, "hash": bytes}
    table = _table(database, "journal")
    table.create(columns, pk="seq", not_null=set(columns) - {"seq", "outcome", "reason"}, strict=True)
    table.create_index(["scan_id"], unique=True)
    for statement in JOURNAL_GUARDS.values():
        database.execute(statement)


@migrations()
def signing_keys(database: Database) -> None:
    """The public halves (32 bytes, Ed25519) of the keys that badges are signed with. The private ones are files, never here."""
    database.execute("""CREATE TABLE signing_keys (
        id INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 65535),
        public BLOB NOT NULL CHECK (length(public) = 32),
        made_at_us INTEGER NOT NULL,
        revoked_at_us INTEGER
    ) STRICT""")


@migrations()
def headings(database: Database) -> None:
    """What an organiser said about the columns of a file, kept for the next file with the same headings (importers.memory)."""
    columns = {"headings": str, "mapped": str}
    _table(database, "headings").create(columns, pk="headings", not_null=set(columns), strict=True)


@migrations()
def imports(database: Database) -> None:
    """When files of registrations were imported, changes or not: how old a desk's list is."""
    columns = {"number": int, "at_us": int, "rows": int}
    _table(database, "imports").create(columns, pk="number", not_null={"at_us", "rows"}, strict=True)


@migrations()
def supervisors(database: Database) -> None:
    """Who may unlock this desk, with the PIN's Argon2 hash; and how many wrong PINs came in a row, the last when: one row."""
    database.execute("""CREATE TABLE supervisors (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL CHECK (name <> ''),
        hash TEXT NOT NULL,
        made_at_us INTEGER NOT NULL
    ) STRICT""")
    database.execute("""CREATE TABLE wrong_pins (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        in_a_row INTEGER NOT NULL,
        last_at_us INTEGER NOT NULL
    ) STRICT""")
    database.execute("INSERT INTO wrong_pins VALUES (1, 0, 0)")


@migrations()
def search(database: Database) -> None:
    """What finds a name that is spelt otherwise or wrongly, tells people of one name, and lists those of one order."""
    for statement in SEARCH:
        database.execute(statement)
    index_all(database)


# `alike` is the key of the name (likeness). `spellings` has the words of letters that registrations have, and about how many have
# each; `endings` the same reversed: a word with one mistake has its first or last half right. `sounds` has them by their sound.
SEARCH = (
    "ALTER TABLE registrations ADD COLUMN alike TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE spellings (length INTEGER, word TEXT, seen INTEGER NOT NULL, PRIMARY KEY (length, word)) STRICT, WITHOUT ROWID",
    "CREATE TABLE endings (length INTEGER, drow TEXT, PRIMARY KEY (length, drow)) STRICT, WITHOUT ROWID",
    "CREATE TABLE sounds (sound TEXT, word TEXT, PRIMARY KEY (sound, word)) STRICT, WITHOUT ROWID",
    "CREATE INDEX registrations_alike ON registrations(alike)",
)


@migrations()
def walkins(database: Database) -> None:
    """Registrations made at this desk: when, and whether no import knows them yet (`origin` is then "walkin")."""
    database.execute("ALTER TABLE registrations ADD COLUMN origin TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE registrations ADD COLUMN made_at_us INTEGER")
    database.execute("CREATE INDEX made_at_this_desk ON registrations(number) WHERE made_at_us IS NOT NULL")


@migrations()
def orders(database: Database) -> None:
    """Who belongs together: holds all that counting an order's people needs."""
    database.execute("""CREATE INDEX registrations_of_an_order ON registrations("order", status) WHERE "order" <> ''""")


@migrations()
def prints(database: Database) -> None:
    """Badges put on paper. A registration's copies are numbered without gaps."""
    columns = {"number": int, "registration": str, "at_us": int, "reason": str, "desk": str, "copy": int}
    table = _table(database, "prints")
    table.create(columns, pk="number", not_null=set(columns) - {"number"}, strict=True)
    table.create_index(["registration", "copy"], unique=True)


@migrations()
def hub(database: Database) -> None:
    """The hub that this desk is enrolled at, the copy of its log, and how far what goes back and forth has come."""
    for statement in HUB:
        database.execute(statement)
    texts = (
        "journal", "scan_id", "kind", "event", "checkpoint", "direction", "outcome", "reason", "registration", "category",
        "text", "origin", "gate", "desk", "undoes", "remark",
    )  # fmt: skip
    line: dict[str, type] = {**dict.fromkeys(texts, str), "at_us": int}
    copy: dict[str, type] = {"number": int, "seq": int, "prev": bytes, "hash": bytes, **line}
    copies = _table(database, "copies")
    needed = set(copy) - {"number", "outcome", "reason"}
    copies.create(copy | {"received_us": int, "ahead_us": int, "seen": int}, pk="number", not_null=needed, strict=True)
    copies.create_index(["scan_id"], unique=True)
    database.execute("CREATE INDEX copies_unseen ON copies(number) WHERE seen = 0")
    del line["journal"]
    _table(database, "intents").create(line, pk="scan_id", not_null=set(line) - {"outcome", "reason"}, strict=True)


# `membership`: what enrolling gave; a row at most. `standing`, one row: the journal before a fork, the cursor in the hub's log,
# how far its notices were read and this desk's walk-ins brought, each with the epoch in which that was. `clocks`: from which line
# on this desk's clock was how far ahead of the hub's. `copies` has the lines of other desks as the hub handed them on; `intents`
# the scans that the hub was going to be asked about.
HUB = (
    """CREATE TABLE membership (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        device TEXT NOT NULL,
        event TEXT NOT NULL,
        gate TEXT NOT NULL,
        role TEXT NOT NULL,
        hosts TEXT NOT NULL,
        port INTEGER NOT NULL,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        certificate TEXT NOT NULL,
        enrolled_us INTEGER NOT NULL,
        revoked_us INTEGER
    ) STRICT""",
    """CREATE TABLE standing (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        former TEXT NOT NULL DEFAULT '',
        epoch TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0,
        chain BLOB NOT NULL DEFAULT (zeroblob(32)),
        notices_epoch TEXT NOT NULL DEFAULT '',
        notices INTEGER NOT NULL DEFAULT 0,
        brought_epoch TEXT NOT NULL DEFAULT '',
        brought INTEGER NOT NULL DEFAULT 0,
        have INTEGER NOT NULL DEFAULT 0,
        heard_us INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "INSERT INTO standing (id) VALUES (1)",
    "CREATE TABLE clocks (seq INTEGER PRIMARY KEY, ahead_us INTEGER NOT NULL) STRICT",
)


@migrations()
def publishing(database: Database) -> None:
    """What a hub's home has told its desks, and whether a desk was told everything once (`arrived`).

    `registrations.changed`: the registrations_version since which a row is as it is. `published`: the version, and the settings'
    digests by their kind, that were told up to a notice of a hub's log.
    """
    database.execute("ALTER TABLE registrations ADD COLUMN changed INTEGER NOT NULL DEFAULT 0")
    database.execute("CREATE INDEX registrations_changed ON registrations(changed)")
    database.execute("CREATE INDEX badges_of_before ON badges(registration) WHERE revoked = 1")
    database.execute("ALTER TABLE standing ADD COLUMN notices_head INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE standing ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0")
    database.execute("UPDATE standing SET arrived = notices > 0")  # a desk of before this step had read them long ago
    columns = {"log": str, "position": int, "digest": bytes, "version": int, "settings": str}
    _table(database, "published").create(columns, pk=("log", "position"), not_null=set(columns), strict=True)


JOURNAL_GUARDS = {
    "journal_lines_stay": """CREATE TRIGGER journal_lines_stay BEFORE DELETE ON journal BEGIN
        SELECT RAISE(ABORT, 'a journal line is never removed');
    END""",
    "journal_lines_never_change": """CREATE TRIGGER journal_lines_never_change BEFORE UPDATE ON journal BEGIN
        SELECT RAISE(ABORT, 'a journal line is never changed');
    END""",
    "journal_lines_follow_each_other": """CREATE TRIGGER journal_lines_follow_each_other BEFORE INSERT ON journal
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
        OR NEW.journal IS NOT (SELECT journal FROM desk)
        OR NEW.prev IS NOT coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32))
    BEGIN
        SELECT RAISE(ABORT, 'a journal line must follow the last one');
    END""",
}
