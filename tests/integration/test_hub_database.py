"""The hub's log on SQLite and PostgreSQL behaves as the one in memory, which the protocol was played on."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hub_databases import program, server
from sqlalchemy import text

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Device, HubLog, Token, Wanted
from checkin.sync.memory import MemoryHubLog
from checkin.sync.messages import Admit, Already, Claim, Cursor, Feed, HaveSeq, Hello, Push, Role
from checkin.trouble import Trouble
from data.hub.engine import NEWEST
from data.hub.migrating import MIGRATIONS
from data.hub.store import SqlHubLog, open_hub

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
DOOR = Checkpoint("door", Names(), entry=EntryPolicy.ONCE)
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),), Names(), checkpoints={"door": DOOR})
Open = Callable[[], HubLog]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with server() as url:
        yield url


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def opens(request: pytest.FixtureRequest) -> Open:
    """Opens one and the same log, again and again."""
    if request.param == "memory":
        log = MemoryHubLog("e", "epoch-0")
        return lambda: log
    opened: Open = request.getfixturevalue(f"on_{request.param}")
    return opened


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> Callable[[], SqlHubLog]:
    """Opens one and the same log, which several processes can have open."""
    opened: Callable[[], SqlHubLog] = request.getfixturevalue(f"on_{request.param}")
    return opened


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Open]:
    yield from opened_at(tmp_path / "hub.db")


@pytest.fixture
def on_postgresql(postgres: str) -> Iterator[Open]:
    name = f"hub_{next(SERIAL)}"
    with psycopg.connect(f"{postgres}postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield from opened_at(postgres + name)


def opened_at(place: str | Path) -> Iterator[Open]:
    made: list[SqlHubLog] = []

    def make() -> HubLog:
        made.append(open_hub(place, "e", "epoch-0"))
        return made[-1]

    yield make
    for one in made:
        one.close()


SERIAL = count(1)


def device(name: str) -> Device:
    return Device(name, bytes(32), name, "A", Role.DESK, 5)


def hub_on(log: HubLog, *names: str) -> Hub:
    with log.writing("e") as transaction:
        transaction.write(Changes(devices={name: device(name) for name in names}))
    serial = count(1)
    return Hub(log, EVENT, lambda: NOW, lambda: f"new-{next(serial)}")


def lines(journal: str, *people: str) -> Push:
    head, rows = Head(journal, 0, GENESIS), []
    for person in people:
        line = JournalLine(
            f"{journal}-{person}", Kind.SCAN, NOW, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, person, "public",
            "لوحة 1", Origin.CAMERA, "A", journal,
        )  # fmt: skip
        rows.append(number(head, line))
        head = Head(journal, rows[-1].seq, rows[-1].hash)
    return Push("e", journal, 1, GENESIS, head.hash, 7, tuple(row.line for row in rows))


def hello(journal: str, cursor: Cursor = Cursor()) -> Hello:  # noqa: B008 (frozen)
    return Hello("e", journal, "", 0, GENESIS, cursor, "", 0)


def claim(scan_id: str, journal: str, person: str = "R-1") -> Claim:
    return Claim("e", journal, "epoch-0", scan_id, "door", person, "public", "A", journal, 0, 0)


def test_what_one_hub_acknowledged_the_next_one_on_the_same_log_has(opens: Open) -> None:
    hub = hub_on(opens(), "d1", "d2")
    pushed = lines("d1", *(f"R-{n}" for n in range(2_500 // 10)))
    answers = hub.answer([Asked("d1", hello("d1")), Asked("d1", pushed), Asked("d2", hello("d2"))])
    assert answers[1] == HaveSeq("d1", 250)
    again = Hub(opens(), EVENT, lambda: NOW, lambda: "x")
    assert again.answer([Asked("d1", pushed)]) == [HaveSeq("d1", 250)]
    page = again.feed("d2", Feed("e", Cursor("epoch-0", 0, GENESIS), 1000))
    assert [one.row.line for one in page.rows] == list(pushed.lines)  # type: ignore[union-attr]
    assert (page.head, page.cursor.position, page.rows[0].ahead_us) == (250, 250, 7)  # type: ignore[union-attr]
    rest = again.feed("d2", Feed("e", page.cursor, 1000))  # type: ignore[union-attr]
    assert rest.rows == ()  # type: ignore[union-attr]


def test_a_claim_has_the_same_answer_for_ever_and_one_person_one_admission(opens: Open) -> None:
    hub = hub_on(opens(), "d1", "d2")
    hub.answer([Asked("d1", hello("d1")), Asked("d2", hello("d2"))])
    first, second = hub.answer([Asked("d1", claim("s1", "d1")), Asked("d2", claim("s2", "d2"))])
    assert isinstance(first, Admit)
    assert isinstance(second, Already)
    assert second.first == "s1"
    later = Hub(opens(), EVENT, lambda: NOW, lambda: "x")
    assert later.answer([Asked("d2", claim("s2", "d2")), Asked("d1", claim("s1", "d1"))]) == [second, first]


def test_everything_that_is_written_is_read_back_and_replaced(opens: Open) -> None:
    log = opens()
    token = Token(b"\x01" * 32, "A", Role.SUPERVISOR, 99)
    with log.writing("e") as transaction:
        transaction.write(Changes(devices={"d": device("d")}, tokens={token.digest: token}, places={("j", 3): b"\x02" * 32}))
    used = Token(token.digest, "A", Role.SUPERVISOR, 99, "d")
    with log.writing("e") as transaction:
        transaction.write(Changes(tokens={token.digest: used}))
    with opens().writing("e") as transaction:
        known = transaction.read(Wanted(tokens={token.digest, b"\x09" * 32}, places={("j", 3), ("j", 4)}, positions={0, 8}))
    assert known.tokens == {token.digest: used}
    assert known.devices == {"d": device("d")}
    assert known.places == {("j", 3): b"\x02" * 32}
    assert known.chains == {0: GENESIS}
    assert log.device("e", "d") == device("d")
    assert log.device("e", "nobody") is None
    assert list(log.roster("e").devices) == ["d"]


def test_a_transaction_that_breaks_off_leaves_nothing(opens: Open) -> None:
    log = opens()
    with suppress(ZeroDivisionError), log.writing("e") as transaction:
        transaction.write(Changes(devices={"d": device("d")}))
        raise ZeroDivisionError
    assert log.device("e", "d") is None


def test_two_hubs_that_are_asked_at_once_admit_one_person_once(shared: Callable[[], SqlHubLog]) -> None:
    logs = [shared(), shared()]
    hub_on(logs[0], "d0", "d1").answer([Asked("d0", hello("d0")), Asked("d1", hello("d1"))])
    answers: list[object] = []
    start = threading.Barrier(2)

    def ask(number: int) -> None:
        hub = Hub(logs[number], EVENT, lambda: NOW, lambda: "x")
        start.wait()
        for person in range(40):
            answers.extend(hub.answer([Asked(f"d{number}", claim(f"s{number}-{person}", f"d{number}", f"R-{person}"))]))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(isinstance(one, Admit) for one in answers), sum(isinstance(one, Already) for one in answers)) == (40, 40)


KILLED = """
import os, sys, signal
from pathlib import Path
sys.path[:0] = [{folder!r}]
from test_hub_database import device
from checkin.sync.hublog import Changes
from data.hub.store import open_hub
log = open_hub({place!r} if "://" in {place!r} else Path({place!r}), "e", "epoch-0")
with log.writing("e") as transaction:
    transaction.write(Changes(devices={{"kept": device("kept")}}))
