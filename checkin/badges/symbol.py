"""The QR symbol of a badge's text."""

from functools import lru_cache

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
    import zxingcpp

    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(add_quiet_zones=False)
    dark, side = bytes(memoryview(drawn)), drawn.shape[0]  # type: ignore[arg-type]
    return tuple(tuple(not dark[row * side + column] for column in range(side)) for row in range(side))


def module_mm(side_mm: float, modules: int) -> float:
    """How wide a module is in a box of `side_mm` that holds so many of them and the quiet zone."""
    return side_mm / (modules + 2 * QUIET_MODULES)
