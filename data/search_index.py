"""What search looks at, kept in step with the registrations: the words of each, the key of its name, and the spellings of all.

Whoever writes registrations calls `index` for each, or writes the same in bulk with `SEARCHABLE`, `LIKENESS` and `Spellings`.
"""

from collections import Counter
from functools import lru_cache

from sqlite_utils import Database

from checkin.domain.folding import fold
from checkin.domain.sounding import glued, sounds
from data.likeness import folded, likeness
from data.transliteration import is_han, other_forms

SEARCHED = ("name", "company", "email", "order", "badge", "id", "note")
"""What `searchable` is told of a registration, in this order."""

LONGEST_SPELLING = 32


def index(database: Database, number: int, spellings: "Spellings | None" = None) -> None:
    """Let search find the registration with this number as it is now. Only inside a transaction. A new one has '' in `folded`
    before; whatever is changed in a registration, `folded` is left to this function. With `spellings` its words are gathered
    there, to be stored by whoever has several."""
    before, name, *others = database.execute(
        f"SELECT r.folded, {_OF_ONE} FROM registrations r WHERE number = ?", [number]
    ).fetchone()
    gathered = Spellings() if spellings is None else spellings
    folded = gathered.searchable(name, *others)
    if before:
        database.execute("INSERT INTO words (words, rowid, folded) VALUES ('delete', ?, ?)", [number, before])
    database.execute("UPDATE registrations SET folded = ?, alike = ? WHERE number = ?", [folded, likeness(name), number])
    database.execute("INSERT INTO words (rowid, folded) VALUES (?, ?)", [number, folded])
    if spellings is None:
        gathered.store(database)


def index_all(database: Database) -> None:
    """The same for every registration, whatever was kept of them. Only inside a transaction."""
    spellings = Spellings()
    spellings.attach(database)
    database.execute(f"UPDATE registrations AS r SET folded = searchable({_OF_ONE}), alike = likeness(name)")
    database.execute("INSERT INTO words (words) VALUES ('rebuild')")
    for table in ("spellings", "endings", "sounds"):
        database.execute(f"DELETE FROM {table}")
    spellings.store(database)


_OF_ONE = ", ".join(
    "coalesce((SELECT text FROM badges b WHERE b.registration = r.number AND b.revoked = 0), '')"
    if one == "badge"
    else f'r."{one}"'
    for one in SEARCHED
)


_SPELLING = "INSERT INTO spellings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen = seen + excluded.seen"


class Spellings:
    """The words of letters that registrations have, gathered until they are stored; misspelt ones are compared with them."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()

    def attach(self, database: Database) -> None:
        """Give SQL the functions searchable(SEARCHED...) and likeness(name); the words that they see are gathered here."""
        database.conn.create_function("searchable", len(SEARCHED), self.searchable, deterministic=True)
        database.conn.create_function("likeness", 1, likeness, deterministic=True)

    def searchable(self, name: str, company: str, email: str, order: str, badge: str, identity: str, note: str) -> str:
        """The words that a registration is found by: those of its fields, folded, and the other forms of its names."""
        written = " ".join(filter(None, (named_words(name), _company_words(company), fold(email), folded(note) if note else "")))
        self._words.update(filter(str.isalpha, written.split()))
        return f"{written} {fold(f'{order} {badge} {identity}')}".strip()

    def store(self, database: Database) -> None:
        """Write what was gathered."""
        words = sorted((word for word in self._words if 1 < len(word) <= LONGEST_SPELLING and not is_han(word)), key=_by_length)
        seen, self._words = self._words, Counter()
        insert = database.conn.executemany  # in the order of the tables: they grow at their ends
        insert(_SPELLING, ((len(word), word, seen[word]) for word in words))
        insert("INSERT OR IGNORE INTO sounds VALUES (?, ?)", ((key, word) for word in words for key in sounds(word)))
        reversed_words = sorted((word[::-1] for word in words), key=_by_length)
        insert("INSERT OR IGNORE INTO endings VALUES (?, ?)", ((len(drow), drow) for drow in reversed_words))


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word


@lru_cache(maxsize=4096)
def named_words(name: str) -> str:
    """The words of a name, folded, then its other forms: words written together, Chinese names in pinyin and in parts."""
    words = folded(name).split()
    foreign = [form for word in words if not word.isascii() for form in other_forms(word)]
    return " ".join(dict.fromkeys([*words, *glued(words), *foreign]))


# The same companies come again and again.
@lru_cache(maxsize=4096)
def _company_words(company: str) -> str:
    words = fold(company).split()
    return " ".join([*words, *(form for word in words if not word.isascii() for form in other_forms(word))])
