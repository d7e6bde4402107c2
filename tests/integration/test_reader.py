"""The two tiers, with the real decoders on synthetic frames."""

import importlib.util
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkin.scanning import tapir
from checkin.scanning.attempts import NOWHERE, fast_frame_attempts
from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.fusion import fused
from checkin.scanning.messages import Code
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.patches import cut, straightened
from checkin.scanning.places import likely, resembles_a_symbol
from checkin.scanning.reader import Reader, Unread, desk_reader
from checkin.scanning.zxing import ZXing


def _synthetic() -> Any:
    spec = importlib.util.spec_from_file_location("synthetic", Path(__file__).parents[1] / "bench/synthetic.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthetic"] = module
    spec.loader.exec_module(module)
    return module


synthetic = _synthetic()
TOKEN = "7K3MQ2ZXW4HTB9NC"


def frame(**held: Any) -> Image:
    painter = synthetic.Painter(5)
    picture: Image = painter.frame(TOKEN, synthetic.Pose(**{"module_px": 3.5, **held}))
    return picture


def texts(codes: tuple[Code, ...]) -> list[str]:
    return [code.text for code in codes]


def burst(noise: float) -> tuple[Image, ...]:
    """Five noisy frames of a badge that trembles."""
    painter = synthetic.Painter(77)
    scene = painter.place(synthetic.symbol(TOKEN), synthetic.Pose(3.0, turn=8)) * 0.5
    frames = []
    for _ in range(5):
        across, down = painter.chance.uniform(-4, 4, 2)
        moved = cv2.warpAffine(scene, np.array([[1, 0, across], [0, 1, down]]), (1280, 720), borderMode=cv2.BORDER_REPLICATE)
        frames.append(np.clip((moved + painter.chance.normal(0, noise, moved.shape)) * 255, 0, 255).astype(np.uint8))
    return tuple(frames)


def test_a_plain_read_is_not_doubtful_and_a_read_of_a_variant_is() -> None:
    plane = frame()
    assert [code.doubtful for code in FastTier().look(plane).codes] == [False]
    for attempt in fast_frame_attempts()[:3]:
        (code,) = attempt.read(plane, NOWHERE)
        assert code.doubtful
        assert code.decoder == attempt.name


def test_corners_found_in_a_patch_are_those_of_the_frame() -> None:
    plane = frame()
    (code,) = ZXing().read(plane)
    for closer in (cut, straightened):
        patch = closer(plane, code.corners)
        assert patch is not None
        (again,) = patch.in_frame(ZXing().read(patch.image))
        assert again.text == TOKEN
        assert np.allclose(again.corners, code.corners, atol=3.0)


def test_a_badge_is_where_it_is_likely() -> None:
    plane = frame(on_frame=[synthetic.blur(1.2)])
    (code,) = ZXing().read(frame())
    middle = np.mean(code.corners, axis=0)
    assert any(np.all(np.abs(np.mean(place, axis=0) - middle) < 60) for place in likely(plane, 3))


def test_what_a_budget_did_not_get_to_the_next_frame_starts_with() -> None:
    fast = FastTier(looks=3.0)
    empty = frame()[:60, :60].repeat(12, 0).repeat(20, 1)
    order = [attempt.name for attempt in fast._on_frame]
    for _ in range(3):
        fast.look(empty)
    assert [attempt.name for attempt in fast._on_frame] != order


@pytest.mark.parametrize("class_", ["small", "turned", "inverted", "noisy"])
def test_a_symbol_is_told_from_scenery(class_: str) -> None:
    painter = synthetic.Painter(31)
    badges = [painter.frame(painter.text(long=False), synthetic.CLASSES[class_](painter)) for _ in range(8)]
    scenes = [np.clip(painter.scenery() * 255, 0, 255).astype(np.uint8) for _ in range(8)]

    def told(planes: list[Image]) -> int:
        return sum(any(resembles_a_symbol(plane, place) for place in likely(plane, 1)) for plane in planes)

    assert told(badges) >= 6
    assert told(scenes) <= 3


