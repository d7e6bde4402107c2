"""`checkin journal verify` on a journal that somebody tampered with, and on one that holds."""

import json
from pathlib import Path

import pytest
from journal_lines import append
from sqlcipher3 import dbapi2

from checkin.cli import main
from checkin.trouble import Trouble
from data.exporters.journal_file import verify_journal
from data.store import Store, open_store


def tamper(home: Path, *statements: str) -> None:
    """What somebody with another program does to the file."""
    connection = dbapi2.connect(str(home / "desk.db"), isolation_level=None)
    for name in ("journal_lines_stay", "journal_lines_never_change", "journal_lines_follow_each_other"):
        statements = (f"DROP TRIGGER {name}", *statements)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def found(home: Path) -> list[tuple[int, str]]:
    store = open_store(home / "desk.db", read_only=True)
    breaks = [(one.seq, one.fault) for one in verify_journal(store.journal).breaks]
    store.close()
    return breaks


def run(capfdbinary: pytest.CaptureFixture[bytes], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(args))
    captured = capfdbinary.readouterr()
    return int(left.value.code or 0), captured.out.decode(), captured.err.decode()


@pytest.fixture
def written(home: Path) -> Path:
    """A home with five scans."""
    store = open_store(home / "desk.db")
    append(store, "s1", "s2", "s3", "s4", "s5")
    store.close()
    return home


def test_a_journal_that_was_left_alone_holds(written: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    store = open_store(written / "desk.db", read_only=True)
    head = store.journal.head()
    store.close()
    status, out, _ = run(capfdbinary, "--home", str(written), "journal", "verify")
    assert status == 0
    assert "5 lines" in out
    assert head.hash.hex() in out
    status, out, _ = run(capfdbinary, "--home", str(written), "journal", "verify", "--json")
    assert json.loads(out) == {"journal": head.journal, "lines": 5, "head": head.hash.hex(), "ok": True, "breaks": []}


SWAP = (
    "UPDATE journal SET seq = -2 WHERE seq = 2", "UPDATE journal SET seq = 2 WHERE seq = 4",
    "UPDATE journal SET seq = 4 WHERE seq = -2"
)  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "breaks"),
    [
        (("UPDATE journal SET outcome = 'refused', reason = 'unpaid' WHERE seq = 3",), [(3, "changed")]),
        (("UPDATE journal SET kind = 'nonsense' WHERE seq = 3",), [(3, "changed")]),
        (("UPDATE journal SET at_us = 9000000000000000000 WHERE seq = 3",), [(3, "changed")]),
        (("UPDATE journal SET prev = x'' WHERE seq = 3",), [(3, "chain"), (3, "changed")]),
        (("DELETE FROM journal WHERE seq = 3",), [(3, "gap")]),
        (SWAP, [(2, "chain"), (2, "changed"), (3, "chain"), (4, "chain"), (4, "changed"), (5, "chain")]),
        (("UPDATE journal SET hash = zeroblob(32) WHERE seq = 5",), [(5, "changed")]),
    ],
    ids=["changed", "nonsense", "time out of range", "unchained", "removed", "swapped", "hash"],
)
def test_tampering_is_found_where_it_was_done(written: Path, statements: tuple[str, ...], breaks: list[tuple[int, str]]) -> None:
    tamper(written, *statements)
    assert found(written) == [(0, "unguarded"), *breaks]


def test_guards_that_were_weakened_are_found(written: Path) -> None:
    connection = dbapi2.connect(str(written / "desk.db"), isolation_level=None)
    connection.execute("DROP TRIGGER journal_lines_stay")
    connection.execute("CREATE TRIGGER journal_lines_stay BEFORE DELETE ON journal WHEN 0 BEGIN SELECT 1; END")
    connection.close()
    assert found(written) == [(0, "unguarded")]


def test_each_break_is_said_and_the_status_is_2(written: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    tamper(written, "DELETE FROM journal WHERE seq = 3")
    status, _, err = run(capfdbinary, "--home", str(written), "journal", "verify")
    assert status == 2
    assert "does not hold" in err
    assert "line 3: a line is missing before this one" in err
    status, out, _ = run(capfdbinary, "--home", str(written), "journal", "verify", "--json")
    assert status == 2
    assert [(one["seq"], one["fault"]) for one in json.loads(out)["breaks"]] == [(0, "unguarded"), (3, "gap")]


def test_verifying_changes_nothing(written: Path) -> None:
    before = (written / "desk.db").read_bytes()
    assert found(written) == []
    assert (written / "desk.db").read_bytes() == before


def test_a_line_that_makes_no_sense_is_not_handed_to_the_desk(store: Store) -> None:
    append(store, "s1")
    store.database.execute("DROP TRIGGER journal_lines_never_change")
    store.database.execute("UPDATE journal SET direction = 'sideways'")
    with pytest.raises(Trouble, match="Line 1 of the journal"):
        list(store.journal.lines())
