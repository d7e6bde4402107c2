"""zbar as a second opinion: about 20 ms for a 720p frame, so it looks only where zxing-cpp read nothing.

It talks to zbar through pyzbar's bindings, not through `pyzbar.decode`, which fails on some orientations, loses which corner
is the symbol's top left, and has no way to ask for the bytes as they stand in the symbol.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from checkin.scanning.messages import Code, Point
from checkin.scanning.opencv import Image, grey

try:
    from pyzbar import wrapper
except (ImportError, OSError):  # libzbar is not on this machine, or cannot be loaded
    wrapper = None

_QR = 64
_EVERY_SYMBOLOGY = 0
_ENABLE = 0
_BINARY = 4  # ZBAR_CFG_BINARY, zbar 0.23.1 and later: no guessing of character sets
_GREY = int.from_bytes(b"Y800", "little")


def zbar_available() -> bool:
    """Whether this machine has libzbar."""
    return wrapper is not None


class ZBar:
    """QR codes by zbar. Only where `zbar_available()`."""

    name = "zbar"

    def read(self, image: Image) -> tuple[Code, ...]:
        """See Decoder."""
        plane = grey(image)
        if plane.size == 0:
            return ()
        with _scanner() as scanner, _picture(plane) as picture:
            if wrapper.zbar_scan_image(scanner, picture) < 0:
                return ()
            return tuple(_code(symbol) for symbol in _symbols(picture) if symbol.contents.type == _QR)


@contextmanager
def _scanner() -> Iterator[Any]:
    scanner = wrapper.zbar_image_scanner_create()
    try:
        for symbology, setting, value in ((_EVERY_SYMBOLOGY, _ENABLE, 0), (_QR, _ENABLE, 1), (_QR, _BINARY, 1)):
            wrapper.zbar_image_scanner_set_config(scanner, symbology, setting, value)
        yield scanner
    finally:
        wrapper.zbar_image_scanner_destroy(scanner)


@contextmanager
def _picture(plane: Image) -> Iterator[Any]:
    height, width = plane.shape
    picture = wrapper.zbar_image_create()
    try:
        wrapper.zbar_image_set_format(picture, _GREY)
        wrapper.zbar_image_set_size(picture, width, height)
        wrapper.zbar_image_set_data(picture, plane.ctypes.data, plane.size, None)
        yield picture
    finally:
        wrapper.zbar_image_destroy(picture)


def _symbols(picture: Any) -> Iterator[Any]:
    symbol = wrapper.zbar_image_first_symbol(picture)
    while symbol:
        yield symbol
        symbol = wrapper.zbar_symbol_next(symbol)


def _code(symbol: Any) -> Code:
    from ctypes import string_at

    content = string_at(wrapper.zbar_symbol_get_data(symbol), wrapper.zbar_symbol_get_data_length(symbol))
    return Code(text_of(content), _corners(symbol), ZBar.name)


def _corners(symbol: Any) -> tuple[Point, Point, Point, Point]:
    """zbar gives the symbol's own top left, bottom left, bottom right, top right."""
    points = [
        (float(wrapper.zbar_symbol_get_loc_x(symbol, index)), float(wrapper.zbar_symbol_get_loc_y(symbol, index)))
        for index in range(wrapper.zbar_symbol_get_loc_size(symbol))
    ]
    if len(points) != 4:
        return ((0.0, 0.0),) * 4
    top_left, bottom_left, bottom_right, top_right = points
    return top_left, top_right, bottom_right, bottom_left


def text_of(content: bytes) -> str:
    """The text in a symbol's bytes: UTF-8, else Shift JIS (what kanji symbols hold), else Latin-1, which any bytes are."""
    for encoding in ("utf-8", "shift_jis"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
