"""The dashboard's window: what it shows is what was counted, in every language; what is done in it is asked of its threads."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from dashboard_samples import NOW, PIN, Dashboard, build, picture_of, reading, small_event
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkin.desk.messages import Denied, Settle
from checkin.domain.alarms import AlarmKind
from checkin.domain.journal import microseconds
from checkin.domain.pressure import Close, GatePressure, Now, Open, Wait
from checkin.domain.ranges import Trust, trust_until
from checkin.i18n import Words, phrase
from checkin.overview.picture import Chosen, Earlier, Picture
from checkin.overview.reading import Place
from checkin.overview.replaying import replay
from checkin.overview.settling import Settled
from checkin.overview.watch import Blind, Told, counted
from checkin.sentences import grouped
from ui.charts.values import Arrivals
from ui.dashboard.telling import Telling
from ui.language import apply_language
from ui.sounds import Sound

Build = Callable[..., Dashboard]
CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = ("now", "people", "inside", "desks", "conflicts", "alarms")


@pytest.fixture(scope="session")
def hub_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_event(tmp_path_factory.mktemp("hub"))


@pytest.fixture(scope="session")
def picture(hub_home: Path) -> Picture:
    return picture_of(hub_home)


@pytest.fixture
def dashboard(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Build]:
    built: list[Dashboard] = []

    def make(told: Told | None = None, **settings: object) -> Dashboard:
        one = build(qapp, tmp_path / "kept", **settings)  # type: ignore[arg-type]
        built.append(one)
        one.window.activateWindow()
        qtbot.waitUntil(one.window.isActiveWindow)
        if told is not None:
            one.window.on_told(told)
        return one

    yield make
    for one in built:
        one.window.close()
        one.window.deleteLater()
    apply_language(qapp, Words("en"))


def test_the_numbers_are_those_of_the_totals_and_a_silent_desk_makes_ranges_of_them(dashboard: Build, picture: Picture) -> None:
    one, totals, missing = dashboard(picture), picture.totals, picture.outlook.trust.missing
    assert missing
    assert totals.inside > 0
    inside, refused = totals.inside, totals.today.refused
    assert one.shown_tile("inside") == (grouped(inside), f"{max(0, inside - missing)} to {inside + missing}")
    assert one.shown_tile("refused") == (grouped(refused), f"{refused} to {refused + missing}")
    assert one.shown_tile("attended")[0] == grouped(totals.today.attended)
    assert one.shown_tile("expected")[0] == grouped(totals.expected)
    absent, roll = 4_000, replace(picture, totals=replace(totals, no_shows=4_000))
    one.window.on_told(roll)
    assert f"{grouped(absent - missing)} to {grouped(absent + missing)}" in one.shown_tile("expected")[1]
    whole = replace(picture, outlook=replace(picture.outlook, trust=Trust(NOW)))
    one.window.on_told(whole)
    assert [one.shown_tile(name)[1] for name in ("inside", "attended", "entries", "refused")] == [""] * 4


@pytest.mark.parametrize(
    ("place", "trust", "said"),
    [
        (Place.HUB, Trust(NOW), "Live"), (Place.FEED, Trust(NOW), "Live"), (Place.DESK, Trust(NOW), "This desk alone"),
        (Place.FILE, Trust(NOW), "Exported journal"), (Place.GONE, Trust(NOW, (), None), "The hub does not answer"),
    ],
)  # fmt: skip
def test_the_header_says_where_the_numbers_come_from(
    dashboard: Build, picture: Picture, place: Place, trust: Trust, said: str
) -> None:
    one = dashboard(replace(picture, outlook=replace(picture.outlook, place=place, trust=trust, heard_at=NOW)))
    assert said in one.window.header.footing.accessibleName()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_every_page_can_be_looked_at_in_every_language(
    dashboard: Build, picture: Picture, qapp: QApplication, language: str, appearance: str
) -> None:
    one = dashboard(picture, language=language, appearance=appearance)
    for name in NAMES:
        one.window.show_page(name)
        qapp.processEvents()
        assert one.window.pages.current == name
        shown = one.window.grab().toImage()
        assert len({shown.pixel(x, y) for x in range(0, shown.width(), 9) for y in range(0, shown.height(), 9)}) > 5
    at_the_left = one.window.rail.mapTo(one.window, QPoint(0, 0)).x() < one.window.width() / 2
    assert at_the_left == (language != "ar")


def test_pages_are_reached_by_keys_and_by_the_rail(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    for place, name in enumerate(NAMES, 1):
        qtbot.keyClick(one.window, getattr(Qt.Key, f"Key_{place}"), CTRL)
        assert one.window.pages.current == name
        assert one.window.rail.buttons[name].isChecked()
    qtbot.mouseClick(one.window.rail.buttons["people"], Qt.MouseButton.LeftButton)
    assert one.window.pages.current == "people"
    assert one.window.rail.buttons["conflicts"].waiting == picture.unsettled > 0


def test_f7_looks_at_the_next_checkpoint(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one, names = dashboard(picture), list(picture.event.checkpoints)
    qtbot.keyClick(one.window, Qt.Key.Key_F7)
    assert one.asked.chosen == [Chosen(names[1])]


def test_charts_show_whom_one_asks_for(dashboard: Build, picture: Picture, hub_home: Path) -> None:
    one = dashboard(picture)
    who = one.window.pages.now.who
    offered = {act.text(): act for act in who.menu.actions() if act.data() is not None}
    assert {"Everybody"} | {act.text() for act in who.menu.actions() if act.isSeparator()} >= {"Everybody", "Category", "Gate"}
    offered["Press"].trigger()
    assert one.asked.chosen[-1].part == ("category", "press")
    one.window.on_told(picture_of(hub_home, one.asked.chosen[-1]))
    assert who.text() == "Press"
    assert one.window.pages.now.arrivals.chart is not None
    assert one.window.pages.now.arrivals.chart.subtitle.endswith("Press")
    one.window.show_part("category", "press")
    assert one.asked.chosen[-1].part is None, "once more: everybody"


def test_looking_back_shows_that_minute_and_escape_is_now(
    dashboard: Build, picture: Picture, hub_home: Path, qtbot: QtBot
) -> None:
    one, at = dashboard(picture), NOW - timedelta(hours=2)
    one.window.look_back(at)
    assert (one.window.pages.current, one.asked.chosen[-1].at) == ("inside", at)
    back = picture_of(hub_home, one.asked.chosen[-1])
    one.window.on_told(back)
    with reading(hub_home) as reader:
        truth = replay(counted(reader, reader.event()).tally, reader.event(), "entrance", at)
    assert one.window.pages.inside.number.told.number == grouped(truth.inside)
    assert one.window.pages.inside.number.told.name == "Inside at 09:42"
    qtbot.keyClick(one.window, Qt.Key.Key_Escape)
    assert one.asked.chosen[-1].at is None


def test_what_is_shown_can_be_kept_in_files(dashboard: Build, picture: Picture, hub_home: Path, qtbot: QtBot) -> None:
    at = NOW - timedelta(hours=2)
    one = dashboard(picture_of(hub_home, Chosen(at=at)))
    one.window.show_page("inside")
    qtbot.keyClick(one.window, Qt.Key.Key_S, CTRL)
    kept = {path.suffix: path for path in one.folder.glob("inside-*")}
    assert set(kept) == {".png", ".svg", ".csv"}
    assert kept[".png"].read_bytes().startswith(b"\x89PNG")
    (minute,) = one.folder.glob("minute-*.csv")
    rows = list(csv.DictReader(minute.read_text(encoding="utf-8-sig").splitlines()))
    assert {datetime.fromisoformat(row["moment"]) for row in rows} == {at}
    assert one.window.picture is not None
    assert one.window.picture.replay is not None
    assert [int(row["inside"]) for row in rows if row["part"] == "all"] == [one.window.picture.replay.inside]
    assert sum(int(row["inside"]) for row in rows if row["part"] == "category") == one.window.picture.replay.inside
    assert f"Files written to {one.folder}: 4" in one.window.notice.accessibleName()


def test_a_folder_that_cannot_be_made_is_said(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    one.folder.parent.mkdir(exist_ok=True)
    one.folder.write_text("a file stands there")
    qtbot.keyClick(one.window, Qt.Key.Key_S, CTRL)
    assert "cannot be written" in one.window.notice.accessibleName()


def test_charts_become_tables_for_whoever_wants_numbers(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    qtbot.keyClick(one.window, Qt.Key.Key_T, CTRL)
    frame = one.window.pages.now.arrivals
    assert frame.shows_table
    model = frame.table.model()
    column = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert sum(int(text.replace("\u202f", "")) for text in column if text not in ("", "–", None)) == picture.totals.today.attended
    qtbot.keyClick(one.window, Qt.Key.Key_T, CTRL)
    assert not frame.shows_table


def test_the_table_of_people_adds_up_and_a_row_is_shown_alone(dashboard: Build, picture: Picture) -> None:
    one = dashboard(picture)
    one.window.show_page("people")
    model = one.window.pages.people.table.model()
    rows = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]
    attended = [int(row[2].replace("\u202f", "")) for row in rows]
    assert sum(attended[:-1]) == attended[-1] == picture.totals.today.attended
    one.window.pages.people.table.activated.emit(model.index(0, 0))
    assert one.asked.chosen[-1].part is not None
    assert one.window.pages.current == "now"


def test_a_desk_that_is_silent_for_two_minutes_turns_amber(dashboard: Build, picture: Picture) -> None:
    one = dashboard(picture)
    one.window.show_page("desks")
    tiles = {tile.name: tile for tile in one.window.pages.desks.tiles.tiles()}
    colours = one.window.preferences.theme.colours
    assert (tiles["Desk 4"].state, tiles["Desk 4"].colour) == ("Silent for 6 min", colours.look)
    assert (tiles["Desk 5"].state, tiles["Desk 5"].colour) == ("Strict", colours.admitted)
    assert "battery" in " ".join(" ".join((tile.cares, *tile.facts)).lower() for tile in tiles.values())


def test_a_conflict_is_settled_with_a_reason_and_a_pin(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    one.window.show_page("conflicts")
    page = one.window.pages.conflicts
    shown = page.current
    assert shown is not None
    assert "Desk" in page.details.accessibleDescription()
    qtbot.mouseClick(page.settle, Qt.MouseButton.LeftButton)
    page.form.rows.setCurrentRow(0)
    page.form.act()
    page.pins.page.type(PIN)
    page.pins.page.act()
    by = picture.supervisors[0].id
    asked = Settle(shown.conflict.surplus.scan_id, "same_person", by, PIN)
    assert one.asked.settled == [asked]
    one.window.on_settled(Settled(asked, Denied(asked, 0.0)))
    assert page.panels.currentWidget() is page.pins.page, "a wrong PIN may be typed again"
    one.window.on_settled(Settled(asked, phrase("There is no such conflict any more.")))
    assert one.window.notice.accessibleName() == "There is no such conflict any more."
    assert page.list.rows.hasFocus(), "the next one is an arrow key away"
    one.window.on_told(replace(picture, supervisors=()))
    assert not page.settle.isVisible(), "where nobody may settle, nothing is offered"


@pytest.mark.parametrize(("language", "said"), [("fr", "La même personne"), ("ar", "الشخص نفسه"), ("en", "Same person")])
def test_what_a_conflict_was_found_to_be_is_said_in_the_reader_s_language(
    dashboard: Build, picture: Picture, language: str, said: str
) -> None:
    one = dashboard(picture, language=language)
    one.window.show_page("conflicts")
    details = one.window.pages.conflicts.details
    shown, telling = one.window.pages.conflicts.current, Telling(Words(language), picture)
    assert shown is not None
    for found, told in (("same_person", said), ("deux sœurs, un badge", "deux sœurs, un badge")):
        settled = replace(shown, conflict=replace(shown.conflict, settled=("Salma", found)))
        details.show_conflict(settled, telling, one.window.preferences.look)
        assert told in details.verdict


def test_queues_are_shown_with_what_to_do_the_urgent_ones_first(dashboard: Build, picture: Picture) -> None:
    wait = partial(Wait, microseconds(NOW))
    calm = GatePressure("A", "entry", ("1",), 6.2, 0.4, 0.1, wait(9, 0, 20), (), Close("A", "entry"))
    full = GatePressure("B", "entry", ("6", "7"), 20.4, 61.2, 1, wait(540, 300, 900), (),
                        Open("B", "entry", 2, 720, microseconds(NOW)))  # fmt: skip
    soon = GatePressure("C", "exit", ("9",), 8, 12, 0.9, wait(120, 60, 240), (),
                        Open("C", "exit", 1, 600, microseconds(NOW + timedelta(minutes=20))))  # fmt: skip
    plain = GatePressure("C", "entry", ("9",), 8, 3, 0.9, wait(70, 10, 190), ())
    one = dashboard(replace(picture, queues=Now(microseconds(NOW), (), (calm, plain, full, soon))))
    shown = [(row.title.split(",")[0], row.detail, row.end, row.lively) for row in one.window.pages.now.queues.rows.rows()]
    assert shown == [
        ("Gate B", "Open 2 more desks", "9 min", True),
        ("Gate C", "Open one more desk: 10 min from 12:02", "2 min", True),
        ("Gate A", "One desk can be closed", "No wait", False),
        ("Gate C", "0 to 3 min · 3 wait · 8/min", "1 min", False),
    ]


def test_where_there_are_no_queues_it_is_said_why(dashboard: Build, picture: Picture, hub_home: Path) -> None:
    one = dashboard(picture)
    heading = one.window.pages.now.queues.heading
    assert "not known yet" in heading.accessibleName()
    one.window.on_told(replace(picture, queues=Now(0)))
    assert "Nobody has come" in heading.accessibleName()
    one.window.on_told(picture_of(hub_home, Chosen(at=NOW - timedelta(hours=1))))
    assert "of now alone" in heading.accessibleName()


def test_a_new_alarm_is_heard_once_listed_and_seen(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    assert one.heard.played == [Sound.LOOK]
    one.window.on_told(replace(picture, alarms=replace(picture.alarms, fresh=())))
    assert one.heard.played == [Sound.LOOK]
    assert one.window.rail.buttons["alarms"].waiting == len(picture.alarms.open)
    one.window.show_page("alarms")
    page = one.window.pages.alarms
    kinds = [one.cause.kind for one in picture.alarms.open]
    assert AlarmKind.SILENT in kinds
    qtbot.mouseClick(page.see, Qt.MouseButton.LeftButton)
    assert [alarm.cause for alarm in one.asked.seen] == [picture.alarms.open[0].cause]
    one.asked.seen.clear()
    qtbot.mouseClick(page.see_all, Qt.MouseButton.LeftButton)
    assert [alarm.cause.kind for alarm in one.asked.seen] == kinds


def test_the_limits_of_alarms_are_remembered(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    one.window.show_page("alarms")
    row = one.window.pages.alarms.limits["alarm_capacity_percent"]
    qtbot.mouseClick(row.less, Qt.MouseButton.LeftButton)
    assert one.asked.settings[-1].alarm_capacity_percent == 85
    assert one.asked.settings[-1].limits.capacity_percent == 85
    for _ in range(20):
        qtbot.mouseClick(row.less, Qt.MouseButton.LeftButton)
    assert one.asked.settings[-1].alarm_capacity_percent == 0
    assert row.shown.accessibleName() == "never"


def test_what_cannot_be_read_is_said_and_goes_when_it_can(dashboard: Build, picture: Picture) -> None:
    one = dashboard()
    one.window.on_told(Blind(phrase("There is no event here yet.")))
    assert one.window.notice.isVisible()
    one.window.on_told(picture)
    assert not one.window.notice.isVisible()


def test_figures_that_are_not_up_to_date_any_more_are_not_called_live(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(replace(picture, outlook=replace(picture.outlook, trust=Trust(NOW))), language="fr")
    one.window.on_told(Blind(phrase("The hub's database cannot be used: {error}", error="gone")))
    qtbot.keyClick(one.window, Qt.Key.Key_F4)
    qtbot.keyClick(one.window, Qt.Key.Key_F4)
    said = one.window.header.footing.accessibleName()
    assert "Not up to date" in said
    assert "as of" in said
    assert one.window.notice.isVisible()
    one.window.on_told(picture)
    assert "Not up to date" not in one.window.header.footing.accessibleName()
    assert not one.window.notice.isVisible()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_picture_of_the_last_time_is_told_as_that(dashboard: Build, picture: Picture, language: str) -> None:
    words = Words(language)
    one = dashboard(Earlier(picture), language=language)
    said = one.window.header.footing.accessibleName()
    assert words("Catching up…") in said
    assert words("Live") not in said
    one.window.on_told(picture)
    assert words("Catching up…") not in one.window.header.footing.accessibleName()


def test_a_picture_of_another_day_is_not_called_today_s_until_there_is_another(dashboard: Build, hub_home: Path) -> None:
    before = picture_of(hub_home, now=NOW - timedelta(days=1))
    assert before.day < before.event.day_of(NOW)
    one = dashboard(Earlier(before))
    assert one.window.pages.now.tiles["attended"].told.name == "Attended that day"
    assert "Wed 18 Apr" in one.window.header.footing.accessibleName()
    of_files = replace(before, outlook=replace(before.outlook, place=Place.FILE))
    one.window.on_told(Earlier(of_files))
    assert one.window.picture == of_files


def test_a_window_that_must_read_closes_where_it_cannot_though_it_shows_the_last_time(dashboard: Build, picture: Picture) -> None:
    one = dashboard(Earlier(picture))
    one.window.must_read = True
    one.window.on_told(picture)
    one.window.on_told(Blind(phrase("There is no event here yet.")))
    one.window.on_told(Blind(phrase("There is no event here yet.")))
    assert one.window.isVisible(), "it has read before: it will again"
    other = dashboard(Earlier(picture))
    other.window.must_read = True
    other.window.on_told(Blind(phrase("There is no event here yet.")))
    assert not other.window.isVisible()
    assert other.window.blind is not None


def test_what_is_of_another_day_is_not_called_today_s(dashboard: Build, picture: Picture, hub_home: Path) -> None:
    one = dashboard(picture)
    at = NOW - timedelta(days=1)
    one.window.on_told(picture_of(hub_home, Chosen(at=at)))
    assert one.window.pages.now.tiles["attended"].told.name == "Attended that day"
    chart = one.window.pages.now.arrivals.chart
    assert isinstance(chart, Arrivals)
    assert chart.today.name == "That day"
    one.window.show_page("people")
    assert one.window.pages.people.span.buttons["today"].text() == "That day"
    one.window.on_told(picture)
    assert one.window.pages.people.span.buttons["today"].text() == "Today"


def test_a_minute_that_a_silent_desk_may_change_has_a_range(dashboard: Build, picture: Picture, hub_home: Path) -> None:
    one, at = dashboard(picture), NOW - timedelta(minutes=3)
    one.window.show_page("inside")
    back = picture_of(hub_home, Chosen(at=at))
    one.window.on_told(back)
    missing = trust_until(back.outlook.trust, at).missing
    assert back.replay is not None
    assert missing
    assert missing < (back.outlook.trust.missing or 0)
    inside = back.replay.inside
    assert one.window.pages.inside.number.told.note == f"{max(0, inside - missing)} to {inside + missing}"
    whole = picture_of(hub_home, Chosen(at=NOW - timedelta(minutes=7)))
    one.window.on_told(whole)
    assert one.window.pages.inside.number.told.note == ""


def test_parts_for_which_there_is_no_room_are_told_in_small_letters(
    dashboard: Build, picture: Picture, qapp: QApplication
) -> None:
    one = dashboard(picture)
    one.window.show_page("inside")
    qapp.processEvents()
    gates = one.window.pages.inside.gates
    gates.setFixedHeight(gates.sizeHint().height())
    qapp.processEvents()
    assert len(gates.parts) == 3
    assert gates.others == ()
    before = gates.grab().toImage()
    gates.setFixedHeight(gates.sizeHint().height() - 30)
    qapp.processEvents()
    assert gates.others == gates.parts[1:], "a row less than there is room for: it is theirs"
    assert gates.grab().toImage() != before.copy(0, 0, gates.width(), gates.height())


def test_the_keys_of_a_page_are_its_own_once_it_is_shown(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture)
    one.window.header.sound.setFocus()
    for place, key in enumerate(NAMES, 1):
        qtbot.keyClick(one.window, Qt.Key(Qt.Key.Key_0 + place), CTRL)
        assert one.window.pages.currentWidget().isAncestorOf(QApplication.focusWidget()), key
    shown = picture.alarms.open[0]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert one.asked.seen == [shown]
    assert one.asked.settings == [], "the sound is what it was"


def test_language_and_colours_are_those_of_the_desk(dashboard: Build, picture: Picture, qtbot: QtBot) -> None:
    one = dashboard(picture, language="en")
    qtbot.keyClick(one.window, Qt.Key.Key_F4)
    assert one.asked.settings[-1].language == "fr"
    qtbot.keyClick(one.window, Qt.Key.Key_F5)
    assert one.asked.settings[-1].appearance == "dark"
    qtbot.keyClick(one.window, Qt.Key.Key_F11)
    assert one.window.isFullScreen()


def test_the_report_of_the_day_that_is_shown_is_asked_for_and_what_came_of_it_is_said(
    dashboard: Build, picture: Picture, qtbot: QtBot
) -> None:
    one = dashboard(picture, language="fr")
    qtbot.keyClick(one.window, Qt.Key.Key_R, CTRL)
    assert one.asked.reports == [(one.folder, picture.day, "fr")]
    waiting = one.window.notice.accessibleName()
    one.window.on_reported((one.folder / "report.pdf", one.folder / "report.xlsx"))
    done = one.window.notice.accessibleName()
    assert str(one.folder) in done
    one.window.on_reported(())
    unchanged = one.window.notice.accessibleName()
    one.window.on_reported(phrase("The report was stopped before it was made."))
    assert len({waiting, done, unchanged, one.window.notice.accessibleName()}) == 4
