"""Registrations as organisers have them: workbooks, any language above the columns, and files that mean harm."""

import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from checkin.domain.registration import Status
from checkin.trouble import Trouble
from data.importers.headings import SYNONYMS, propose
from data.importers.registrations_file import Imported, Wishes, import_registrations
from data.store import Store

FRENCH = ["Nom complet", "N° inscription", "Code QR", "Statut", "Catégorie", "Société", "Valable jusqu'au", "Taille"]
ARABIC = ["الاسم الكامل", "رقم التسجيل", "رقم الشارة", "الحالة", "الفئة"]


def book(tmp_path: Path, *rows: list[Any], name: str = "people.xlsx") -> Path:
    path = tmp_path / name
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


def rewritten(path: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, kept in (parts | {part: content}).items():
            archive.writestr(one, kept)
    return path


def everything(store: Store) -> list[Any]:
    return [store.database.execute(f"SELECT * FROM {t}").fetchall() for t in ("registrations", "badges", "desk", "headings")]


def test_a_french_workbook_is_read_with_its_dates_numbers_and_formulas_as_texts(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path, FRENCH, ["Zoé Ben", 4711, "", "Confirmée", "speaker", "=1+1", date(2018, 4, 19), "M"])
    done = import_registrations(store, path)
    assert (done.added, done.ignored_columns, done.mapped["name"]) == (1, ("Taille",), "Nom complet")
    found = store.registrations.get("4711")
    assert found is not None
    assert (found.name, found.status, found.company) == ("Zoé Ben", Status.CONFIRMED, "")
    assert found.valid_until == datetime(2018, 4, 19, 22, 59, 59, 999999, tzinfo=UTC)
    assert import_registrations(store, path) == Imported(1, 0, 0, 1, ("Taille",))


def test_an_arabic_workbook_is_read(store: Store, tmp_path: Path) -> None:
    assert import_registrations(store, book(tmp_path, ARABIC, ["منى", "N-1", "", "مؤكد", "public"])).added == 1


def test_the_best_heading_is_proposed_and_no_word_means_two_columns() -> None:
    assert propose(["Nom", "Nom complet"]) == {"name": "Nom complet"}
    assert propose(["Nom", "name"]) == {"name": "name"}
    assert all(propose([word]) == {column: word} for column, words in SYNONYMS.items() for word in words)


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["Nom", "Prénom"], "Prénom+Nom"), (["PRENOM", "NOM DE FAMILLE"], "PRENOM+NOM DE FAMILLE"),
        (["Last name", "First name"], "First name+Last name"), (["Surname", "Given name", "Name"], "Name"),
        (["الاسم العائلي", "الاسم الشخصي"], "الاسم الشخصي+الاسم العائلي"), (["اللقب", "الاسم"], "الاسم+اللقب"),
        (["Nom", "Prénom", "Nom complet"], "Nom complet"), (["Nom", "Prénom", "name"], "name"),
        (["Nom", "Nom de famille", "Prénom"], "Prénom+Nom de famille"), (["Nom"], "Nom"), (["Prénom"], None),
    ],
)  # fmt: skip
def test_first_and_last_name_are_joined_where_no_column_has_both(headings: list[str], name: str | None) -> None:
    assert propose([*headings, "id"]).get("name") == name


def test_a_joined_name_is_imported_shown_and_remembered(store: Store, tmp_path: Path) -> None:
    heading = ["id", "Nom", "Prénom", "badge", "category", "status", "Beiname"]
    rows = [["N-1", "El Fassi", " Amina ", "", "public", "confirmed", "L."], ["N-2", "Zhang", "", "", "public", "confirmed"]]
    done = import_registrations(store, book(tmp_path, heading, *rows))
    assert (done.mapped["name"], done.ignored_columns) == ("Prénom+Nom", ("Beiname",))
    assert [store.registrations.get(one).name for one in ("N-1", "N-2")] == ["Amina El Fassi", "Zhang"]  # type: ignore[union-attr]
    said = Wishes(said={"name": " nom + PRÉNOM+Beiname"})
    assert import_registrations(store, book(tmp_path, heading, *rows), wishes=said).changed == 1
    assert import_registrations(store, book(tmp_path, heading, *rows)) == Imported(2, 0, 0, 2, ())
    assert store.registrations.get("N-1").name == "El Fassi Amina L."  # type: ignore[union-attr]


