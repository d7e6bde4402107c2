"""Registrations from a file: what people's programs write is read; a mistake changes nothing and is named with its row."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkin.cli import main
from checkin.domain.badge import TOKEN_ALPHABET
from checkin.domain.registration import Registration, Status
from checkin.domain.rules import Finding
from checkin.trouble import Trouble
from data.importers.registrations_file import Imported, import_registrations
from data.store import Store, open_store

EXAMPLE = Path(__file__).parents[1] / "examples" / "registrations.csv"
HEADING = "id,badge,name,category,status,company,email,order,language,valid_from,valid_until,note"


def write(tmp_path: Path, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
    return path


def mistakes_of(store: Store, path: Path) -> list[tuple[int, str, str]]:
    before = everything(store)
    with pytest.raises(Trouble) as refused:
        import_registrations(store, path)
    assert everything(store) == before
    return [(one.row, one.column, str(one.what)) for one in refused.value.mistakes]


def everything(store: Store) -> list[list[object]]:
    return [store.database.execute(f"SELECT * FROM {table}").fetchall() for table in ("registrations", "badges", "desk")] + [
        [one.id for one in store.registrations.search(word)] for word in ("el", "r 0001", "expo")
    ]


def test_the_example_is_read_as_it_was_meant(store: Store) -> None:
    assert store.registrations.count() == 7
    assert store.registrations.get("R-0003") == Registration(
        "R-0003", "张伟", "speaker", "ZT5H8NCW2QJ6XKV3", "Shanghai Urban Planning Institute", "zhang.wei@example.org",
        Status.CONFIRMED, "ORD-3", "en", datetime(2018, 4, 18, 23, tzinfo=UTC), datetime(2018, 4, 19, 22, 59, 59, tzinfo=UTC),
        "Keynote 10h30",
    )  # fmt: skip
    company = store.registrations.get("R-0007")
    assert company is not None
    assert company.company == '=HYPERLINK("http://example.org")'


def test_an_import_again_changes_nothing(store: Store) -> None:
    before = everything(store)
    assert import_registrations(store, EXAMPLE) == Imported(7, 0, 0, 7, ())
    assert everything(store) == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    path = write(tmp_path, "R-0001,7K3MQ2ZXW4HTB9NC,Amina,public,unpaid,,,,,,,", "N-1,,New,public,confirmed,,,,,,,")
    assert import_registrations(store, path, dry_run=True) == Imported(2, 1, 1, 0, ())
    assert everything(store) == before
    assert import_registrations(store, path) == Imported(2, 1, 1, 0, ())


def test_a_vanished_row_is_not_a_cancellation(store: Store, tmp_path: Path) -> None:
    import_registrations(store, write(tmp_path, "N-1,,New,public,confirmed,,,,,,,"))
    assert store.registrations.count() == 8
    kept = store.registrations.get("R-0001")
    assert kept is not None
    assert kept.status is Status.CONFIRMED


def test_a_column_that_is_not_in_the_file_keeps_what_is_stored(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "R-0003,,张伟,speaker,unpaid", heading="id,badge,name,category,status")
    assert import_registrations(store, path) == Imported(1, 0, 1, 0, ())
    kept = store.registrations.get("R-0003")
    assert kept is not None
    assert (kept.status, kept.company, kept.note) == (Status.UNPAID, "Shanghai Urban Planning Institute", "Keynote 10h30")
    assert kept.valid_from is not None
    assert [one.id for one in store.registrations.search("shanghai 张伟")] == ["R-0003"]


def test_what_changes_is_found_by_its_new_words_and_not_by_its_old_ones(store: Store, tmp_path: Path) -> None:
    import_registrations(store, write(tmp_path, "R-0001,7K3MQ2ZXW4HTB9NC,Zineb Tazi,public,confirmed,Ville,,,,,,"))
    assert [one.id for one in store.registrations.search("zineb")] == ["R-0001"]
    assert store.registrations.search("amina") == []
    store.database.execute("INSERT INTO words(words) VALUES ('integrity-check')")


def test_an_empty_badge_gets_a_fresh_token_once(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "N-1,,New One,public,confirmed,,,,,,,", "N-2,,New Two,public,confirmed,,,,,,,")
    import_registrations(store, path)
    one, two = store.registrations.get("N-1"), store.registrations.get("N-2")
    assert one is not None
    assert two is not None
    assert one.badge != two.badge
    assert len(one.badge) == 16
    assert set(one.badge) <= set(TOKEN_ALPHABET)
    assert store.registrations.find_badge(one.badge).registration == one
    assert store.registrations.find_badge(one.badge.lower()).registration == one
    assert store.registrations.search(one.badge[:8]) == [one]
    assert import_registrations(store, path) == Imported(2, 0, 0, 2, ())
    assert store.registrations.get("N-1") == one


def test_a_badge_that_is_replaced_is_revoked_and_works_again_when_it_comes_back(store: Store, tmp_path: Path) -> None:
    import_registrations(store, write(tmp_path, "R-0001,NEWBADGE22222222,Amina El Fassi,professional,confirmed,,,,,,,"))
    assert store.registrations.find_badge("7K3MQ2ZXW4HTB9NC").finding is Finding.REVOKED
    assert store.registrations.find_badge("NEWBADGE22222222").finding is Finding.KNOWN
    import_registrations(store, write(tmp_path, "R-0001,7K3MQ2ZXW4HTB9NC,Amina El Fassi,professional,confirmed,,,,,,,"))
    assert store.registrations.find_badge("7K3MQ2ZXW4HTB9NC").finding is Finding.KNOWN
    assert store.registrations.find_badge("NEWBADGE22222222").finding is Finding.REVOKED


def test_a_revoked_badge_is_not_given_to_another_person(store: Store, tmp_path: Path) -> None:
    import_registrations(store, write(tmp_path, "R-0001,NEWBADGE22222222,Amina El Fassi,professional,confirmed,,,,,,,"))
    path = write(tmp_path, "N-1,7K3MQ2ZXW4HTB9NC,New,public,confirmed,,,,,,,")
    assert mistakes_of(store, path) == [(2, "badge", 'this badge belongs to registration "R-0001"')]


ENCODINGS = {
    "utf-8": "", "utf-8-sig": "", "utf-16": "", "utf-16-le": "", "utf-16-be": "", "utf-16-le with mark": "\ufeff",
    "utf-16-be with mark": "\ufeff", "cp1252": "",
}  # fmt: skip


@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_excel_and_libreoffice_write_is_read(
    store: Store, tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    name = "Chloë Nuñez-Østergård’s € œ" if encoding == "cp1252" else "Chloë Nuñez محمد 张伟"
    cells = [HEADING.split(","), ["N-1", "", name, "public", "confirmed", f'"a{separator} ""b""{line_end}c"', *[""] * 5, "é"]]
    lines = [separator.join(row) for row in cells] + ["", separator * 11, ""]
    path = tmp_path / "people.csv"
    path.write_bytes((ENCODINGS[encoding] + line_end.join(lines)).encode(encoding.removesuffix(" with mark")))
    assert import_registrations(store, path).added == 1
    found = store.registrations.get("N-1")
    assert found is not None
    assert (found.name, found.company.split(), found.note) == (name, f'a{separator} "b" c'.split(), "é")


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;"])
def test_excels_word_on_the_separator_is_heeded(store: Store, tmp_path: Path, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{said}\nid;badge;name;category;status\nN-1;;A, B, C, D, E, F;nobody;confirmed\n", encoding="utf-8")
    assert [one[:2] for one in mistakes_of(store, path)] == [(2, "category")]


def test_columns_come_in_any_order_and_case_and_others_are_ignored(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "confirmed,x,New,N-1,public,,", heading="Status,Shoe size,NAME, Id ,category,badge,")
    assert import_registrations(store, path) == Imported(1, 1, 0, 0, ("Shoe size",))


def test_rows_whose_last_empty_cells_excel_left_out_are_read(store: Store, tmp_path: Path) -> None:
    assert (
        import_registrations(store, write(tmp_path, "N-1,,New,public,confirmed", "N-2,,New,public,confirmed,,,,,,,,,")).added == 2
    )


def test_cells_are_composed_stripped_and_freed_of_what_turns_text_around(store: Store, tmp_path: Path) -> None:
    import_registrations(store, write(tmp_path, "  N-1 ,,\u202a\u202e\u2066Chloe\u0308\u00a0 ,public,confirmed,a\u200fb,,,,,,"))
    found = store.registrations.get("N-1")
    assert found is not None
    assert (found.name, found.company) == ("Chloë", "a\u200fb")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2018-07-19", datetime(2018, 7, 18, 23, tzinfo=UTC), datetime(2018, 7, 19, 22, 59, 59, 999999, tzinfo=UTC)),
        ("2018-07-19T10:30", datetime(2018, 7, 19, 9, 30, tzinfo=UTC), datetime(2018, 7, 19, 9, 30, tzinfo=UTC)),
        ("2018-07-19 10:30:15Z", datetime(2018, 7, 19, 10, 30, 15, tzinfo=UTC), datetime(2018, 7, 19, 10, 30, 15, tzinfo=UTC)),
        ("2018-07-19T10:30+05:30", datetime(2018, 7, 19, 5, tzinfo=UTC), datetime(2018, 7, 19, 5, tzinfo=UTC)),
    ],
)
def test_times_without_an_offset_are_the_events(store: Store, tmp_path: Path, text: str, start: datetime, end: datetime) -> None:
    import_registrations(
        store, write(tmp_path, f"N-1,,New,public,confirmed,,,,,{text},,", f"N-2,,New,public,confirmed,,,,,,{text},")
    )
    first, second = store.registrations.get("N-1"), store.registrations.get("N-2")
    assert first is not None
    assert second is not None
    assert (first.valid_from, second.valid_until) == (start, end)


MISTAKES = [
    ("N-1,,New,nobody,confirmed,,,,,,,", "category", '"nobody" is unknown; known: professional, public, speaker'),
    ("N-1,,New,,confirmed,,,,,,,", "category", "is unknown"),
    ("N-1,,New,public,paid,,,,,,,", "status", '"paid" is unknown; known: blocked, canceled, confirmed, unapproved, unpaid'),
    (",,New,public,confirmed,,,,,,,", "id", "is empty"),
    ("N-1,, ,public,confirmed,,,,,,,", "name", "is empty"),
    ("N-1,7K3MQ2ZXW4HTB9NC,New,public,confirmed,,,,,,,", "badge", 'belongs to registration "R-0001"'),
    ("N-1,,New,public,confirmed,,,,,19.04.2018,,", "valid_from", "is no date"),
    ("N-1,,New,public,confirmed,,,,,,2018-02-30,", "valid_until", "is no date"),
    ("N-1,,New,public,confirmed,,,,,,04/19/2018,", "valid_until", "is no date"),
    ("N-1,,New,public,confirmed,,,,,0001-01-01,,", "valid_from", "is no date"),
    ("N-1,,New,public,confirmed,,,,,2018-04-20,2018-04-19,", "valid_until", "is before valid_from"),
    ("N-1,,N\x07ew,public,confirmed,,,,,,,", "name", "no text (code 7)"),
    ("N-1,,New,public,confirmed,,,,,,,N\x00", "note", "no text (code 0)"),
    ("N-1,,New,public,confirmed,,,,,,," + "x" * 10_001, "note", "has 10001 characters"),
    ("N-1,,New,public,confirmed,,,,,,," + "x" * 1_000_000, "", "too long"),
    ("N-1,,New,public,confirmed,,,,,,," + "x" * 5_000_000, "", "too long"),
    ("N-1,,New,public", "", "has 4 cells, but the heading has 12"),
    ("N-1,,New,public,confirmed,,,,,,,,surplus", "", "has 13 cells, but the heading has 12"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "what"), MISTAKES, ids=[f"{m[1]} {m[2]}" for m in MISTAKES])
def test_a_mistake_is_named_with_its_row_and_changes_nothing(
    store: Store, tmp_path: Path, row: str, column: str, what: str
) -> None:
    # The NUL stands below the part of the file that tells text from binary content.
    good = [f"G-{n},,Good {'o' * 60},public,confirmed,,,,,,," for n in range(70)]
    found = mistakes_of(store, write(tmp_path, *good, row, "G-x,,Good,public,confirmed,,,,,,,"))
    assert [one[:2] for one in found] == [(72, column)]
    assert what in found[0][2]


def test_what_is_there_twice_is_named_at_its_second_row(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "N-1,AAAA,A,public,confirmed,,,,,,,", "N-2,AAAA,B,public,confirmed,,,,,,,",
                 "N-1,,C,public,confirmed,,,,,,,",
                 "N-3,,D,public,confirmed,,,,,,,", "N-4,,E,public,confirmed,,,,,,,")  # fmt: skip
    assert mistakes_of(store, path) == [(3, "badge", '"AAAA" is there twice'), (4, "id", '"N-1" is there twice')]


def test_missing_and_doubled_columns_are_mistakes(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "N-1,A,B,confirmed,late", heading="id,name,name,status,note")
    assert mistakes_of(store, path) == [
        (1, "badge", "this column is missing"), (1, "category", "this column is missing"),
        (1, "name", "this column is there twice"),
    ]  # fmt: skip


def test_all_mistakes_are_listed_by_row_and_after_a_hundred_counted(store: Store, tmp_path: Path) -> None:
    rows = [f"N-{n},{'SAME' if n % 2 else ''},,nobody,confirmed,,,,,,," for n in range(100)]
    found = mistakes_of(store, write(tmp_path, *rows))
    assert len(found) == 101
    assert [one[0] for one in found[:-1]] == sorted(one[0] for one in found[:-1])
    assert found[4] == (4, "name", "is empty")
    assert found[-1] == (0, "", f"and {200 + 49 - 100} more")


def test_a_heading_alone_is_a_mistake(store: Store, tmp_path: Path) -> None:
    assert mistakes_of(store, write(tmp_path)) == [(0, "", "there are no registrations below the heading")]


def test_a_quotation_mark_that_is_not_closed_is_a_mistake(store: Store, tmp_path: Path) -> None:
    rows = ['N-1,,"New,public,confirmed,,,,,,,'] + [f"G-{n},,Good,public,confirmed,,,,,,," for n in range(9000)]
    found = mistakes_of(store, write(tmp_path, *rows))
    assert found[0][0] == 2
    assert "quotation mark" in found[0][2]


def test_a_row_that_is_too_long_does_not_hide_the_mistakes_below_it(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "N-1,,New,public,confirmed,,,,,,," + "x" * 200_000, "N-2,,,public,confirmed,,,,,,,")
    assert [one[:2] for one in mistakes_of(store, path)] == [(2, ""), (3, "name")]


def test_a_registration_may_be_valid_for_a_single_moment(store: Store, tmp_path: Path) -> None:
    assert (
        import_registrations(store, write(tmp_path, "N-1,,N,public,confirmed,,,,,2018-04-19T10:00,2018-04-19T10:00,")).added == 1
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"), (b"\r\n \r\n", "is empty"), (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text table"),
        (bytes(range(1, 256)) * 10, "not a text table"), (b"PK\x03\x04 workbook", "not a workbook, or a damaged one"),
        (b"\xff\xfe" + HEADING.encode("utf-16-le") + b"\n", "breaks off"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_trouble(store: Store, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(Trouble, match=sentence):
        import_registrations(store, path)


def test_a_folder_and_a_missing_file_are_trouble(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="is a folder"):
        import_registrations(store, tmp_path)
    with pytest.raises(Trouble, match="cannot be read"):
        import_registrations(store, tmp_path / "none.csv")


def test_bytes_that_are_no_text_are_named_with_their_cell(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(f"\ufeff{HEADING}\nN-1,,N".encode() + b"\xff" + b"ew,public,confirmed,,,,,,,\n")
    assert [one[:2] for one in mistakes_of(store, path)] == [(2, "name")]


def test_without_an_event_nothing_is_imported(tmp_path: Path) -> None:
    store = open_store(tmp_path / "desk.db")
    with pytest.raises(Trouble, match="event init"):
        import_registrations(store, EXAMPLE)
    store.close()


def test_an_import_waits_for_the_desk_only_when_it_writes(home: Path, tmp_path: Path) -> None:
    desk, importer = open_store(home / "desk.db"), open_store(home / "desk.db", busy_timeout_s=0.05)
    path = write(tmp_path, "N-1,,New,public,confirmed,,,,,,,")
    with desk.writing():
        assert import_registrations(importer, path, dry_run=True).added == 1
        with pytest.raises(Trouble, match="in use"):
            import_registrations(importer, path)
    assert import_registrations(importer, path).added == 1
    assert desk.registrations.get("N-1") is not None
    desk.close()
    importer.close()


def test_an_import_that_was_overtaken_by_another_compares_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = open_store(home / "desk.db"), open_store(home / "desk.db")
    mine = write(tmp_path, "N-1,BBBB,Mine,public,confirmed,,,,,,,")
    writing = one.writing

    def overtaken() -> object:
        theirs = tmp_path / "theirs.csv"
        theirs.write_text(f"{HEADING}\nN-1,AAAA,Theirs,public,confirmed,,,,,,,\n", encoding="utf-8")
        import_registrations(other, theirs)
        return writing()

    monkeypatch.setattr(one, "writing", overtaken)
    assert import_registrations(one, mine) == Imported(1, 0, 1, 0, ())
    found = one.registrations.get("N-1")
    assert found is not None
    assert (found.name, found.badge) == ("Mine", "BBBB")
    assert one.registrations.find_badge("AAAA").finding is Finding.REVOKED
    one.close()
    other.close()


def test_a_badge_that_another_import_gave_away_meanwhile_is_a_mistake(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = open_store(home / "desk.db"), open_store(home / "desk.db")
    mine = write(tmp_path, "N-1,AAAA,Mine,public,confirmed,,,,,,,")
    writing = one.writing

    def overtaken() -> object:
        theirs = tmp_path / "theirs.csv"
        theirs.write_text(f"{HEADING}\nN-2,AAAA,Theirs,public,confirmed,,,,,,,\n", encoding="utf-8")
        import_registrations(other, theirs)
        return writing()

    monkeypatch.setattr(one, "writing", overtaken)
    with pytest.raises(Trouble) as refused:
        import_registrations(one, mine)
    assert [(mistake.row, mistake.column) for mistake in refused.value.mistakes] == [(2, "badge")]
    assert one.registrations.get("N-1") is None
    one.close()
    other.close()


def test_a_full_disk_leaves_the_registrations_as_they_were(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    pages = store.database.execute("PRAGMA page_count").fetchone()[0]
    store.database.execute(f"PRAGMA max_page_count = {pages + 20}")
    path = write(tmp_path, *(f"N-{n},,New {n},public,confirmed,,,,,,," for n in range(3000)))
    with pytest.raises(Trouble, match="is full"):
        import_registrations(store, path)
    assert everything(store) == before
    store.database.execute("PRAGMA max_page_count = 1000000")
    assert import_registrations(store, path).added == 3000


MEASURED = """
import re, sys
from pathlib import Path
from data.importers.registrations_file import import_registrations
from data.store import open_store
store = open_store(Path(sys.argv[1]))
import_registrations(store, Path(sys.argv[2]))
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs the peak of memory as Linux tells it")
def test_the_memory_of_an_import_does_not_grow_with_the_file(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path, *(f"N-{n},,New {n},public,confirmed,{'Company of the year ' * 40},,,,,," for n in range(50_000)))
    assert path.stat().st_size > 40_000_000
    small = write(tmp_path / "home", "M-1,,New,public,confirmed,,,,,,,")
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", MEASURED, home / "desk.db", file], capture_output=True, text=True, check=True
            ).stdout
        )
        for file in (small, path)
    ]
    assert peaks[1] - peaks[0] < 120


