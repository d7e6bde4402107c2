"""The event file: read as it was meant, or every mistake named with its line."""

import json
from datetime import date, time
from pathlib import Path

import pytest

from checkin.cli import main
from checkin.domain.event import EntryPolicy
from checkin.trouble import Mistake, Trouble
from data.importers.event_file import parse_event, read_event
from data.store import open_store

EXAMPLE = (Path(__file__).parents[1] / "examples" / "event.toml").read_text(encoding="utf-8")


def mistakes_of(tmp_path: Path, content: str | bytes) -> list[Mistake]:
    path = tmp_path / "event.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Trouble) as refused:
        read_event(path)
    assert str(path) in str(refused.value.what)
    return list(refused.value.mistakes)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_example_is_read_as_it_was_meant() -> None:
    event = parse_event(EXAMPLE)
    assert (event.id, event.zone.key, event.days[1]) == ("scec-2018", "Africa/Casablanca", date(2018, 4, 19))
    assert event.name("ar") == "معرض المدينة الذكية بالدار البيضاء"
    assert list(event.categories) == ["professional", "public", "speaker"]
    assert (event.categories["public"].track, event.categories["speaker"].expected) == ("connect", 85)
    entrance, lounge = event.checkpoints.values()
    assert (entrance.entry, entrance.opens, entrance.closes) == (EntryPolicy.ONCE_PER_DAY, time(8), time(19))
    assert (entrance.capacity, entrance.days, entrance.max_entries) == (2500, None, None)
    assert (lounge.days, lounge.admits) == (frozenset({date(2018, 4, 19)}), frozenset({"speaker"}))


def test_a_category_may_ask_for_an_identity_card() -> None:
    event = parse_event(EXAMPLE.replace("expected = 9000", "ask_id = true").replace("expected = 11000", "ask_id = false"))
    assert [one.ask_id for one in event.categories.values()] == [True, False, False]


def test_what_is_left_out_gets_its_default() -> None:
    event = parse_event(
        '[event]\nid="e"\ntimezone="UTC"\ndays=[2018-04-19,2018-04-18]\nname={en="E"}\n'
        '[[category]]\nid="c"\nname={en="C"}\n[[checkpoint]]\nid="p"\nname={en="P"}\nmax_entries=3\n'
    )
    assert event.days == (date(2018, 4, 18), date(2018, 4, 19))
    assert (event.languages, event.retention_days, dict(event.gates)) == (("fr", "ar", "en"), 30, {})
    assert (event.categories["c"].track, event.categories["c"].colour) == ("expo", "#57606A")
    point = event.checkpoints["p"]
    assert (point.admits, point.entry, point.opens, point.closes, point.max_entries) == (None, EntryPolicy.ONCE, None, None, 3)


