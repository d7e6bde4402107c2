"""zxing-cpp: 1.4 ms for an empty 720p frame, no wrong texts in our measurements; so it looks at every frame."""

import zxingcpp

from checkin.scanning.messages import Code, Corners
from checkin.scanning.mirroring import mirrored
from checkin.scanning.opencv import Image, grey

# Model 2 is what the world calls a QR code: "QRCode" would let Micro QR and rMQR in as well.
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)


class ZXing:
    """QR codes by zxing-cpp, inverted and mirrored ones too."""

    name = "zxing"

    def __init__(self, by_histogram: bool = False) -> None:
        """`by_histogram`: one threshold for the whole picture in place of local ones."""
        self._binarizer = zxingcpp.Binarizer.GlobalHistogram if by_histogram else zxingcpp.Binarizer.LocalAverage

    def read(self, image: Image) -> tuple[Code, ...]:
        """See Decoder."""
        return self.examine(grey(image))[0]

    def examine(self, plane: Image) -> tuple[tuple[Code, ...], tuple[Corners, ...]]:
        """The codes of a grey picture, and the places of symbols that were located but could not be read."""
        if plane.size == 0:
            return (), ()
        # Plain: the other text modes rewrite control characters.
        found = zxingcpp.read_barcodes(
            plane, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain, binarizer=self._binarizer, return_errors=True
        )
        codes = tuple(_code(barcode, plane) for barcode in found if barcode.valid)
        return codes, tuple(_corners(barcode) for barcode in found if not barcode.valid)


def _code(barcode: zxingcpp.Barcode, plane: Image) -> Code:
    corners = _corners(barcode)
    extra = barcode.extra
    version = int(extra.get("Version", 0)) if isinstance(extra, dict) else 0
    seen_mirrored = mirrored(plane, corners, 17 + 4 * version) if version else None
    return Code(barcode.text, corners, ZXing.name, mirrored=seen_mirrored)


def _corners(barcode: zxingcpp.Barcode) -> Corners:
    place = barcode.position
    top_left, top_right, bottom_right, bottom_left = (
        (float(point.x), float(point.y)) for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    )
    return top_left, top_right, bottom_right, bottom_left
