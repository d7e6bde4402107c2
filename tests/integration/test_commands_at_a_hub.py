"""What an organiser runs after the event in a hub's home: of all desks, on SQLite and PostgreSQL, beside the hub."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from journal_lines import append
from openpyxl import load_workbook
from sqlalchemy import text
from test_desk_and_hub import PEOPLE, PROFILE, Desk, Site, badge, event_clock, knows
from test_hub_database import SERIAL, postgres  # noqa: F401
from test_hub_server import Running
from three_days import ThreeDays

from checkin.desk.messages import Judged, Undo, Undone, WalkIn
from checkin.domain.registration import Registration
from checkin.sync.link import Standing
from data.importers.event_file import parse_event
from data.importers.registrations_file import Imported, import_registrations
from data.notices import person_notice
from data.overview.hub_people import HubPeople
from data.overview.roll import RollAtHand
from data.store import open_store

Run = Callable[..., tuple[int, list[str], str]]


class Whole(Site):
    """A hub whose database is in its home, or in PostgreSQL."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.desks, self.database = folder, list[Desk](), database
        self.home = open_store(folder / "hub" / "desk.db")
        self.home.store_event(PROFILE, parse_event(PROFILE))
        self.add(PEOPLE)
        self.running = Running(folder / "hub", parse_event(PROFILE), PROFILE, clock=event_clock, place=database)
        self.publish()

    @property
    def where(self) -> tuple[str, ...]:
        """The options that name the database."""
        return ("--database", self.database) if self.database else ()


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Whole]:
    database = ""
    if request.param == "postgresql":
        import psycopg

        url, name = request.getfixturevalue("postgres"), f"commands_{next(SERIAL)}"
        with psycopg.connect(f"{url}postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        database = f"{url}{name}"
    one = Whole(tmp_path, database)
    yield one
    one.close()


@pytest.fixture
def hub(whole: Whole, at: Run) -> Run:
    """Runs a command in the hub's home, on its database."""
    return lambda *args: at(whole.folder / "hub", *args, *whole.where)


@pytest.fixture
def nadia(whole: Whole) -> Registration:
    """Four people came in at desk one, two and a walk-in at desk two; one of the four was taken back."""
    one, two = whole.desk("one").strict(), whole.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    for number in range(4):
        assert one.scan(badge(number)).verdict.admitted
    one.do(Undo("by mistake"), Undone)
    for number in (10, 11):
        assert two.scan(badge(number)).verdict.admitted
    walked = two.do(WalkIn("Nadia Berrada", "Studio Ziz", "public"))
    assert isinstance(walked, Judged)
    assert walked.registration is not None
    for desk in (one, two):
        desk.until(lambda state: state.figures.inside == 6 and state.waiting == 0)
    knows(one, 51)
    return walked.registration


def objects(told: tuple[int, list[str], str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told[1]]


def desk_heads(whole: Whole) -> dict[str, tuple[int, str]]:
    heads = {}
    for one in whole.desks:
        with closing(open_store(one.home.database, read_only=True)) as store:
            head = store.journal.head()
            heads[head.journal] = head.seq, head.hash.hex()
    return heads


@pytest.mark.parametrize("name", ["scans.jsonl", "scans.csv"])
def test_an_exported_journal_has_the_lines_of_all_desks_and_is_verified_and_read_like_a_desks(
    whole: Whole, hub: Run, at: Run, nadia: Registration, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    assert objects(hub("journal", "export", str(file), "--json")) == [{"file": str(file), "lines": 8}]
    (there,), (live,) = objects(hub("journal", "verify", str(file), "--json")), objects(hub("journal", "verify", "--json"))
    for told in (there, live):
        assert (told["lines"], told["ok"], told["breaks"]) == (8, True, [])
        assert {one["journal"]: (one["lines"], one["head"]) for one in told["journals"]} == desk_heads(whole)
    totals = ("totals", "--checkpoint", "entrance", "--json")
    (now,), (told,) = objects(hub(*totals)), objects(hub(*totals, "--journal", str(file)))
    figures = ("inside", "attended", "entries", "exits", "refused", "by_desk", "expected", "no_shows")
    assert [now[one] for one in figures] == [told[one] for one in figures]
    assert (now["inside"], now["no_shows"]) == (6, 51 - 6), "the walk-in is among those who are registered"
    report = ("report", "--journal", str(file), "--day", "all", "--format", "xlsx", "--output", str(tmp_path), "--json")
    assert objects(at(whole.folder / "hub", *report))[0]["checkpoints"]["entrance"]["inside"] == 6
    assert at(tmp_path / "nowhere", "journal", "verify", str(file))[0] == 0, "whoever has the file needs no home for it"


def test_tables_have_the_scans_of_all_desks_and_their_walk_ins(
    hub: Run, nadia: Registration, whole: Whole, tmp_path: Path
) -> None:
    scans, book, people = tmp_path / "scans.csv", tmp_path / "scans.xlsx", tmp_path / "everybody.csv"
    assert objects(hub("export", "journal", str(scans), "--json"))[0]["rows"] == 8
    with scans.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {one["desk"] for one in rows} == {"one", "two"}
    assert all(one["received_at"].endswith("+01:00") and abs(float(one["clock_ahead_s"])) < 60 for one in rows)
    hub("export", "journal", str(book))
    assert load_workbook(book).worksheets[0].max_row == 9
    assert objects(hub("export", "registrations", str(people), "--json"))[0]["rows"] == 51
    with closing(open_store(tmp_path / "fresh" / "desk.db")) as store:
        store.store_event(PROFILE, parse_event(PROFILE))
        assert import_registrations(store, people) == Imported(51, 51, 0, 0, ())
        found = store.registrations.get(nadia.id)
        assert found is not None
        assert (found.name, found.badge) == ("Nadia Berrada", nadia.badge)
    assert whole.home.registrations.get(nadia.id) is None, "nothing was written into the hub's home"


def test_people_are_found_and_shown_inside_by_the_scans_of_every_desk(
    hub: Run, at: Run, whole: Whole, nadia: Registration
) -> None:
    (found,) = objects(hub("search", "berada", "--json"))
    assert (found["registration"], found["badge"]) == (nadia.id, nadia.badge)
    assert found["inside_since"]
    inside = {
        one["registration"]: bool(one["inside_since"]) for one in objects(hub("search", "Person", "--limit", "99", "--json"))
    }
    assert {one for one, is_in in inside.items() if is_in} == {"R-0", "R-1", "R-2", "R-10", "R-11"}
    (elsewhere,) = objects(at(whole.desks[0].home.path, "search", "R-10", "--json"))
    assert elsewhere["inside_since"], "a desk knows what the hub told it of the other one"


def test_what_cannot_be_done_at_a_hub_is_said(tmp_path: Path, at: Run) -> None:
    one = Whole(tmp_path)
    home = tmp_path / "hub"
    for command in (("undo", "s-1", "--reason", "why"), ("journal", "pack", str(tmp_path / "parcel"))):
        status, out, error = at(home, *command)
        assert (status, out) == (2, [])
        assert "This is the home of a hub" in error
    one.close()


def change(whole: Whole, statement: str, **values: Any) -> None:
    """What somebody with another program does to the hub's database."""
    with whole.running.log.engine.begin() as connection:
        connection.execute(text(statement), values)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE hub_rows SET row = replace(row, 'admitted', 'refused') WHERE position = 2", "changed"),
        ("DELETE FROM hub_rows WHERE position = 2", "gap"),
        ("DELETE FROM hub_rows WHERE position = 8", "gap"),
        ("UPDATE hub_rows SET chain = (SELECT chain FROM hub_rows WHERE position = 1) WHERE position = 3", "chain"),
        ("DELETE FROM hub_places WHERE seq = 2", "gap"),
        ("UPDATE hub_places SET hash = (SELECT chain FROM hub_rows WHERE position = 1) WHERE seq = 2", "changed"),
    ],
)  # fmt: skip
def test_a_hubs_database_that_was_changed_does_not_hold(
    whole: Whole, hub: Run, nadia: Registration, statement: str, where: str
) -> None:
    change(whole, statement)
    status, out, error = hub("journal", "verify")
    assert (status, out) == (2, [])
    assert "does not hold" in error
    (told,) = objects(hub("journal", "verify", "--json"))
    assert where in {one["fault"] for one in told["breaks"]}


@pytest.fixture
def store_with_scans(home: Path) -> Path:
    """A home with three scans."""
    with closing(open_store(home / "desk.db")) as store:
        append(store, "s1", "s2", "s3")
    return home


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda lines: [lines[0].replace('"professional"', '"press"'), *lines[1:]], "changed"),
        (lambda lines: [lines[0].replace('"scan"', '"nonsense"'), *lines[1:]], "changed"),
        (lambda lines: [lines[0], *lines[2:]], "gap"),
        (lambda lines: [*lines, lines[1].replace('"entry"', '"exit"')], "changed"),
    ],
)  # fmt: skip
def test_an_export_that_was_changed_does_not_hold(
    tmp_path: Path, at: Run, store_with_scans: Path, spoil: Callable[[list[str]], list[str]], fault: str
) -> None:
    file = tmp_path / "scans.jsonl"
    at(store_with_scans, "journal", "export", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert at(tmp_path, "journal", "verify", str(file), str(file))[0] == 0, "a line may stand in two files"
    file.write_text("\n".join(spoil(lines)) + "\n")
    status, _, error = at(tmp_path, "journal", "verify", str(file))
    assert status == 2
    (told,) = objects(at(tmp_path, "journal", "verify", str(file), "--json"))
    assert fault in {one["fault"] for one in told["breaks"]}
    assert "journal " in error


def test_a_journal_that_forked_holds_at_the_hub_and_in_its_export(tmp_path: Path, at: Run) -> None:
    whole = Whole(tmp_path)
    one = whole.desk("one").strict()
    knows(one, 50)
    for number in (1, 2):
        one.scan(badge(number))
    one.until(lambda state: state.figures.entries == 2 and state.waiting == 0)
    one.stop()
    shutil.copytree(one.home.path, tmp_path / "copy")
    one.start()
    one.strict()
    one.scan(badge(3))
    one.until(lambda state: state.figures.entries == 3 and state.waiting == 0)
    one.stop()
    shutil.rmtree(one.home.path)
    shutil.copytree(tmp_path / "copy", one.home.path)
    one.state = None
    one.start()
    one.scan(badge(4))
    one.until(lambda state: state.standing is Standing.STRICT and state.waiting == 0 and state.figures.entries == 4)
    file, home = tmp_path / "scans.jsonl", tmp_path / "hub"
    assert objects(at(home, "journal", "export", str(file), "--json"))[0]["lines"] == 4, "each scan once"
    for told in (objects(at(home, "journal", "verify", "--json")), objects(at(home, "journal", "verify", str(file), "--json"))):
        assert (told[0]["breaks"], sorted(one["lines"] for one in told[0]["journals"])) == ([], [3, 3])
    file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    assert at(home, "journal", "verify", str(file))[0] == 2, "the line that both journals share is missing"
    whole.close()


def test_of_somebody_whom_home_and_hub_know_what_was_told_last_holds_unless_the_home_changed_it_since(tmp_path: Path) -> None:
    whole = Whole(tmp_path)
    log, event = whole.running.log, whole.running.event.id
    with closing(HubPeople(whole.folder / "hub" / "desk.db", log, event)) as people:
        knows(whole.desk("one").strict(), 50)
        whole.publishing.stop()
        told = [person_notice(Registration(f"R-{n}", f"Told {n}", "public", f"BADGE{n:012}")) for n in (1, 2, 99)]
        whole.running.hub.tell(told)
        names = [getattr(people.person(f"R-{n}"), "name", None) for n in (1, 2, 3, 99)]
        assert names == ["Told 1", "Told 2", "Person 3", "Told 99"]
        whole.add(PEOPLE.replace("Person 2,", "Changed 2,"))
        names = [getattr(people.person(f"R-{n}"), "name", None) for n in (1, 2, 3, 99)]
        assert names == ["Told 1", "Changed 2", "Person 3", "Told 99"]
        assert people.names("Changed")
        assert not people.names("Zineb")
        assert len(people.roll().categories) == 51
    whole.publish()
    whole.close()


def test_the_hubs_own_figures_know_its_walk_ins_too(tmp_path: Path) -> None:
    whole = Whole(tmp_path)
    at_hand = RollAtHand(lambda: HubPeople(tmp_path / "hub" / "desk.db", whole.running.log, whole.running.event.id))
    at_hand.start()
    try:
        until(lambda: at_hand.roll is not None and len(at_hand.roll.categories) == 50)
        whole.running.hub.tell([person_notice(Registration("R-99", "Zineb Alami", "public", "BADGE000000000099"))])
        until(lambda: at_hand.roll is not None and len(at_hand.roll.categories) == 51)
    finally:
        at_hand.stop()
        whole.close()


def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not come to hold"
        sleep(0.05)


def test_of_a_minute_in_the_past_it_is_told_what_a_silent_desk_may_change_of_it(at: Run, tmp_path: Path) -> None:
    now = datetime.fromisoformat("2018-04-19T11:42:30+01:00")
    ThreeDays(50, until=now).play().store(tmp_path, {"4": timedelta(minutes=6)})
    (told,) = objects(at(tmp_path, "totals", "--checkpoint", "entrance", "--json", "--at", "2018-04-19T11:40+01:00"))
    assert (told["silent"], told["missing"], told["as_of"]) == (["4"], 30 + 105, "2018-04-19T11:40:00+01:00")
    lines = at(tmp_path, "totals", "--checkpoint", "entrance", "--at", "2018-04-19T11:40+01:00")[1]
    assert lines[-1] == "135 lines at most are missing, of desks that are silent: 4."
    (told,) = objects(at(tmp_path, "totals", "--checkpoint", "entrance", "--json", "--at", "2018-04-19T11:30+01:00"))
    assert (told["silent"], told["missing"]) == ([], 0)