def test_the_deep_tier_begins_nothing_for_which_its_budget_is_too_small() -> None:
    plane = frame(tilt=50.0, tilt_to=30.0)
    assert texts(DeepTier(budget_ms=3000).look((plane,), ())) == [TOKEN]
    assert DeepTier(budget_ms=1).look((plane,), ()) == ()


@pytest.fixture(params=["with tapirscan", "without"])
def noise_too_strong(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """Noise in which no single frame can be read; tapirscan sees through more of it."""
    if request.param == "without":
        monkeypatch.setattr(tapir, "tapirscan", None)
        return 0.16
    return 0.19


def test_five_frames_show_what_none_of_them_does(noise_too_strong: float) -> None:
    frames = burst(noise_too_strong)
    assert [text for plane in frames for text in texts(FastTier().read_one(plane).codes)] == []
    deep = DeepTier(budget_ms=3000)
    assert texts(deep.look(frames[-1:], ())) == []
    codes = deep.look(frames, ())
    assert texts(codes) == [TOKEN]
    assert all(deep.fuses(code) and code.doubtful for code in codes)


def test_two_frames_are_too_few_to_be_fused() -> None:
    frames = burst(0.16)
    place = likely(np.mean(frames, axis=0).astype(np.uint8), 1)[0]
    assert fused(frames, place) is not None
    assert fused(frames[:2], place) is None


def test_the_deep_thread_gives_its_codes_to_a_later_look() -> None:
    reader = desk_reader()
    reader._fast.look = lambda plane, expected: FastTierBlind  # type: ignore[assignment, method-assign, return-value]
    plane, found = frame(), ()
    try:
        until = time.monotonic() + 20
        while not found and time.monotonic() < until:
            found = reader.look(plane, time.monotonic()).codes
            time.sleep(0.02)
    finally:
        reader.close()
    assert TOKEN in texts(found)


def test_the_deep_thread_has_ended_when_its_reader_is_closed() -> None:
    """Python aborts when it ends while a decoder is at work on another thread."""
    reader = desk_reader()
    noise = np.random.default_rng(3).integers(0, 255, (720, 1280), dtype=np.uint8)
    reader.look(noise, 0.0)
    assert "deep scan" in [thread.name for thread in threading.enumerate()]
    reader.close()
    assert "deep scan" not in [thread.name for thread in threading.enumerate()]


class Given:
    """A second thread that only keeps what it is given."""

    def __init__(self) -> None:
        self.at: list[float] = []

    def offer(self, unread: Unread) -> bool:
        self.at.append(unread.at)
        return True

    def taken(self, at: float) -> tuple[Code, ...]:
        return ()

    def close(self) -> None:
        pass


def test_no_deep_look_begins_with_the_frame_that_brings_a_verdict() -> None:
    given, plane = Given(), frame()
    reader = Reader(FastTier(), DeepTier(), given)  # type: ignore[arg-type]
    (code,) = reader.look(plane, 10.0).codes
    assert given.at == [], "the processor is wanted for the verdict"
    reader.look(plane, 10.033)
    assert given.at == [10.033], "what is beside the badge has its turn all the same"
    reader.look(np.zeros_like(plane), 11.0)
    reader.look(plane, 12.0)
    assert 12.0 not in given.at, "and so for a badge that was taken away and is brought again"
    assert code.text == TOKEN


class FastTierBlind:
    codes = ()
    unread = ()
    located = False
    hope = False


@pytest.mark.parametrize("fault", ["blurred", "inverted", "tilted"])
def test_a_picture_is_read_by_one_of_the_tiers(fault: str) -> None:
    held = {
        "blurred": {"on_frame": [synthetic.blur(1.8)]}, "inverted": {"inverted": True}, "tilted": {"tilt": 50.0, "tilt_to": 30.0},
    }  # fmt: skip
    reader = desk_reader()
    assert texts(reader.read(frame(**held[fault]))) == [TOKEN]
