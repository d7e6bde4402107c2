"""`checkin report`: real hubs, desks and exported journals; the files opened again as others open them."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hub_databases import program, server
from openpyxl import load_workbook
from report_homes import EVENING, GIVEN, NINE, SUPERVISOR, Site, overridden, scan, two_days

from checkin.domain.verdict import Reason
from checkin.overview.reports.paper import read_paper_seal
from checkin.sync.membership import KEY_FILE, Membership
from checkin.sync.messages import Role
from data.exporters.report_workbook import read_workbook_seal
from data.membership import device_key
from data.store import open_store

Run = Callable[..., tuple[int, list[str], str]]
PERSONAL = (
    "Amina", "Fassi", "الإدريسي", "张伟", "Béchard", "Chloë", "Nuñez", "Salma", "Idrissi", "R-000", "7K3MQ2ZXW4HTB9NC",
    "C8V2WKQ5ZNX4JMT7", "example.org", "Agence Urbaine",
)  # fmt: skip


@pytest.fixture
def site(home: Path, tmp_path: Path) -> Site:
    return Site(home, tmp_path / "clock")


def made(run: Run, site: Site, folder: Path, *more: str) -> dict[str, Any]:
    status, lines, error = run("report", "--output", str(folder), "--clock", str(site.clock), "--json", *more)
    assert (status, error) == (0, "")
    said: dict[str, Any] = json.loads(lines[-1])
    return said


def text_of(pdf: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()


def bytes_of(workbook: Path) -> str:
    with zipfile.ZipFile(workbook) as book:
        return "\n".join([*book.namelist(), *(book.read(one).decode(errors="replace") for one in book.namelist())])


def cells_of(workbook: Path) -> list[list[Any]]:
    book = load_workbook(workbook)
    return [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def row_of(workbook: Path, name: str) -> list[Any]:
    return next(row for row in cells_of(workbook) if row and row[0] == name)


def test_the_figures_of_a_day_are_those_of_totals_in_both_files(run: Run, site: Site, tmp_path: Path) -> None:
    said = made(run, site, tmp_path / "out", "--day", "2018-04-18", "--language", "en")
    totals = json.loads(run("totals", "--checkpoint", "entrance", "--day", "2018-04-18", "--json")[1][0])
    there = said["checkpoints"]["entrance"]
    names = ("inside", "attended", "entries", "exits", "refused", "expected", "no_shows")
    assert {name: there[name] for name in names} == {name: totals[name] for name in names}
    assert (there["attended"], there["entries"], there["undone"], there["peak"]) == (3, 4, 1, 3)
    pdf, xlsx = map(Path, said["files"])
    assert [pdf.name, xlsx.name] == ["report-2018-04-18-en.pdf", "report-2018-04-18-en.xlsx"]
    assert row_of(xlsx, "Attended")[1] == 3
    assert row_of(xlsx, "Refused")[1] == there["refused"]
    text = text_of(pdf)
    for said_there in ("Report of the day", "Wednesday 18 April 2018", "Entrance", "Not paid yet", "unpaid", "Definitions",
                       "journal-of-1", "By hour", "Everything that any desk wrote until then is counted."):  # fmt: skip
        assert said_there in text, said_there
    assert re.search(r"Taken back: +1\.", text)


def test_nobody_is_named_in_any_byte_unless_asked(run: Run, site: Site, tmp_path: Path) -> None:
    for language in ("fr", "ar", "en"):
        pdf, xlsx = map(Path, made(run, site, tmp_path, "--day", "2018-04-18", "--language", language)["files"])
        raw = pdf.read_bytes()
        for content in (text_of(pdf), bytes_of(xlsx), raw.decode("latin-1"), raw.decode("utf-16-be", "replace")):
            assert [one for one in PERSONAL if one in content] == [], language
        assert "a payé" in bytes_of(xlsx), "the reason that was given is there, without the name"
    pdf, xlsx = map(Path, made(run, site, tmp_path, "--language", "en", "--people", "--force", "--day", "2018-04-18")["files"])
    assert "Amina El Fassi" in text_of(pdf)
    assert "Holds personal data" in text_of(pdf)
    assert "R-0001" in bytes_of(xlsx)
    assert GIVEN in bytes_of(xlsx)
    assert SUPERVISOR in bytes_of(xlsx)
    people = next(sheet for sheet in load_workbook(xlsx).worksheets if sheet.title.startswith("Who came"))
    assert [row[0] for row in people.iter_rows(min_row=3, values_only=True)][:2] == ["Amina El Fassi", "Chloë Nuñez-Østergård"]


@pytest.mark.parametrize(("language", "word"), [("fr", "Rapport du jour"), ("ar", "تقرير اليوم"), ("en", "Report of the day")])
def test_each_language_has_its_words_its_direction_and_says_so(
    run: Run, site: Site, tmp_path: Path, language: str, word: str
) -> None:
    pdf, xlsx = map(Path, made(run, site, tmp_path, "--language", language, "--day", "2018-04-18")["files"])
    book = load_workbook(xlsx)
    mirrored = [sheet.sheet_view.rightToLeft for sheet in book.worksheets[:-1]]
    assert mirrored == [language == "ar"] * len(mirrored)
    assert word in str([row[0] for row in cells_of(xlsx) if row])
    assert book.properties.language == language
    assert book.properties.creator == "Check-in"
    content = pdf.read_bytes()
    assert f"/Lang ({language})".encode() in content
    assert (b"/Direction /R2L" in content) == (language == "ar")
    if shutil.which("pdfinfo"):
        about = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=True)
        assert word in about.stdout.decode()
        assert about.stderr == b"", "the file is whole for other programs"


def test_an_arabic_page_has_its_title_at_the_right_and_the_others_at_the_left(run: Run, site: Site, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    from PySide6.QtGui import QImage

    def ink(language: str) -> tuple[int, int]:
        pdf = Path(made(run, site, tmp_path, "--language", language, "--day", "2018-04-18", "--format", "pdf")["files"][0])
        picture = tmp_path / f"page-{language}"
        subprocess.run(["pdftoppm", "-r", "50", "-l", "1", "-singlefile", "-png", str(pdf), str(picture)], check=True)
        page = QImage(str(picture) + ".png")
        columns = [x for x in range(page.width()) for y in range(38, 60) if page.pixelColor(x, y).lightness() < 120]
        return sum(x < page.width() / 2 for x in columns), sum(x >= page.width() / 2 for x in columns)

    left, right = ink("ar")
    assert right > 2 * left
    left, right = ink("en")
    assert left > 2 * right


def test_the_workbook_has_charts_that_are_drawn_from_its_cells(run: Run, site: Site, tmp_path: Path) -> None:
    xlsx = Path(made(run, site, tmp_path, "--language", "en", "--day", "2018-04-18", "--format", "xlsx")["files"][0])
    with zipfile.ZipFile(xlsx) as book:
        charts = [book.read(one).decode() for one in book.namelist() if one.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert "barChart" in charts[0]
    assert "areaChart" in charts[1]
    where = re.findall(r"<(?:c:)?f>'?([^'!]+)'?!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</", charts[0])
    sheet = load_workbook(xlsx)[where[0][0]]
    columns = {sheet[f"{column}2"].value: (int(first), int(last)) for _, column, first, last in where}
    assert set(columns) == {"Time", "Arrivals", "Arrivals, expected"}
    arrivals = [sheet[f"B{row}"].value for row in range(*columns["Arrivals"])]
    assert sum(one for one in arrivals if one) == 3


def test_what_is_typed_is_never_a_formula(run: Run, site: Site, home: Path, tmp_path: Path) -> None:
    site.bring("2", [overridden(scan(100, "R-0005", refused=Reason.UNPAID), '=HYPERLINK("x")'), scan(101, "R-0007", "=1+1")])
    xlsx = Path(made(run, site, tmp_path, "--language", "en", "--day", "2018-04-18", "--format", "xlsx", "--people")["files"][0])
    cells = [cell for sheet in load_workbook(xlsx).worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert {"=1+1", '=HYPERLINK("x")', '=HYPERLINK("http://example.org")'} <= {cell.value for cell in cells}


def test_a_report_verifies_and_one_that_was_changed_does_not(run: Run, site: Site, tmp_path: Path) -> None:
    pdf, xlsx = map(Path, made(run, site, tmp_path, "--language", "en", "--day", "2018-04-18")["files"])
    for one in (pdf, xlsx):
        status, lines, _ = run("report", "verify", str(one), "--json")
        checks = json.loads(lines[0])
        assert (status, checks["ok"]) == (0, True)
        assert [check["ok"] for check in checks["checks"]] == [True] * 4
        assert "Journal journal-of-1 holds up to line 9." in lines[0]
    book = load_workbook(xlsx)
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "Attended")
    cell.offset(column=1).value = 4
    book.save(tmp_path / "other.xlsx")
    status, lines, _ = run("report", "verify", str(tmp_path / "other.xlsx"))
    assert status == 1
    assert lines[0] == "✗ The file was changed since it was made, or its signature is false: do not use it."
    raw = bytearray(pdf.read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / "other.pdf").write_bytes(raw)
    assert run("report", "verify", str(tmp_path / "other.pdf"))[0] == 1
    (tmp_path / "cut.pdf").write_bytes(pdf.read_bytes()[:-1])
    assert run("report", "verify", str(tmp_path / "cut.pdf"))[0] == 1
    status, _, error = run("report", "verify", str(pdf.with_name("clock")))
    assert (status, "no report of Check-in" in error) == (2, True)


def test_the_same_workbook_saved_again_by_another_program_still_verifies(run: Run, site: Site, tmp_path: Path) -> None:
    xlsx = Path(made(run, site, tmp_path, "--language", "ar", "--day", "2018-04-18", "--format", "xlsx", "--people")["files"][0])
    load_workbook(xlsx).save(tmp_path / "again.xlsx")
    assert run("report", "verify", str(tmp_path / "again.xlsx"))[0] == 0


def test_a_report_is_held_against_the_journals_that_are_here(run: Run, site: Site, tmp_path: Path) -> None:
    pdf = made(run, site, tmp_path, "--language", "en", "--day", "2018-04-18", "--format", "pdf")["files"][0]
    site.bring("1", [scan(200, "R-0004")])
    assert run("report", "verify", pdf)[0] == 0, "later lines change nothing"
    other = tmp_path / "other"
    shutil.copytree(site.home, other)
    (other / "hub.db").unlink()
    lines = two_days()
    lines["1"][0] = scan(1)
    Site(other, tmp_path / "clock", lines)
    from checkin.cli import main

    with pytest.raises(SystemExit) as left:
        main(["--home", str(other), "report", "verify", pdf])
    assert left.value.code == 1


def test_a_desk_at_no_hub_makes_a_report_that_says_it_is_not_signed(run: Run, home: Path, tmp_path: Path) -> None:
    run("scan", "7K3MQ2ZXW4HTB9NC", "NOBODY")
    status, lines, _ = run("report", "--output", str(tmp_path), "--day", "all", "--language", "en")
    assert status == 0
    assert "Not signed: this desk is enrolled at no hub, and has no key." in lines
    for ending in ("pdf", "xlsx"):
        status, lines, _ = run("report", "verify", str(tmp_path / f"report-all-en.{ending}"))
        assert status == 0
        assert lines[0] == "✓ The file is as it was made; it is not signed, so that anybody may have made it."
        assert "holds up to line 2" in lines[1]
    raw = bytearray((tmp_path / "report-all-en.pdf").read_bytes())
    raw[4000] ^= 1
    (tmp_path / "report-all-en.pdf").write_bytes(raw)
    assert run("report", "verify", str(tmp_path / "report-all-en.pdf"))[0] == 1


def test_an_enrolled_desk_signs_with_its_own_key(run: Run, home: Path, tmp_path: Path) -> None:
    key = device_key(home / KEY_FILE)
    with (store := open_store(home / "desk.db")).writing():
        store.membership.put(Membership("d", "scec-2018", "A", Role.DESK, ("h",), 1, bytes(32), "", 0))
    store.close()
    run("scan", "7K3MQ2ZXW4HTB9NC")
    run("report", "--output", str(tmp_path), "--day", "all", "--language", "en")
    for seal, holds in (read_paper_seal((tmp_path / "report-all-en.pdf").read_bytes()),
                        read_workbook_seal(tmp_path / "report-all-en.xlsx")):  # fmt: skip
        assert (holds, seal.is_genuine, seal.public) == (True, True, key.public_key().public_bytes_raw())


def test_exported_journals_make_the_same_figures_and_heads(run: Run, site: Site, tmp_path: Path) -> None:
    whole = made(run, site, tmp_path / "hub", "--day", "2018-04-18", "--language", "en", "--format", "pdf")
    for name in ("all.jsonl", "all.csv"):
        run("hub", "export", str(tmp_path / name))
        found = made(run, site, tmp_path / name.replace(".", "-"), "--day", "2018-04-18", "--language", "en", "--format", "pdf",
                     "--journal", str(tmp_path / name))  # fmt: skip
        assert found["checkpoints"] == whole["checkpoints"]
        texts = [read_paper_seal(Path(one["files"][0]).read_bytes())[0].text.splitlines()[4:] for one in (whole, found)]
        assert texts[0] == texts[1]
        status, lines, _ = run("report", "verify", found["files"][0], "--journal", str(tmp_path / name))
        assert (status, "holds up to line 9" in "".join(lines)) == (0, True)


@pytest.mark.parametrize("day", ["0001-01-01", "2018-04-17", "9999-12-31"])
def test_of_a_day_that_is_none_of_the_event_there_is_no_report(run: Run, site: Site, tmp_path: Path, day: str) -> None:
    status, _, error = run("report", "--output", str(tmp_path / "out"), "--day", day)
    assert (status, f"{day} is not a day of this event" in error) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_file_of_another_format_than_the_one_asked_for_is_not_written(run: Run, site: Site, tmp_path: Path) -> None:
    status, _, error = run("report", "--output", str(tmp_path / "x.pdf"), "--format", "xlsx")
    assert (status, "does not end in .xlsx" in error) == (2, True)
    assert not (tmp_path / "x.pdf").exists()


def test_the_day_is_today_s_or_the_last_one_with_scans(run: Run, site: Site, tmp_path: Path) -> None:
    assert made(run, site, tmp_path / "a", "--format", "xlsx")["day"] == "2018-04-18"
    site.now(EVENING + timedelta(days=30))
    assert made(run, site, tmp_path / "b", "--format", "xlsx")["day"] == "2018-04-19"
    assert made(run, site, tmp_path / "c", "--format", "xlsx", "--day", "all")["checkpoints"]["entrance"]["entries"] == 5


def test_files_that_are_there_stay_and_a_new_version_stands_beside_them(run: Run, site: Site, tmp_path: Path) -> None:
    day = ("--day", "2018-04-18", "--language", "en")
    first = made(run, site, tmp_path / "out", *day)
    status, _, error = run("report", "--output", str(tmp_path / "out"), *day)
    assert (status, "there already" in error) == (2, True)
    assert made(run, site, tmp_path / "out", *day, "--if-changed")["files"] == []
    site.bring("1", [scan(26 * 60, "R-0004")])
    assert made(run, site, tmp_path / "out", *day, "--if-changed")["files"] == [], "a line of another day"
    before = [Path(one).read_bytes() for one in first["files"]]
    site.bring("2", [scan(120, "R-0004", "2")])
    second = made(run, site, tmp_path / "out", *day, "--if-changed")
    assert [Path(one).name for one in second["files"]] == ["report-2018-04-18-en-2.pdf", "report-2018-04-18-en-2.xlsx"]
    assert [Path(one).read_bytes() for one in first["files"]] == before
    assert second["checkpoints"]["entrance"]["attended"] == 4
    assert made(run, site, tmp_path / "out", *day, "--if-changed")["files"] == []


def test_what_is_typed_wrongly_is_said_in_a_sentence(run: Run, site: Site, tmp_path: Path) -> None:
    for arguments, said in (
        (("--day", "yesterday"), "is not a day"), (("--checkpoint", "moon"), "no checkpoint moon"),
        (("--output", str(tmp_path / "x.doc")), "must be a folder"),
        (("--output", str(tmp_path / "x.pdf"), "--language", "fr", "--language", "ar"), "Several languages"),
    ):  # fmt: skip
        status, _, error = run("report", "--output", str(tmp_path), *arguments)
        assert (status, said in error, "Traceback" in error) == (2, True, False), error


def test_silent_desks_make_ranges_on_the_first_page(run: Run, home: Path, tmp_path: Path) -> None:
    site = Site(home, tmp_path / "clock", {"1": two_days()["1"][:6]})
    site.now(NINE + timedelta(minutes=100))
    site.bring("2", [scan(70, "R-0004", "2")], heard=NINE + timedelta(minutes=90), closing=False)
    pdf, xlsx = map(Path, made(run, site, tmp_path, "--language", "en")["files"])
    text = text_of(pdf)
    assert "330 lines at most are missing, of desks that are silent: 2." in text
    assert "0 to 333" in text
    row = row_of(xlsx, "Attended")
    assert (row[1], row[3], row[4]) == (3, 0, 333)


def test_a_past_day_is_known_whole_once_its_desks_were_heard_after_it(run: Run, home: Path, tmp_path: Path) -> None:
    site = Site(home, tmp_path / "clock", {})
    midnight = datetime.combine(NINE.date() + timedelta(days=1), datetime.min.time(), NINE.tzinfo)
    site.now(midnight + timedelta(hours=9))
    site.bring("1", two_days()["1"], heard=midnight + timedelta(hours=1), closing=False)
    text = text_of(Path(made(run, site, tmp_path, "--language", "en", "--day", "2018-04-18", "--format", "pdf")["files"][0]))
    assert "Everything that any desk wrote until then is counted." in text


def test_a_hub_on_postgresql_reports_the_same(run: Run, home: Path, tmp_path: Path) -> None:
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    lines = two_days()
    whole = made(
        run, Site(home, tmp_path / "clock", lines), tmp_path / "sqlite", "--day", "all", "--language", "en", "--format", "xlsx"
    )
    (home / "hub.db").unlink()
    with server() as url:
        with psycopg.connect(f"{url}postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE reports")
        place = ("--database", f"{url}reports")
        site = Site(home, tmp_path / "clock", lines, f"{url}reports")
        found = made(run, site, tmp_path / "postgresql", "--day", "all", "--language", "en", "--format", "xlsx", *place)
        assert (found["checkpoints"], found["sha256"]) == (whole["checkpoints"], whole["sha256"])
        assert run("report", "verify", found["files"][0], *place)[0] == 0
        assert [
            json.loads(line)["made"] for line in run("slip", "--json", "--output", str(tmp_path), "--day", "all", *place)[1]
        ] == [9, 3]
