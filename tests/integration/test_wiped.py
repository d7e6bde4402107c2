"""What a cut-off leaves on a desk's disk: no name, no address, no badge of anybody in any file, whatever interrupts it."""

import shutil
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest
from test_desk_and_hub import AT_THE_EVENT, PEOPLE, Desk, Site, badge, event_clock, knows, site

from checkin.cli.desk import connecting
from checkin.cli.home import Home
from checkin.desk.engine import Engine
from checkin.desk.messages import PrintBadge, Published, Synced, ToPrint, WalkIn
from checkin.desk.post import Post
from checkin.overview.counting import Counting
from checkin.sync.membership import KEY_FILE
from checkin.sync.messages import Cause
from data.overview.desk_reader import DeskReader
from data.overview.memory_file import MemoryFile
from data.overview.people import People
from data.store import Store, open_store

__all__ = ["site"]

PERSON = "R-77,QUIXWZ77BADGE,Zqwortha Xylander,public,confirmed,Vexqoil GmbH,zq@xyl.example,wheelchair ZQ\n"
RENAMED = "R-78,QUIXWZ78BADGE,Drobquiz,public,confirmed,,,\n"
LIST = PEOPLE.replace("status\n", "status,company,email,note\n").replace("confirmed\n", "confirmed,,,\n") + PERSON
WALK_IN = "Jbhurqa Wyzznik"
SUPERVISOR = "Qhoufaila"
NEEDLES = (
    "Zqwortha", "Xylander", "QUIXWZ77", "Vexqoil", "xyl.example", "wheelchair", "Jbhurqa", "Wyzznik", "Qhoufaila", "argon2id",
    "Drobquiz", "Mfahlzat", "zqwortha", "xylander", "htrowqz", "rednalyx", "vexqoil", "jbhurqa", "wyzznik", "quixwz77",
)  # fmt: skip
"""As they were typed, folded for search, and reversed; one of them of a person who has another name by now."""


def left(folder: Path) -> set[str]:
    """What of all that can be read in any file there, apart from the device's key."""
    files = [one.read_bytes() for one in folder.rglob("*") if one.is_file() and one.name != KEY_FILE]
    return {needle for needle in NEEDLES for content in files if needle.encode() in content}


def comes(suits: Callable[[], bool]) -> bool:
    until = monotonic() + 15
    while not suits() and monotonic() < until:
        sleep(0.05)
    return suits()


class HastyDesk(Desk):
    """A desk that waits for other programs only for a moment."""

    def start(self) -> None:
        self.engine = engine_in(self.home, self.published.put)
        self.engine.start()


def engine_in(home: Home, publish: Callable[[Published], None]) -> Engine:
    ids, prefix = count(), monotonic()
    return Engine(
        lambda: open_store(home.database, busy_timeout_s=0.2), Post("1", "A"), "entrance", publish, event_clock,
        lambda: f"{prefix}-{next(ids)}", connecting(home),
    )  # fmt: skip


@pytest.fixture
def desk(site: Site) -> HastyDesk:
    """A desk that knows of people all that a desk can know: also who passed at another desk, walk-ins, who may unlock it."""
    site.add(LIST + RENAMED)
    site.home.supervisors.add(SUPERVISOR, "4711", AT_THE_EVENT)
    one, other = HastyDesk(site.running, site.folder, "one"), site.desk("two").strict()
    site.desks.append(one)
    for each in (one.strict(), other):
        knows(each, 52)
    site.add(LIST + RENAMED.replace("Drobquiz", "Mfahlzat"))
    assert other.scan("QUIXWZ77BADGE").verdict.admitted
    one.do(WalkIn(WALK_IN, "Vexqoil", "public"))
    one.do(PrintBadge("R-77"), ToPrint)
    assert one.scan(badge(1)).verdict.admitted
    one.until(lambda state: state.figures.entries == 3 and state.waiting == 0)
    assert comes(lambda: left(one.home.path) == set(NEEDLES))
    return one


def revoked(site: Site, desk: Desk) -> None:
    site.running.hub.revoke(desk.member.device)
    desk.until(lambda state: state.refused is Cause.REVOKED)


def test_nothing_of_anybody_is_left_while_the_desk_runs_on_and_its_scans_are(site: Site, desk: HastyDesk) -> None:
    revoked(site, desk)
    assert comes(lambda: not left(desk.home.path)), left(desk.home.path)
    with closing(open_store(desk.home.database, read_only=True)) as store:
        assert [item.line.registration for item in store.journal.lines()][1] == "R-1"
        assert rows_left(store) == {}


def rows_left(store: Store) -> dict[str, int]:
    """How many rows each table has beside those of the journal, of the desk itself and of the hub's place."""
    own = {"journal", "desk", "event", "standing", "clocks", "membership", "imports", "headings", "published", "wrong_pins"}
    tables = [one for one in store.database.table_names() if one not in own and not one.startswith(("words", "_", "sqlite_"))]
    counts = {one: int(store.database.execute(f"SELECT count(*) FROM {one}").fetchone()[0]) for one in tables}
    return {one: number for one, number in counts.items() if number}


def test_what_was_counted_of_other_desks_is_gone_and_an_open_dashboard_counts_anew(site: Site, desk: HastyDesk) -> None:
    memory = MemoryFile(desk.home.path)
    with closing(DeskReader(People(desk.home.database), event_clock)) as reader:
        counting = Counting(reader.event())
        counting.take(reader.news().ticks)
        assert "R-77" in {one.registration for one in counting.tally.scans()}
        memory.keep(reader.mark(), counting, [])
        assert memory.recall() is not None
        revoked(site, desk)
        assert comes(lambda: not [*desk.home.path.glob("overview*")])
        news = reader.news()
    assert news.anew
    assert "R-77" not in {one.registration for one in news.ticks}
    assert "R-1" in {one.registration for one in news.ticks}


def test_what_another_program_still_reads_is_overwritten_once_it_reads_no_more(
    site: Site, desk: HastyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("checkin.desk.hubward.WIPES_AGAIN_S", 0.1)
    with closing(open_store(desk.home.database, read_only=True)) as reader:
        reader.database.execute("BEGIN")
        assert reader.registrations.count() == 53
        revoked(site, desk)
        assert reader.registrations.count() == 53
        assert left(desk.home.path), "nobody can take from a reader what it reads"
        reader.database.execute("COMMIT")
        assert comes(lambda: not left(desk.home.path)), left(desk.home.path)


def test_a_wipe_that_a_power_cut_interrupted_is_ended_at_the_next_start(desk: HastyDesk, tmp_path: Path) -> None:
    desk.stop()
    after = tmp_path / "after"
    with closing(open_store(desk.home.database)) as store:
        with store.writing():
            store.membership.wipe(1)
        shutil.copytree(desk.home.path, after)  # as the disk is when the power goes here
    assert left(after)
    told: list[Published] = []
    engine = engine_in(Home(after), told.append)
    engine.start()
    assert comes(lambda: not left(after)), left(after)
    engine.stop()
    assert [one.refused for one in told if isinstance(one, Synced)][-1] is Cause.REVOKED
