"""Several badges before one camera: each told once, in reading order, and none starves beside the others."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import synthetic

from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.messages import Code
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.presence import Presence
from checkin.scanning.reader import Reader, SecondInline, Unread
from checkin.scanning.scanner import Eyes
from checkin.scanning.sources import Frame
from checkin.scanning.zxing import ZXing

RATE = 15
PLACES = [(220.0 + 420 * column, 190.0 + 340 * row) for row in range(2) for column in range(3)]
"""Two rows of three."""

EASY: dict[str, Any] = {"module_px": 3.0, "turn": 5.0}
LOCATED: dict[str, Any] = {"module_px": 3.5, "turn": 5.0, "tilt": 62.0, "tilt_to": 80.0}
BLURRED: dict[str, Any] = EASY | {"on_frame": [synthetic.blur(1.6)]}
SHINING: dict[str, Any] = EASY | {"on_card": [synthetic.glare(0.4, 0.4, 0.25, 1.2)]}
INVERTED: dict[str, Any] = {"module_px": 2.0, "turn": 5.0, "inverted": True, "on_frame": [synthetic.blur(1.0)]}


class Queue:
    """People who hold badges before a camera, their hands not quite still."""

    def __init__(self, seed: int, held: Sequence[dict[str, Any]], places: Sequence[tuple[float, float]] = PLACES) -> None:
        self.painter = synthetic.Painter(seed)
        self.texts = [f"{place}{self.painter.text(long=False)[1:]}" for place in range(len(held))]
        self._scene = self.painter.scenery()
        for text, pose, place in zip(self.texts, held, places, strict=False):
            self._hold(text, synthetic.Pose(**pose), place)

    def _hold(self, text: str, pose: Any, place: tuple[float, float]) -> None:
        card = synthetic.symbol(text)
        for change in pose.on_card:
            card = change(card)
        card = 1.0 - card if pose.inverted else card
        side, scale = card.shape[0], pose.module_px / 10
        corners = (synthetic.held(side * scale, side * scale, pose) + place).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32), corners)
        soft = cv2.GaussianBlur(card, (0, 0), 0.4 * max(1.0, 1 / scale))
        drawn, mask = (cv2.warpPerspective(plane, matrix, (1280, 720)) for plane in (soft, np.ones_like(card)))
        scene = self._scene * (1 - mask) + (drawn * 0.8 + 0.1) * mask
        changed = scene
        for change in pose.on_frame:
            changed = change(changed)
        left, top = np.maximum(corners.min(axis=0) - 12, 0).astype(int)
        right, bottom = (corners.max(axis=0) + 12).astype(int)
        scene[top:bottom, left:right] = changed[top:bottom, left:right]
        self._scene = scene

    def frame(self, number: int) -> Frame:
        shift = np.array([[1, 0, 4 * np.sin(number / 4)], [0, 1, 3 * np.sin(number / 6 + 1)]])
        scene = cv2.warpAffine(self._scene, shift, (1280, 720), borderMode=cv2.BORDER_REPLICATE)
        noisy = np.clip((scene + self.painter.chance.normal(0, 0.012, scene.shape)) * 255, 0, 255).astype(np.uint8)
        image: Image = cv2.cvtColor(noisy, cv2.COLOR_GRAY2BGR)
        return Frame(image, number / RATE, number)


def told(queue: Queue, seconds: float, right_to_left: bool = False) -> list[tuple[float, str]]:
    """What is told of the people in so many seconds of film, (seconds, the badge's number). The budget is twice that of a
    desk, because a machine that runs tests has other things to do."""
    deep = DeepTier(budget_ms=480)
    eyes = Eyes(Reader(FastTier(looks=10), deep, SecondInline(deep)), Presence(), right_to_left=lambda: right_to_left)
    frames = (queue.frame(number) for number in range(round(seconds * RATE)))
    fresh = [(frame.taken_at, text) for frame in frames for text in eyes.look(frame).fresh]
    assert {text for _, text in fresh} <= set(queue.texts)
    return [(at, text[0]) for at, text in fresh]


@pytest.mark.parametrize(("right_to_left", "order"), [(False, "012345"), (True, "210543")])
def test_six_easy_badges_are_told_from_their_first_frame_in_reading_order(right_to_left: bool, order: str) -> None:
    assert told(Queue(31, [EASY] * 6), 1.0, right_to_left) == [(0.0, number) for number in order]


@pytest.mark.parametrize("hard", [LOCATED, BLURRED, SHINING, INVERTED], ids=["located", "blurred", "shining", "inverted"])
def test_a_hard_badge_beside_an_easy_one_gets_its_turn(hard: dict[str, Any]) -> None:
    fresh = told(Queue(32, [EASY, hard], [PLACES[0], PLACES[4]]), 1.6)
    assert [number for _, number in fresh] == ["0", "1"]


class Taking:
    """In the deep tier's place: keeps what it is offered."""

    def __init__(self) -> None:
        self.offered: list[Unread] = []

    def offer(self, unread: Unread) -> bool:
        self.offered.append(unread)
        return True

    def taken(self, at: float) -> tuple[Code, ...]:
        return ()

    def close(self) -> None:
        """Nothing to end."""


def test_the_deep_tier_gets_a_frame_without_the_badges_that_were_read() -> None:
    second = Taking()
    reader, image = Reader(FastTier(), DeepTier(), second), Queue(33, [EASY, EASY, INVERTED]).frame(0).image  # type: ignore[arg-type]
    for at in (0.0, 0.033):  # in the first frame the verdicts on what was read have the processor
        reader.look(image, at)
    (unread,) = second.offered
    assert ZXing().read(unread.planes[-1]) == ()
    assert [code.text[0] for code in DeepTier(budget_ms=3000).read(unread.planes[-1])] == ["2"]


def test_of_four_badges_each_is_told_once_though_two_of_them_are_hard() -> None:
    fresh = told(Queue(41, [EASY, BLURRED, INVERTED, EASY]), 2.5)
    assert [number for at, number in fresh if at == 0.0] == ["0", "3"]
    assert sorted(number for _, number in fresh) == ["0", "1", "2", "3"]


def test_of_six_badges_each_is_told_once_though_four_of_them_are_hard_in_ways_of_their_own() -> None:
    fresh = told(Queue(51, [BLURRED, EASY, LOCATED, SHINING, EASY, INVERTED]), 4.0)
    assert [number for at, number in fresh if at == 0.0 and number in "14"] == ["1", "4"]
    assert sorted(number for _, number in fresh) == ["0", "1", "2", "3", "4", "5"]
