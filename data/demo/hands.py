"""Hands and lanyards, painted once: flat pictures that face the camera at the place where a badge is held."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.opencv import Image, cv2
from data.demo.optics import Texture, texture

SCALE = 3.0
Colour = tuple[int, int, int]
Mask = NDArray[np.uint8]

SKINS: tuple[Colour, ...] = ((150, 180, 222), (120, 152, 198), (88, 118, 168), (58, 78, 118))
SLEEVES: tuple[Colour, ...] = ((70, 52, 40), (205, 205, 210), (90, 70, 60), (60, 60, 120), (52, 70, 58), (40, 40, 44))
STRAPS: tuple[Colour, ...] = ((120, 60, 20), (40, 40, 160), (70, 110, 30))


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand around the point where it grips: fingers and arm lie behind the badge, the thumb before it."""

    behind: Texture
    thumb: Texture


LEFT_MM, TOP_MM, WIDTH_MM, HEIGHT_MM = -75.0, -30.0, 150.0, 380.0


def hand(skin: Colour, sleeve: Colour, mirrored: bool) -> Hand:
    """A hand that reaches up from below; its fingertips point to -y, its arm runs to +y."""
    behind, thumb = _canvas(), _canvas()
    _part(behind, _hull([(-25, 60), (25, 60), (24, 140), (-24, 140)]), skin, 26)
    _part(behind, _hull([(-34, 118), (34, 118), (58, 350), (-46, 350)]), sleeve, 44)
    _part(behind, _hull([(-37, 112), (37, 112), (38, 126), (-37, 126)]), _darker(sleeve, 0.82), 8)
    _part(behind, _rounded([(-12, 22), (16, 20), (20, 62), (-12, 66)], 15), skin, 26)
    for x, y, length, radius in ((-10, 56, 22, 8.5), (-13, 42, 26, 9.5), (-14, 27, 28, 9.8), (-10, 12, 26, 9.2)):
        _part(behind, _capsule((x - length / 2, y + 3), (x + length / 2, y - 2), radius), skin, radius)
    _part(thumb, _capsule((17, 36), (9, 12), 11) | _capsule((9, 12), (1, -3.5), 8.8), skin, 10)
    _part(thumb, _ellipse((0.6, -4.6), (4.6, 5.6), -25), _blend(skin, (215, 215, 250), 0.5), 1.5, soft=0.5)
    return Hand(_finished(behind, mirrored), _finished(thumb, mirrored))


def lanyard(colour: Colour) -> Texture:
    """A clip at the origin with its ribbon running up to -y."""
    picture = _canvas()
    ribbon = np.zeros(picture.shape[:2], np.uint8)
    for side in (-1, 1):
        path = [(side * 1.5 + side * 0.00035 * y * y, -y) for y in range(12, 352, 8)]
        cv2.polylines(ribbon, [_pixels([(x, y + 320) for x, y in path])], False, 255, round(9 * SCALE), cv2.LINE_AA)
    _part(picture, ribbon, colour, 9)
    for y in range(40, 330, 26):
        for side in (-1, 1):
            centre = _pixels([(side * 1.5 + side * 0.00035 * y * y, -y + 320)])[0]
            cv2.circle(picture, (int(centre[0]), int(centre[1])), round(2 * SCALE), (235, 235, 235, 255), -1, cv2.LINE_AA)
    _part(picture, _capsule((0, 306), (0, 320), 3.2), (170, 170, 175), 3)
    return texture(_softened(picture), LEFT_MM, -350.0, SCALE)


def _canvas() -> Image:
    return np.zeros((round(HEIGHT_MM * SCALE), round(WIDTH_MM * SCALE), 4), np.uint8)


def _pixels(points: list[tuple[float, float]]) -> NDArray[np.int32]:
    return np.round((np.array(points) - (LEFT_MM, TOP_MM)) * SCALE).astype(np.int32)


def _mask() -> Mask:
    return np.zeros((round(HEIGHT_MM * SCALE), round(WIDTH_MM * SCALE)), np.uint8)


def _hull(points: list[tuple[float, float]]) -> Mask:
    mask = _mask()
    cv2.fillPoly(mask, [_pixels(points)], 255, cv2.LINE_AA)
    return mask


def _rounded(points: list[tuple[float, float]], radius: float) -> Mask:
    mask = _hull(points)
    cv2.polylines(mask, [_pixels(points)], True, 255, round(2 * radius * SCALE), cv2.LINE_AA)
    return mask


def _capsule(one: tuple[float, float], other: tuple[float, float], radius: float) -> Mask:
    mask = _mask()
    ends = _pixels([one, other])
    cv2.polylines(mask, [ends], False, 255, round(2 * radius * SCALE), cv2.LINE_AA)
    return mask


def _ellipse(centre: tuple[float, float], radii: tuple[float, float], angle: float) -> Mask:
    mask = _mask()
    middle = _pixels([centre])[0]
    size = (round(radii[0] * SCALE), round(radii[1] * SCALE))
    cv2.ellipse(mask, (int(middle[0]), int(middle[1])), size, angle, 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def _part(picture: Image, mask: Mask, colour: Colour, round_mm: float, soft: float = 0.0) -> None:
    """Lay a rounded body over the picture: its height grows from its edge inwards, and light falls from the upper left."""
    left, top, width, height = cv2.boundingRect(mask)
    spare = round(6 * SCALE)
    piece = (slice(max(top - spare, 0), top + height + spare), slice(max(left - spare, 0), left + width + spare))
    mask, below = mask[piece], picture[piece]
    inside = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 5)
    body = np.sin(np.clip(inside / (round_mm * SCALE), 0, 1) * np.pi / 2).astype(np.float32)
    body = np.asarray(cv2.GaussianBlur(body, (0, 0), 2.0 * SCALE), np.float32)
    slope_x, slope_y = cv2.Sobel(body, cv2.CV_32F, 1, 0, ksize=5), cv2.Sobel(body, cv2.CV_32F, 0, 1, ksize=5)
    shade = np.clip(0.70 + 0.28 * body + 0.11 * (slope_x + slope_y) / SCALE, 0.42, 1.12)
    alpha = cv2.GaussianBlur(mask, (0, 0), 0.6 + soft * SCALE)[:, :, None] / np.float32(255)
    lit = np.clip(shade[:, :, None] * np.array(colour, np.float32), 0, 255)
    below[:, :, :3] = (below[:, :, :3] * (1 - alpha) + lit * alpha).astype(np.uint8)
    below[:, :, 3] = np.maximum(below[:, :, 3], (alpha[:, :, 0] * 255).astype(np.uint8))


def _softened(picture: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), dtype=np.uint8)


def _finished(picture: Image, mirrored: bool) -> Texture:
    ready = _softened(picture)
    return texture(np.ascontiguousarray(ready[:, ::-1]) if mirrored else ready, LEFT_MM, TOP_MM, SCALE)


def _darker(colour: Colour, by: float) -> Colour:
    return (round(colour[0] * by), round(colour[1] * by), round(colour[2] * by))


def _blend(one: Colour, other: Colour, share: float) -> Colour:
    mixed = [round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True)]
    return (mixed[0], mixed[1], mixed[2])
