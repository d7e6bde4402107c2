"""A registration stands behind a doubtful read: asked by the real scan thread of the real database."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from checkin.badges.signing import sign
from checkin.desk.vouching import Vouching
from checkin.domain.badge import SignedBadge
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import Code, Seen
from checkin.scanning.opencv import Image
from checkin.scanning.presence import Presence
from checkin.scanning.scanner import Scanner
from checkin.scanning.sources import Frame
from data.importers.registrations_file import import_registrations
from data.signing_keys import KeyFolder
from data.store import Store, open_store

RANDOM, OTHER, REVOKED, LONE = "9RBX6TLZPM3YKH4D", "QW5ZN8KKP2LM6RVA", "HG7WRT3NB6XQ2MKZ", "ORDERNUMBER-2026-7K3MQ2"
SERIAL = [f"CASABLANCAEXPO-{number:04}" for number in range(1040, 1045)]
FRAME = np.zeros((90, 160, 3), dtype=np.uint8)


@pytest.fixture
def people(store: Store, home: Path, tmp_path: Path) -> Path:
    """The path of a database with these badges beside those of the example."""
    badges = [RANDOM, OTHER, REVOKED, *SERIAL, "1042"]
    rows = [f"V-{number},{badge},Person {number},public,confirmed" for number, badge in enumerate(badges)]
    path = tmp_path / "people.csv"
    path.write_text("id,badge,name,category,status\n" + "\n".join(rows), encoding="utf-8")
    import_registrations(store, path)
    store.database.execute("UPDATE badges SET revoked = 1 WHERE text = ?", [REVOKED])
    return store.path


class Doubtful:
    """A reader to which every frame shows one text, always doubtful, always of the same frame."""

    def __init__(self, text: str) -> None:
        self.text = text

    def look(self, image: Image, at: float, changed: bool = True) -> Seen:
        corners = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
        return Seen((Code(self.text, corners, "zxing median", doubtful=True, seen=(0.0, 0.0)),))

    def close(self) -> None:
        """Nothing to end."""


def told(text: str, vouching: Vouching) -> list[str]:
    """The badges that a scan thread tells that read `text` in one frame, again and again."""
    frames: Mailbox[Frame] = Mailbox()
    badges: list[str] = []
    scanner = Scanner(
        frames, Doubtful(text), Presence(), lambda text, at: badges.append(text), lambda sighting: None,
        vouched=vouching.vouched, on_end=vouching.close,
    )  # fmt: skip
    scanner.start()
    for number in range(3):
        frames.put(Frame(FRAME, number / 30, number))
        end = time.monotonic() + 20
        while scanner.figures().decoded <= number and time.monotonic() < end:
            time.sleep(0.002)
    scanner.stop()
    return badges


def of(path: Path) -> Vouching:
    return Vouching(lambda: open_store(path, read_only=True, busy_timeout_s=0.0))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (RANDOM, True),
        (RANDOM.lower(), False),
        (RANDOM[:-1] + "E", False),
        (REVOKED, False),
        ("1042", False),
        (SERIAL[2], False),
        ("SOMETHINGQUITEDIFFERENT", False),
    ],
)
def test_a_doubtful_text_counts_at_once_where_it_is_exactly_a_badge_that_cannot_be_guessed(
    people: Path, text: str, counts: bool
) -> None:
    assert told(text, of(people)) == ([text] if counts else [])


def test_a_lone_serial_number_is_vouched_for_until_another_one_begins_like_it(people: Path, store: Store) -> None:
    def give(badge: str, name: str) -> None:
        path = people.parent / "more.csv"
        path.write_text(f"id,badge,name,category,status\n{name},{badge},{name},public,confirmed\n", encoding="utf-8")
        import_registrations(store, path)

    give(LONE, "L-1")
    assert store.registrations.stands_behind(LONE)
    give(LONE[:-1] + "3", "L-2")
    assert not store.registrations.stands_behind(LONE)


def test_a_desk_that_is_writing_does_not_keep_the_scan_thread_waiting(people: Path, store: Store) -> None:
    with store.writing():
        store.database.execute("UPDATE registrations SET note = 'being written'")
        assert told(RANDOM, of(people)) == [RANDOM]


def test_the_store_is_opened_by_the_scan_thread_with_the_first_question_and_closed_there(people: Path) -> None:
    opened: list[tuple[str, Store]] = []

    def open_here() -> Store:
        opened.append((threading.current_thread().name, open_store(people, read_only=True)))
        return opened[-1][1]

    vouching = Vouching(open_here)
    assert told("1042", vouching) == []
    assert opened == []
    assert told(RANDOM, vouching) == [RANDOM]
    assert [name for name, _ in opened] == ["scan"]
    with pytest.raises(Exception, match="closed"):
        opened[0][1].database.conn.total_changes  # noqa: B018


def test_where_there_is_no_database_nothing_is_vouched_for_and_the_thread_goes_on(tmp_path: Path) -> None:
    vouching = of(tmp_path / "nowhere" / "desk.db")
    assert [vouching.vouched(RANDOM) for _ in range(2)] == [False, False]
    assert told(RANDOM, vouching) == []
    assert not (tmp_path / "nowhere").exists()


def test_a_signature_stands_behind_a_doubtful_text_and_a_misread_one_has_none(
    run: Callable[..., tuple[int, list[str], str]], home: Path, store: Store
) -> None:
    assert run("keys", "new")[0] == 0
    key = KeyFolder(home / "keys").newest(store.keys.all())
    text = sign(SignedBadge("R-9001", "professional"), "scec-2018", key)
    assert told(text, of(store.path)) == [text]
    assert told(text[:-1] + ("A" if text[-1] != "A" else "B"), of(store.path)) == []


def test_whoever_holds_a_misread_badge_is_nobody(people: Path, store: Store) -> None:
    """Every badge with one character misread, and every one cut short by one: none that is vouched for."""
    badges = [row[0] for row in store.database.execute("SELECT text FROM badges").fetchall()]
    misread = {badge[:place] + "X" + badge[place + 1 :] for badge in badges for place in range(len(badge))} - set(badges)
    misread |= {badge[:-1] for badge in badges} - set(badges)
    assert len(misread) > 100
    assert not any(store.registrations.stands_behind(text) for text in misread)
