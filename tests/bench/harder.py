"""More classes of the synthetic grid: what happens to the badge itself, and what people do with it."""

from collections.abc import Callable

import cv2
import numpy as np
from synthetic import CARD_MODULE, QUIET, Making, Painter, Plane, Pose, blur, light, moire, noise

Spoiling = Callable[[Plane], Plane]
Points = np.ndarray

ALWAYS_LONG = frozenset({"dense"})


def streaks(painter: Painter, strength: float) -> Spoiling:
    """Long soft reflections across a plastic sleeve."""
    between = painter.between
    bands = [(between(0, np.pi), between(-0.3, 0.3), between(0.015, 0.06), strength * between(0.6, 1.2)) for _ in range(4)]

    def shine(card: Plane) -> Plane:
        rows, columns = _shares(card)
        for angle, offset, width, bright in bands:
            across = (columns - 0.5) * np.cos(angle) + (rows - 0.5) * np.sin(angle) - offset
            card = card + bright * np.exp(-((across / width) ** 2))
        return np.asarray(np.minimum(card, 1.0), dtype=np.float32)

    return shine


def spots(painter: Painter) -> Spoiling:
    """Several small lamps, blown out."""
    between = painter.between
    lamps = [(between(0.25, 0.75), between(0.25, 0.75), between(0.025, 0.075)) for _ in range(5)]

    def shine(card: Plane) -> Plane:
        rows, columns = _shares(card)
        for x, y, size in lamps:
            card = card + 2.0 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / size**2)
        return np.asarray(np.minimum(card, 1.0), dtype=np.float32)

    return shine


def shadows(painter: Painter) -> Spoiling:
    """Shadows of hands and heads with rather sharp edges."""
    between = painter.between
    cast = [(between(0, 2 * np.pi), between(-0.2, 0.25), between(0.18, 0.5)) for _ in range(2)]

    def darken(card: Plane) -> Plane:
        rows, columns = _shares(card)
        for angle, offset, left in cast:
            across = (columns - 0.5) * np.cos(angle) + (rows - 0.5) * np.sin(angle) - offset
            card = card * (left + (1 - left) / (1 + np.exp(np.clip(across * 120, -30, 30))))
        return np.asarray(card, dtype=np.float32)

    return darken


def torn(painter: Painter) -> Spoiling:
    """The corner without a finder pattern torn off along a ragged line, a quarter to a half of the symbol's sides with it."""
    share, shade = painter.between(0.25, 0.5), painter.between(0.25, 0.75)
    ragged = painter.chance.normal(0, 0.012, 9)

    def tear(card: Plane) -> Plane:
        quiet = QUIET * CARD_MODULE / card.shape[0]
        reach = 2 * quiet + share * (1 - 2 * quiet)
        along = np.linspace(0, 1, ragged.size)
        line = np.stack([1 - reach * (1 - along) + ragged, 1 - reach * along + ragged], axis=1)
        return _filled(card, np.vstack([line, [[1.05, 1.05]]]), shade)

    return tear


def written_over(painter: Painter) -> Spoiling:
    """A pen: a stroke or two, and a word."""
    ink, thick = painter.between(0.0, 0.35), painter.between(0.012, 0.022)
    strokes = [painter.chance.uniform(0.2, 0.8, (4, 2)) for _ in range(2)]
    word, at = painter.text(long=False)[:3], painter.chance.uniform(0.3, 0.5, 2)

    def write(card: Plane) -> Plane:
        side, width = card.shape[0], max(1, round(card.shape[0] * thick))
        inked = np.zeros(card.shape, dtype=np.uint8)
        for stroke in strokes:
            cv2.polylines(inked, [_pixels(_curve(stroke), side)], False, 255, width, cv2.LINE_AA)
        where = (round(at[0] * side), round((at[1] + 0.2) * side))
        cv2.putText(inked, word, where, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, side / 180, (255,), width, cv2.LINE_AA)
        covered = inked.astype(np.float32) / 255
        return np.asarray(card * (1 - covered) + ink * covered, dtype=np.float32)

    return write


