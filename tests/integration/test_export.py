"""Registrations and journal as a spreadsheet reads them."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from journal_lines import append, line
from openpyxl import load_workbook

from checkin.trouble import Trouble
from data.exporters.tables import export_registrations, export_scans
from data.importers.registrations_file import Imported, import_registrations
from data.store import Store

FORMULA = '=HYPERLINK("http://example.org")'


def zone_of(store: Store):  # type: ignore[no-untyped-def]
    event = store.event()
    assert event is not None
    return event.zone


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_an_export_imported_again_changes_nothing(store: Store, tmp_path: Path, name: str) -> None:
    # A company that begins as a formula does comes back from CSV with its apostrophe.
    store.database.execute("UPDATE registrations SET company = 'Ville' WHERE id = 'R-0007'")
    # A date in a workbook is a clock time in the event's zone, without an offset and without microseconds.
    assert export_registrations(store, tmp_path / name, zone_of(store)) == 7
    assert import_registrations(store, tmp_path / name) == Imported(7, 0, 0, 7, ())


def test_semicolons_and_a_byte_order_mark_on_request(store: Store, tmp_path: Path) -> None:
    export_registrations(store, tmp_path / "a.csv", zone_of(store), semicolons=True)
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid;badge;name;")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[7][5] == f"'{FORMULA}"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_workbook_holds_texts_and_dates_and_no_formula(store: Store, tmp_path: Path, start: str) -> None:
    with store.writing():
        store.journal.append(replace(line("s1"), text=f"{start}1+1", remark="a\x07b\ud800"[:3]))
    export_scans(store, tmp_path / "a.xlsx", zone_of(store))
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    row = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (row["text"].data_type, row["text"].value.lstrip("\r\n")) == ("s", f"{start}1+1".lstrip("\r"))
    assert row["at"].value == datetime(2018, 4, 18, 10, 30, 0, 123000)  # noqa: DTZ001
    assert row["at"].is_date
    assert row["remark"].value == "a\ufffdb"
    assert row["seq"].value == 1


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_file_that_is_there_is_kept_unless_forced(store: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"mine")
    with pytest.raises(Trouble, match="--force"):
        export_scans(store, path, zone_of(store))
    assert path.read_bytes() == b"mine"
    assert export_scans(store, path, zone_of(store), overwrite=True) == 0


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_an_export_that_fails_half_way_leaves_no_file(store: Store, tmp_path: Path, name: str) -> None:
    append(store, "s1", "s2")
    store.database.execute("DROP TRIGGER journal_lines_never_change")
    store.database.execute("UPDATE journal SET kind = 'nonsense' WHERE seq = 2")
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Trouble, match="journal verify"):
        export_scans(store, folder / name, zone_of(store))
    assert list(folder.iterdir()) == []


def test_another_kind_of_file_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"must end in \.csv or \.xlsx"):
        export_scans(store, tmp_path / "a.ods", zone_of(store))


def test_the_command_says_how_many_rows(run: Callable[..., tuple[int, list[str], str]], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("export", "registrations", str(path)) == (0, [f"7 rows are in {path}."], "")
    assert run("export", "journal", str(path), "--force", "--json")[1] == [f'{{"file": "{path}", "rows": 0}}']
