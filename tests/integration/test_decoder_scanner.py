"""From frames to badges: the scan thread, and the same steps over a film."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import qrcode

from checkin.i18n import Phrase
from checkin.scanning.captures import open_source
from checkin.scanning.decoder import Decoder, Looks
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import Code, Seen, Sighting
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Eyes, Scanner, scan_film
from checkin.scanning.sources import Frame
from checkin.scanning.zxing import ZXing

RATE = 15
RNG = np.random.default_rng(5)
DESK = cv2.resize(RNG.integers(60, 190, (9, 16, 3), dtype=np.uint8), (640, 360), interpolation=cv2.INTER_CUBIC)


def scene(*texts: str, left: int = 60) -> Image:
    """The desk with badges side by side, the first one leftmost and lowest, and some noise."""
    image = DESK.copy()
    for place, text in enumerate(texts):
        code = qrcode.QRCode(box_size=1, border=4)
        code.add_data(text)
        symbol = np.where(np.array(code.get_matrix()), 20, 235).astype(np.uint8).repeat(4, 0).repeat(4, 1)
        x, side = left + place * 220, symbol.shape[0]
        y = 180 - 80 * place
        image[y : y + side, x : x + side] = symbol[:, :, None]
    return np.clip(image + RNG.normal(0, 3, image.shape), 0, 255).astype(np.uint8)


def film(path: Path, *shots: tuple[float, tuple[str, ...]]) -> str:
    """A film of shots: (seconds, texts in view)."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), RATE, (640, 360))
    for seconds, texts in shots:
        image = scene(*texts)
        for _ in range(round(seconds * RATE)):
            writer.write(image)
    writer.release()
    return str(path)


class Plainly:
    """One decoder, asked at every look."""

    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder

    def look(self, image: Image, at: float, changed: bool = True) -> Seen:
        return Seen(self.decoder.read(image))

    def close(self) -> None:
        """Nothing to end."""


def scanned(source: str) -> list[tuple[str, float]]:
    return [
        (text, round(at, 2)) for text, at in scan_film(open_source(source, pace=False), desk_reader(threads=False), Presence())
    ]


def test_a_film_gives_each_badge_when_it_is_brought(tmp_path: Path) -> None:
    shots = (1.0, ()), (1.0, ("ALPHA",)), (2.0, ()), (1.0, ("BETA",)), (0.6, ()), (1.0, ("BETA",)), (2.0, ()), (1.0, ("ALPHA",))
    found = scanned(film(tmp_path / "film.mp4", *shots))
    assert [text for text, _ in found] == ["ALPHA", "BETA", "ALPHA"]
    assert np.allclose([at for _, at in found], [1.0, 4.0, 8.6], atol=0.15)


def test_badges_shown_together_come_from_left_to_right(tmp_path: Path) -> None:
    assert [text for text, _ in scanned(film(tmp_path / "film.mp4", (0.5, ("LEFT", "RIGHT"))))] == ["LEFT", "RIGHT"]


def test_a_folder_of_badges_is_scanned_like_a_film(tmp_path: Path) -> None:
    for text in ("A-ONE", "B-TWO", "C-THREE"):
        (tmp_path / f"{text}.png").write_bytes(cv2.imencode(".png", scene(text))[1].tobytes())
    assert [text for text, _ in scanned(str(tmp_path))] == ["A-ONE", "B-TWO", "C-THREE"]


def looks(eyes: Eyes, images: Iterator[Image], start: float, seconds: float) -> list[tuple[float, bool, tuple[str, ...]]]:
    times = start + np.arange(0, seconds, 1 / 30)
    return [(float(at), look.decoded, look.fresh) for at in times for look in [eyes.look(Frame(next(images), float(at), 0))]]


def repeated(*images: Image) -> Iterator[Image]:
    while True:
        yield from images


def test_a_still_scene_is_looked_at_eight_times_a_second_and_a_badge_is_read_at_once() -> None:
    eyes = Eyes(Plainly(ZXing()), Presence())
    idle = looks(eyes, repeated(*(scene() for _ in range(4))), 0.0, 6.0)
    moving, still = [row for row in idle if row[0] < 1.9], [row for row in idle if row[0] >= 3.0]
    assert all(decoded for _, decoded, _ in moving)
    assert 20 <= sum(decoded for _, decoded, _ in still) <= 26
    badge = looks(eyes, repeated(scene("ALPHA")), 6.0, 0.5)
    assert [at for at, _, fresh in badge if fresh == ("ALPHA",)] == [6.0]
    assert all(decoded for _, decoded, _ in badge)


