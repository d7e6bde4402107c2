"""The film against its truth: real frames, the real decoders, presence and rules."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from checkin.desk.judge import Judge
from checkin.desk.post import Post
from checkin.domain.journal import Origin
from checkin.domain.rules import Facts, Finding, decide
from checkin.domain.verdict import Direction
from checkin.scanning.captures import open_source
from checkin.scanning.coach import Coach
from checkin.scanning.messages import Seen
from checkin.scanning.opencv import cv2, grey
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Eyes, scan_film
from checkin.scanning.sources import Frame
from checkin.scanning.zxing import ZXing
from data.demo.event import event_days
from data.demo.make import COUNT, DemoHome, Made, make_demo
from data.demo.people import ZONE
from data.store import open_store
from ui.badges.render import face_pixels

TODAY = date(2026, 4, 20)
MIDDAY = datetime.combine(TODAY, time(12), ZONE).astimezone(UTC)
Answer = tuple[str, str | None, str, str | None]


@pytest.fixture(scope="module")
def made(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoHome, Made]:
    """A demo made from nothing."""
    home = tmp_path_factory.mktemp("demo") / "home"
    return DemoHome(home), make_demo(home, lambda what, share: None, face_pixels, TODAY)


@pytest.fixture(scope="module")
def truth(made: tuple[DemoHome, Made]) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = json.loads(made[0].truth.read_text(encoding="utf-8"))
    return shown


@pytest.fixture(scope="module")
def texts_by_frame(made: tuple[DemoHome, Made]) -> list[set[str]]:
    """What zxing-cpp alone reads in each frame."""
    return [{code.text for code in ZXing().read(frame)} for frame in frames(made[0].film)]


def frames(film: Path) -> Iterator[Any]:
    capture = cv2.VideoCapture(str(film), cv2.CAP_FFMPEG)
    while True:
        arrived, frame = capture.read()
        if not arrived:
            capture.release()
            return
        yield frame


def expected(truth: list[dict[str, Any]]) -> list[Answer]:
    return [(one["text"], one["registration"], one["verdict"], one["reason"]) for one in truth]


def journal_of(place: DemoHome, film: Path) -> list[Answer]:
    """The lines that a desk at the entrance writes while it watches `film` on the first day."""
    source = open_source(str(film), pace=False)
    numbers = count()
    with closing(open_store(place.database)) as store:
        event, before = store.event(), store.journal.head().seq
        assert event is not None
        judge = Judge(store, event, Post("1", "A"), lambda: MIDDAY, lambda: f"{before}-{next(numbers)}")
        for text, at in scan_film(source, desk_reader(threads=False), Presence()):
            moment = MIDDAY + timedelta(seconds=at)
            judge.scan(text, Origin.CAMERA, event.checkpoints["entrance"], Direction.ENTRY, at=moment)
        lines = [numbered.line for numbered in store.journal.lines(before)]
    return [
        (line.text, line.registration or None, str(line.outcome), str(line.reason) if line.reason else None) for line in lines
    ]


def test_the_journal_of_the_film_is_its_truth(made: tuple[DemoHome, Made], truth: list[dict[str, Any]], tmp_path: Path) -> None:
    place = DemoHome(tmp_path)
    place.database.write_bytes(made[0].database.read_bytes())
    assert journal_of(place, made[0].film) == expected(truth)


def newly_brought(texts_by_frame: list[set[str]], gone_after_s: float) -> list[str]:
    presence = Presence(gone_after_s)
    return [text for number, texts in enumerate(texts_by_frame) for text in presence.seen(sorted(texts), number / 30)]


def test_a_desk_that_forgets_a_badge_too_soon_is_caught(truth: list[dict[str, Any]], texts_by_frame: list[set[str]]) -> None:
    assert newly_brought(texts_by_frame, 1.5) == [one["text"] for one in truth]
    assert newly_brought(texts_by_frame, 0.5) != [one["text"] for one in truth]


def test_every_presentation_is_readable_in_many_frames(truth: list[dict[str, Any]], texts_by_frame: list[set[str]]) -> None:
    assert len(truth) >= 20
    for one in truth:
        window = texts_by_frame[round(one["shown_from"] * 30) : round(one["shown_to"] * 30) + 1]
        assert sum(one["text"] in texts for texts in window) >= 10, one


def test_nothing_is_read_that_is_not_shown(truth: list[dict[str, Any]], texts_by_frame: list[set[str]]) -> None:
    spare = 3
    for number, texts in enumerate(texts_by_frame):
        shown = {one["text"] for one in truth if one["shown_from"] * 30 - spare <= number <= one["shown_to"] * 30 + spare}
        assert texts <= shown, number


def test_one_badge_goes_aside_for_less_than_a_second_and_one_comes_back_after_more_than_two(
    truth: list[dict[str, Any]], texts_by_frame: list[set[str]]
) -> None:
    gaps: dict[str, int] = {}
    for text in {one["text"] for one in truth}:
        seen = [number for number, texts in enumerate(texts_by_frame) if text in texts]
        gaps[text] = max(later - earlier for earlier, later in pairwise(seen))
    repeated = {one["text"] for one in truth if one["reason"] == "already_redeemed"}
    assert all(gaps[text] > 2 * 30 for text in repeated)
    once = sorted(gap for text, gap in gaps.items() if text not in repeated)
    assert 15 < once[-1] <= 30


def test_the_script_says_what_the_rules_say(made: tuple[DemoHome, Made], truth: list[dict[str, Any]]) -> None:
    with closing(open_store(made[0].database)) as store:
        event = store.event()
        assert event is not None
        for one in truth:
            found = store.registrations.find_badge(one["text"])
            assert (found.registration.id if found.registration else None) == one["registration"]
            verdict = decide(
                Facts(found.finding, Direction.ENTRY, MIDDAY, found.registration), event.checkpoints["entrance"], event
            )
            if one["reason"] != "already_redeemed":
                assert (verdict.outcome, verdict.reason) == (one["verdict"], one["reason"])
            else:
                assert found.finding is Finding.KNOWN


def test_the_film_shows_all_that_can_happen_at_a_door(truth: list[dict[str, Any]]) -> None:
    reasons = {one["reason"] for one in truth}
    assert reasons == {
        None, "canceled", "blocked", "unapproved", "invalid_time", "product", "unpaid", "already_redeemed", "invalid",
        "not_a_badge",
    }  # fmt: skip
    assert any(one["shown_to"] - one["shown_from"] > 3 for one in truth)
    assert any(b["shown_from"] < a["shown_to"] - 1 for a, b in pairwise(truth))
    assert any(b["shown_from"] > a["shown_to"] + 1.5 for a, b in pairwise(truth))


def test_the_film_is_what_a_webcam_gives(made: tuple[DemoHome, Made]) -> None:
    capture = cv2.VideoCapture(str(made[0].film), cv2.CAP_FFMPEG)
    size = [round(capture.get(key)) for key in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS)]
    length = capture.get(cv2.CAP_PROP_FRAME_COUNT) / 30
    capture.release()
    assert size == [1280, 720, 30]
    assert 50 < length < 75
    assert made[0].film.stat().st_size < 40_000_000


class Plainly:
    """zxing-cpp, asked at every look."""

    def look(self, image: Any, at: float, changed: bool = True) -> Seen:
        return Seen(*ZXing().examine(grey(image)))

    def close(self) -> None:
        """Nothing to end."""


def test_the_coach_has_nothing_to_say_while_badges_are_read(made: tuple[DemoHome, Made]) -> None:
    coach = Coach()
    eyes = Eyes(Plainly(), Presence(), coach=coach)
    for number, frame in enumerate(frames(made[0].film)):
        if number % 2 == 0:
            eyes.look(Frame(frame, number / 30, number))
    assert not coach.given


def test_all_was_made_and_nothing_is_left_over(made: tuple[DemoHome, Made]) -> None:
    place, result = made
    assert result.registrations == COUNT
    assert result.film
    assert result.event.days == event_days(TODAY)
    assert {path.name for path in place.path.iterdir()} == {"desk.db", "film.mp4", "film.json"}
    with closing(open_store(place.database)) as store:
        assert store.registrations.count() == COUNT
