"""What is behind: a hotel entrance out of focus, and a few people who walk far away. Painted at a quarter of the size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.opencv import Image, cv2
from data.demo.optics import HEIGHT, WIDTH

SMALL = (WIDTH // 4, HEIGHT // 4)
DRAWN = (WIDTH // 2, HEIGHT // 2)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody far away: where at second 0 and how fast (pixels of the small picture), how tall, how dressed."""

    x: float
    speed: float
    feet: float
    height: float
    top: Colour
    legs: Colour


WALKERS = (
    Walker(40, 5.2, 128, 52, (96, 78, 66), (52, 46, 44)),
    Walker(210, -3.6, 122, 44, (70, 74, 120), (60, 56, 60)),
    Walker(290, 2.1, 140, 66, (150, 146, 140), (58, 50, 48)),
    Walker(130, -6.4, 132, 56, (60, 84, 70), (44, 42, 46)),
)
LAP_PX = SMALL[0] + 80


class Backdrop:
    """The background, frame by frame."""

    def __init__(self, seed: int) -> None:
        self._place = _entrance(seed)
        self._people = [_person(walker) for walker in WALKERS]

    def at(self, second: float) -> Image:
        """The background (HEIGHT, WIDTH, 3) at this second of the film."""
        small = self._place.copy()
        for walker, (colour, alpha) in zip(WALKERS, self._people, strict=True):
            x = (walker.x + walker.speed * second) % LAP_PX - 40
            y = walker.feet - walker.height + 0.8 * np.sin(second * 5.5 + walker.x)
            shift = np.array([[1, 0, x], [0, 1, y]])
            cover = cv2.warpAffine(alpha, shift, SMALL)
            small = small * (1 - cover) + cv2.warpAffine(colour, shift, SMALL) * cover
        return np.asarray(cv2.resize(small.astype(np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _person(walker: Walker) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Colour and alpha (height, width, 3) of a blurred figure, its corner at the origin."""
    size = (round(walker.height) + 16, round(walker.height * 0.5) + 24)
    colour, alpha = np.zeros((*size, 3), np.float32), np.zeros(size, np.float32)
    h, x = walker.height, size[1] / 2
    parts = (
        ((x - 0.05 * h, 0.76 * h), (0.065 * h, 0.26 * h), walker.legs),
        ((x + 0.06 * h, 0.76 * h), (0.065 * h, 0.26 * h), walker.legs),
        ((x, 0.38 * h), (0.15 * h, 0.24 * h), walker.top),
        ((x, 0.09 * h), (0.065 * h, 0.09 * h), (92, 116, 158)),
        ((x, 0.05 * h), (0.068 * h, 0.06 * h), (34, 34, 40)),
    )
    for centre, radii, paint in parts:
        place = (round(centre[0]), round(centre[1] + 6))
        radius = (max(1, round(radii[0])), max(1, round(radii[1])))
        cv2.ellipse(colour, place, radius, 0, 0, 360, paint, -1)
        cv2.ellipse(alpha, place, radius, 0, 0, 360, 1.0, -1)
    spread = cv2.GaussianBlur(alpha, (0, 0), 1.8)
    filled = cv2.GaussianBlur(colour, (0, 0), 1.8) / np.maximum(spread, 0.02)[:, :, None]
    return filled.astype(np.float32), np.repeat(spread[:, :, None] * 0.88, 3, axis=2).astype(np.float32)


def _entrance(seed: int) -> NDArray[np.float32]:
    """Floor, wall, glass doors to daylight, columns, lamps and plants (height, width, 3), blurred."""
    picture = _floor_and_wall()
    _doors(picture)
    for x in (52, 178, 446, 588):
        for dx in range(-17, 18):
            cv2.line(picture, (x + dx, 0), (x + dx, 246), _shaded((88, 112, 140), 1.05 - abs(dx + 6) / 30), 1)
        cv2.rectangle(picture, (x - 22, 240), (x + 22, 254), (70, 88, 108), -1)
    _desk_and_plants(picture, np.random.default_rng(seed))
    glow = cv2.GaussianBlur(np.clip(picture - 205, 0, 255), (0, 0), 22) * 2.2
    blurred = cv2.GaussianBlur(picture, (0, 0), 4.2) + glow
    ys, xs = np.mgrid[0 : DRAWN[1], 0 : DRAWN[0]]
    edge = 1 - 0.30 * (((xs / DRAWN[0] - 0.46) / 0.7) ** 2 + ((ys / DRAWN[1] - 0.45) / 0.7) ** 2)
    small = np.asarray(cv2.resize(blurred * edge[:, :, None], SMALL, interpolation=cv2.INTER_AREA), np.float32)
    return np.clip(small, 0, 250)


def _floor_and_wall() -> NDArray[np.float32]:
    picture = np.zeros((DRAWN[1], DRAWN[0], 3), np.float32)
    for y in range(DRAWN[1]):
        depth = (y - 236) / 124
        paint = _shaded((128, 154, 178), 0.62 + 0.10 * y / 236) if y < 236 else _shaded((150, 172, 190), 0.98 - 0.30 * depth)
        picture[y] = paint
    for n in range(-9, 22):
        cv2.line(picture, (320 + (n - 6) * 26, 236), (320 + (n - 6) * 150, 360), (118, 138, 154), 2)
    for y in (244, 258, 280, 316):
        cv2.line(picture, (0, y), (DRAWN[0], y), (122, 142, 158), 2)
    return picture


def _doors(picture: NDArray[np.float32]) -> None:
    cv2.rectangle(picture, (222, 46), (402, 236), (222, 216, 200), -1)
    cv2.rectangle(picture, (222, 150), (402, 236), (176, 190, 186), -1)
    cv2.ellipse(picture, (268, 150), (34, 26), 0, 0, 360, (120, 150, 118), -1)
    cv2.ellipse(picture, (366, 156), (30, 20), 0, 0, 360, (134, 158, 128), -1)
    for x in (222, 267, 312, 357, 402):
        cv2.line(picture, (x, 46), (x, 236), (62, 70, 78), 5)
    cv2.line(picture, (222, 92), (402, 92), (62, 70, 78), 5)
    cv2.fillPoly(picture, [np.array([(226, 238), (398, 238), (470, 352), (160, 352)], np.int32)], (178, 192, 202))


def _desk_and_plants(picture: NDArray[np.float32], draw: np.random.Generator) -> None:
    cv2.rectangle(picture, (470, 176), (566, 244), (46, 62, 84), -1)
    cv2.rectangle(picture, (464, 168), (572, 180), (150, 164, 176), -1)
    for x in (120, 424):
        cv2.rectangle(picture, (x - 13, 222), (x + 13, 258), (84, 92, 104), -1)
        for _ in range(26):
            leaf = (x + round(draw.normal(0, 15)), 190 + round(draw.normal(0, 20)))
            green = _shaded((58, 104, 72), draw.uniform(0.6, 1.3))
            cv2.ellipse(picture, leaf, (5, 16), draw.uniform(-60, 60), 0, 360, green, -1)
    for x, y in ((110, 34), (140, 26), (480, 32), (512, 26), (540, 36), (312, 18), (290, 22), (334, 22), (20, 40), (622, 42)):
        cv2.circle(picture, (x, y), 6, (190, 232, 252), -1)


def _shaded(colour: Colour, by: float) -> tuple[float, float, float]:
    return (colour[0] * by, colour[1] * by, colour[2] * by)
