"""The desk's database: what it refuses, what it survives, what it says when the world is in its way."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from journal_lines import append, line
from sqlcipher3 import dbapi2

from checkin.domain.rules import Finding
from checkin.trouble import Trouble
from data.importers.event_file import read_event
from data.schema import STEPS, migrations
from data.store import Store, open_store

EXAMPLES = Path(__file__).parents[1] / "examples"


def said(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    return str(trouble.value.what)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Rights of files hold for this thread, even for root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_new_store_is_set_up_and_a_second_opening_finds_it(tmp_path: Path) -> None:
    first = open_store(tmp_path / "new" / "desk.db")
    journal = first.journal.head().journal
    assert first.event() is None
    assert first.registrations.count() == 0
    assert {step.name for step in migrations.applied(first.database)} == STEPS
    first.close()
    second = open_store(tmp_path / "new" / "desk.db")
    assert second.journal.head().journal == journal
    second.close()


def test_every_transaction_is_synced_and_readers_do_not_block(store: Store) -> None:
    pragmas = {
        name: store.database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    strict = dict(store.database.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"))
    assert all(strict[name] for name in ("desk", "event", "registrations", "badges", "journal"))


def test_two_programs_that_open_a_new_desk_at_once_agree(tmp_path: Path) -> None:
    code = """if True:
        import sys, time, pathlib, data.store as s
        for n in range(20):
            while time.time() < float(sys.argv[2]) + n / 50: pass
            print(s.open_store(pathlib.Path(sys.argv[1]) / f"{n}.db").journal.head().journal)
    """
    start = str(time.time() + 1)
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), start], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    journals = {process.communicate()[0] for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(journals) == 1
    assert len(journals.pop().splitlines()) == 20


def test_an_appended_line_is_read_back_as_it_was(store: Store) -> None:
    with store.writing():
        item = store.journal.append(line("s1", "\\u{202e} é محمد"))
    assert list(store.journal.lines()) == [item]
    assert store.journal.head().hash == item.hash
    assert item.seq == 1
    assert list(store.journal.lines(after=1)) == []


def test_a_line_is_appended_only_inside_writing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.journal.append(line("s1"))


def test_writing_is_not_nested(store: Store) -> None:
    with store.writing(), pytest.raises(RuntimeError), store.writing():
        pass
    append(store, "s1")


def test_an_error_inside_writing_undoes_all_of_it(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing():
        print(store.journal.append(line("s1")).seq / 0)
    assert store.journal.head().seq == 0
    append(store, "s1")
    assert store.journal.head().seq == 1


INSERT = """
    INSERT INTO journal SELECT {seq}, {journal}, 'x', kind, event, checkpoint, direction, outcome, reason, registration,
    category, text, origin, gate, desk, undoes, remark, at_us, {prev}, hash FROM journal WHERE seq = 1
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET outcome = 'refused'",
        "DELETE FROM journal",
        "REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
        INSERT.format(seq=4, journal="journal", prev="(SELECT hash FROM journal WHERE seq = 2)"),
        INSERT.format(seq=3, journal="journal", prev="prev"),
        INSERT.format(seq=3, journal="'another'", prev="(SELECT hash FROM journal WHERE seq = 2)"),
    ],
    ids=["change", "remove", "replace", "gap", "other chain", "other journal"],
)
def test_the_journal_refuses_everything_but_the_next_line(store: Store, statement: str) -> None:
    append(store, "s1", "s2")
    before = list(store.journal.lines())
    with pytest.raises(dbapi2.IntegrityError, match="journal line"):
        store.database.execute(statement)
    assert list(store.journal.lines()) == before


def test_a_scan_id_is_one_line_for_ever(store: Store) -> None:
    append(store, "s1")
    with pytest.raises(dbapi2.IntegrityError, match="scan_id"):
        append(store, "s1")
    assert store.journal.head().seq == 1


CHILD = Path(__file__).parent / "appending_child.py"


