"""Badges that cannot be read, each for one cause, as webcam frames: what the scan coach is tried on."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np


def _beside(name: str) -> Any:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


synthetic = _beside("synthetic")

Making = Callable[[Any, int], Any]
"""Makes a pose for a symbol with so many modules a side."""


def _pose(painter: Any, low: float = 2.6, high: float = 4.5, *, card: Any = (), frame: Any = (), grain: float = 0.008) -> Any:
    pose = synthetic.Pose(painter.between(low, high), painter.between(-15, 15), painter.between(0, 20), painter.between(0, 360))
    pose.on_card = list(card)
    pose.on_frame = [*frame, synthetic.noise(painter.chance, grain)]
    return pose


def too_far(painter: Any, modules: int) -> Any:
    """Modules of some 1 to 2 pixels, in a webcam's ordinary softness."""
    return _pose(painter, 0.95, 2.0, frame=[synthetic.blur(painter.between(0.6, 1.0))])


def too_near(painter: Any, modules: int) -> Any:
    """Larger than the picture, or cut by its edge."""
    if painter.between(0, 1) < 0.5:
        whole = synthetic.HEIGHT / modules
        return _pose(painter, whole, 1.5 * whole, frame=[synthetic.blur(1.0)])
    pose = _pose(painter, 5, 14, frame=[synthetic.blur(0.8)])
    along, edge = painter.between(0.3, 0.7), painter.between(-0.02, 0.06)
    edges = [(edge, along), (1 - edge, along), (along, edge), (along, 1 - edge)]
    pose.middle = edges[int(painter.chance.integers(4))]
    return pose


def moved(painter: Any, modules: int) -> Any:
    """Moved while the shutter was open."""
    return _pose(painter, frame=[synthetic.motion(painter.between(8, 20), painter.between(0, 180))])


def dark(painter: Any, modules: int) -> Any:
    """So little light that the grain of the sensor drowns it."""
    gain = painter.between(0.03, 0.25)
    return _pose(painter, frame=[synthetic.blur(0.7), synthetic.light(gain)], grain=gain * painter.between(0.12, 0.35) + 0.003)


def bright(painter: Any, modules: int) -> Any:
    """So much light that white eats into black, or leaves nothing else."""
    gain, soft = painter.between(2.5, 6.5), painter.between(0.8, 2.2)
    return _pose(painter, frame=[synthetic.blur(soft), synthetic.light(gain, painter.between(0, 0.2))], grain=0.01)


def glare(painter: Any, modules: int) -> Any:
    """A lamp in the sleeve."""
    between = painter.between
    lamp = synthetic.glare(between(0.3, 0.7), between(0.3, 0.7), between(0.2, 0.42), between(1.0, 2.5))
    return _pose(painter, card=[lamp], frame=[synthetic.blur(0.6)])


def blurred(painter: Any, modules: int) -> Any:
    """Out of focus, or seen through a dirty lens."""
    return _pose(painter, frame=[synthetic.blur(painter.between(2.2, 4.5))])


CAUSES: dict[str, Making] = {
    "closer": too_far,
    "farther": too_near,
    "hold_still": moved,
    "too_dark": dark,
    "too_bright": bright,
    "glare": glare,
    "unsharp": blurred,
}
"""By the hint that each deserves."""


def _others() -> dict[str, Making]:
    between = synthetic.Painter.between
    return {
        "covered": lambda p, modules: _pose(p, card=[synthetic.occluded(p.chance, between(p, 0.08, 0.16))]),
        "moire": lambda p, modules: _pose(p, frame=[synthetic.moire(p.chance, between(p, 0.4, 0.8)), synthetic.blur(0.7)]),
        "tilted": lambda p, modules: synthetic.Pose(
            between(p, 2.8, 5), between(p, 0, 360), between(p, 60, 75), between(p, 0, 360), on_frame=[synthetic.blur(0.5)]
        ),
        "curved": lambda p, modules: synthetic.Pose(
            between(p, 2.4, 4.5), between(p, 0, 360), between(p, 0, 25), bend=between(p, 0.9, 1.3), on_frame=[synthetic.blur(0.6)]
        ),
    }


OTHERS = _others()
"""Troubles for which the coach has no word."""


def badge(making: Making, painter: Any, long: bool) -> Any:
    """A frame with one badge, its text short or long."""
    text = painter.text(long)
    modules = synthetic.symbol(text).shape[0] // 10 - 10  # drawn with 10 pixels a module, and 5 modules of margin
    return painter.frame(text, making(painter, modules))


def trembling(first: Any, painter: Any, frames: int) -> Iterator[Any]:
    """`frames` pictures of what `first` shows, as a hand holds it: some pixels to and fro, each with its own grain."""
    for _ in range(frames):
        across, down = painter.chance.normal(0, 1.2, 2)
        matrix = np.array([[1, 0, across], [0, 1, down]], dtype=np.float32)
        moved = cv2.warpAffine(first, matrix, (synthetic.WIDTH, synthetic.HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        yield np.clip(moved + painter.chance.normal(0, 1.0, moved.shape), 0, 255).astype(np.uint8)


def empty(painter: Any) -> Any:
    """A frame without any badge."""
    scene = painter.scenery() + painter.chance.normal(0, 0.012, (synthetic.HEIGHT, synthetic.WIDTH))
    return np.clip(scene * 255, 0, 255).astype(np.uint8)
