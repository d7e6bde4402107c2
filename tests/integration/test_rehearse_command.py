"""`checkin rehearse` as it is typed: real pictures, the desk's own eyes, a real desk thread and disk, the network cut."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest
from rehearsal_pictures import write_pictures

from checkin.rehearsal.report import TITLES
from checkin.rehearsal.samples import TEXTS, Sample
from data.store import open_store
from ui.sight import Sight

Run = Callable[..., tuple[int, list[str], str]]
CAMERA = {"badges", "speed", "network", "camera"}


def rehearsed(run: Run, camera: Path, *more: str) -> tuple[int, dict[str, Any]]:
    status, lines, _ = run("rehearse", "--json", "--camera", str(camera), *more)
    records = [json.loads(line) for line in lines]
    assert all(set(one) == {"check", "state", "message", "measured"} and one["message"] for one in records)
    assert records[-1]["check"] == "rehearsal"
    return status, {one["check"]: one for one in records}


def test_four_test_badges_before_the_camera_pass_and_none_of_them_counts(run: Run, home: Path, tmp_path: Path) -> None:
    before = {path.name for path in home.iterdir()}
    status, found = rehearsed(run, write_pictures(tmp_path / "badges", TEXTS.values()), "--out", str(tmp_path / "page.pdf"))
    assert {name: found[name]["state"] for name in CAMERA} == dict.fromkeys(CAMERA, "pass")
    assert found["badges"]["measured"]["wrong"] == []
    assert found["network"]["measured"]["decided"] == 4
    assert found["speed"]["measured"]["median_ms"] > 0
    assert set(found) == {*TITLES, "rehearsal"}
    assert status == 0
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    store = open_store(home / "desk.db")
    assert store.journal.head().seq == 0
    assert store.registrations.count() == 7
    store.close()
    assert {path.name for path in home.iterdir()} == before


def test_a_test_badge_that_is_not_shown_is_something_to_look_at(run: Run, tmp_path: Path) -> None:
    shown = [TEXTS[Sample.ADMITTED], TEXTS[Sample.FORGED]]
    _, found = rehearsed(run, write_pictures(tmp_path / "badges", shown))
    assert found["badges"]["state"] == "look"
    assert sorted(found["badges"]["measured"]["read"]) == ["admitted", "forged"]


def test_a_dark_picture_is_told_though_badges_are_read_in_it(run: Run, tmp_path: Path) -> None:
    _, found = rehearsed(run, write_pictures(tmp_path / "badges", TEXTS.values(), light=0.2))
    assert found["camera"]["state"] == "look"
    assert "dark" in found["camera"]["message"]


def test_a_camera_that_is_not_there_fails_the_rehearsal(run: Run, tmp_path: Path) -> None:
    status, found = rehearsed(run, tmp_path / "no-such-film.mp4")
    assert (found["camera"]["state"], found["badges"]["state"], status) == ("fail", "fail", 1)
    assert "no-such-film.mp4" in found["camera"]["message"]
    assert found["rehearsal"]["state"] == "fail"


def test_a_reader_that_asks_the_network_does_not_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    asked: list[str] = []
    sighted = Sight._sighted

    def asks(self: Sight, sighting: Any) -> None:
        try:
            socket.create_connection(("192.0.2.1", 80), timeout=0.1)
        except OSError as error:
            asked.append(str(error))
        sighted(self, sighting)

    monkeypatch.setattr(Sight, "_sighted", asks)
    _, found = rehearsed(run, write_pictures(tmp_path / "badges", TEXTS.values()))
    assert asked
    assert found["network"]["measured"]["refused"] >= len(asked)
    assert found["network"]["state"] == "pass"


def test_the_page_of_test_badges_is_read_back_from_its_pdf(run: Run, tmp_path: Path, render: Callable[[Path], Any]) -> None:
    from checkin.scanning.zxing import ZXing

    status, _, _ = run("rehearse", "--badges", str(tmp_path / "badges.pdf"))
    assert status == 0
    assert {code.text for code in ZXing().read(render(tmp_path / "badges.pdf"))} == set(TEXTS.values())


@pytest.fixture
def render(tmp_path: Path) -> Callable[[Path], Any]:
    """The first page of a PDF as pixels, at 150 dpi."""
    import shutil
    import subprocess

    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")

    def call(path: Path) -> Any:
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(path), str(tmp_path / "page")], check=True)
        return cv2.imread(str(tmp_path / "page.png"))

    return call


def test_without_an_event_there_is_a_sentence_and_the_other_checks_go_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from checkin.cli import main

    with pytest.raises(SystemExit) as left:
        main(["--home", str(tmp_path / "new"), "rehearse", "--json", "--camera", str(tmp_path)])
    found = {record["check"]: record for record in map(json.loads, capfd.readouterr().out.splitlines())}
    assert left.value.code == 1
    assert "checkin event init" in found["badges"]["message"]
    assert found["disk"]["state"] != "fail"
    assert not (tmp_path / "new").exists()