def test_a_killed_desk_loses_nothing_that_it_had_committed(home: Path) -> None:
    process = subprocess.Popen([sys.executable, CHILD, home / "desk.db"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said_last = 0
    while said_last < 25:
        said_last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    store = open_store(home / "desk.db")
    assert store.journal.head().seq >= int(rest[-1] if rest else said_last)
    assert list(store.journal.breaks()) == []
    store.close()


def test_a_reader_is_not_kept_waiting_by_a_writer_and_writes_nothing(home: Path) -> None:
    writer = open_store(home / "desk.db")
    reader = open_store(home / "desk.db", read_only=True, busy_timeout_s=0)
    with writer.writing():
        writer.journal.append(line("s1"))
        assert reader.journal.head().seq == 0
        assert reader.registrations.find_badge("7K3MQ2ZXW4HTB9NC").finding is Finding.KNOWN
    assert reader.journal.head().seq == 1
    with pytest.raises(Trouble, match="read-only"), reader.writing():
        pass
    writer.close()
    reader.close()


def test_a_database_that_another_program_writes_is_trouble_after_the_wait(home: Path) -> None:
    one, other = open_store(home / "desk.db"), open_store(home / "desk.db", busy_timeout_s=0.05)
    with one.writing(), pytest.raises(Trouble, match="in use by another program"), other.writing():
        pass
    append(other, "s1")
    one.close()
    other.close()


def test_a_store_belongs_to_its_thread(store: Store) -> None:
    caught: list[Exception] = []

    def use() -> None:
        try:
            store.journal.head()
        except Exception as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert isinstance(caught[0], dbapi2.ProgrammingError)


def test_a_full_disk_is_trouble_and_the_data_are_as_they_were(store: Store) -> None:
    append(store, "s1")
    pages = store.database.execute("PRAGMA page_count").fetchone()[0]
    store.database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble, match="is full"), store.writing():
        print([store.journal.append(line(f"s{n}", "x" * 500)) for n in range(2, 2000)])
    assert store.journal.head().seq == 1
    store.database.execute("PRAGMA max_page_count = 100000")
    append(store, "s2")
    assert list(store.journal.breaks()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of file sizes")
def test_a_disk_that_takes_no_more_in_the_middle_of_a_commit_keeps_what_was_committed(home: Path) -> None:
    done = subprocess.run([sys.executable, CHILD, home / "desk.db", "1000000"], capture_output=True, text=True, check=True)
    *committed, last = done.stdout.splitlines()
    seq, sentence = last.split(maxsplit=1)
    assert int(committed[-1]) == int(seq) > 0
    assert "disk that holds" in sentence
    store = open_store(home / "desk.db")
    assert store.journal.head().seq == int(seq)
    assert list(store.journal.breaks()) == []
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs the rights of Unix")
def test_a_read_only_file_is_trouble_when_written(tmp_path: Path, home: Path) -> None:
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(folder.stat().st_mode | 0o755)
    home.chmod(0o777)
    (home / "desk.db").chmod(0o444)
    with unprivileged():
        store = open_store(home / "desk.db")
        assert store.registrations.count() == 7
        with pytest.raises(Trouble, match="read-only"), store.writing():
            store.journal.append(line("s1"))
        store.close()


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Trouble, match="cannot be made"):
        open_store(tmp_path / "file" / "deeper" / "desk.db")


def test_a_folder_in_place_of_the_file_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="is a folder"):
        open_store(tmp_path)


def test_reading_alone_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no desk"):
        open_store(tmp_path / "none" / "desk.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_read_alone_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.db").touch()
    with pytest.raises(Trouble, match="no desk"):
        open_store(tmp_path / "desk.db", read_only=True)


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a database at all" * 100, bytes(range(256)) * 20])
def test_a_file_that_is_no_database_is_trouble_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(content)
    with pytest.raises(Trouble, match="is not a database"):
        open_store(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_trouble_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    other = dbapi2.connect(str(path))
    other.execute("CREATE TABLE notes (text)")
    other.close()
    with pytest.raises(Trouble, match="another program"):
        open_store(path)
    other = dbapi2.connect(str(path))
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]
    other.close()


def test_a_database_of_a_newer_program_is_trouble(home: Path) -> None:
    store = open_store(home / "desk.db")
    store.database["_sqlite_migrations"].insert({"migration_set": "desk", "name": "of_tomorrow", "applied_at": "2099"})  # type: ignore[union-attr]
    store.close()
    with pytest.raises(Trouble, match="newer Check-in"):
        open_store(home / "desk.db")


def test_a_damaged_database_is_trouble(home: Path) -> None:
    path = home / "desk.db"
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    with pytest.raises(Trouble, match="damaged"):
        open_store(path).registrations.count()


