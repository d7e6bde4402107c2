"""Searching a person among a million, as staff type it."""

from desks import LARGE, full_home
from figures import Row, timed_ms

from checkin.domain.folding import fold
from checkin.ports import Registrations
from data.store import Store, open_store

ASKED = (
    "el amrani", "Amrani El", "amr", "العمراني", "ELODIE", "mohamed", "mo", "be", "fatima zahra", "张伟", "casablanca", "R-0",
    "ord-77",
)  # fmt: skip
ROUNDS = 12
ROUNDS_OF_LIKE = 2


def measure() -> list[Row]:
    """The desk's search beside `LIKE '%...%'` over the same folded column."""
    store = open_store(full_home(LARGE) / "desk.db", read_only=True)
    try:
        people = store.registrations
        for text in ASKED:
            found(people, text)
        ours = [timed_ms(found, people, text) for _ in range(ROUNDS) for text in ASKED]
        like = [timed_ms(scanned, store, text) for _ in range(ROUNDS_OF_LIKE) for text in ASKED]
    finally:
        store.close()
    slowest = max(ours)
    return [Row(f"search among {LARGE:,} (slowest {slowest:.0f} ms)", "ms", ours, "LIKE over the folded column", like,
                "under 50 ms", slowest < 50)]  # fmt: skip


def found(people: Registrations, text: str) -> None:
    """As the search thread does it."""
    people.search(text, 20)


def scanned(store: Store, text: str) -> None:
    """What it would be without an index. Matches are collected, as ranking needs them."""
    words = [f"%{word}%" for word in fold(text).split()]
    where = " AND ".join("folded LIKE ?" for _ in words)
    store.database.execute(f"SELECT id, name FROM registrations WHERE {where} LIMIT 200", words).fetchall()
