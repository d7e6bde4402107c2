"""checkin demo: what it makes, what it leaves alone, and that it can be stopped at any moment."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from checkin.cli import main
from checkin.desk.judge import Judge
from checkin.desk.post import Post
from checkin.domain.event import Event
from checkin.domain.journal import Origin
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from checkin.scanning.opencv import Image
from checkin.trouble import Trouble
from data.demo.event import event_text, today
from data.demo.make import COUNT, SEED, DemoHome, Made, demo_stands, make_demo
from data.demo.people import people
from data.importers.event_file import parse_event
from data.store import open_store

FIRST = date(2026, 4, 20)
Run = Callable[..., tuple[int, list[str], str]]


def no_face(registration: Registration, event: Event) -> Image:
    raise AssertionError("a film was made although there is one")


def silent(what: object, share: float) -> None:
    pass


@pytest.fixture
def place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> DemoHome:
    """A demo that was made on the day FIRST, its film only pretended: making films has its own tests."""
    place = DemoHome(tmp_path / "home")
    place.badges.mkdir(parents=True)
    for file in (place.film, place.truth, place.sheet, place.badges / "badge-R-00001.png"):
        file.write_bytes(b"made before")
    make(place, FIRST)
    return place


def make(place: DemoHome, day: date, reset: bool = False) -> Made:
    return make_demo(place.path, silent, no_face, day, reset=reset)


def scan_someone(place: DemoHome) -> None:
    with closing(open_store(place.database)) as store:
        event = store.event()
        assert event is not None
        judge = Judge(store, event, Post(), lambda: datetime(2026, 4, 20, 9, tzinfo=UTC), lambda: "scan-1")
        judge.scan("whoever", Origin.COMMAND, event.checkpoints["entrance"], Direction.ENTRY)


def days_and_scans(path: Path) -> tuple[tuple[date, ...], int]:
    with closing(open_store(path)) as store:
        event = store.event()
        assert event is not None
        return event.days, store.journal.head().seq


def test_a_demo_that_stands_is_left_as_it_is(place: DemoHome) -> None:
    scan_someone(place)
    assert demo_stands(place.path, FIRST)
    assert demo_stands(place.path, FIRST + timedelta(days=2))
    made = make(place, FIRST + timedelta(days=2))
    assert (made.registrations, made.film, made.kept) == (0, False, None)
    assert days_and_scans(place.database) == (made.event.days, 1)
    assert made.event.days[0] == FIRST


@pytest.mark.parametrize("missing", ["database", "film", "truth", "sheet"])
def test_a_demo_that_lacks_something_does_not_stand(place: DemoHome, missing: str) -> None:
    getattr(place, missing).unlink()
    assert not demo_stands(place.path, FIRST)


def test_a_demo_that_is_over_is_kept_beside_the_new_one(place: DemoHome) -> None:
    scan_someone(place)
    later = FIRST + timedelta(days=3)
    assert not demo_stands(place.path, later)
    made = make(place, later)
    assert made.kept == place.path / "desk-2026-04-22.db"
    assert days_and_scans(made.kept)[1] == 1
    assert days_and_scans(place.database) == (made.event.days, 0)
    assert made.event.days[0] == later
    assert made.registrations == COUNT


def test_an_old_demo_never_takes_the_place_of_an_older_one(place: DemoHome) -> None:
    (place.path / "desk-2026-04-22.db").write_bytes(b"kept before")
    made = make(place, FIRST + timedelta(days=9))
    assert made.kept == place.path / "desk-2026-04-22-1.db"
    assert (place.path / "desk-2026-04-22.db").read_bytes() == b"kept before"


def test_registrations_that_were_not_imported_yet_are_imported_then(place: DemoHome) -> None:
    place.database.unlink()
    text = event_text(FIRST)
    with closing(open_store(place.database)) as store:
        store.store_event(text, parse_event(text))
    assert not demo_stands(place.path, FIRST)
    assert make(place, FIRST).registrations == COUNT


def test_the_import_is_the_organisers_import(place: DemoHome) -> None:
    with closing(open_store(place.database)) as store:
        event = store.event()
        assert event is not None
        assert list(store.registrations.some()) == list(people(SEED, COUNT, event.days))


def test_reset_makes_all_anew_and_touches_nothing_else(place: DemoHome) -> None:
    scan_someone(place)
    others = [place.path / "settings.toml", place.path / "desk-2026-01-01.db", place.badges / "mine.png"]
    for file in others:
        file.write_bytes(b"mine")
    with pytest.raises(AssertionError, match="a film was made"):
        make(place, FIRST, reset=True)
    assert all(file.read_bytes() == b"mine" for file in others)
    assert not any(file.exists() for file in (place.film, place.sheet, place.badges / "badge-R-00001.png"))
    assert days_and_scans(place.database)[1] == 0


@pytest.mark.parametrize("reset", [False, True])
def test_another_event_is_never_touched(home: Path, reset: bool) -> None:
    before = (home / "desk.db").read_bytes()
    with pytest.raises(Trouble, match="serves another event"):
        make_demo(home, silent, no_face, FIRST, reset=reset)
    assert (home / "desk.db").read_bytes() == before
    assert not list(home.glob("film*"))


@pytest.mark.parametrize("reset", [False, True])
def test_a_demo_that_another_program_uses_is_not_moved(place: DemoHome, reset: bool) -> None:
    with closing(open_store(place.database)) as desk:
        with desk.writing():
            pass
        scan_someone(place)
        with pytest.raises(Trouble, match="Another program is using the demo"):
            make(place, FIRST + timedelta(days=9), reset)
    assert days_and_scans(place.database)[1] == 1


def test_a_film_that_was_interrupted_is_not_taken_for_a_film(place: DemoHome, qapp: QApplication) -> None:
    place.film.unlink()

    def interrupt(what: object, share: float) -> None:
        if share > 0.13:
            raise KeyboardInterrupt

    def white(registration: Registration, event: Event) -> Image:
        return np.full((638, 1016, 3), 255, np.uint8)

    with pytest.raises(KeyboardInterrupt):
        make_demo(place.path, interrupt, white, FIRST)
    assert not place.has_film()
    assert not list(place.path.glob("*.part*"))
    assert days_and_scans(place.database)[0][0] == FIRST


def test_the_command_answers_at_once_where_all_is_there(
    place: DemoHome, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(place, today())
    with pytest.raises(SystemExit) as left:
        main(["--home", str(place.path), "demo"])
    out, error = capfd.readouterr()
    assert not left.value.code
    assert error == ""
    assert "nothing was left to make" in out
    assert f'desk --camera "{place.film}"' in out


def test_the_command_makes_what_is_missing_and_says_so(
    place: DemoHome, qapp: QApplication, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--home", str(place.path), "demo"])
    out, error = capfd.readouterr()
    assert not left.value.code
    assert "desk-2026-04-22.db" in out
    assert "20000 registrations" in out
    steps = [line.split(" …")[0] for line in error.splitlines()]
    assert steps == ["Making the event and its registrations", "Drawing the badges"]
    assert place.sheet.read_bytes().startswith(b"%PDF")
    assert len(list(place.badges.glob("badge-*.png"))) == 20
    with closing(open_store(place.database)) as store:
        event = store.event()
        assert event is not None
        assert event.days[0] == today()


def test_the_command_refuses_a_desk_with_an_event_of_its_own(run: Run) -> None:
    status, out, error = run("demo", "--reset")
    assert status == 2
    assert out == []
    assert "scec-2018" in error
    assert json.dumps(error).count("Traceback") == 0