def test_our_own_mistakes_are_no_trouble(store: Store) -> None:
    with pytest.raises(dbapi2.OperationalError), store.writing():
        store.database.execute("SELECT nonsense")


def test_a_badge_is_found_exactly_else_without_regard_to_case(store: Store) -> None:
    with store.writing():
        number = dict(store.database.execute("SELECT id, number FROM registrations").fetchall())
        for text, registration in (("case", "R-0002"), ("CASE", "R-0003"), ("Old1", "R-0002")):
            store.database.execute("INSERT INTO badges VALUES (?, ?, ?, 1)", [text.casefold(), text, number[registration]])
        store.database.execute("UPDATE badges SET text = 'cAsE', folded = 'case' WHERE registration = ?", [number["R-0001"]])
    known = store.registrations.find_badge("P9XW3VJ4KQ7M2TRD")
    assert (known.finding, known.registration and known.registration.id) == (Finding.KNOWN, "R-0002")
    assert store.registrations.find_badge("p9xw3vj4kq7m2trd") == known
    assert store.registrations.find_badge("cAsE").registration == store.registrations.get("R-0001")
    findings = {
        text: store.registrations.find_badge(text).finding for text in ("CASE", "Case", "old1", "UNKNOWN", "http://x.org/a")
    }
    assert findings == {
        "CASE": Finding.REVOKED, "Case": Finding.AMBIGUOUS, "old1": Finding.REVOKED, "UNKNOWN": Finding.UNKNOWN,
        "http://x.org/a": Finding.NOT_A_BADGE,
    }  # fmt: skip


def test_looking_a_badge_up_uses_an_index_whatever_the_number_of_registrations(store: Store) -> None:
    plan = store.database.execute("EXPLAIN QUERY PLAN SELECT text FROM badges WHERE folded = 'x'").fetchall()
    assert [row[3] for row in plan] == ["SEARCH badges USING PRIMARY KEY (folded=?)"]


def test_some_registrations_come_in_the_order_of_their_ids_with_their_badges(store: Store) -> None:
    assert [one.id for one in store.registrations.some()] == [f"R-000{n}" for n in range(1, 8)]
    assert [one.badge for one in store.registrations.some(["R-0002", "none", "R-0001"])] == [
        "7K3MQ2ZXW4HTB9NC",
        "P9XW3VJ4KQ7M2TRD",
    ]


def test_the_event_may_change_but_not_lose_what_is_used(store: Store, tmp_path: Path) -> None:
    append(store, "s1")
    text = (EXAMPLES / "event.toml").read_text(encoding="utf-8")
    smaller = tmp_path / "event.toml"
    smaller.write_text(text.replace('id = "speaker"', 'id = "talker"').replace('"speaker"]', '"talker"]')
                       .replace('id = "entrance"', 'id = "door"'), encoding="utf-8")  # fmt: skip
    with pytest.raises(Trouble) as refused:
        store.store_event(*read_event(smaller))
    assert [(one.column, str(one.what)[:12]) for one in refused.value.mistakes] == [
        ("category", '"speaker" is'), ("checkpoint", '"entrance" i'),
    ]  # fmt: skip
    changed = text.replace("capacity = 2500", "capacity = 9")
    smaller.write_text(changed, encoding="utf-8")
    store.store_event(*read_event(smaller))
    event = store.event()
    assert event is not None
    assert event.checkpoints["entrance"].capacity == 9


def test_another_event_is_refused_once_there_are_registrations_or_scans(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text((EXAMPLES / "event.toml").read_text(encoding="utf-8").replace("scec-2018", "next-year"), encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        store.store_event(*read_event(other))
    assert "next-year" in said(refused)
    event = store.event()
    assert event is not None
    assert event.id == "scec-2018"
    empty = open_store(tmp_path / "empty.db")
    empty.store_event(*read_event(EXAMPLES / "event.toml"))
    empty.store_event(*read_event(other))
    assert empty.event() == read_event(other)[1]
    empty.close()


def test_a_home_copied_while_closed_is_whole(home: Path, tmp_path: Path) -> None:
    store = open_store(home / "desk.db")
    append(store, "s1")
    store.close()
    copy = shutil.copytree(home, tmp_path / "copy")
    assert sorted(path.name for path in copy.iterdir()) == ["desk.db"]
    again = open_store(copy / "desk.db", read_only=True)
    assert again.journal.head().seq == 1
    again.close()
