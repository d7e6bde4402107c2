"""A grid of synthetic camera frames with one hard badge each, a class for each thing that goes wrong before a webcam.

    python tests/bench/synthetic.py FOLDER --seed 1 --each 12

writes FOLDER/<class>/<n>.jpg and FOLDER/truth.json (see grid.py; harder.py has more classes). Tune on one seed, report another.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import qrcode
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 720
_SHARP = 2  # frames are drawn at twice their size
CARD_MODULE = 10
QUIET = 5
_SHORT_ALPHABET = list("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
_LONG_ALPHABET = list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]


@dataclass
class Pose:
    """How a badge is held: pixels a module, turn and tilt in degrees, and the direction it tilts to. `filling`: the share of
    the frame's height that the symbol takes, in place of `module_px`. `away`: how many cards' widths away the camera is.
    `middle`: where its middle is, as shares of the frame; without, somewhere so that all of it can be seen."""

    module_px: float
    turn: float = 0.0
    tilt: float = 0.0
    tilt_to: float = 0.0
    bend: float = 0.0
    inverted: bool = False
    filling: float = 0.0
    away: float = 3.2
    middle: tuple[float, float] | None = None
    on_card: list[Callable[[Plane], Plane]] = field(default_factory=list)
    on_frame: list[Callable[[Plane], Plane]] = field(default_factory=list)


class Painter:
    """Paints frames from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)

    def between(self, low: float, high: float) -> float:
        return float(self.chance.uniform(low, high))

    def text(self, long: bool) -> str:
        """A token of 16 characters, or one of 130 as a signed badge has."""
        alphabet, length = (_LONG_ALPHABET, 130) if long else (_SHORT_ALPHABET, 16)
        return "".join(self.chance.choice(alphabet, length))

    def frame(self, text: str, pose: Pose) -> Picture:
        card = symbol(text)
        for change in pose.on_card:
            card = change(card)
        if pose.inverted:
            card = 1.0 - card
        if pose.bend:
            card = bent(card, pose.bend)
        scene = self.place(card, pose)
        for change in pose.on_frame:
            scene = change(scene)
        return np.clip(scene * 255 + 0.5, 0, 255).astype(np.uint8)

    def scenery(self) -> Plane:
        """A room out of focus: light falling off, furniture, some sharp edges."""
        coarse = self.chance.normal(0.45, 0.18, (9, 16)).astype(np.float32)
        scene = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        for _ in range(14):
            x, y = int(self.between(0, WIDTH)), int(self.between(0, HEIGHT))
            w, h = int(self.between(15, 300)), int(self.between(15, 260))
            cv2.rectangle(scene, (x, y), (x + w, y + h), self.between(0.1, 0.9), -1 if self.between(0, 1) < 0.6 else 3)
        drawn = np.clip(scene * 255, 0, 255).astype(np.uint8)
        for _ in range(6):
            where = (int(self.between(0, WIDTH - 200)), int(self.between(30, HEIGHT)))
            shade, size = int(self.between(0, 255)), self.between(0.4, 1.2)
            cv2.putText(drawn, self.text(False), where, cv2.FONT_HERSHEY_SIMPLEX, size, (shade,), 2)
        return np.asarray(cv2.GaussianBlur(drawn.astype(np.float32) / 255, (0, 0), 1.0), dtype=np.float32)

    def place(self, card: Plane, pose: Pose) -> Plane:
        """The card before the scenery, held as `pose` says."""
        side = card.shape[0]
        symbol_side = side - 2 * QUIET * CARD_MODULE
        scale = pose.filling * HEIGHT / symbol_side if pose.filling else pose.module_px / CARD_MODULE
        corners = held(side * scale, card.shape[1] * scale, pose)
        reach = np.abs(corners).max(axis=0)
        middle = [self.between(min(r, s / 2), max(s - r, s / 2)) for r, s in zip(reach, (WIDTH, HEIGHT), strict=True)]
        if pose.middle is not None:
            middle = [pose.middle[0] * WIDTH, pose.middle[1] * HEIGHT]
        target = ((corners + middle) * _SHARP).astype(np.float32)
        height, width = card.shape
        source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(source, target)
        size = (WIDTH * _SHARP, HEIGHT * _SHARP)
        shrink = max(1.0, 1 / (scale * _SHARP))
        soft = cv2.GaussianBlur(card, (0, 0), 0.4 * shrink)
        drawn = cv2.warpPerspective(soft, matrix, size, flags=cv2.INTER_LINEAR)
        mask = cv2.warpPerspective(np.ones_like(card), matrix, size, flags=cv2.INTER_LINEAR)
        drawn, mask = (cv2.resize(plane, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for plane in (drawn, mask))
        return np.asarray(self.scenery() * (1 - mask) + (drawn * 0.8 + 0.1) * mask, dtype=np.float32)


def symbol(text: str) -> Plane:
    """The badge's QR code on its white card, 1 is white."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make()
    modules = np.array(code.get_matrix(), dtype=np.float32)
    return np.kron(1 - modules, np.ones((CARD_MODULE, CARD_MODULE), dtype=np.float32))


def held(width: float, height: float, pose: Pose) -> NDArray[np.float64]:
    """The corners of a card of this size around its middle."""
    corners = np.array([[-width, -height, 0], [width, -height, 0], [width, height, 0], [-width, height, 0]]) / 2
    turn, tilt, to = np.radians([pose.turn, pose.tilt, pose.tilt_to])
    about = np.array([np.cos(to), np.sin(to), 0.0])
    corners = corners @ _rotation(np.array([0.0, 0.0, 1.0]), turn).T @ _rotation(about, tilt).T
    distance = pose.away * width
    return np.asarray(corners[:, :2] * (distance / (distance + corners[:, 2:])))


def _rotation(axis: NDArray[np.float64], angle: float) -> NDArray[Any]:
    return np.asarray(cv2.Rodrigues(axis * angle)[0])


def bent(card: Plane, bend: float) -> Plane:
    """The card around a cylinder; `bend` is the angle (radians) of its half."""
    height, width = card.shape
    across = np.linspace(-1, 1, width, dtype=np.float32)
    x = (np.arcsin(across * np.sin(bend)) / bend + 1) / 2 * (width - 1)
    sag = (1 - np.cos(np.arcsin(across * np.sin(bend)))) * 0.35 * height
    rows = np.arange(height, dtype=np.float32)[:, None] - sag[None, :]
    columns = np.repeat(x[None, :], height, axis=0).astype(np.float32)
    return np.asarray(cv2.remap(card, columns, rows.astype(np.float32), cv2.INTER_LINEAR, borderValue=1.0), dtype=np.float32)


def blur(sigma: float) -> Callable[[Plane], Plane]:
    return lambda scene: np.asarray(cv2.GaussianBlur(scene, (0, 0), sigma), dtype=np.float32)


def motion(length: float, angle: float) -> Callable[[Plane], Plane]:
    size = 2 * int(np.ceil(length / 2)) + 3
    kernel = np.zeros((size, size), dtype=np.float32)
    step = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    for share in np.linspace(-0.5, 0.5, 200):
        x, y = np.round(size // 2 + step * share * length).astype(int)
        kernel[y, x] += 1
    return lambda scene: np.asarray(cv2.filter2D(scene, -1, kernel / kernel.sum()), dtype=np.float32)


def noise(chance: np.random.Generator, sigma: float) -> Callable[[Plane], Plane]:
    return lambda scene: scene + chance.normal(0, sigma, scene.shape).astype(np.float32)


def light(gain: float, offset: float = 0.0) -> Callable[[Plane], Plane]:
    return lambda scene: scene * gain + offset


def glare(x: float, y: float, size: float, strength: float) -> Callable[[Plane], Plane]:
    """A lamp in the sleeve; place and size as shares of the card."""

    def shine(card: Plane) -> Plane:
        rows, columns = np.mgrid[0 : card.shape[0], 0 : card.shape[1]].astype(np.float32) / card.shape[0]
        spot = np.exp(-(((columns - x) / size) ** 2 + ((rows - y) / (size * 0.6)) ** 2))
        return np.asarray(np.minimum(card + strength * spot, 1.0), dtype=np.float32)

    return shine


def gradient(angle: float, strength: float) -> Callable[[Plane], Plane]:
    def shade(card: Plane) -> Plane:
        rows, columns = np.mgrid[0 : card.shape[0], 0 : card.shape[1]].astype(np.float32) / card.shape[0] - 0.5
        ramp = columns * np.cos(angle) + rows * np.sin(angle)
        return np.asarray(card * np.clip(1 - strength * (ramp + 0.5), 0.02, 1.0), dtype=np.float32)

    return shade


def moire(chance: np.random.Generator, strength: float) -> Callable[[Plane], Plane]:
    """The lattice of a phone's screen against that of the camera."""
    period, angle = chance.uniform(3.0, 9.0), chance.uniform(0, np.pi)

    def weave(scene: Plane) -> Plane:
        rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        wave = np.sin((columns * np.cos(angle) + rows * np.sin(angle)) * 2 * np.pi / period)
        return np.asarray(scene * (1 + strength * wave), dtype=np.float32)

    return weave


def occluded(chance: np.random.Generator, share: float) -> Callable[[Plane], Plane]:
    """Fingers and pens over `share` of the symbol's modules, off its finder patterns."""

    def cover(card: Plane) -> Plane:
        covered, side = card.copy(), card.shape[0]
        for _ in range(3):
            edge = int(side * np.sqrt(share / 3))
            x = int(chance.uniform(0.36, 0.8 - edge / side) * side)
            y = int(chance.uniform(0.36, 0.8 - edge / side) * side)
            covered[y : y + edge, x : x + edge] = chance.uniform(0, 1)
        return covered

    return cover


Making = Callable[[Painter], Pose]


def _held_easily(painter: Painter, low: float = 2.6, high: float = 4.5) -> Pose:
    between = painter.between
    return Pose(between(low, high), turn=between(-15, 15), tilt=between(0, 20), tilt_to=between(0, 360))


def _with(painter: Painter, *, card: Any = None, frame: Any = None, low: float = 2.6, high: float = 4.5) -> Pose:
    pose = _held_easily(painter, low, high)
    pose.on_card = [card] if card else []
    pose.on_frame = frame or []
    pose.on_frame.append(noise(painter.chance, 0.008))
    return pose


def _webcam(painter: Painter) -> Pose:
    """A bit of everything: what a cheap webcam makes of a badge that a person holds up."""
    between = painter.between
    frame = [blur(between(0.5, 1.3)), motion(between(0.5, 5), between(0, 180)), light(between(0.3, 1.1))]
    pose = _with(painter, card=gradient(between(0, 6.3), between(0, 0.6)), frame=frame, low=1.8, high=3.6)
    pose.turn, pose.tilt = between(0, 360), between(0, 45)
    pose.on_frame.append(noise(painter.chance, between(0.01, 0.06)))
    return pose


CLASSES: dict[str, Making] = {
    "easy": lambda p: _with(p),
    "small": lambda p: _with(p, low=1.25, high=2.2),
    "turned": lambda p: Pose(p.between(1.8, 3.2), turn=p.between(0, 360), on_frame=[blur(0.6), noise(p.chance, 0.015)]),
    "tilted": lambda p: Pose(p.between(2.8, 5.0), p.between(0, 360), p.between(40, 70), p.between(0, 360), on_frame=[blur(0.5)]),
    "blurred": lambda p: _with(p, frame=[blur(p.between(1.2, 3.2))]),
    "moved": lambda p: _with(p, frame=[motion(p.between(4, 13), p.between(0, 180))]),
    "noisy": lambda p: _with(p, frame=[noise(p.chance, p.between(0.08, 0.3))]),
    "dark": lambda p: _with(p, frame=[light(p.between(0.04, 0.16)), noise(p.chance, p.between(0.005, 0.02))]),
    "glare": lambda p: _with(p, card=glare(p.between(0.3, 0.7), p.between(0.3, 0.7), p.between(0.1, 0.35), p.between(0.7, 1.6))),
    "occluded": lambda p: _with(p, card=occluded(p.chance, p.between(0.02, 0.07))),
    "gradient": lambda p: _with(p, card=gradient(p.between(0, 6.3), p.between(0.7, 1.05)), frame=[blur(p.between(0.5, 1.2))]),
    "curved": lambda p: Pose(
        p.between(2.4, 4.5), p.between(0, 360), p.between(0, 25), bend=p.between(0.5, 1.15), on_frame=[blur(0.6)]
    ),
    "moire": lambda p: _with(p, frame=[moire(p.chance, p.between(0.2, 0.6)), blur(0.7)]),
    "inverted": lambda p: _inverted(p),
    "webcam": _webcam,
}


def _inverted(painter: Painter) -> Pose:
    pose = _with(painter, frame=[blur(painter.between(0.4, 1.4)), light(painter.between(0.3, 1.0))], low=1.6, high=3.6)
    pose.inverted = True
    return pose


if __name__ == "__main__":
    from grid import main

    main()
