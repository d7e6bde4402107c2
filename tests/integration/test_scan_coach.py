"""The coach on frames: badges painted unreadable for one cause each, with seeds on which nothing was tuned."""

import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkin.scanning.coach import Coach
from checkin.scanning.finders import cut_off, finders
from checkin.scanning.glimpse import glimpsed
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import Hint, Seen
from checkin.scanning.opencv import Image
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Eyes, Scanner
from checkin.scanning.sources import Frame


def _causes() -> Any:
    spec = importlib.util.spec_from_file_location("causes", Path(__file__).parents[1] / "bench/causes.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules["causes"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["causes"])
    return sys.modules["causes"]


causes = _causes()
synthetic = causes.synthetic
EVERY_S = 0.12


class Unreading:
    """A reader that reads nothing, so that these tests tell of the coach alone."""

    def look(self, image: Image, at: float, changed: bool = True) -> Seen:
        return Seen()

    def close(self) -> None:
        """Nothing to end."""


def held(cause: str, seed: int) -> Iterator[Image]:
    """An empty scene, then a badge in a trembling hand."""
    painter = synthetic.Painter(seed)
    first = causes.badge((causes.CAUSES | causes.OTHERS)[cause], painter, long=seed % 2 == 1)
    yield causes.empty(painter)
    yield from causes.trembling(first, painter, 12)


def said(images: Iterator[Image]) -> set[Hint]:
    eyes = Eyes(Unreading(), Presence(), coach=Coach())
    looks = [eyes.look(Frame(image, number * EVERY_S, number)) for number, image in enumerate(images)]
    return {look.hint for look in looks if look.hint is not None}


@pytest.mark.parametrize("cause", causes.CAUSES)
def test_a_cause_gets_its_own_hint_or_none(cause: str) -> None:
    hints = [said(held(cause, seed)) for seed in range(601, 607)]
    assert [hint for hint in hints if hint] == [{Hint[cause.upper()]}] * len([hint for hint in hints if hint])
    assert len([hint for hint in hints if hint]) >= 2, "hardly any is noticed"


@pytest.mark.parametrize("trouble", ["moire", "tilted", "curved"])
def test_a_trouble_for_which_there_is_no_word_gets_no_wrong_one(trouble: str) -> None:
    assert [said(held(trouble, seed)) for seed in (601, 602, 603)] == [set()] * 3


def test_scenes_without_a_badge_get_no_hint_even_while_all_moves() -> None:
    painter = synthetic.Painter(777)
    for _ in range(6):
        first = causes.empty(painter)
        assert said(iter((causes.empty(painter), *causes.trembling(first, painter, 10)))) == set()


def card(pattern: Image, seed: int, blur: float = 2.5) -> Image:
    """A printed card or cloth before the scenery, out of focus."""
    painter = synthetic.Painter(seed)
    scene = painter.scenery()
    scene[200 : 200 + pattern.shape[0], 400 : 400 + pattern.shape[1]] = pattern
    return np.clip(synthetic.blur(blur)(scene) * 255 + painter.chance.normal(0, 2, scene.shape), 0, 255).astype(np.uint8)


def stripes() -> Image:
    return np.where((np.arange(420) // 12) % 2, 0.2, 0.8)[None].repeat(300, 0).astype(np.float32)


def checks() -> Image:
    across, down = (np.arange(420) // 16) % 2, (np.arange(300) // 16) % 2
    return (0.9 - 0.3 * across[None] - 0.3 * down[:, None]).astype(np.float32)


def lines_of_text() -> Image:
    import cv2

    page = np.full((300, 420), 235, np.uint8)
    for line in range(8):
        cv2.putText(page, "Casablanca Smart City " + "Expo" * (line % 3), (12, 34 + 32 * line), 0, 0.9, (20,), 2)
    return (page / 255).astype(np.float32)


def face() -> Image:
    rows, columns = np.mgrid[-150:150, -110:110].astype(np.float32)
    plane = np.full((300, 220), 0.35, np.float32)
    plane[(columns / 95) ** 2 + (rows / 135) ** 2 < 1] = 0.7
    for x, y, r in ((-38, -30, 14), (38, -30, 14), (0, 70, 30)):
        plane[(columns - x) ** 2 / 1.6 + (rows - y) ** 2 < r * r] = 0.25
    plane[rows < -90] = 0.15
    return plane


@pytest.mark.parametrize("pattern", [stripes, checks, lines_of_text, face])
@pytest.mark.parametrize("seed", [31, 32])
def test_shirts_faces_and_print_get_no_hint(pattern: Any, seed: int) -> None:
    painter = synthetic.Painter(seed)
    first = card(pattern(), seed)
    assert said(iter((causes.empty(painter), *causes.trembling(first, painter, 10)))) == set()


def test_a_badge_that_nothing_located_is_found_where_it_is() -> None:
    painter = synthetic.Painter(501)
    pose = synthetic.Pose(3.5, middle=(0.3, 0.6), on_frame=[synthetic.blur(3.0)])
    place = glimpsed(painter.frame(painter.text(False), pose))
    assert place is not None
    assert np.allclose(np.mean(place, axis=0), (0.3 * 1280, 0.6 * 720), atol=6)


def test_an_eye_of_a_symbol_tells_its_middle_and_module() -> None:
    painter = synthetic.Painter(9)
    plane = painter.frame(painter.text(False), synthetic.Pose(8.0, middle=(0.5, 0.5)))
    eyes = finders(plane)
    assert len(eyes) == 3
    assert all(abs(eye.module_px - 8) < 0.8 for eye in eyes)
    assert cut_off(eyes, plane.shape) is None
    offset = 7 * 8  # from the middle of 21 modules to that of an eye
    assert sorted((round(eye.x - 640, -1), round(eye.y - 360, -1)) for eye in eyes) == sorted(
        (round(x, -1), round(y, -1)) for x, y in ((-offset, -offset), (offset, -offset), (-offset, offset))
    )


def test_a_symbol_half_out_of_the_picture_is_cut_off() -> None:
    painter = synthetic.Painter(9)
    plane = painter.frame(painter.text(False), synthetic.Pose(8.0, middle=(0.0, 0.5)))
    place = cut_off(finders(plane), plane.shape)
    assert place is not None
    assert min(x for x, _ in place) == 0


class Heard:
    """What a scan thread with the desk's own reader says."""

    def __init__(self) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.told: list[Hint | str | None] = []
        self.scanner = Scanner(
            self.frames, desk_reader(), Presence(), lambda text, at: self.told.append(text), lambda sighting: None,
            on_hint=self.told.append,
        )  # fmt: skip

    def show(self, image: Image, at: float) -> None:
        """Hand over a frame and wait until it was looked at."""
        before = self.scanner.figures()
        self.frames.put(Frame(image, at, 0))
        end = time.monotonic() + 10
        while (now := self.scanner.figures()).decoded + now.passed_over == before.decoded + before.passed_over:
            assert time.monotonic() < end
            time.sleep(0.002)


def test_the_desk_s_eyes_tell_the_hint_and_take_it_back_when_the_badge_is_read() -> None:
    heard = Heard()
    heard.scanner.start()
    painter = synthetic.Painter(12)
    text, where = painter.text(False), (0.4, 0.5)
    sharp = painter.frame(text, synthetic.Pose(4.0, middle=where))
    smeared = painter.frame(text, synthetic.Pose(4.0, middle=where, on_frame=[synthetic.motion(24, 30)]))
    images = (causes.empty(painter), *causes.trembling(smeared, painter, 12), sharp, sharp)
    for number, image in enumerate(images):
        heard.show(image, number * EVERY_S)
    heard.scanner.stop()
    assert heard.told == [Hint.HOLD_STILL, text, None]


def test_a_badge_that_is_read_at_once_gets_no_hint() -> None:
    heard = Heard()
    heard.scanner.start()
    painter = synthetic.Painter(13)
    text = painter.text(False)
    first = painter.frame(text, synthetic.Pose(4.0, tilt=20))
    for number, image in enumerate((causes.empty(painter), *causes.trembling(first, painter, 12))):
        heard.show(image, number * EVERY_S)
    heard.scanner.stop()
    assert heard.told == [text]
