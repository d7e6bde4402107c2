"""checkin decode."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import qrcode

from checkin.scanning.opencv import Image, cv2

Run = Callable[..., tuple[int, list[str], str]]


def symbol(*texts: str) -> Image:
    """Symbols side by side."""
    width, height = 400 * max(1, len(texts)), 400
    image = np.full((height, width, 3), 200, np.uint8)
    for place, text in enumerate(texts):
        code = qrcode.QRCode(box_size=1, border=4)
        code.add_data(text)
        modules = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8).repeat(6, 0).repeat(6, 1)
        image[20 : 20 + modules.shape[0], place * 400 + 20 : place * 400 + 20 + modules.shape[1]] = modules[:, :, None]
    return image


def picture(path: Path, *texts: str, suffix: str = ".png") -> Path:
    path.write_bytes(cv2.imencode(suffix, symbol(*texts))[1].tobytes())
    return path


def test_a_picture_gives_its_text_and_the_decoder(run: Run, tmp_path: Path) -> None:
    status, lines, _ = run("decode", "--json", str(picture(tmp_path / "badge.png", "ABCD2345")))
    record = json.loads(lines[0])
    assert status == 0
    assert record == {"path": str(tmp_path / "badge.png"), "texts": ["ABCD2345"], "ms": record["ms"], "decoder": "zxing"}
    assert record["ms"] > 0


def test_several_codes_come_from_left_to_right(run: Run, tmp_path: Path) -> None:
    _, lines, _ = run("decode", "--json", str(picture(tmp_path / "two.png", "LEFT", "RIGHT")))
    assert json.loads(lines[0])["texts"] == ["LEFT", "RIGHT"]


def test_a_picture_without_a_code_is_status_1_with_no_decoder(run: Run, tmp_path: Path) -> None:
    status, lines, _ = run("decode", "--json", str(picture(tmp_path / "none.png")), str(picture(tmp_path / "one.png", "X")))
    assert status == 1
    assert [(json.loads(line)["texts"], json.loads(line)["decoder"]) for line in lines] == [([], None), (["X"], "zxing")]


def test_what_is_no_picture_is_named_and_the_others_are_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("no picture")
    (tmp_path / "empty.png").touch()
    (tmp_path / "bare").mkdir()
    good = picture(tmp_path / "good.png", "GOOD")
    bad = [tmp_path / "missing.png", tmp_path / "notes.png", tmp_path / "empty.png", tmp_path / "bare"]
    status, lines, error = run("decode", "--json", *map(str, bad), str(good))
    assert status == 2
    assert [json.loads(line)["texts"] for line in lines] == [["GOOD"]]
    complaints = error.splitlines()
    assert len(complaints) == 4
    assert all(str(path) in complaint for path, complaint in zip(bad, complaints, strict=True))
    assert "Traceback" not in error


def test_a_picture_that_is_cut_off_or_promises_too_much_is_no_crash(run: Run, tmp_path: Path) -> None:
    whole = picture(tmp_path / "whole.png", "X").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[:60])
    # A header of 100,000 x 100,000 pixels before the pixels of a small picture.
    header = b"IHDR" + (100_000).to_bytes(4, "big") * 2 + whole[24:29]
    (tmp_path / "huge.png").write_bytes(whole[:12] + header + zlib.crc32(header).to_bytes(4, "big") + whole[33:])
    status, _, error = run("decode", str(tmp_path / "cut.png"), str(tmp_path / "huge.png"))
    assert status == 2
    assert [line.endswith("is not a picture.") for line in error.splitlines()] == [True, True]


def test_folders_are_searched_with_their_folders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "ner").mkdir(parents=True)
    picture(tmp_path / "in" / "b.png", "B")
    picture(tmp_path / "in" / "ner" / "a.JPG", "A", suffix=".jpg")
    (tmp_path / "in" / "truth.json").write_text("{}")
    status, lines, _ = run("decode", "--json", str(tmp_path / "in"))
    assert status == 0
    assert sorted(json.loads(line)["texts"][0] for line in lines) == ["A", "B"]


def test_paths_beyond_ascii_are_read(run: Run, tmp_path: Path) -> None:
    path = picture(tmp_path / "شارة 城市 é.png", "ABCD2345")
    status, lines, _ = run("decode", "--json", str(path))
    assert status == 0
    assert json.loads(lines[0])["path"] == str(path)


def test_the_exif_orientation_of_a_photograph_is_honoured(run: Run, tmp_path: Path) -> None:
    """Two codes side by side, stored upside down with the mark "turn by 180 degrees": in reading order only if it is turned."""
    upside_down = np.ascontiguousarray(symbol("LEFT", "RIGHT")[::-1, ::-1])
    jpeg = cv2.imencode(".jpg", upside_down)[1].tobytes()
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    (tmp_path / "plain.jpg").write_bytes(jpeg)
    (tmp_path / "marked.jpg").write_bytes(jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:])
    _, lines, _ = run("decode", "--json", str(tmp_path / "plain.jpg"), str(tmp_path / "marked.jpg"))
    assert [json.loads(line)["texts"] for line in lines] == [["RIGHT", "LEFT"], ["LEFT", "RIGHT"]]


def test_for_people_control_characters_are_shown_harmless(run: Run, tmp_path: Path) -> None:
    status, lines, _ = run("decode", str(picture(tmp_path / "evil.png", "\x1b[31mRED\u202eDER")))
    assert status == 0
    assert lines == [f"{tmp_path / 'evil.png'}: \\u{{1b}}[31mRED\\u{{202e}}DER"]


def test_for_people_a_picture_without_a_code_is_said(run: Run, tmp_path: Path) -> None:
    assert run("decode", str(picture(tmp_path / "none.png")))[1] == [f"{tmp_path / 'none.png'}: no code found"]


def test_no_path_is_a_usage_error(run: Run) -> None:
    assert run("decode")[0] == 2


def test_the_help_states_the_orientation_and_an_example(run: Run) -> None:
    text = "\n".join(run("decode", "--help")[1])
    assert "EXIF" in text
    assert "Example:" in text


def test_the_json_is_whole_and_not_cut_for_long_texts(run: Run, tmp_path: Path) -> None:
    long = "ABCD2345" * 90
    code = qrcode.QRCode(box_size=4, border=4)
    code.add_data(long)
    image = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8).repeat(4, 0).repeat(4, 1)
    (tmp_path / "long.png").write_bytes(cv2.imencode(".png", image)[1].tobytes())
    assert json.loads(run("decode", "--json", str(tmp_path / "long.png"))[1][0])["texts"] == [long]


def test_a_folder_with_the_name_of_a_picture_is_not_read_as_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    status, _, error = run("decode", str(tmp_path / "folder.png"))
    assert status == 2
    assert "folder.png" in error
