"""What a cheap webcam does to what is held before it: perspective, motion blur, defocus, glare, noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.opencv import Image, cv2

WIDTH, HEIGHT, RATE = 1280, 720, 30
FOCAL_PX = 1050.0
Matrix = NDArray[np.float64]
MARGIN_PX = 12


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a thing is: its centre in millimetres from the camera (x right, y down, z away), and its turns in degrees."""

    x: float = 0.0
    y: float = 0.0
    z: float = 300.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0


def turned(yaw: float, pitch: float, roll: float) -> Matrix:
    """The rotation by these angles, in degrees."""
    (cy, cp, cr), (sy, sp, sr) = (function(np.radians((yaw, pitch, roll))) for function in (np.cos, np.sin))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y)


def projection(pose: Pose) -> Matrix:
    """The homography from millimetres in the thing's own plane, from its centre, to pixels of the frame."""
    rotation = turned(pose.yaw, pose.pitch, pose.roll)
    lens = np.array([[FOCAL_PX, 0, WIDTH / 2], [0, FOCAL_PX, HEIGHT / 2], [0, 0, 1]])
    return np.asarray(lens @ np.column_stack((rotation[:, 0], rotation[:, 1], (pose.x, pose.y, pose.z))))


def project(homography: Matrix, points: Matrix) -> Matrix:
    """Points (n, 2) through a homography."""
    mapped = np.column_stack((points, np.ones(len(points)))) @ homography.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:])


def place_in_space(pose: Pose, at: tuple[float, float]) -> Pose:
    """The place of a point of the thing's plane, facing the camera."""
    moved = turned(pose.yaw, pose.pitch, pose.roll) @ np.array((at[0], at[1], 0.0))
    return Pose(pose.x + float(moved[0]), pose.y + float(moved[1]), pose.z + float(moved[2]))


@dataclass(frozen=True)
class Texture:
    """A flat picture with alpha, premultiplied, at falling sizes; `left` and `top` are where its corner lies, in mm from the
    thing's centre, and `scale` is the pixels in a millimetre of the first size. What `clings` is seen only on what lies below."""

    levels: tuple[Image, ...]
    left: float
    top: float
    scale: float
    clings: bool = False

    def corners(self) -> Matrix:
        """Its corners in millimetres."""
        height, width = self.levels[0].shape[:2]
        right, bottom = self.left + width / self.scale, self.top + height / self.scale
        return np.array([[self.left, self.top], [right, self.top], [right, bottom], [self.left, bottom]])


