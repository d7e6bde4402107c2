"""The journal as a file."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from journal_lines import append, line

from checkin.cli import main
from checkin.trouble import Trouble
from data.exporters.journal_file import COLUMNS, export_journal
from data.store import Store


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_every_field_and_opens_in_excel(store: Store, tmp_path: Path) -> None:
    append(store, "s1", "s2")
    path = tmp_path / "scans.CSV"
    assert export_journal(store.journal, path) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbfjournal,seq,")
    rows = rows_of(path)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["seq"] for row in rows] == ["1", "2"]
    assert rows[0]["at"] == "2018-04-18T09:30:00.123456+00:00"
    assert (rows[0]["prev"], rows[1]["prev"]) == ("00" * 32, rows[0]["hash"])
    assert rows[1]["hash"] == store.journal.head().hash.hex()


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_formulas_are_neutralised_in_csv_and_exact_in_jsonl(store: Store, tmp_path: Path, start: str) -> None:
    formula = f'{start}HYPERLINK("http://example.org")'
    with store.writing():
        store.journal.append(replace(line("s1"), text=formula, remark=f"\t{formula}"))
    export_journal(store.journal, tmp_path / "a.csv")
    export_journal(store.journal, tmp_path / "a.jsonl")
    row = rows_of(tmp_path / "a.csv")[0]
    assert (row["text"], row["remark"]) == (f"'{formula}", f"'\t{formula}")
    exact = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    assert (exact["text"], exact["remark"], exact["reason"]) == (formula, f"\t{formula}", None)


def test_a_file_that_is_there_is_kept_unless_forced(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Trouble, match="--force"):
        export_journal(store.journal, path)
    assert path.read_text(encoding="utf-8") == "mine"
    export_journal(store.journal, path, overwrite=True)
    assert rows_of(path) == []


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv.gz"])
def test_another_kind_of_file_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(Trouble, match=r"must end in \.csv or \.jsonl"):
        export_journal(store.journal, tmp_path / name)


def test_a_folder_that_is_not_there_is_trouble(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be written"):
        export_journal(store.journal, tmp_path / "none" / "a.csv")


def test_an_export_that_fails_half_way_leaves_no_file(store: Store, tmp_path: Path) -> None:
    append(store, "s1", "s2")
    store.database.execute("DROP TRIGGER journal_lines_never_change")
    store.database.execute("UPDATE journal SET kind = 'nonsense' WHERE seq = 2")
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Trouble, match="journal verify"):
        export_journal(store.journal, folder / "a.jsonl")
    assert list(folder.iterdir()) == []


def test_the_command_says_how_many_lines(home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--home", str(home), "journal", "export", str(tmp_path / "a.jsonl"), "--json"])
    assert left.value.code in (0, None)
    assert json.loads(capfdbinary.readouterr().out) == {"file": str(tmp_path / "a.jsonl"), "lines": 0}