def cracked(painter: Painter) -> Spoiling:
    """The glass of a phone that has fallen: lines from one point, bright or dark."""
    start, shade = painter.chance.uniform(0.2, 0.8, 2), float(painter.chance.choice([0.0, 1.0]))
    rays = [
        start + np.cumsum(painter.chance.normal(0, 0.13, (5, 2)) + painter.chance.normal(0, 0.07, 2), axis=0) for _ in range(7)
    ]

    def crack(card: Plane) -> Plane:
        side, broken = card.shape[0], card.copy()
        for ray in rays:
            line = _pixels(np.vstack([start, ray]), side)
            cv2.polylines(broken, [line], False, shade, max(1, round(side * 0.006)), cv2.LINE_AA)
        return broken

    return crack


def _shares(card: Plane) -> tuple[Plane, Plane]:
    """Down and across, from 0 to 1, for each pixel."""
    rows, columns = np.mgrid[0 : card.shape[0], 0 : card.shape[1]].astype(np.float32)
    return rows / card.shape[0], columns / card.shape[1]


def _pixels(points: Points, side: int) -> Points:
    return np.asarray(np.round(points * side), dtype=np.int32)


def _filled(card: Plane, corners: Points, shade: float) -> Plane:
    covered = card.copy()
    cv2.fillPoly(covered, [_pixels(corners, card.shape[0])], shade, cv2.LINE_AA)
    return covered


def _curve(knots: Points) -> Points:
    """Forty points on the Bezier curve of four."""
    at = np.linspace(0, 1, 40)[:, None]
    weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
    return np.asarray(sum(weight * knot for weight, knot in zip(weights, knots, strict=True)))


def _held(painter: Painter, low: float = 2.4, high: float = 4.2) -> Pose:
    between = painter.between
    pose = Pose(between(low, high), turn=between(-25, 25), tilt=between(0, 25), tilt_to=between(0, 360))
    pose.on_frame = [blur(between(0.4, 1.0)), noise(painter.chance, 0.012)]
    return pose


def _spoilt(*spoilings: Callable[[Painter], Spoiling]) -> Making:
    def making(painter: Painter) -> Pose:
        pose = _held(painter)
        pose.on_card = [spoiling(painter) for spoiling in spoilings]
        return pose

    return making


def _phone(painter: Painter) -> Pose:
    """A dimmed screen in a bright room, its lattice against the camera's, its glass cracked; half of them in dark mode."""
    pose = _held(painter, 2.2, 3.8)
    dim, dark_mode = painter.between(0.3, 0.65), bool(painter.chance.integers(2))
    pose.on_card = [lambda card: ((1 - card if dark_mode else card) * 0.85 + 0.1) * dim, cracked(painter)]
    pose.on_frame = [moire(painter.chance, painter.between(0.1, 0.35)), *pose.on_frame]
    return pose


def _perspective(painter: Painter) -> Pose:
    """Held out slantwise right before the lens."""
    between = painter.between
    pose = Pose(between(4.0, 6.5), between(0, 360), between(35, 60), between(0, 360), away=between(1.15, 1.6))
    pose.on_frame = [blur(between(0.4, 0.9)), noise(painter.chance, 0.012)]
    return pose


def _close(painter: Painter) -> Pose:
    """Held so close that the lens does not focus."""
    between = painter.between
    pose = Pose(0.0, between(-8, 8), between(0, 15), between(0, 360), filling=between(0.62, 0.85))
    pose.on_frame = [blur(between(1.5, 5.0)), light(between(0.6, 1.15)), noise(painter.chance, 0.012)]
    return pose


def _dense(painter: Painter) -> Pose:
    """A signed token printed small."""
    pose = _held(painter, 1.25, 1.9)
    pose.on_frame = [blur(painter.between(0.3, 0.6)), noise(painter.chance, 0.008)]
    return pose


HARDER: dict[str, Making] = {
    "phone": _phone,
    "sleeve": _spoilt(lambda painter: streaks(painter, painter.between(0.5, 1.1))),
    "torn": _spoilt(torn),
    "written": _spoilt(written_over),
    "perspective": _perspective,
    "spots": _spoilt(spots),
    "shadow": _spoilt(shadows),
    "close": _close,
    "dense": _dense,
}