CHANGES = [
    ('id = "scec-2018"', 'id = ""', "event.id", "is empty"),
    ('id = "scec-2018"', 'id = "a\\u0007"', "event.id", "control characters"),
    ('timezone = "Africa/Casablanca"', 'timezone = "Africa/Atlantis"', "event.timezone", "no time zone"),
    ('timezone = "Africa/Casablanca"', 'timezone = "../../etc/passwd"', "event.timezone", "no time zone"),
    ('timezone = "Africa/Casablanca"', 'timezone = "Africa"', "event.timezone", "no time zone"),
    ('timezone = "Africa/Casablanca"', "timezone = 1", "event.timezone", "must be a text"),
    ("days = [2018-04-18, 2018-04-19, 2018-04-20]", "days = []", "event.days", "is empty"),
    ("days = [2018-04-18, 2018-04-19, 2018-04-20]", 'days = ["2018-04-19"]', "event.days", "must be a list of days"),
    ("days = [2018-04-18, 2018-04-19, 2018-04-20]", "days = [2018-04-19T10:00:00]", "event.days", "must be a list of days"),
    ("days = [2018-04-18, 2018-04-19, 2018-04-20]", "days = [2018-04-19, 2018-04-19]", "event.days", "2018-04-19 is there twice"),
    ("retention_days = 30", "retention_days = -1", "event.retention_days", "must be 0 or more"),
    ("retention_days = 30", "retention_days = true", "event.retention_days", "must be a whole number"),
    ("retention_days = 30", "retentoin_days = 30", "event.retentoin_days", "no such key"),
    ('languages = ["fr", "ar", "en"]', 'languages = ["fr", "de"]', "event.languages", 'no language "de"'),
    ('languages = ["fr", "ar", "en"]', 'languages = "fr"', "event.languages", "must be a list"),
    ('fr = "Hyatt Regency, Casablanca"', 'it = "Hyatt"', "event.venue.it", "no such key"),
    ('id = "speakers-lounge"', 'id = "entrance" #', "checkpoint.id", '"entrance" is there twice'),
    ('colour = "#1F6FEB"', 'colour = "blue"', "category.colour", "must be a colour"),
    ("expected = 9000", 'ask_id = "yes"', "category.ask_id", "must be true or false"),
    ("expected = 9000", "expected = 9.5", "category.expected", "must be a whole number"),
    ('admits = ["professional", "public", "speaker"]', 'admits = ["press"]', "checkpoint.admits", 'no category "press"'),
    ('admits = ["professional", "public", "speaker"]', "admits = []", "checkpoint.admits", "is empty"),
    ('entry = "once_per_day"', 'entry = "twice"', "checkpoint.entry", 'no policy "twice"'),
    ("opens = 08:00:00", 'opens = "8:00"', "checkpoint.opens", "must be a time of day"),
    ("capacity = 2500", "capacity = 0", "checkpoint.capacity", "must be 1 or more"),
    ("days = [2018-04-19]", "days = [2018-05-19]", "checkpoint.days", "2018-05-19 is not a day of the event"),
    ('name = { fr = "Entrée", ar = "المدخل", en = "Entrance" }', 'name = "Entrance"', "checkpoint.name", "texts by language"),
    ('name = { fr = "Entrée", ar = "المدخل", en = "Entrance" }', "name = {}", "checkpoint.name", "at least one language"),
    ("[event.venue]", "[venue]", "venue", "no such key"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "column", "what"), CHANGES, ids=[f"{c[2]} {c[3]}" for c in CHANGES])
def test_a_mistake_is_named_with_its_line(tmp_path: Path, before: str, after: str, column: str, what: str) -> None:
    assert before in EXAMPLE
    changed = EXAMPLE.replace(before, after, 1)
    found = [(one.row, one.column, str(one.what)) for one in mistakes_of(tmp_path, changed)]
    assert any(row == line_of(changed, after) and at == column and what in said for row, at, said in found), found


@pytest.mark.parametrize(
    ("removed", "column", "table"),
    [
        ('timezone = "Africa/Casablanca"', "event.timezone", "[event]"),
        ('id = "scec-2018"', "event.id", "[event]"),
        ('id = "speakers-lounge"', "checkpoint.id", '[[checkpoint]]\n\nname = { fr = "Salon'),
    ],
)
def test_a_missing_key_is_named_with_the_line_of_its_table(tmp_path: Path, removed: str, column: str, table: str) -> None:
    changed = EXAMPLE.replace(removed, "")
    assert [(one.row, one.column, str(one.what)) for one in mistakes_of(tmp_path, changed)] == [
        (line_of(changed, table), column, "is missing")
    ]


def test_every_mistake_is_listed_in_the_order_of_the_lines(tmp_path: Path) -> None:
    changed = (
        EXAMPLE.replace("capacity = 2500", "capacity = 0").replace("#1F6FEB", "blue").replace('entry = "unlimited"', "entry = 1")
    )
    found = mistakes_of(tmp_path, changed)
    assert [one.column for one in found] == ["category.colour", "checkpoint.capacity", "checkpoint.entry"]
    assert [one.row for one in found] == sorted(one.row for one in found)


def test_one_mistake_is_not_reported_twice(tmp_path: Path) -> None:
    changed = EXAMPLE.replace("days = [2018-04-18, 2018-04-19, 2018-04-20]", "")
    assert [one.column for one in mistakes_of(tmp_path, changed)] == ["event.days"]


def test_a_file_without_tables_lacks_them(tmp_path: Path) -> None:
    assert [(one.row, one.column) for one in mistakes_of(tmp_path, "# nothing\n")] == [
        (0, "event"),
        (0, "category"),
        (0, "checkpoint"),
    ]