with log.writing("e") as transaction:
    transaction.write(Changes(devices={{"lost": device("lost")}}))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_hub_that_is_killed_in_mid_transaction_leaves_nothing_and_holds_nobody_up(
    shared: Callable[[], SqlHubLog],
) -> None:
    log = shared()
    url = log.engine.url.render_as_string(hide_password=False)
    place = url.removeprefix("sqlite+pysqlite:///").replace("postgresql+psycopg", "postgresql")
    child = KILLED.format(folder=str(Path(__file__).parent), place=place)
    ended = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert log.device("e", "kept") == device("kept")
    assert log.device("e", "lost") is None
    with log.writing("e") as transaction:
        transaction.write(Changes(devices={"next": device("next")}))
    assert log.device("e", "next") is not None


def test_a_database_of_a_newer_program_is_left_alone(shared: Callable[[], SqlHubLog]) -> None:
    log = shared()
    with log.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Trouble, match="newer version"):
        shared()


def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    with pytest.raises(Trouble, match="cannot be used"):
        open_hub(tmp_path / "hub.db", "e", "epoch-0")
    with pytest.raises(Trouble, match="cannot be used"):
        open_hub("postgresql://nobody@127.0.0.1:1/nothing", "e", "epoch-0")


@pytest.mark.parametrize("url", ["foo.db", "mysql://root@127.0.0.1/x", "sqlite:///x.db", "postgresql:/one", "postgresql"])
def test_only_postgresql_has_a_url(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Trouble, match="or in PostgreSQL"):
        open_hub(url, "e", "epoch-0")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:abc/x", "postgres://[::1/x", "postgresql://a,b:x/y"])
def test_a_url_that_cannot_be_read_is_said_so(url: str) -> None:
    with pytest.raises(Trouble, match=r"cannot be (read|used)"):
        open_hub(url, "e", "epoch-0")


@pytest.mark.parametrize("kind", ["on_sqlite", "on_postgresql"])
def test_whoever_only_looks_gives_a_database_no_tables(kind: str, request: pytest.FixtureRequest) -> None:
    log = request.getfixturevalue(kind)()
    place = log.engine.url.database if kind == "on_sqlite" else log.engine.url.render_as_string().replace("+psycopg", "")
    place = Path(place) if kind == "on_sqlite" else place
    open_hub(place, "e", "none", makes=False).close()
    with pytest.raises(Trouble, match="no hub of the event"):
        open_hub(place, "another", "none", makes=False)
    with log.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(Trouble, match="no hub in this database"):
        open_hub(place, "e", "none", makes=False)


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    log = open_hub(tmp_path / "hub.db", "e", "epoch-0")
    with log.engine.connect() as connection:
        told = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "journal_mode")]
    assert told == [2, "wal"]
    log.close()


def test_the_newest_migration_is_known_without_alembic(tmp_path: Path) -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [NEWEST]
    open_hub(tmp_path / "hub.db", "e", "epoch").close()
    code = "import sys, pathlib; from data.hub.store import open_hub; open_hub(pathlib.Path(sys.argv[1]), 'e', 'x').close()"
    code += "; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code, str(tmp_path / "hub.db")], capture_output=True, text=True, check=True)
    assert not {"alembic", "psycopg", "sqlalchemy.dialects.postgresql"} & set(loaded.stdout.split())