def texture(picture: Image, left: float, top: float, scale: float) -> Texture:
    """A texture of a picture with straight alpha (height, width, 4)."""
    across, down, width, height = cv2.boundingRect(picture[:, :, 3])
    picture, left, top = picture[down : down + height, across : across + width], left + across / scale, top + down / scale
    alpha = picture[:, :, 3:].astype(np.uint16)
    levels = [np.dstack(((picture[:, :, :3] * alpha // 255).astype(np.uint8), picture[:, :, 3]))]
    while min(levels[-1].shape[:2]) > 64:
        levels.append(cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8))
    return Texture(tuple(levels), left, top, scale)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the frame, in whole pixels; `right` and `bottom` are outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return self.right <= self.left or self.bottom <= self.top

    @property
    def out_of_sight(self) -> bool:
        """Whether nothing of it, or a sliver, is in the frame."""
        wide, high = min(self.right, WIDTH) - max(self.left, 0), min(self.bottom, HEIGHT) - max(self.top, 0)
        return min(wide, high) < 4

    def around(self, other: "Window") -> "Window":
        """The least window around both."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Window(
            min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom)
        )

    def within(self, other: "Window") -> "Window":
        """What both share."""
        return Window(
            max(self.left, other.left), max(self.top, other.top), min(self.right, other.right), min(self.bottom, other.bottom)
        )


def window_of(shape: Texture, homography: Matrix, margin: float) -> Window:
    """The part of the frame, and a margin beyond, that a texture covers."""
    points = project(homography, shape.corners())
    low, high = np.floor(points.min(axis=0) - margin), np.ceil(points.max(axis=0) + margin)
    return Window(
        max(-MARGIN_PX, int(low[0])), max(-MARGIN_PX, int(low[1])),
        min(WIDTH + MARGIN_PX, int(high[0])), min(HEIGHT + MARGIN_PX, int(high[1])),
    )  # fmt: skip


def paint(canvas: Image, window: Window, shape: Texture, homography: Matrix) -> None:
    """Lay a texture over a premultiplied canvas (height, width, 4) that shows `window` of the frame."""
    middle = project(homography, np.array([[-10.0, 0.0], [10.0, 0.0]]))
    pixels_a_mm = max(float(np.hypot(*(middle[1] - middle[0]))) / 20, 0.05)
    level = int(np.clip(np.log2(shape.scale / pixels_a_mm), 0, len(shape.levels) - 1))
    scale = shape.levels[level].shape[1] / shape.levels[0].shape[1] * shape.scale
    to_mm = np.array([[1 / scale, 0, shape.left], [0, 1 / scale, shape.top], [0, 0, 1]])
    place = window_of(shape, homography, 1).within(window)
    if place.empty:
        return
    to_place = np.array([[1, 0, -place.left], [0, 1, -place.top], [0, 0, 1]])
    size = (place.right - place.left, place.bottom - place.top)
    seen = cv2.warpPerspective(shape.levels[level], to_place @ homography @ to_mm, size)
    rows = slice(place.top - window.top, place.bottom - window.top)
    below = canvas[rows, place.left - window.left : place.right - window.left]
    if shape.clings:
        seen = cv2.multiply(seen, cv2.merge([below[:, :, 3]] * 4), scale=1 / 255)
    over(below, np.asarray(seen, dtype=np.uint8))


def over(below: Image, above: Image) -> None:
    """Lay a premultiplied picture over another, with or without alpha, in place."""
    channels = below.shape[2]
    rest = cv2.merge([cv2.bitwise_not(above[:, :, 3])] * channels)
    cv2.multiply(below, rest, below, 1 / 255)
    cv2.add(below, above[:, :, :channels] if channels < 4 else above, below)


def smear(canvas: Image, dx: float, dy: float) -> Image:
    """Motion blur along (dx, dy) pixels: sixteen even taps by four halvings."""
    for part in (0.5, 0.25, 0.125, 0.0625):
        shift = np.array([[1, 0, dx * part], [0, 1, dy * part]])
        moved = cv2.warpAffine(canvas, shift, (canvas.shape[1], canvas.shape[0]))
        canvas = np.asarray(cv2.addWeighted(canvas, 0.5, moved, 0.5, 0.0), dtype=np.uint8)
    return canvas


def defocus(canvas: Image, sigma: float) -> Image:
    """What is out of focus by `sigma` pixels; below a third of a pixel nothing changes."""
    if sigma < 0.34:
        return canvas
    if sigma < 2.5:
        return np.asarray(cv2.GaussianBlur(canvas, (0, 0), sigma), dtype=np.uint8)
    small = cv2.resize(canvas, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma / 2)
    return np.asarray(cv2.resize(blurred, (canvas.shape[1], canvas.shape[0])), dtype=np.uint8)


class Noise:
    """The noise of a small sensor, coarser in colour than in brightness; a piece of a prepared field for each frame."""

    SPARE = 160

    def __init__(self, sigma: float, seed: int) -> None:
        draw = np.random.default_rng(seed)
        size = (HEIGHT + self.SPARE, WIDTH + self.SPARE)
        grey = draw.normal(0, sigma, (*size, 1))
        colour = cv2.resize(draw.normal(0, sigma * 0.8, (size[0] // 2, size[1] // 2, 3)), size[::-1])
        field = grey + colour
        self._brighter = np.clip(field, 0, 255).astype(np.uint8)
        self._darker = np.clip(-field, 0, 255).astype(np.uint8)

    def add(self, frame: Image, number: int) -> Image:
        """The frame with the noise of this frame number."""
        y, x = number * 67 % self.SPARE, number * 109 % self.SPARE
        piece = (slice(y, y + HEIGHT), slice(x, x + WIDTH))
        cv2.add(frame, self._brighter[piece], frame)
        cv2.subtract(frame, self._darker[piece], frame)
        return frame