def run(capfdbinary: pytest.CaptureFixture[bytes], *args: object) -> tuple[int, list[dict[str, object]], str]:
    with pytest.raises(SystemExit) as left:
        main([str(arg) for arg in args])
    captured = capfdbinary.readouterr()
    return int(left.value.code or 0), [json.loads(one) for one in captured.out.decode().splitlines()], captured.err.decode()


def test_the_command_answers_in_json(home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = write(tmp_path, "N-1,,New,public,confirmed", heading="id,badge,name,category,status")
    columns = ("id", "badge", "name", "category", "status")
    expected = {
        "file": str(path), "rows": 1, "added": 1, "changed": 0, "unchanged": 0, "ignored_columns": [],
        "canceled": 0, "rejected": 0, "mapped": dict(zip(columns, columns, strict=True)), "dry_run": True,
    }  # fmt: skip
    told = {"changes": [{"action": "added", "row": 2, "id": "N-1", "name": "New"}], "mistakes": [], "missing": 6}
    assert run(capfdbinary, "--home", home, "import", path, "--dry-run", "--json")[:2] == (0, [expected | told])
    assert run(capfdbinary, "--home", home, "import", path, "--json")[:2] == (0, [expected | {"dry_run": False}])


def test_the_command_lists_mistakes_for_people_and_for_programs(
    home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = write(tmp_path, "N-1,,,public,paid,,,,,,,")
    status, records, err = run(capfdbinary, "--home", home, "import", path, "--json")
    assert status == 2
    assert [(one["error"], one["row"], one["column"]) for one in records] == [(True, 2, "name"), (True, 2, "status")]
    assert "nothing was changed" in err
    status, records, err = run(capfdbinary, "--home", home, "import", path)
    assert (status, records) == (2, [])
    assert "line 2, name: is empty" in err
    status, records, err = run(capfdbinary, "--home", home, "import", tmp_path, "--json")
    assert (status, records[0]["error"], "is a folder" in str(records[0]["message"])) == (2, True, True)


def test_a_date_as_excel_saves_it_in_french_is_day_first(store: Store, tmp_path: Path) -> None:
    import_registrations(store, write(tmp_path, "N-1,,New,public,confirmed,,,,,19/04/2018 10:30,20/04/2018,"))
    found = store.registrations.get("N-1")
    assert found is not None
    assert found.valid_from == datetime(2018, 4, 19, 9, 30, tzinfo=UTC)
    assert found.valid_until == datetime(2018, 4, 20, 22, 59, 59, 999999, tzinfo=UTC)
