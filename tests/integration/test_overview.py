"""What a supervisor sees, from a real hub's log, from a real desk's database, and from files: the same figures."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic, sleep

import msgspec
import pytest
from test_desk_and_hub import PROFILE, Desk, Site, badge, event_clock, knows, site

from checkin.cli.dashboard_sources import feeding
from checkin.cli.desk import connecting
from checkin.desk.messages import Undo, Undone
from checkin.domain.alarms import AlarmKind, Limits
from checkin.domain.tally import Figures
from checkin.overview.alarming import Alarming
from checkin.overview.neighbours import Neighbours, Seen
from checkin.overview.picture import Chosen, Picture
from checkin.overview.reading import Outlook, Place, Reader
from checkin.overview.totals import FIGURES
from checkin.overview.watch import Blind, Told, Watch, counted
from checkin.trouble import Trouble
from data.exporters.journal_file import export_journal, export_rows
from data.importers.event_file import parse_event
from data.importers.registrations_file import import_registrations
from data.locking import the_only_desk
from data.overview.alarm_log import StoredAlarms
from data.overview.desk_reader import DeskReader
from data.overview.file_reader import FileReader
from data.overview.hub_reader import HubReader
from data.overview.people import People
from data.store import open_store

__all__ = ["site"]
NOBODY = Figures()


@contextmanager
def at_the_hub(one: Site) -> Iterator[Reader]:
    with closing(HubReader(one.running.log, People(one.folder / "hub" / "desk.db"), event_clock)) as reader:
        yield reader


@contextmanager
def at_a_desk(desk: Desk, seen: Callable[[], Seen | None] = lambda: None) -> Iterator[Reader]:
    with closing(DeskReader(People(desk.home.database), event_clock, seen)) as reader:
        yield reader


def figures(reader: Reader) -> Figures:
    return counted(reader, reader.event()).tally.figures("entrance")


def trusted(reader: Reader) -> Outlook:
    reader.news()
    return reader.outlook()


def until(holds: Callable[[], object], seconds: float = 40.0) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not come to hold"
        sleep(0.02)


def two_desks(one: Site) -> tuple[Desk, Desk]:
    first, second = one.desk("one").strict(), one.desk("two").strict()
    knows(first, 50)
    knows(second, 50)
    return first, second


def test_hub_desk_and_files_tell_the_same_figures(site: Site, tmp_path: Path) -> None:
    first, second = two_desks(site)
    for number in range(6):
        first.scan(badge(number))
    second.scan(badge(0))
    second.scan(badge(10))
    first.do(Undo("by mistake"), Undone)
    truth = Figures(inside=6, attended=6, entries=6, refused=1)
    until(lambda: len(site.running.log.page(site.running.event.id, 0, 10).rows) == 9)  # else 5 came, and nothing was taken back
    second.until(lambda state: state.figures == truth)
    with at_the_hub(site) as hub, at_a_desk(second) as desk:
        assert figures(hub) == figures(desk) == truth
    rows = site.running.log.page(site.running.event.id, 0, 1000).rows
    export_rows((one.delivered for one in rows), tmp_path / "all.jsonl")
    export_rows((one.delivered for one in rows), tmp_path / "all.csv")
    journals = []
    for one in (first, second):
        with closing(open_store(one.home.database, read_only=True)) as store:
            journals.append(tmp_path / f"{one.name}.jsonl")
            export_journal(store.journal, journals[-1])
    for files in ([tmp_path / "all.jsonl"], [tmp_path / "all.csv"], journals, [*journals, tmp_path / "all.csv"]):
        with closing(FileReader(files, People(site.folder / "hub" / "desk.db"))) as reader:
            assert figures(reader) == truth
            assert reader.outlook().place is Place.FILE
            assert reader.supervisors() == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda line: line[:40], "cannot be read"),
        (lambda line: "[]", "is no line of a journal"),
        (lambda line: line.replace('"entry"', '"sideways"'), "is no line of a journal"),
        (lambda line: json.dumps({**json.loads(line), "at": "2018-04-18T09:00:00"}), "is no line of a journal"),
        (lambda line: json.dumps({**json.loads(line), "event": "another"}), "is of another event"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_journal_is_named_with_its_line(
    home: Path, run: Callable[..., tuple[int, list[str], str]], tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    assert run("scan", "7K3MQ2ZXW4HTB9NC", "7K3MQ2ZXW4HTB9ND")[0] in (0, 1)
    whole = tmp_path / "journal.jsonl"
    assert run("journal", "export", str(whole))[0] == 0
    lines = whole.read_text(encoding="utf-8").splitlines()
    whole.write_text("\n".join([lines[0], change(lines[1])]), encoding="utf-8")
    status, out, error = run("totals", "--journal", str(whole), "--json")
    assert (status, out) == (2, [])
    assert said in error
    assert "ournal" in error


@pytest.mark.parametrize("command", [["totals"], ["queues"], ["report"], ["dashboard"]])
def test_of_an_empty_journal_nothing_is_told(
    run: Callable[..., tuple[int, list[str], str]], tmp_path: Path, command: list[str]
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    status, out, error = run(*command, "--journal", str(empty))
    assert (status, out) == (2, []), "not even of 1970"
    assert f"There is no scan in {empty}." in error


def test_new_lines_come_as_they_are_written_and_all_of_them_after_the_hub_was_restored(site: Site) -> None:
    first, _ = two_desks(site)
    first.scan(badge(0))
    with at_the_hub(site) as reader:
        reader.event()
        until(lambda: reader.news().ticks)
        first.scan(badge(1))
        until(lambda: len(reader.news().ticks) == 1)
        assert reader.news().ticks == []
        reader._chain = b"of another log"  # type: ignore[attr-defined]
        anew = reader.news()
        assert (anew.anew, len(anew.ticks)) == (True, 2)


def test_a_desk_tells_how_far_its_hub_can_be_trusted_and_that_it_is_gone(site: Site) -> None:
    first, second = two_desks(site)
    first.scan(badge(1))
    connection = connecting(second.home)(second.member)
    event = site.running.event.id
    neighbours = Neighbours(partial(connection.fetch, f"/totals?event={event}"), second.home.path / "neighbours.json")
    neighbours.start()
    try:
        second.until(lambda state: state.figures.entries == 1)
        with at_a_desk(second, neighbours.latest) as reader:
            assert figures(reader).entries == 1
            until(lambda: trusted(reader).place is Place.FEED and reader.outlook().trust.missing == 0)
            assert {one.desk for one in reader.outlook().desks} == {"one", "two"}
            site.hub_gone()
            until(lambda: trusted(reader).place is Place.GONE)
            assert reader.outlook().heard_at is not None
            second.scan(badge(2))
            until(lambda: len(reader.news().ticks) == 1)
        kept = Neighbours(lambda _: b"", second.home.path / "neighbours.json").latest()
        assert kept is not None
        assert (kept.is_fresh, {one.desk for one in kept.desks}) == (False, {"one", "two"})
    finally:
        neighbours.stop()
        connection.close()


def test_a_hub_that_answers_is_heard_where_the_disk_takes_nothing(tmp_path: Path) -> None:
    said = msgspec.json.encode(Seen(0, "epoch", event_clock(), 0))
    neighbours = Neighbours(lambda _: said, tmp_path / "no such folder" / "neighbours.json")
    neighbours.start()
    until(neighbours.latest)
    neighbours.stop()
    latest = neighbours.latest()
    assert latest is not None
    assert latest.is_fresh


def test_a_desk_says_nothing_of_what_it_scans_while_it_is_read(site: Site) -> None:
    first = site.desk("one").strict()
    knows(first, 50)
    with at_a_desk(first, lambda: Seen(0, "", event_clock(), 0)) as reader:
        reader.news()
        before = reader.outlook().now
        first.scan(badge(1))
        assert reader.outlook().now == before, "the scan is not among the lines that were given"
        assert len(reader.news().ticks) == 1
        assert reader.outlook().now > before


def test_a_device_on_which_no_desk_runs_hears_from_the_hub_by_itself(site: Site) -> None:
    first, second = two_desks(site)
    second.stop()
    site.desks.remove(second)
    with feeding(second.home, second.member, event_clock) as feed:
        assert len(feed.beside) == 2
        for one in feed.beside:
            one.start()
        first.scan(badge(1))
        with at_a_desk(second, feed.seen) as reader:
            until(lambda: figures(reader).entries == 1)
            until(lambda: trusted(reader).place is Place.FEED)
            own = next(one for one in reader.outlook().desks if one.device == second.member.device)
            assert own.role == "desk"
        with pytest.raises(Trouble, match="runs in"), the_only_desk(second.home.path):
            pass
        for one in reversed(feed.beside):
            one.stop()
    with the_only_desk(second.home.path), feeding(second.home, second.member, event_clock) as feed:
        assert len(feed.beside) == 1, "a desk runs there: it hears from the hub"


@pytest.mark.parametrize("address", ["foo", "postgresql://somebody@host:port/name"])
def test_a_dashboard_does_not_open_where_no_database_can_be(run: Callable[..., tuple[int, list[str], str]], address: str) -> None:
    status, _, error = run("dashboard", "--database", address)
    assert status == 2
    assert "postgresql://user@host" in error


def test_only_one_desk_runs_in_a_home(home: Path, run: Callable[..., tuple[int, list[str], str]]) -> None:
    with the_only_desk(home):
        status, _, error = run("desk", "--camera", str(home))
    assert status == 2
    assert "runs in" in error


class Looking:
    """A watch and what it told."""

    def __init__(self, one: Site, folder: Path, limits: Limits) -> None:
        self.told: SimpleQueue[Told] = SimpleQueue()
        self.alarms = StoredAlarms(folder / "alarms.jsonl")
        self.watch = Watch(partial(at_the_hub, one), self.told.put, Alarming(limits, self.alarms))
        self.watch.start()
        self.runs = True

    def stop(self) -> None:
        if self.runs:
            self.watch.stop()
        self.runs = False

    def until(self, suits: Callable[[Told], bool], seconds: float = 40.0) -> Told:
        end = monotonic() + seconds
        while True:
            try:
                told = self.told.get(timeout=max(0.01, end - monotonic()))
            except Empty:
                raise AssertionError("no such picture") from None
            if suits(told):
                return told

    def picture(self, suits: Callable[[Picture], bool]) -> Picture:
        told = self.until(lambda one: isinstance(one, Picture) and suits(one))
        assert isinstance(told, Picture)
        return told


@pytest.fixture
def looking(site: Site, tmp_path: Path) -> Iterator[Callable[..., Looking]]:
    built: list[Looking] = []

    def make(folder: str = ".", **limits: int) -> Looking:
        built.append(Looking(site, tmp_path / folder, Limits(**limits)))
        return built[-1]

    yield make
    for one in built:
        one.stop()


def test_a_scan_anywhere_is_seen_and_many_make_few_pictures(site: Site, looking: Callable[..., Looking]) -> None:
    first, _ = two_desks(site)
    one = looking()
    one.picture(lambda picture: picture.totals.entries == 0)
    began, pictures = monotonic(), 0
    for number in range(40):
        first.scan(badge(number))
    while True:
        pictures += 1
        if one.picture(lambda _: True).totals.entries == 40:
            break
    assert pictures <= 2 + 4 * (monotonic() - began), "four a second at most"
    one.watch.choose(Chosen("entrance", ("category", "press")))
    shown = one.picture(lambda picture: picture.chosen.part is not None)
    assert sum(shown.arrivals.today) == 0 < shown.totals.entries


def test_an_event_that_is_changed_is_shown_as_it_is_now(site: Site, looking: Callable[..., Looking]) -> None:
    one = looking()
    one.picture(lambda picture: picture.checkpoint.capacity == 2500)
    changed = PROFILE.replace("capacity = 2500", "capacity = 77")
    site.home.store_event(changed, parse_event(changed))
    one.picture(lambda picture: picture.checkpoint.capacity == 77)


def test_registrations_that_come_are_expected(site: Site, looking: Callable[..., Looking], tmp_path: Path) -> None:
    one = looking()
    before = one.picture(lambda _: True).totals.no_shows
    assert before == 50
    more = tmp_path / "more.csv"
    more.write_text("id,badge,name,category,status\nM-1,BADGEMORE0001,One more,public,confirmed\n", encoding="utf-8")
    import_registrations(site.home, more)
    one.picture(lambda picture: picture.totals.no_shows == 51)


def test_what_cannot_be_read_is_told_and_tried_again(tmp_path: Path) -> None:
    told: SimpleQueue[Told] = SimpleQueue()
    tries = []

    @contextmanager
    def reading() -> Iterator[Reader]:
        tries.append(1)
        raise Trouble("The disk is gone.")
        yield

    watch = Watch(reading, told.put, Alarming(Limits()))
    watch.start()
    first = told.get(timeout=10)
    assert isinstance(first, Blind)
    assert first.what.msgid == "The disk is gone."
    until(lambda: len(tries) > 1)
    watch.stop()


def test_alarms_are_raised_listed_seen_and_kept_over_a_restart(site: Site, looking: Callable[..., Looking]) -> None:
    first, _ = two_desks(site)
    for number in range(20):
        first.scan(badge(number % 2))
    one = looking(refused_percent=50)
    raised = one.picture(lambda picture: bool(picture.alarms.open))
    (alarm,) = raised.alarms.open
    assert (alarm.cause.kind, alarm.cause.where, round(alarm.cause.number)) == (AlarmKind.REFUSALS, "A", 90)
    assert alarm.is_loud
    one.watch.see(alarm, "Salma")
    one.picture(lambda picture: not picture.alarms.open[0].is_loud)
    one.stop()
    again = looking(refused_percent=50)
    kept = again.picture(lambda _: True).alarms
    assert kept.fresh == ()
    assert [(each.cause.key, each.seen_by) for each in kept.open] == [(alarm.cause.key, "Salma")]
    again.watch.limit(Limits(refused_percent=95))
    over = again.picture(lambda picture: not picture.alarms.open)
    assert [each.cause.key for each in over.alarms.past] == [alarm.cause.key]


def test_where_alarms_cannot_be_kept_they_are_shown_and_so_are_the_figures(site: Site, looking: Callable[..., Looking]) -> None:
    first, _ = two_desks(site)
    for number in range(20):
        first.scan(badge(number % 2))
    one = looking(folder="no such folder", refused_percent=50)
    raised = one.until(lambda told: isinstance(told, Blind) or bool(told.alarms.open))
    assert isinstance(raised, Picture)
    assert raised.totals.entries == 2


def test_totals_of_each_part_add_up_at_the_hub(site: Site, looking: Callable[..., Looking]) -> None:
    first, second = two_desks(site)
    for number in range(5):
        (first if number % 2 else second).scan(badge(number))
    shown = looking().picture(lambda picture: picture.totals.entries == 5)
    for parts in (shown.totals.by_category, shown.totals.by_gate, shown.totals.by_desk):
        for name in FIGURES:
            assert sum(getattr(part, name) for part in parts.values()) == getattr(shown.totals, name)
    assert shown.outlook.now - shown.outlook.trust.as_of < timedelta(minutes=2)
