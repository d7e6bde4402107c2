"""`checkin slip`: scans made and scans delivered, at the desk itself and at its hub."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from report_homes import EVENING, NINE, Site, scan, two_days
from test_desk_and_hub import Site as HubSite
from test_desk_and_hub import badge, knows

from checkin.cli import main
from data.store import open_store

Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubSite]:
    one = HubSite(tmp_path)
    yield one
    one.close()


def slip(capfd: pytest.CaptureFixture[str], home: Path, *more: str) -> tuple[int, list[dict[str, Any]]]:
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        main(["--home", str(home), "slip", "--json", "--language", "en", *more])
    return int(left.value.code or 0), [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_made_is_delivered_with_a_real_hub_and_not_while_it_is_gone(
    hub: HubSite, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = hub.desk("one").strict()
    knows(desk, 50)
    for number in (1, 2, 2, 3):
        desk.scan(badge(number))
    desk.until(lambda state: state.waiting == 0 and state.figures.entries == 3)
    out = ("--output", str(tmp_path / "slips"))
    status, (said,) = slip(capfd, desk.home.path, *out)
    assert (status, said["ok"], said["made"], said["delivered"]) == (0, True, 4, 4)
    assert (said["entries"], said["refused"], said["reasons"]) == (3, 1, {"already_redeemed": 1})
    store = open_store(desk.home.database, read_only=True)
    assert said["hash"] == store.journal.head().hash.hex()
    store.close()
    assert said["checksum"].replace(" ", "") == said["hash"][:16]
    hub.hub_gone()
    for number in (4, 5):
        desk.scan(badge(number))
    status, (said,) = slip(capfd, desk.home.path, *out, "--force")
    assert (status, said["ok"], said["made"], said["delivered"], said["waiting"]) == (1, False, 6, 4, 2)
    assert said["message"] == "2 lines still wait for the hub."
    hub.hub_back()
    desk.until(lambda state: state.waiting == 0)
    status, (said,) = slip(capfd, desk.home.path, *out, "--force")
    assert (status, said["made"], said["delivered"]) == (0, 6, 6)


def test_a_hub_writes_a_slip_of_each_desk_and_knows_only_what_it_was_told(run: Run, home: Path, tmp_path: Path) -> None:
    site = Site(home, tmp_path / "clock")
    site.bring("2", [], waiting=3, closing=False)
    status, lines, _ = run("slip", "--output", str(tmp_path), "--day", "2018-04-18", "--json", "--clock", str(site.clock))
    one, two = map(json.loads, lines)
    assert (status, one["ok"], two["ok"]) == (1, True, False)
    assert (one["made"], one["entries"], one["exits"], one["refused"], one["undone"]) == (8, 4, 1, 2, 1)
    assert (two["made"], two["delivered"], two["waiting"], two["remarks"]) == (6, 3, 3, 1)
    assert Path(one["file"]).name == "slip-1-2018-04-18-fr.pdf"
    site.bring("2", [scan(200, desk="2")], closing=False)
    status, lines, _ = run("slip", "--output", str(tmp_path), "--desk", "2", "--force", "--clock", str(site.clock))
    assert status == 0
    assert "  As the desk told at 20:45:00; what it wrote since is not known here." in lines
    assert run("slip", "--desk", "9", "--output", str(tmp_path))[0] == 2


def test_a_slip_is_of_the_day_of_the_last_scan_or_of_the_whole_journal(run: Run, home: Path, tmp_path: Path) -> None:
    site = Site(home, tmp_path / "clock", {"1": two_days()["1"]})
    for day, made in ((None, 1), ("2018-04-18", 8), ("all", 9)):
        chosen = ("--day", day) if day else ()
        _, lines, _ = run("slip", "--output", str(tmp_path / str(day)), "--json", "--clock", str(site.clock), *chosen)
        assert json.loads(lines[0])["made"] == made
    assert NINE + timedelta(hours=1) < EVENING


def test_a_desk_without_a_hub_says_that_its_journal_is_the_only_copy(run: Run, tmp_path: Path) -> None:
    run("scan", "7K3MQ2ZXW4HTB9NC")
    status, lines, _ = run("slip", "--output", str(tmp_path / "my.pdf"))
    assert status == 1
    assert any("only copy" in line for line in lines)
    assert run("slip", "--output", str(tmp_path / "my.pdf"))[0] == 2, "a file that is there stays"


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Bordereau de service"), ("ar", "بيان المناوبة"), ("en", "Name, time, signature")]
)
def test_a_slip_is_one_page_in_each_language_and_names_nobody(
    run: Run, home: Path, tmp_path: Path, language: str, words: str
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    site = Site(home, tmp_path / "clock", {"1": two_days()["1"]})
    pdf = tmp_path / f"{language}.pdf"
    run("slip", "--output", str(pdf), "--language", language, "--clock", str(site.clock), "--day", "2018-04-18")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert text.count("\f") == 1, "one page"
    assert re.search(r"8\s*=\s*8", text)
    assert site.heads["1"].hash.hex() in text
    assert f"/Lang ({language})".encode() in pdf.read_bytes()
    assert [one for one in ("Amina", "R-000", "Salma", "7K3MQ") if one in text] == []
    if language != "ar":  # letters of Arabic come in another order out of a PDF
        assert words in text
