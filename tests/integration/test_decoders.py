"""Reading QR codes, with the real decoders on real pixels."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from checkin.scanning.decoder import Decoder, in_reading_order, read_picture
from checkin.scanning.messages import Code
from checkin.scanning.opencv import Image, bgr, cv2, read_image
from checkin.scanning.reader import Reader, desk_reader
from checkin.scanning.zbar import ZBar, text_of, zbar_available
from checkin.scanning.zxing import ZXing

PHOTOS = Path(__file__).parents[3] / "shared/qr/photos"
TOKEN = "ABCDEFGHJKLMNPQR"

needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason=f"no photographs in {PHOTOS}")
needs_zbar = pytest.mark.skipif(not zbar_available(), reason="libzbar is not on this machine")


def reader() -> Reader:
    return desk_reader(threads=False)


DECODERS = [ZXing, pytest.param(ZBar, marks=needs_zbar), reader]


def symbol(text: str | bytes, module: int = 5) -> Image:
    code = qrcode.QRCode(box_size=1, border=4)
    code.add_data(text)
    modules = np.where(np.array(code.get_matrix()), 20, 235).astype(np.uint8)
    return modules.repeat(module, 0).repeat(module, 1)


def scene(*placed: tuple[str, int, int], size: tuple[int, int] = (720, 1280)) -> Image:
    """A noisy desk with symbols at (x, y)."""
    rng = np.random.default_rng(7)
    image = rng.integers(90, 120, (*size, 3), dtype=np.uint8)
    for text, x, y in placed:
        one = symbol(text)
        image[y : y + one.shape[0], x : x + one.shape[1]] = one[:, :, None]
    return image


def turned(image: Image, degrees: float) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return bgr(cv2.warpAffine(image, matrix, (width, height), borderValue=(110, 110, 110)))


def tilted(image: Image) -> Image:
    height, width = image.shape[:2]
    before = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    after = before + np.array([[120, 60], [-60, 0], [0, -20], [60, -90]], dtype=np.float32)
    return bgr(cv2.warpPerspective(image, cv2.getPerspectiveTransform(before, after), (width, height)))


def texts(codes: tuple[Code, ...]) -> list[str]:
    return [code.text for code in codes]


@pytest.mark.parametrize("make", DECODERS)
@pytest.mark.parametrize("change", [lambda image: image, lambda image: turned(image, 37), tilted, lambda image: image[:, :, 0]])
def test_a_badge_is_read_straight_turned_tilted_and_grey(make: Callable[[], Decoder], change: Callable[[Image], Image]) -> None:
    assert texts(make().read(change(scene((TOKEN, 500, 300))))) == [TOKEN]


@pytest.mark.parametrize("make", DECODERS)
def test_several_badges_in_one_picture_are_all_read(make: Callable[[], Decoder]) -> None:
    codes = make().read(scene(("RIGHT-ONE", 900, 250), ("LEFT-ONE", 200, 350), ("MIDDLE", 550, 300)))
    assert texts(in_reading_order(codes)) == ["LEFT-ONE", "MIDDLE", "RIGHT-ONE"]


@pytest.mark.parametrize("make", [ZXing, pytest.param(ZBar, marks=needs_zbar)])
@pytest.mark.parametrize("quarter", range(4))
def test_corners_go_clockwise_from_the_top_left_of_the_symbol_itself(make: Callable[[], Decoder], quarter: int) -> None:
    upright = symbol(TOKEN)
    side, inner = upright.shape[0], 4 * 5
    square = [(inner, inner), (side - inner, inner), (side - inner, side - inner), (inner, side - inner)]
    (code,) = make().read(np.ascontiguousarray(np.rot90(upright, -quarter)))
    expected = square[quarter:] + square[:quarter]  # turned clockwise, its own top left is the picture's next corner
    assert np.allclose(code.corners, expected, atol=3)


@pytest.mark.parametrize("make", DECODERS)
def test_an_empty_scene_has_no_codes(make: Callable[[], Decoder]) -> None:
    assert make().read(scene()) == ()


@pytest.mark.parametrize("make", DECODERS)
@pytest.mark.parametrize("format_name", ["MicroQRCode", "RMQRCode", "Code128", "DataMatrix", "Aztec", "PDF417"])
def test_only_qr_codes_count(make: Callable[[], Decoder], format_name: str) -> None:
    barcode = zxingcpp.create_barcode("12345", getattr(zxingcpp.BarcodeFormat, format_name))
    image = np.pad(np.array(barcode.to_image(scale=6)), 60, constant_values=255)
    assert make().read(image) == ()


@pytest.mark.parametrize("make", DECODERS)
@pytest.mark.parametrize(
    "content",
    ["a\x00b\x1b[31m\x1d", "محمد العمراني", "上海 城市", "Zoé ☕", "\u202eDROWSSAP"],
    ids=["control", "ar", "zh", "fr", "bidi"],
)
def test_text_arrives_as_it_was_written(make: Callable[[], Decoder], content: str) -> None:
    assert texts(make().read(symbol(content))) == [content]


@needs_zbar
@pytest.mark.parametrize("content", [b"\xff\xfe\x80abc", b"\xe9t\xe9", bytes(range(128, 256)), b"\x00"])
def test_bytes_that_are_no_text_are_read_without_a_fault(content: bytes) -> None:
    for decoder in (ZXing(), ZBar()):
        for code in decoder.read(symbol(content)):
            assert isinstance(code.text, str)


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"plain", "plain"), ("é".encode(), "é"), ("カナ漢字".encode("shift_jis"), "カナ漢字"), (b"\xe9t\xe9", "été"), (b"", "")],
)
def test_the_character_set_of_a_symbol_is_found(content: bytes, text: str) -> None:
    assert text_of(content) == text


ARRAYS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from([(), (3,)]), st.integers(0, 2**32 - 1))


def random_image(shape: tuple[int, int, tuple[int, ...], int]) -> Image:
    height, width, channels, seed = shape
    return np.random.default_rng(seed).integers(0, 256, (height, width, *channels), dtype=np.uint8)


@given(ARRAYS)
@settings(max_examples=150, deadline=None)
def test_no_picture_makes_a_decoder_fail(shape: tuple[int, int, tuple[int, ...], int]) -> None:
    assert isinstance(reader().read(random_image(shape)), tuple)


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_no_damaged_symbol_makes_a_decoder_fail(seed: int, spots: int, turn: int) -> None:
    rng = np.random.default_rng(seed)
    image = np.rot90(symbol(TOKEN, 3), turn).copy()
    for x, y in rng.integers(0, image.shape[0], (spots, 2)):
        image[y : y + 6, x : x + 6] = rng.integers(0, 256)
    for decoder in (ZXing(), *([ZBar()] if zbar_available() else [])):
        assert set(texts(decoder.read(image))) <= {TOKEN}


@pytest.mark.parametrize("make", DECODERS)
@pytest.mark.parametrize("wrong", [np.zeros((9, 9)), np.zeros((9, 9, 4), np.uint8), np.zeros(9, np.uint8)])
def test_an_array_that_is_no_picture_is_a_type_error(make: Callable[[], Decoder], wrong: NDArray[np.uint8]) -> None:
    with pytest.raises(TypeError):
        make().read(wrong)


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 2), (4, 5, 3), (4, 5, 4)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_every_kind_of_frame_becomes_blue_green_red(shape: tuple[int, ...], dtype: type) -> None:
    image = bgr(np.full(shape, 40 if dtype is np.uint8 else 40 << 8, dtype))
    assert image.shape == (4, 5, 3)
    assert image.dtype == np.uint8
    assert (image == 40).all()


@pytest.mark.parametrize("wrong", [np.zeros((4, 5)), np.zeros((4, 5, 7), np.uint8), np.zeros(4, np.uint8)])
def test_a_frame_that_is_no_picture_is_a_type_error(wrong: NDArray[np.uint8]) -> None:
    with pytest.raises(TypeError):
        bgr(wrong)


@needs_photos
@needs_zbar
def test_real_photographs_are_read_and_never_wrongly() -> None:
    truth = json.loads((PHOTOS / "truth.json").read_text(encoding="utf-8"))
    del truth["qrcode-2/16.png"]  # shows two codes, of which the truth has one
    del truth["qrcode-2/13.png"]  # the truth has a typing mistake
    ours, right, wrong = reader(), 0, []
    for name, expected in truth.items():
        read = read_picture(PHOTOS / name, ours)
        assert read is not None
        right += bool(set(read.texts) & set(expected))
        wrong += [name] if set(read.texts) - set(expected) else []
    assert wrong == []
    assert right >= 170


@needs_photos
@needs_zbar
def test_zbar_reads_photographs_that_zxing_does_not() -> None:
    more = [path for path in sorted((PHOTOS).rglob("*.png")) if _first(path) and not ZXing().read(_image(path))]
    assert more


def _image(path: Path) -> Image:
    image = read_image(path)
    assert image is not None
    return image


def _first(path: Path) -> tuple[Code, ...]:
    return ZBar().read(_image(path))
