"""The desk's eyes on real network cameras: cameras are tried, kept and left while badges go on being read."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import qrcode
from network_camera import serving, wait_until

from checkin.desk.vouching import Vouching
from checkin.scanning.messages import CameraList, CameraState, Condition, Flaw, Sighting
from checkin.scanning.opencv import Image
from data.store import open_store
from ui.bridge import Bridge
from ui.sight import Sight


def held_up(text: str, mirrored: bool = False) -> Image:
    """A badge before a grey wall."""
    code = qrcode.QRCode(border=4, box_size=1)
    code.add_data(text)
    badge = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8).repeat(6, axis=0).repeat(6, axis=1)
    scene = np.full((360, 640, 3), 120, np.uint8)
    scene[50 : 50 + len(badge), 200 : 200 + len(badge)] = badge[:, :, None]
    return np.ascontiguousarray(scene[:, ::-1]) if mirrored else scene


def camera_before(text: str, mirrored: bool = False) -> Callable[[int, int], Image]:
    scene = held_up(text, mirrored)
    chance = np.random.default_rng(1)
    noise = [chance.integers(-4, 5, scene.shape) for _ in range(4)]
    return lambda number, connection: np.clip(scene + noise[number % 4], 0, 255).astype(np.uint8)


class Heard(Bridge):
    """A bridge that remembers what went over it, on whichever thread."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[CameraState] = []
        self.lists: list[CameraList] = []

    def camera_state(self, state: CameraState) -> None:
        self.states.append(state)

    def cameras(self, cameras: CameraList) -> None:
        self.lists.append(cameras)

    def sighting(self, sighting: Sighting) -> None:
        pass

    def frame(self) -> None:
        pass


@pytest.fixture
def urls() -> Iterator[tuple[str, str]]:
    with serving(camera_before("FIRST")) as first, serving(camera_before("SECOND", mirrored=True)) as second:
        yield first.url, second.url


class Looking:
    """A sight on a camera, and what it tells."""

    def __init__(self, source: str, home: Path) -> None:
        self.heard = Heard()
        self.badges: list[str] = []
        self._lock = threading.Lock()
        vouching = Vouching(lambda: open_store(home / "desk.db", read_only=True))
        self.sight = Sight([source], 0.3, self._badge, self.heard, vouching, "en")

    def _badge(self, text: str, at: float) -> None:
        with self._lock:
            self.badges.append(text)

    def reads(self, *texts: str) -> None:
        wait_until(lambda: tuple(self.badges) == texts)


@pytest.fixture
def looking(urls: tuple[str, str], home: Path) -> Iterator[Looking]:
    looking = Looking(urls[0], home)
    looking.sight.start()
    yield looking
    looking.sight.stop()


def test_a_camera_is_tried_reads_badges_and_is_left_again(looking: Looking, urls: tuple[str, str]) -> None:
    looking.reads("FIRST")
    looking.sight.try_out(urls[1])
    looking.reads("FIRST", "SECOND")
    time.sleep(0.5)  # the first badge is gone by then
    looking.sight.go_back()
    looking.reads("FIRST", "SECOND", "FIRST")
    looking.sight.go_back()
    time.sleep(0.3)
    assert [state.condition for state in looking.heard.states].count(Condition.OPENING) == 3, "going back twice opens nothing"


def test_a_camera_that_is_kept_is_not_opened_again_nor_left(looking: Looking, urls: tuple[str, str]) -> None:
    looking.reads("FIRST")
    looking.sight.try_out(urls[1])
    looking.reads("FIRST", "SECOND")
    looking.sight.switch(urls[1])
    looking.sight.go_back()
    time.sleep(0.3)
    assert [state.condition for state in looking.heard.states].count(Condition.OPENING) == 2
    assert looking.badges == ["FIRST", "SECOND"]


def test_a_mirrored_camera_is_told_by_the_badges_that_it_reads(looking: Looking, urls: tuple[str, str]) -> None:
    looking.reads("FIRST")
    assert not any(state.flaws for state in looking.heard.states)
    looking.sight.try_out(urls[1])
    wait_until(lambda: looking.heard.states[-1].flaws == (Flaw.MIRRORED,))


def test_a_network_camera_that_is_watched_is_in_the_list_of_cameras(looking: Looking, urls: tuple[str, str]) -> None:
    looking.reads("FIRST")
    looking.sight.list_cameras()
    wait_until(lambda: len(looking.heard.lists) == 1)
    cameras = looking.heard.lists[0]
    assert cameras.current == urls[0]
    assert dict(cameras.choices)[urls[0]].startswith("127.0.0.1:")


def test_what_is_loaded_is_not_looked_through_again_while_a_verdict_waits(urls: tuple[str, str], home: Path) -> None:
    gc.unfreeze()
    one = Looking(urls[0], home)
    one.sight.start()
    try:
        wait_until(lambda: gc.get_freeze_count() > 50_000)
        assert len(gc.get_objects()) < gc.get_freeze_count() / 2
    finally:
        one.sight.stop()
    assert gc.get_freeze_count() == 0, "in the end everything is let go, or libraries complain"
