"""Frames in which there is no QR code, though much that looks like one: what is read in them, and in how many milliseconds."""

from collections.abc import Callable
from time import perf_counter

import cv2
import numpy as np
import qrcode
import zxingcpp
from desks import SCALE
from figures import ENOUGH_FOR_P99, WRONG, Row, Table, percentile
from synthetic import CARD_MODULE, Painter, Picture, Plane, Pose, blur, light, noise

from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.trial import texts_of, warm_up
from checkin.scanning.zbar import ZBar, zbar_available
from checkin.scanning.zxing import ZXing

SEED, EACH = 20261123, 38
WHAT = "frames without a code"
_CARD = 31 * CARD_MODULE
_OTHER_CODES = ("Code128", "EAN13", "PDF417", "DataMatrix", "Aztec", "MicroQRCode")
Drawing = Callable[[Painter], Plane]


def stripes(painter: Painter) -> Plane:
    """A shirt."""
    wide, second = int(painter.between(6, 40)), int(painter.between(6, 60))
    card = np.ones((_CARD, _CARD), dtype=np.float32)
    card[:, np.arange(_CARD) // wide % 2 == 0] = painter.between(0, 0.4)
    if painter.between(0, 1) < 0.5:
        card[np.arange(_CARD) // second % 2 == 0] *= painter.between(0.3, 0.9)
    return card


def checkerboard(painter: Painter) -> Plane:
    cells = np.indices((_CARD, _CARD)) // int(painter.between(8, 45))
    return np.asarray(cells.sum(axis=0) % 2, dtype=np.float32)


def text(painter: Painter) -> Plane:
    """A page, closely printed."""
    card, size = np.full((_CARD, _CARD), 255, dtype=np.uint8), painter.between(0.3, 0.9)
    for row in range(round(28 * size), _CARD, round(30 * size)):
        cv2.putText(card, painter.text(long=True)[:60], (8, row), cv2.FONT_HERSHEY_SIMPLEX, size, (20,), 1, cv2.LINE_AA)
    return card.astype(np.float32) / 255


def keyboard(painter: Painter) -> Plane:
    """Keys with a letter each."""
    card, side = np.full((_CARD, _CARD), 40, dtype=np.uint8), int(painter.between(18, 40))
    shade, letters = int(painter.between(60, 240)), painter.text(long=True)
    for number, (y, x) in enumerate((y, x) for y in range(4, _CARD - side, side + 4) for x in range(4, _CARD - side, side + 4)):
        cv2.rectangle(card, (x, y), (x + side, y + side), shade, -1)
        where = (x + side // 4, y + 3 * side // 4)
        cv2.putText(card, letters[number % 100], where, cv2.FONT_HERSHEY_SIMPLEX, side / 40, (255 - shade,), 1, cv2.LINE_AA)
    return card.astype(np.float32) / 255


def other_code(painter: Painter) -> Plane:
    """A code, but none that a badge has."""
    kind = _OTHER_CODES[int(painter.chance.integers(len(_OTHER_CODES)))]
    digits = "".join(map(str, painter.chance.integers(0, 10, 12)))
    made = zxingcpp.create_barcode(digits if kind != "MicroQRCode" else digits[:5], getattr(zxingcpp.BarcodeFormat, kind))
    drawn = np.array(made.to_image(scale=int(painter.between(2, 7))), dtype=np.uint8)
    side = max(drawn.shape) + 40
    card = np.full((side, side), 255, dtype=np.uint8)
    top, left = (side - drawn.shape[0]) // 2, (side - drawn.shape[1]) // 2
    card[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return card.astype(np.float32) / 255


def finders(painter: Painter) -> Plane:
    """The three corners of a QR code, and nothing but chance between them; or corners everywhere."""
    side = 21 + 4 * int(painter.chance.integers(0, 4))
    modules = painter.chance.integers(0, 2, (side, side)).astype(np.float32)
    ring = np.pad(np.pad(np.zeros((3, 3)), 1, constant_values=1), 1, constant_values=0)
    places = [(0, 0), (0, side - 7), (side - 7, 0), *([(side - 7, side - 7)] if painter.between(0, 1) < 0.5 else [])]
    for y, x in places:
        modules[y : y + 7, x : x + 7] = ring
    return np.kron(np.pad(modules, 5, constant_values=1), np.ones((CARD_MODULE, CARD_MODULE), dtype=np.float32))


def ruined(painter: Painter) -> Plane:
    """A QR code with more modules wrong than its error correction can heal: whatever is read in it is invented."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=5)
    code.add_data(painter.text(long=painter.between(0, 1) < 0.5))
    code.make()
    modules = 1 - np.array(code.get_matrix(), dtype=np.float32)
    wrong = np.zeros(modules.shape, dtype=bool)
    wrong[14:-14, 5:-5] = wrong[5:-5, 14:-14] = True  # the corners, and the format beside them, stay
    wrong &= painter.chance.random(modules.shape) < 0.35
    return np.kron(np.where(wrong, 1 - modules, modules), np.ones((CARD_MODULE, CARD_MODULE))).astype(np.float32)


def rings(painter: Painter) -> Plane:
    """Targets, as logos and loudspeakers have them."""
    rows, columns = np.mgrid[0:_CARD, 0:_CARD].astype(np.float32)
    pitch = painter.between(50, 110)
    away = np.hypot(rows % pitch - pitch / 2, columns % pitch - pitch / 2) / pitch
    return np.asarray((away > 0.42) | ((away > 0.16) & (away < 0.3)), dtype=np.float32) * 0.9


def nothing(painter: Painter) -> Plane:
    """Only the room."""
    return np.full((_CARD, _CARD), painter.between(0.1, 0.9), dtype=np.float32)


DRAWINGS: tuple[Drawing, ...] = (nothing, stripes, checkerboard, text, keyboard, other_code, finders, rings, ruined)


def frame(painter: Painter, drawing: Drawing) -> Picture:
    """The drawing held before a camera."""
    between, card = painter.between, drawing(painter)
    across = between(1.0, 4.5) * _CARD / card.shape[0]
    scene = painter.place(card, Pose(across, between(-40, 40), between(0, 40), between(0, 360)))
    for change in (blur(between(0.4, 1.8)), light(between(0.25, 1.1)), noise(painter.chance, between(0.004, 0.05))):
        scene = change(scene)
    return np.clip(scene * 255, 0, 255).astype(np.uint8)


def measure() -> list[Row | Table]:
    """Single readers and ours on each frame, one frame after another as a camera gives them."""
    painter, fast, deep = Painter(SEED), FastTier(), DeepTier()
    zxing, zbar = ZXing(), ZBar() if zbar_available() else None
    ms: dict[str, list[float]] = {"zxing-cpp": [], "pyzbar": [], "fast": [], "deep": []}
    wrong = dict.fromkeys(ms, 0)

    def note(name: str, began: float, codes: tuple[object, ...]) -> None:
        ms[name].append((perf_counter() - began) * 1000)
        wrong[name] += len(codes)

    warm_up({reader.name: texts_of(reader) for reader in (zxing, zbar, fast, deep) if reader is not None})
    for drawing in DRAWINGS * max(1, round(EACH * SCALE)):
        plane = frame(painter, drawing)
        note("zxing-cpp", perf_counter(), zxing.read(plane))
        if zbar is not None:
            note("pyzbar", perf_counter(), zbar.read(plane))
        began = perf_counter()
        found = fast.look(plane)
        note("fast", began, found.codes)
        note("deep", perf_counter(), deep.look((plane,), found.unread if found.located else ()))
    return _rows(ms, wrong)


def _rows(ms: dict[str, list[float]], wrong: dict[str, int]) -> list[Row | Table]:
    plain, ours = ms["zxing-cpp"], ms["fast"]
    rows: list[Row | Table] = [
        Row(f"{WHAT}: fast tier", "ms", ours, "zxing-cpp", plain, "median within 5x",
            percentile(ours, 50) <= 5 * percentile(plain, 50)),
        Row(f"{WHAT}: deep tier", "ms", ms["deep"], "zxing-cpp", plain),
        Row(WHAT, WRONG, [wrong["fast"] + wrong["deep"]], "zxing-cpp", [wrong["zxing-cpp"]], "none",
            wrong["fast"] + wrong["deep"] == 0),
    ]  # fmt: skip
    if ms["pyzbar"]:
        met = percentile(ours, 99) <= 0.6 * percentile(ms["pyzbar"], 99) if len(ours) >= ENOUGH_FOR_P99 else None
        rows.insert(1, Row(f"{WHAT}: fast tier", "ms", ours, "pyzbar", ms["pyzbar"], "p99 within 0.6x", met))
    return rows
