"""What fuzzing found, and what it could not find as its inputs are small: each once, for good."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from checkin.domain.rules import Finding
from checkin.i18n import Phrase
from checkin.trouble import Trouble
from data.importers.columns import look_at
from data.importers.registrations_file import Imported, Wishes, import_registrations
from data.importers.sheet_rows import DateStyles, SharedTexts, read_rows, read_shared_texts
from data.importers.table_file import LONGEST_LINE, read_table
from data.store import Store

HEADING = "id,badge,name,category,status\n"
HALF = "AB12\udc80"


def rows_of(sheet: str) -> list[tuple[int, list[str] | Phrase]]:
    return list(read_rows(io.BytesIO(sheet.encode()), SharedTexts(), DateStyles(None, counts_from_1904=False)))


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "people"
    path.write_bytes(content)
    return path


def test_half_a_character_is_no_badge_and_finds_nobody(store: Store) -> None:
    assert store.registrations.find_badge(HALF).finding is Finding.NOT_A_BADGE
    assert not store.registrations.stands_behind(HALF)
    assert store.registrations.search(HALF) == []


@pytest.mark.parametrize("wishes", [Wishes(), Wishes(dry_run=True), Wishes(dry_run=True, cancel_missing=True)], ids=str)
def test_a_known_registration_that_changes_twice_is_a_mistake(store: Store, tmp_path: Path, wishes: Wishes) -> None:
    path = write(tmp_path, (HEADING + "R-0001,,A,public,confirmed\nR-0001,,B,public,confirmed\n").encode())
    if wishes.dry_run:
        done = import_registrations(store, path, wishes=wishes)
        assert [(one.row, str(one.what)) for one in done.mistakes] == [(3, '"R-0001" is there twice')]
        assert (done.rejected, done.changed) == (1, 1)
    else:
        with pytest.raises(Trouble) as refused:
            import_registrations(store, path, wishes=wishes)
        assert [(one.row, one.column) for one in refused.value.mistakes] == [(3, "id")]


def test_a_zip_that_names_no_workbook_is_no_workbook(store: Store, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("_rels/.rels", "<Relationships/>")
    with pytest.raises(Trouble, match="not a workbook"):
        look_at(store, write(tmp_path, packed.getvalue()))


def test_a_list_of_parts_that_is_too_long_is_not_read(store: Store, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in range(300):
            archive.writestr(f"{name:04}" + "x" * 10_000, "")
    with pytest.raises(Trouble, match="not a workbook"):
        look_at(store, write(tmp_path, packed.getvalue()))
    workbook = Workbook()
    workbook.worksheets[0].append(["id"])
    workbook.save(tmp_path / "people")
    whole = (tmp_path / "people").read_bytes()
    place = whole.rfind(b"PK\x05\x06")
    large = whole[:place] + b"PK\x06\x07" + struct.pack("<IQI", 0, 0, 1) + whole[place:]
    assert look_at(store, write(tmp_path, whole)).columns[0].heading == "id"
    with pytest.raises(Trouble, match="not a workbook"):
        look_at(store, write(tmp_path, large))


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet>&a;</worksheet>", "document type"),
        ("<a>" * 100 + "</a>" * 100, "deeply"),
        ("<worksheet>" + "".join(f"<a{n}/>" for n in range(1200)) + "</worksheet>", "names"),
        ("<worksheet>" + "".join(f"<a b{n}='1'/>" for n in range(1200)) + "</worksheet>", "names"),
        ("<worksheet><!--" + "x" * 5_000_000 + "--></worksheet>", "endless"),
    ],
    ids=["entities", "nested", "elements", "attributes", "comment"],
)
def test_xml_that_no_program_writes_in_earnest_is_refused(sheet: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rows_of(sheet)


def test_memory_stays_flat_whatever_a_sheet_has_in_it() -> None:
    many = "<worksheet><sheetData><row>" + "<c/>" * 200_000 + "</row>" + "<x/>" * 200_000 + "</sheetData></worksheet>"
    long = f"<worksheet><sheetData><row><c t='str'><v>{'x' * 3_000_000}</v></c></row></sheetData></worksheet>"
    tracemalloc.start()
    try:
        assert rows_of(many) == []
        ((_, cells),) = rows_of(long)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not isinstance(cells, Phrase)
    assert len(cells[0]) == 40_000
    assert peak < 12_000_000


def test_a_row_of_many_long_cells_is_refused_as_a_row() -> None:
    cells = f"<c t='str'><v>{'x' * 30_000}</v></c>" * 80
    sheet = f"<worksheet><sheetData><row>{cells}</row><row><c><v>1</v></c></row></sheetData></worksheet>"
    (one, fault), two = rows_of(sheet)
    assert (one, str(fault), two) == (1, "is too long to be a row", (2, ["1"]))


def test_texts_that_cells_share_take_little_more_than_their_letters() -> None:
    part = "<sst>" + "<si><t>é</t></si>" * 100_000 + "</sst>"
    tracemalloc.start()
    try:
        texts = read_shared_texts(io.BytesIO(part.encode()))
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert (texts[0], texts[99_999]) == ("é", "é")
    assert held < 1_500_000
    with pytest.raises(IndexError):
        texts[100_000]
    with pytest.raises(IndexError):
        texts[-1]


def test_a_row_that_never_ends_is_refused_and_the_lines_below_it_are_read(tmp_path: Path) -> None:
    endless = '"a\n",' * (LONGEST_LINE // 5) + "b\n"
    *_, last = read_table(write(tmp_path, (HEADING + endless + "N-1,,A,public,confirmed\n").encode()))
    assert last[1] == ["N-1", "", "A", "public", "confirmed"]
    rows = list(read_table(write(tmp_path, (HEADING + endless).encode())))
    assert "too long to be a row" in str(rows[1][1])


def test_a_table_wider_than_any_is_refused_and_empty_cells_at_its_edge_are_not(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as refused:
        import_registrations(store, write(tmp_path, (HEADING.strip() + ",x" * 2_000 + "\n").encode()))
    assert "beyond column" in str(refused.value.mistakes[0].what)
    wide = HEADING.strip() + "," * 2_000 + "\nN-1,,A,public,confirmed" + "," * 2_000 + "\n"
    assert import_registrations(store, write(tmp_path, wide.encode())) == Imported(1, 1, 0, 0, ())
