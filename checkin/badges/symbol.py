"""The QR symbol of a badge's text."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4
"""The white margin on each side that the standard asks for (ISO/IEC 18004), in modules."""


@lru_cache(maxsize=64)
def symbol(text: str) -> tuple[tuple[bool, ...], ...]:
    """The symbol of `text`, row by row, True is dark, without its margin: error correction M, the smallest version.

    A token of 16 letters is version 1, 21 by 21 modules.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())
