"""The QR symbol of a badge's text."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

QUIET_MODULES = 4
"""The white margin on each side that the standard asks for (ISO/IEC 18004), in modules."""

TOKEN_MODULES, SIGNED_MODULES = 21, 41
"""The sides of the symbols of an opaque token (version 1) and of the longest signed one (version 6), in modules."""

LEAST_MODULE_MM = 0.33
"""The narrowest module that a webcam, and a 203 dpi label printer, can still be trusted with."""

Rows = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def symbol(text: str) -> Rows:
    """The symbol of `text`, row by row, True is dark, without its margin: error correction M, the smallest version.

    A token of 16 letters is version 1, 21 by 21 modules. ValueError for a text that no QR symbol holds.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    try:
        code.make(fit=True)
    except DataOverflowError as error:
        raise ValueError("too long for a QR code") from error
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def module_mm(side_mm: float, modules: int) -> float:
    """How wide a module is in a box of `side_mm` that holds so many of them and the quiet zone."""
    return side_mm / (modules + 2 * QUIET_MODULES)