def test_strings_comments_and_lists_over_several_lines_do_not_confuse_the_lines(tmp_path: Path) -> None:
    text = (
        '[event]\nid = """\\\n  [[category]] \\\n  """ # [x]\ntimezone = \'UTC\'\ndays = [\n  2018-04-18, # ]\n]\n'
        'name.en = "[a] = {"\n[[category]]\nid = "c"\nname = { en = "C" }\n[[category]]\nid = "d"\n\n[category.name]\nfr = 1\n'
        '[[checkpoint]]\nid = "p"\nname.en = "P"\nadmits = [\n  "c",\n  "e = 1",\n]\n"cap" = 3\n'
        'dog = [\n  ["gate"],\n  [],\n]\ncat = 1\n'
    )
    found = [(one.row, one.column, str(one.what)[:10]) for one in mistakes_of(tmp_path, text)]
    assert found == [
        (line_of(text, "fr = 1"), "category.name.fr", "must be a "),
        (line_of(text, "admits"), "checkpoint.admits", "there is n"),
        (line_of(text, '"cap"'), "checkpoint.cap", "there is n"),
        (line_of(text, "dog"), "checkpoint.dog", "there is n"),
        (line_of(text, "cat = 1"), "checkpoint.cat", "there is n"),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[event]\nid = x\n", 2), ('[event]\nid = "a"\nid = "b"\n', 3), ("[event\n", 1), ("[event]\ndays = [2018-04-18,\n", 2),
        ("[event]\ndays = [2018-13-45]\n", 2),
    ],
)  # fmt: skip
def test_what_toml_does_not_allow_is_named_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    (mistake,) = mistakes_of(tmp_path, content)
    assert (mistake.row, "TOML" in str(mistake.what)) == (line, True)


@pytest.mark.parametrize("content", ["x = " + "[" * 50_000, "x = " + "9" * 5_000])
def test_a_file_made_to_break_the_reader_is_a_mistake(tmp_path: Path, content: str) -> None:
    assert len(mistakes_of(tmp_path, content)) == 1


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_trouble(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "event.toml"
    path.write_bytes(content)
    with pytest.raises(Trouble, match="is empty"):
        read_event(path)


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\x89PNG\r\n\x1a\n\0\0", 1), (b'[event]\nid = "a\0"\n', 2), ("[event]\nid = 'é'\n".encode("latin-1"), 2)],
)
def test_binary_content_is_named_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    assert [one.row for one in mistakes_of(tmp_path, content)] == [line]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "event.toml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert read_event(path)[1] == parse_event(EXAMPLE)


def test_a_folder_a_missing_file_and_a_huge_one_are_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="is a folder"):
        read_event(tmp_path)
    with pytest.raises(Trouble, match="cannot be read"):
        read_event(tmp_path / "none.toml")
    (tmp_path / "huge.toml").write_text("#" * 1_000_001, encoding="utf-8")
    with pytest.raises(Trouble, match="larger than 1 MB"):
        read_event(tmp_path / "huge.toml")


def test_a_file_with_mistakes_leaves_the_desk_as_it_was(
    home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "event.toml"
    path.write_text(EXAMPLE.replace("capacity = 2500", "capacity = 0"), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["--home", str(home), "event", "init", str(path)])
    assert left.value.code == 2
    assert f"line {line_of(EXAMPLE, 'capacity')}, checkpoint.capacity: must be 1 or more" in capfdbinary.readouterr().err.decode()
    store = open_store(home / "desk.db")
    assert store.event() == parse_event(EXAMPLE)
    store.close()


def test_the_event_is_shown(home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        main(["--home", str(home), "event", "show", "--json"])
    shown = json.loads(capfdbinary.readouterr().out)
    assert (shown["id"], shown["timezone"], shown["days"][0], shown["registrations"]) == (
        "scec-2018", "Africa/Casablanca", "2018-04-18", 7
    )  # fmt: skip
    assert shown["name"]["fr"] == "Smart City Expo Casablanca"
    assert [(one["id"], one["ask_id"]) for one in shown["categories"]] == [
        ("professional", False), ("public", False), ("speaker", False),
    ]  # fmt: skip
    entrance, lounge = shown["checkpoints"]
    assert (entrance["entry"], entrance["opens"], entrance["closes"], entrance["capacity"]) == (
        "once_per_day",
        "08:00",
        "19:00",
        2500,
    )
    assert (lounge["days"], lounge["admits"], lounge["capacity"]) == (["2018-04-19"], ["speaker"], None)
    with pytest.raises(SystemExit):
        main(["--home", str(home), "event", "show"])
    text = capfdbinary.readouterr().out.decode()
    assert "7 registrations" in text
    assert "at most 2500 inside" in text
