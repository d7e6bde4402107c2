"""zxing-cpp: 1.4 ms for an empty 720p frame, no wrong texts in our measurements; so it looks at every frame."""

from dataclasses import replace

import zxingcpp

from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image, grey

# Model 2 is what the world calls a QR code: "QRCode" would let Micro QR and rMQR in as well.
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)


class ZXing:
    """QR codes by zxing-cpp, inverted and mirrored ones too."""

    name = "zxing"

    def read(self, image: Image) -> tuple[Code, ...]:
        """See Decoder."""
        return self.examine(grey(image))[0]

    def examine(self, plane: Image, by_histogram: bool = False, label: str = "") -> tuple[tuple[Code, ...], tuple[Corners, ...]]:
        """The codes of a grey picture, and the places of symbols that were located but could not be read. `by_histogram`: one
        threshold for the whole picture in place of local ones. With a `label`, the codes are those of a variant: doubtful."""
        if plane.size == 0:
            return (), ()
        binarizer = zxingcpp.Binarizer.GlobalHistogram if by_histogram else zxingcpp.Binarizer.LocalAverage
        # Plain: the other text modes rewrite control characters.
        found = zxingcpp.read_barcodes(
            plane, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer, return_errors=True
        )
        codes = tuple(_code(barcode) for barcode in found if barcode.valid)
        unread = tuple(_corners(barcode) for barcode in found if not barcode.valid)
        if label:
            codes = tuple(replace(code, decoder=label, doubtful=True) for code in codes)
        return codes, unread


def _code(barcode: zxingcpp.Barcode) -> Code:
    return Code(barcode.text, _corners(barcode), ZXing.name)


def _corners(barcode: zxingcpp.Barcode) -> Corners:
    place = barcode.position
    top_left, top_right, bottom_right, bottom_left = (
        (float(point.x), float(point.y)) for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    )
    return top_left, top_right, bottom_right, bottom_left