def test_a_badge_that_lies_before_the_camera_stays_in_view_while_nothing_moves() -> None:
    eyes = Eyes(desk_reader(threads=False), Presence())
    lying = looks(eyes, repeated(*(scene("ALPHA") for _ in range(3))), 0.0, 8.0)
    assert [fresh for _, _, fresh in lying if fresh] == [("ALPHA",)]


class Told:
    """All that a scan thread tells."""

    def __init__(self, chain: Looks | None = None, on_badge: Callable[[str, float], None] | None = None) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.badges: list[tuple[str, float, str]] = []
        self.sightings: list[Sighting] = []
        self.still: list[bool] = []
        self.troubles: list[Phrase] = []
        self.scanner = Scanner(
            self.frames, chain or desk_reader(), Presence(), on_badge or self._badge,
            self.sightings.append, self.still.append, self.troubles.append,
        )  # fmt: skip

    def _badge(self, text: str, at: float) -> None:
        self.badges.append((text, at, threading.current_thread().name))

    def show(self, image: Image, at: float) -> None:
        """Hand over a frame and wait until it was looked at."""
        before = self.scanner.figures()
        self.frames.put(Frame(image, at, 0))
        end = time.monotonic() + 10
        while (now := self.scanner.figures()).decoded + now.passed_over == before.decoded + before.passed_over:
            if self.troubles or time.monotonic() > end:
                return
            time.sleep(0.002)


@pytest.fixture
def told() -> Iterator[Told]:
    told = Told()
    told.scanner.start()
    yield told
    told.scanner.stop()


def test_the_scan_thread_tells_a_badge_with_the_time_of_its_frame(told: Told) -> None:
    told.show(scene("ALPHA"), 7.0)
    told.show(scene("ALPHA"), 7.1)
    told.scanner.stop()
    assert told.badges == [("ALPHA", 7.0, "scan")]


def test_sightings_are_told_while_a_code_is_there_and_once_when_it_has_gone(told: Told) -> None:
    told.show(scene(), 1.0)
    told.show(scene("ALPHA"), 2.0)
    told.show(scene(), 2.1)  # one blurred frame: not gone yet
    told.show(scene("ALPHA"), 2.2)
    for at in (2.4, 2.5, 2.6, 2.7):
        told.show(scene(), at)
    told.scanner.stop()
    assert [(sighting.taken_at, len(sighting.codes)) for sighting in told.sightings] == [(2.0, 1), (2.2, 1), (2.5, 0)]
    assert told.sightings[0].size == (640, 360)


def test_rest_and_movement_are_told(told: Told) -> None:
    for n in range(30):
        told.show(DESK, n / 10)
    told.show(scene("ALPHA"), 3.0)
    told.scanner.stop()
    assert told.still == [True, False]


def test_figures_count_what_was_seen(told: Told) -> None:
    for n in range(40):
        told.show(DESK, n / 20)
    for n in range(10):
        told.show(DESK, 3 + n / 100)
    told.scanner.stop()
    figures = told.scanner.figures()
    assert figures.decoded + figures.passed_over == 50
    assert figures.passed_over >= 8
    assert len(figures.decode_ms) == figures.decoded
    assert 0 < figures.percentile(50) <= figures.percentile(99) <= figures.percentile(100) == max(figures.decode_ms)


class Failing:
    """A decoder with a mistake in it."""

    name = "failing"

    def __init__(self) -> None:
        self.failed = 0

    def read(self, image: Image) -> tuple[Code, ...]:
        if self.failed < 2:
            self.failed += 1
            raise RuntimeError("a mistake")
        return (Code("ALPHA", ((0, 0), (1, 0), (1, 1), (0, 1)), self.name),)


def test_a_decoder_that_fails_is_told_once_and_the_thread_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    decoder = Failing()
    told = Told(Plainly(decoder))
    told.scanner.start()
    for at in range(100):
        told.frames.put(Frame(scene(), float(at), at))
        time.sleep(0.01)
        if told.badges:
            break
    told.scanner.stop()
    assert decoder.failed == 2
    assert len(told.troubles) == 1
    assert [text for text, _, _ in told.badges] == ["ALPHA"]


def test_the_scan_thread_stops_when_it_is_told_even_while_no_frames_come(told: Told) -> None:
    told.scanner.stop()
    assert "scan" not in [thread.name for thread in threading.enumerate()]
