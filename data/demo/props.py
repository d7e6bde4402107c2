"""What people hold before the camera: printed badges, telephones, and papers that are no badges at all."""

from dataclasses import dataclass, replace

import numpy as np

from checkin.badges.layout import Box
from checkin.badges.symbol import QUIET_MODULES, symbol
from checkin.scanning.opencv import Image, cv2
from data.badge_templates import USUAL, shipped
from data.demo.optics import Matrix, Texture, texture

SCALE = 8.0
GLARE_SCALE = 2.0
CARD = shipped(USUAL)
CODE, SLOT = CARD.code or Box(0, 0, 1, 1), CARD.slot or Box(0, 0, 1, 1)


@dataclass(frozen=True)
class Prop:
    """A flat thing: its picture, the corners of its QR symbol with the quiet zone (4, 2) and where the lanyard hangs, both in mm
    from its centre. `shines` for what lights itself."""

    front: Texture
    code: Matrix
    slot: tuple[float, float]
    shines: bool = False


def card(face: Image, shade: float = 0.0, shade_angle: float = 0.0) -> Prop:
    """A badge as printed, from its face (pixels of CARD's shape); `shade` is the depth of a shadow towards `shade_angle`."""
    width, height = round(CARD.width * SCALE), round(CARD.height * SCALE)
    paper = np.asarray(cv2.resize(face, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    alpha = _rounded(width, height, CARD.corner * SCALE)
    x, y, w, h = (round(side * SCALE) for side in (SLOT.x, SLOT.y, SLOT.width, SLOT.height))
    cv2.line(alpha, (x + h // 2, y + h // 2), (x + w - h // 2, y + h // 2), 0, h, cv2.LINE_AA)
    edge = cv2.subtract(alpha, cv2.erode(alpha, np.ones((7, 7), np.uint8)))
    printed = _shaded(paper, shade, shade_angle).astype(np.float32) * (0.955 - 0.12 * edge[:, :, None] / 255.0)
    return _prop(printed.astype(np.uint8), alpha, (CODE.x, CODE.y, CODE.width))


def telephone(face: Image, inverted: bool, brightness: float) -> Prop:
    """A telephone held flat that shows a badge; `inverted` as its dark mode does, `brightness` from 0 to 1."""
    width, height = 152.0, 74.0
    body = np.full((round(height * SCALE), round(width * SCALE), 3), (34, 30, 28), np.uint8)
    shown = cv2.bitwise_not(face) if inverted else face
    screen = np.full((round(66 * SCALE), round(138 * SCALE), 3), (24, 20, 20) if inverted else (236, 232, 230), np.uint8)
    badge = cv2.resize(shown, (round(CARD.width * 1.12 * SCALE), round(CARD.height * 1.12 * SCALE)), interpolation=cv2.INTER_AREA)
    left, top = (screen.shape[1] - badge.shape[1]) // 2, (screen.shape[0] - badge.shape[0]) // 2
    screen[top : top + badge.shape[0], left : left + badge.shape[1]] = badge
    x, y = round(7 * SCALE), round(4 * SCALE)
    body[y : y + screen.shape[0], x : x + screen.shape[1]] = (screen * brightness).astype(np.uint8)
    cv2.circle(body, (round(3.5 * SCALE), body.shape[0] // 2), round(1.2 * SCALE), (12, 12, 12), -1, cv2.LINE_AA)
    code = ((x + left) / SCALE + CODE.x * 1.12, (y + top) / SCALE + CODE.y * 1.12, CODE.width * 1.12)
    return replace(_prop(body, _rounded(body.shape[1], body.shape[0], 9 * SCALE), code), shines=True)


def leaflet(text: str, title: tuple[str, ...], colour: tuple[int, int, int]) -> Prop:
    """A stranger's paper, upright, with a QR code of `text`."""
    width, height, size = 78.0, 104.0, 48.0
    paper = np.full((round(height * SCALE), round(width * SCALE), 3), 246, np.uint8)
    cv2.rectangle(paper, (0, 0), (paper.shape[1], round(34 * SCALE)), colour, -1)
    for n, line in enumerate(title):
        (wide, _), _ = cv2.getTextSize(line, cv2.FONT_HERSHEY_DUPLEX, 2.0, 4)
        place = ((paper.shape[1] - wide) // 2, round((14 + 12 * n) * SCALE))
        cv2.putText(paper, line, place, cv2.FONT_HERSHEY_DUPLEX, 2.0, (250, 250, 250), 4, cv2.LINE_AA)
    x, y = (width - size) / 2, 44.0
    modules = np.pad(~np.array(symbol(text)), QUIET_MODULES, constant_values=True).astype(np.uint8) * 236 + 12
    side = round(size * SCALE)
    drawn = cv2.resize(modules, (side, side), interpolation=cv2.INTER_NEAREST)
    paper[round(y * SCALE) : round(y * SCALE) + side, round(x * SCALE) : round(x * SCALE) + side] = drawn[:, :, None]
    return _prop(paper, _rounded(paper.shape[1], paper.shape[0], SCALE), (x, y, size))


def glare() -> Texture:
    """A lamp's reflection: white, bright in the middle, longer than wide."""
    ys, xs = np.mgrid[-40:40, -40:40] / 40.0
    spot = np.exp(-((xs / 0.42) ** 2 + (ys / 0.26) ** 2)) + 0.35 * np.exp(-((xs / 0.75) ** 2 + (ys / 0.5) ** 2))
    alpha = np.clip(spot * 215 - 4, 0, 235).astype(np.uint8)
    spot_of_light = texture(np.dstack((np.full((80, 80, 3), 250, np.uint8), alpha)), -20.0, -20.0, GLARE_SCALE)
    return replace(spot_of_light, clings=True)


def _prop(front: Image, alpha: Image, code: tuple[float, float, float]) -> Prop:
    height, width = front.shape[0] / SCALE, front.shape[1] / SCALE
    x, y, size = code[0] - width / 2, code[1] - height / 2, code[2]
    corners = np.array([[x, y], [x + size, y], [x + size, y + size], [x, y + size]])
    slot = (0.0, SLOT.y + SLOT.height / 2 - height / 2)
    return Prop(texture(np.dstack((front, alpha)), -width / 2, -height / 2, SCALE), corners, slot)


def _rounded(width: int, height: int, radius: float) -> Image:
    alpha, r = np.zeros((height, width), np.uint8), round(radius)
    points = np.array([(r, r), (width - 1 - r, r), (width - 1 - r, height - 1 - r), (r, height - 1 - r)], np.int32)
    cv2.fillPoly(alpha, [points], 255)
    cv2.polylines(alpha, [points], True, 255, 2 * r, cv2.LINE_AA)
    return alpha


def _shaded(paper: Image, shade: float, angle: float) -> Image:
    """A shadow over the paper that deepens in the direction `angle` (degrees, 0 to the right)."""
    ys, xs = np.mgrid[0 : paper.shape[0], 0 : paper.shape[1]]
    along = (xs / paper.shape[1] - 0.5) * np.cos(np.radians(angle)) + (ys / paper.shape[0] - 0.5) * np.sin(np.radians(angle))
    light = 1 - shade / (1 + np.exp(-9 * along))
    return np.asarray((paper * light[:, :, None]).astype(np.uint8))
