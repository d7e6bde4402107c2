"""The whole desk in a process of its own: pictures of badges before its camera, verdicts in its journal."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
import qrcode

EVENT = """
[event]
id = "doors"
timezone = "Africa/Casablanca"
days = [{days}]
name = {{ fr = "Portes ouvertes" }}

[[category]]
id = "public"
name = {{ fr = "Grand public" }}

[[checkpoint]]
id = "door"
name = {{ fr = "Porte" }}
entry = "after_exit"
"""
PEOPLE = """id,badge,name,category,status
R-1,AAAABBBBCCCCDDDD,Amina El Fassi,public,confirmed
R-2,EEEEFFFFGGGGHHHH,محمد,public,unpaid
"""


def picture(path: Path, *texts: str) -> None:
    frame = np.full((720, 1280, 3), 160, np.uint8)
    for place, text in enumerate(texts):
        code = qrcode.QRCode(border=4)
        code.add_data(text)
        code.make()
        cells = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
        size = 290
        frame[200 : 200 + size, 150 + 400 * place : 150 + 400 * place + size] = cv2.resize(
            cells, (size, size), interpolation=cv2.INTER_NEAREST
        )[:, :, None]
    cv2.imwrite(str(path), frame)


def checkin(home: Path, *args: str, expected: int = 0) -> str:
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in displays}
    done = subprocess.run(
        [sys.executable, "-m", "checkin.cli", "--home", str(home), *args], capture_output=True, text=True, encoding="utf-8",
        env=environment, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == expected, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    today = datetime.now(UTC).date()
    days = ", ".join((today + timedelta(days=n)).isoformat() for n in (-1, 0, 1))
    (tmp_path / "event.toml").write_text(EVENT.format(days=days), encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    home = tmp_path / "home"
    checkin(home, "event", "init", str(tmp_path / "event.toml"))
    checkin(home, "import", str(tmp_path / "people.csv"))
    return home


def test_badges_before_the_camera_become_verdicts_pictures_and_totals(home: Path, tmp_path: Path) -> None:
    badges = tmp_path / "badges"
    badges.mkdir()
    picture(badges / "1.png", "AAAABBBBCCCCDDDD", "https://example.org")
    picture(badges / "2.png", "AAAABBBBCCCCDDDD", "EEEEFFFFGGGGHHHH")
    picture(badges / "3.png", "ZZZZYYYYXXXXWWWW")
    said = checkin(home, "desk", "--camera", str(badges), "--desk", "7")
    checkin(home, "journal", "export", str(tmp_path / "journal.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["text"], line["outcome"], line["reason"], line["desk"]) for line in lines] == [
        ("AAAABBBBCCCCDDDD", "admitted", None, "7"),
        ("https://example.org", "refused", "not_a_badge", "7"),
        ("EEEEFFFFGGGGHHHH", "refused", "unpaid", "7"),
        ("ZZZZYYYYXXXXWWWW", "refused", "invalid", "7"),
    ]
    assert [line.split()[1] for line in said.splitlines()[1:5]] == ["admitted", "refused", "refused", "refused"]
    assert {path.stem for path in (home / "pictures").glob("*.png")} == {
        "desk-admitted", "desk-not_a_badge", "desk-unpaid", "desk-invalid",
    }  # fmt: skip
    assert json.loads(checkin(home, "totals", "--json"))["inside"] == 1


def test_a_camera_that_is_not_there_is_said_in_a_sentence(home: Path, tmp_path: Path) -> None:
    said = checkin(home, "desk", "--camera", str(tmp_path / "no-such-film.mp4"), expected=2)
    assert "no-such-film.mp4" in said


@pytest.mark.parametrize("args", [("--checkpoint", "kitchen"), ("--gate", "Z")])
def test_a_place_that_the_event_does_not_have_is_refused_before_the_window_opens(home: Path, args: tuple[str, ...]) -> None:
    assert checkin(home, "desk", *args, expected=2) == ""


def test_a_damaged_database_is_a_sentence_and_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    damaged = b"not a database at all, and long enough to be one" * 200
    (home / "desk.db").write_bytes(damaged)
    for extra in (home / "desk.db-wal", home / "desk.db-shm"):
        extra.unlink(missing_ok=True)
    assert checkin(home, "desk", "--camera", str(tmp_path), expected=2) == ""
    assert (home / "desk.db").read_bytes() == damaged
