"""tapirscan, where it is installed: reads what zxing-cpp does not, for many times its milliseconds."""

from importlib import import_module
from typing import Any, Literal

from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image, grey


def _library() -> Any:
    try:
        return import_module("tapirscan")
    except (ImportError, OSError):  # not on this machine, or no native part for it
        return None


tapirscan = _library()

Effort = Literal["low", "medium", "high"]


def tapir_available() -> bool:
    """Whether this machine has tapirscan."""
    return tapirscan is not None


class Tapir:
    """QR codes by tapirscan. Only where `tapir_available()`. Its codes are doubtful: it is young."""

    def __init__(self, effort: Effort = "medium") -> None:
        self.name = f"tapirscan {effort}"
        self._scanner = tapirscan.Scanner(effort, formats=("QRCode",), parallel=False)

    def read(self, image: Image) -> tuple[Code, ...]:
        """See Decoder."""
        return self.examine(grey(image))[0]

    def examine(self, plane: Image) -> tuple[tuple[Code, ...], tuple[Corners, ...]]:
        """The codes of a grey picture, and the places of symbols that were located but could not be read."""
        if min(plane.shape, default=0) < 8:
            return (), ()
        try:
            seen = self._scanner.inspect(plane)
        except Exception:
            return (), ()
        except BaseException as panic:  # a panic in Rust is no Exception
            if isinstance(panic, KeyboardInterrupt | SystemExit):
                raise
            return (), ()
        codes = tuple(Code(code.text, _corners(code), self.name, doubtful=True) for code in seen.barcodes if code.text)
        return codes, tuple(_corners(region) for region in seen.undecoded if len(region.polygon) == 4)


def _corners(code: Any) -> Corners:
    points = [(float(point.x), float(point.y)) for point in code.polygon]
    if len(points) != 4:
        return ((0.0, 0.0),) * 4
    return points[0], points[1], points[2], points[3]