def test_only_the_name_is_joined_and_a_plus_in_a_heading_is_no_join(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path, ["id", "A+B", "A", "badge", "category", "status"], ["N-1", "Zoé", "x", "", "public", "confirmed"])
    with pytest.raises(Trouble) as refused:
        import_registrations(store, path, wishes=Wishes(said={"name": "A+B", "company": "A+id"}))
    assert str(refused.value.mistakes[0].what) == "only the name can be joined from several columns"
    import_registrations(store, path, wishes=Wishes(said={"name": "A+B"}))
    assert store.registrations.get("N-1").name == "Zoé"  # type: ignore[union-attr]


def test_an_empty_joined_name_is_a_mistake(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path, ["id", "Nom", "Prénom", "badge", "category", "status"], ["N-1", "", " ", "", "public", "confirmed"])
    with pytest.raises(Trouble) as refused:
        import_registrations(store, path)
    assert [(one.row, one.column, str(one.what)) for one in refused.value.mistakes] == [(2, "name", "is empty")]


def test_what_an_organiser_says_is_heeded_and_remembered_for_the_same_headings(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path, ["Wer", "id", "Gruppe"], ["Uta", "N-1", "public"])
    said = {"name": "wer", "category": "Gruppe", "badge": "", "status": ""}
    assert import_registrations(store, path, wishes=Wishes(said=said)).added == 1
    again = book(tmp_path, ["Gruppe", "Wer", "id"], ["public", "Ute", "N-1"])
    assert import_registrations(store, again) == Imported(1, 0, 1, 0, ())
    found = store.registrations.get("N-1")
    assert found is not None
    assert (found.name, found.status, len(found.badge)) == ("Ute", Status.CONFIRMED, 16)


def test_a_heading_that_is_not_there_is_named_with_those_that_are(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path, FRENCH, ["A", 1, "", "confirmed", "public", "", "", ""])
    for said, what in (({"name": "Nom"}, '"Nom complet"'), ({"nom": "Taille"}, "known: id, badge"), ({"id": ""}, "left out")):
        with pytest.raises(Trouble) as refused:
            import_registrations(store, path, wishes=Wishes(said=said))
        assert what in str(refused.value.mistakes[0].what)


def test_whoever_vanished_is_canceled_only_on_request(store: Store, tmp_path: Path) -> None:
    person = ["R-0001", "", "Amina El Fassi", "professional", "confirmed"]
    path = book(tmp_path, ["id", "badge", "name", "category", "status"], person)
    assert import_registrations(store, path).canceled == 0
    wishes = Wishes(dry_run=True, cancel_missing=True)
    told = import_registrations(store, path, wishes=wishes)
    assert (told.canceled, told.unchanged, told.shown[0].action, told.shown[0].row) == (5, 1, "canceled", 0)
    assert told.missing == import_registrations(store, path, dry_run=True).missing == 5
    assert import_registrations(store, path, wishes=Wishes(cancel_missing=True)).canceled == 5
    assert import_registrations(store, path, wishes=Wishes(cancel_missing=True)).canceled == 0


def test_a_dry_run_shows_the_first_hundred_of_each_action(store: Store, tmp_path: Path) -> None:
    heading = ["id", "badge", "name", "category", "status"]
    rows = [[f"N-{n}", "", f"Name {n}", "public", "confirmed"] for n in range(250)]
    rows.append(["R-0001", "", "Amina", "public", "confirmed"])
    told = import_registrations(store, book(tmp_path, heading, *rows), dry_run=True)
    assert [(one.action, one.row) for one in told.shown[98:]] == [("added", 100), ("added", 101), ("changed", 252)]


def test_a_dry_run_tells_what_would_be_rejected_and_what_becomes_of_the_others(
    run: Callable[..., tuple[int, list[str], str]], tmp_path: Path
) -> None:
    path = book(
        tmp_path, ["id", "badge", "name", "category", "status"], ["N-1", "", "A", "public", "confirmed"],
        ["N-2", "", "", "public", "confirmed"], ["N-1", "", "Twice", "public", "confirmed"],
        ["R-0001", "", "X", "public", "annulé"],
    )  # fmt: skip
    status, out, _ = run("import", str(path), "--dry-run", "--json")
    told = json.loads(out[0])
    assert status == 2
    assert [told[key] for key in ("rows", "added", "changed", "canceled", "unchanged", "rejected")] == [4, 1, 0, 1, 0, 2]
    assert [(one["action"], one["row"]) for one in told["changes"]] == [("added", 2), ("canceled", 5)]
    assert [one["row"] for one in told["mistakes"]] == [3, 4]
    status, out, error = run("import", str(path), "--dry-run")
    assert (status, "2 rejected" in out[-1], "line 3, name: is empty" in error) == (2, True, True)


