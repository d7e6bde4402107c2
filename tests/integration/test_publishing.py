"""What a hub's home tells the desks: what changed there since it told something last, and nothing that others know better."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from uuid import uuid4

import pytest

from checkin.domain.event import Event
from checkin.domain.registration import Registration, Status
from checkin.sync.bulletin import Bulletin
from checkin.sync.enrolment import Offer
from checkin.sync.hub import Hub
from checkin.sync.notices import Notice, NoticeKind
from data.hub.backup import back_up, put_back, replacing
from data.hub.store import SqlHubLog, open_hub
from data.importers.event_file import parse_event
from data.importers.registrations_file import import_registrations
from data.publishing import Publishing
from data.store import Store, open_store

PROFILE = (Path(__file__).parents[1] / "examples" / "event.toml").read_text(encoding="utf-8")
OTHER_PROFILE = PROFILE + '\n[[checkpoint]]\nid = "garden"\nname = { en = "Garden" }\nentry = "unlimited"\n'
EVENT = parse_event(PROFILE)
NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
HEADINGS = "id,badge,name,category,status\n"
CONFIRMED, CANCELED = "confirmed", "canceled"


def row(number: int, status: str = CONFIRMED) -> str:
    return f"R-{number},BADGE{number:012},Person {number},public,{status}\n"


PEOPLE = HEADINGS + "".join(row(number) for number in range(50))


class CountingHub(Hub):
    """A hub that counts what it is asked to tell."""

    asked = 0

    def tell(self, notices: Sequence[Notice], *, only_unknown: bool = False) -> int:
        self.asked += len(notices)
        return super().tell(notices, only_unknown=only_unknown)


class Home:
    """A hub process: a home, and its hub on a log that others may share."""

    def __init__(self, folder: Path, log: SqlHubLog, *, is_only_home: bool = True) -> None:
        self.folder = folder
        self.store = open_store(folder / "desk.db")
        self._own = open_store(folder / "desk.db")
        self.log = log
        self.hub = CountingHub(log, EVENT, lambda: NOW, lambda: str(uuid4()))
        self.served: list[Event] = []
        self._begin(is_only_home)

    def _begin(self, is_only_home: bool) -> None:
        bulletin = Bulletin(self.hub, self.log)
        self.publishing = Publishing(lambda: self._own, bulletin, self._serve, is_only_home=is_only_home)

    def _serve(self, event: Event, text: str) -> None:
        self.served.append(event)
        self.hub.serve(event, Offer(text))

    def again(self, *, is_only_home: bool = True) -> "Home":
        """The hub is started again."""
        self._begin(is_only_home)
        return self

    def add(self, people: str) -> None:
        path = self.folder / "people.csv"
        path.write_text(people, encoding="utf-8")
        import_registrations(self.store, path)

    def look(self) -> int:
        """How many notices it asked to tell at this look."""
        before = self.hub.asked
        self.publishing.look(self._own)
        return self.hub.asked - before

    def close(self) -> None:
        self.store.close()
        self._own.close()

    def copied(self, folder: Path) -> Path:
        """Its folder copied, as one does with a folder whose program does not run."""
        self.store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return copytree(self.folder, folder)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqlHubLog]:
    with closing(open_hub(tmp_path / "hub.db", EVENT.id, "epoch-0")) as one:
        yield one


@pytest.fixture
def made(log: SqlHubLog, tmp_path: Path) -> Iterator[Callable[..., Home]]:
    homes: list[Home] = []

    def make(name: str, *, people: str = PEOPLE, is_only_home: bool = True, copy_of: Home | None = None) -> Home:
        if copy_of is not None:
            copy_of.copied(tmp_path / name)
        homes.append(Home(tmp_path / name, log, is_only_home=is_only_home))
        if copy_of is None:
            homes[-1].store.store_event(PROFILE, EVENT)
            homes[-1].add(people)
        return homes[-1]

    yield make
    for home in homes:
        home.close()


def notices(log: SqlHubLog) -> list[Notice]:
    return list(log.notices(EVENT.id, 0, 1000).rows)


def desk_of(log: SqlHubLog, tmp_path: Path) -> Store:
    """A desk that reads everything."""
    store = open_store(tmp_path / f"desk-{uuid4()}.db")
    store.store_event(PROFILE, EVENT)
    store.hub.notice(notices(log), "e", 1, 1)
    return store


def status_of(log: SqlHubLog, tmp_path: Path, registration: str) -> Status:
    with closing(desk_of(log, tmp_path)) as desk:
        known = desk.registrations.get(registration)
        assert known is not None
        return known.status


def test_of_many_registrations_only_the_changed_ones_are_told(made: Callable[..., Home], log: SqlHubLog, tmp_path: Path) -> None:
    home = made("home")
    assert home.look() >= 50
    assert home.look() == 0
    home.add(HEADINGS + row(7, CANCELED) + row(50))
    assert home.look() == 2
    with home.store.writing():
        home.store.registrations.add(Registration("", "Walk In", "public"))
    assert home.look() == 1
    assert home.again().look() == 0, "started again, it knows what it told"
    assert status_of(log, tmp_path, "R-7") is Status.CANCELED


def test_what_is_changed_while_the_hub_is_off_is_told_when_it_starts(made: Callable[..., Home]) -> None:
    home = made("home")
    home.look()
    home.add(HEADINGS + row(7, CANCELED))
    assert home.again().look() == 1


def test_a_copy_of_a_home_tells_nothing_that_is_older_than_what_the_desks_know(
    made: Callable[..., Home], log: SqlHubLog, tmp_path: Path
) -> None:  # fmt: skip
    one = made("one", is_only_home=False)
    one.look()
    two = made("two", copy_of=one, is_only_home=False)
    one.add(HEADINGS + row(7, CANCELED))
    one.look()
    assert two.look() == 0
    assert status_of(log, tmp_path, "R-7") is Status.CANCELED
    two.add(HEADINGS + row(8, CANCELED))
    assert two.look() == 1, "what is changed there is told from there"
    assert (status_of(log, tmp_path, "R-7"), status_of(log, tmp_path, "R-8")) == (Status.CANCELED, Status.CANCELED)


def test_a_home_of_its_own_tells_a_shared_log_whom_nobody_told_of_and_everything_on_demand(
    made: Callable[..., Home], log: SqlHubLog, tmp_path: Path
) -> None:  # fmt: skip
    one = made("one", is_only_home=False)
    one.look()
    one.add(HEADINGS + row(7, CANCELED))
    one.look()
    two = made("two", people=PEOPLE + row(50), is_only_home=False)
    two.look()
    assert status_of(log, tmp_path, "R-50") is Status.CONFIRMED
    assert status_of(log, tmp_path, "R-7") is Status.CANCELED
    three = made("three", people=PEOPLE, is_only_home=True)
    three.look()
    assert status_of(log, tmp_path, "R-7") is Status.CONFIRMED


def test_a_log_that_was_put_back_is_told_again_what_it_lost_and_no_more(tmp_path: Path) -> None:
    database = tmp_path / "hub.db"
    with closing(open_hub(database, EVENT.id, "epoch-0")) as log:
        home = Home(tmp_path / "home", log)
        home.store.store_event(PROFILE, EVENT)
        home.add(PEOPLE)
        home.look()
        back_up(database, tmp_path / "backup.db")
        home.add(HEADINGS + row(7, CANCELED))
        assert home.look() == 1
        home.close()
    with replacing(tmp_path / "hub"):
        put_back(tmp_path / "backup.db", database, EVENT)
    with closing(open_hub(database, EVENT.id, "epoch-x")) as log, closing(Home(home.folder, log)) as again:
        assert again.look() == 1
        assert status_of(log, tmp_path, "R-7") is Status.CANCELED


def test_a_new_event_is_served_by_every_hub_of_the_log(made: Callable[..., Home], tmp_path: Path) -> None:
    one = made("one", is_only_home=False)
    one.look()
    two = made("two", copy_of=one, is_only_home=False)
    two.look()
    one.store.store_event(OTHER_PROFILE, parse_event(OTHER_PROFILE))
    one.look()
    two.look()
    assert [home.served[-1] for home in (one, two)] == [parse_event(OTHER_PROFILE)] * 2
    assert two.again(is_only_home=False).look() == 0, "nor is the old one told by whoever still has it"
    two.look()
    assert one.look() == 0


def test_the_last_supervisor_who_is_removed_is_removed_at_the_desks(
    made: Callable[..., Home], log: SqlHubLog, tmp_path: Path
) -> None:  # fmt: skip
    home = made("home")
    salma = home.store.supervisors.add("Salma", "4711", NOW)
    home.look()
    with closing(desk_of(log, tmp_path)) as desk:
        assert [one.name for one in desk.supervisors.all()] == ["Salma"]
        before = len(notices(log))
        home.store.supervisors.remove(salma.id)
        home.look()
        desk.hub.notice(notices(log)[before:], "e", 2, 2)
        assert desk.supervisors.all() == []


def test_a_hub_that_never_had_a_supervisor_leaves_a_desk_s_own(
    made: Callable[..., Home], log: SqlHubLog, tmp_path: Path
) -> None:  # fmt: skip
    home = made("home")
    home.look()
    home.add(HEADINGS + row(7, CANCELED))
    home.again().look()
    home.add(HEADINGS + row(8, CANCELED))
    home.look()
    assert all(one.kind is not NoticeKind.SUPERVISORS for one in notices(log))