@pytest.mark.parametrize("at", [0, 500, 1000])
def test_an_import_that_is_stopped_has_changed_nothing(store: Store, tmp_path: Path, at: int) -> None:
    path = book(tmp_path, ["id", "badge", "name", "category", "status"], *(
        [f"N-{n}", "", f"Name {n}", "public", "confirmed"] for n in range(1200)
    ))  # fmt: skip
    before = everything(store)
    with pytest.raises(Trouble, match="stopped"):
        import_registrations(store, path, wishes=Wishes(watch=lambda rows: rows < at))
    assert everything(store) == before
    assert import_registrations(store, path, wishes=Wishes(watch=lambda _: True)).added == 1200


def test_a_bomb_is_refused_before_it_is_opened(store: Store, tmp_path: Path) -> None:
    path = rewritten(book(tmp_path, ["id"]), "xl/worksheets/sheet1.xml", bytes(50_000_000))
    with pytest.raises(Trouble, match="would unfold to 50 MB"):
        import_registrations(store, path)


def test_texts_that_cells_share_are_read_as_excel_writes_them(store: Store, tmp_path: Path) -> None:
    space = b"xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    texts = ["id", "badge", "name", "category", "status", "N-1", "public", "confirmed"]
    parts = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts += "<si><r><t>Zoé </t></r><r><t>Ben</t></r><rPh><t>no</t></rPh></si>"
    rows = [[0, 1, 2, 3, 4], [5, None, 8, 6, 7]]
    cells = ["".join(f'<c r="{"ABCDE"[at]}{n}" t="s"><v>{one}</v></c>' for at, one in enumerate(row) if one is not None)
             for n, row in enumerate(rows, start=1)]  # fmt: skip
    sheet = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(cells, start=1)).encode()
    path = book(tmp_path, ["id"])
    whole = b"<worksheet " + space + b"><sheetData>" + sheet + b"</sheetData></worksheet>"
    rewritten(path, "xl/worksheets/sheet1.xml", whole)
    rewritten(path, "xl/sharedStrings.xml", b"<sst " + space + b">" + parts.encode() + b"</sst>")
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    added = b'<Relationship Id="rIdTexts" Type="' + kind + b'" Target="sharedStrings.xml"/></Relationships>'
    rewritten(path, "xl/_rels/workbook.xml.rels", relations.replace(b"</Relationships>", added))
    assert import_registrations(store, path).added == 1
    found = store.registrations.get("N-1")
    assert found is not None
    assert found.name == "Zoé Ben"


def test_two_cells_far_apart_are_no_burden(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path, ["id"])
    sheet = b"<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
    space = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    with pytest.raises(Trouble) as refused:
        import_registrations(store, rewritten(path, "xl/worksheets/sheet1.xml", space + sheet + b"</worksheet>"))
    assert "beyond column" in str([str(one.what) for one in refused.value.mistakes])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04", "damaged"), (b"\xd0\xcf\x11\xe0" + bytes(99), "old kind"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_trouble_that_says_what_to_do(store: Store, tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Trouble, match=what):
        import_registrations(store, path)


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "_rels/.rels"]


def unharmed(store: Store, path: Path) -> None:
    before = everything(store)
    with suppress(Trouble):
        import_registrations(store, path, dry_run=True)
    assert everything(store) == before


TEXTS = st.text(max_size=300).map(lambda text: f"id,badge,name,category,status\n{text}".encode("utf-8", "replace"))


@given(st.binary(max_size=400) | TEXTS)
@QUICK
def test_any_text_is_read_or_refused(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fuzz.csv").write_bytes(content)
    unharmed(store, tmp_path / "fuzz.csv")


@given(st.sampled_from(PARTS), st.integers(0), st.binary(min_size=1, max_size=12), st.booleans())
@QUICK
def test_any_workbook_is_read_or_refused(store: Store, tmp_path: Path, part: str, place: int, put: bytes, in_zip: bool) -> None:
    path = book(tmp_path, FRENCH, ["Zoé", 4711, "", "Confirmée", "speaker", "x", date(2018, 4, 19), "M"], name="fuzz.xlsx")
    if in_zip:
        with zipfile.ZipFile(path) as archive:
            kept = archive.read(part)
    else:
        kept = path.read_bytes()
    place %= len(kept)
    harmed = kept[:place] + put + kept[place + len(put) :]
    if in_zip:
        rewritten(path, part, harmed)
    else:
        path.write_bytes(harmed)
    unharmed(store, path)
