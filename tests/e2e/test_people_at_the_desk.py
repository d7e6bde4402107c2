"""The window, the desk, search and printing threads, and a real database: a morning with people who have no badge."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkin.cli import main
from checkin.i18n import Words
from checkin.settings import Settings
from data.store import open_store
from ui.app import Desk, DeskPlan, connect
from ui.bridge import Bridge
from ui.desk.window import DeskWindow
from ui.language import apply_language, load_fonts
from ui.sounds import Silence
from ui.theme import Theme, apply_theme

EVENT = """
[event]
id = "doors"
timezone = "Africa/Casablanca"
days = [{days}]
name = {{ en = "Open doors" }}

[[category]]
id = "public"
name = {{ en = "Public" }}

[[category]]
id = "delegation"
name = {{ en = "Delegation" }}

[[checkpoint]]
id = "door"
name = {{ en = "Door" }}
"""
PEOPLE = """id,badge,name,company,category,status,order
R-1,AAAABBBBCCCCDDD2,Amina El Fassi,Agence Urbaine,public,confirmed,
R-2,AAAABBBBCCCCDDD3,El Fassi Amina,Attijariwafa bank,public,confirmed,
R-3,AAAABBBBCCCCDDD4,Zhang Wei,Shanghai,delegation,confirmed,ORD-9
R-4,AAAABBBBCCCCDDD5,Li Na,Shanghai,delegation,confirmed,ORD-9
R-5,AAAABBBBCCCCDDD6,Wang Fang,Shanghai,delegation,unpaid,ORD-9
R-6,AAAABBBBCCCCDDD7,Chen Jie,Shanghai,delegation,canceled,ORD-9
"""


class Morning:
    """A desk that runs, and hands to press its keys."""

    def __init__(self, app: QApplication, qtbot: QtBot, folder: Path) -> None:
        self.database, self.badges, self.qtbot = folder / "desk.db", folder / "badges", qtbot
        self.badges.mkdir()
        settings = Settings(language="en", appearance="light", desk="2", muted=True, printer=f"pdf:{self.badges}")
        words, theme, bridge = Words("en"), Theme(), Bridge()
        load_fonts()
        apply_language(app, words)
        apply_theme(app, theme)
        self.desk = Desk(DeskPlan(self.database, folder / "settings.toml", settings, ()), bridge)
        self.window = DeskWindow(words, theme, settings, self.desk, lambda: None, speaker=Silence())
        connect(bridge, self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.desk.start()
        self.until(lambda: self.window.state.event is not None)

    def close(self) -> None:
        self.desk.stop()
        self.window.close()
        self.window.deleteLater()

    def until(self, fact: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(fact, timeout=10_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def shows(self, page: str) -> bool:
        lists, people = self.window.side.lists, self.window.people
        pages = {"walk in": people.walking_in.page, "group": people.companions.page, "why": people.printing.page}
        return lists.currentWidget() is pages.get(page, getattr(lists, page, None))

    def search(self, text: str) -> None:
        self.window.on_typed(text)
        self.until(lambda: self.shows("results"))

    @property
    def card(self) -> tuple[str, str]:
        card = self.window.panel.card
        assert card is not None
        return card.title, card.name

    def journal(self) -> list[tuple[str, str | None]]:
        store = open_store(self.database, read_only=True)
        try:
            return [(one.line.registration, one.line.reason) for one in store.journal.lines()]
        finally:
            store.close()


@pytest.fixture
def morning(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Morning]:
    today = datetime.now(UTC).date()
    days = ", ".join((today + timedelta(days=n)).isoformat() for n in (-1, 0, 1))
    (tmp_path / "event.toml").write_text(EVENT.format(days=days), encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for args in (("event", "init", str(tmp_path / "event.toml")), ("import", str(tmp_path / "people.csv"))):
        with pytest.raises(SystemExit) as left:
            main(["--home", str(tmp_path), *args])
        assert left.value.code in (0, None)
    one = Morning(qapp, qtbot, tmp_path)
    yield one
    one.close()
    apply_language(qapp, Words("en"))


def test_who_is_not_in_the_list_is_registered_let_in_and_gets_a_badge_and_a_copy_with_a_reason(morning: Morning) -> None:
    morning.search("Nadia Alaoui")
    morning.control(Qt.Key.Key_N)
    morning.window.on_typed("OCP")
    morning.press(Qt.Key.Key_Return)
    morning.until(lambda: morning.card == ("Welcome", "Nadia Alaoui"))
    morning.control(Qt.Key.Key_P)
    morning.until(lambda: morning.card == ("Printing the badge", "Nadia Alaoui"))
    morning.until(lambda: len(list(morning.badges.glob("*.pdf"))) == 1)
    morning.window.clear_card()
    morning.control(Qt.Key.Key_P)
    morning.until(lambda: morning.shows("why"))
    morning.press(Qt.Key.Key_Return)
    morning.until(lambda: morning.window.panel.card.reason == "Copy 2 of this badge")
    morning.search("nadia")
    assert [row.title for row in morning.window.side.lists.results.rows.rows()] == ["Nadia Alaoui"]
    store = open_store(morning.database, read_only=True)
    (made,) = store.registrations.search("nadia")
    store.close()
    assert (made.company, made.category, made.origin) == ("OCP", "public", "walkin")
    assert morning.journal() == [(made.id, None)]


def test_who_could_be_the_visitor_is_offered_before_a_second_registration(morning: Morning) -> None:
    morning.control(Qt.Key.Key_N)
    morning.window.on_typed("Amina El Fasi")
    morning.until(lambda: morning.window.people.walking_in.page.rows.count() > 2)
    morning.press(Qt.Key.Key_Return)
    morning.until(lambda: morning.window.people.walking_in.page.heading.accessibleName() == "Is it one of these?")
    morning.press(Qt.Key.Key_Return)
    morning.until(lambda: morning.card[0] == "Welcome")
    assert morning.journal()[0][0] in ("R-1", "R-2")


def test_namesakes_are_compared_before_one_of_them_is_admitted(morning: Morning) -> None:
    morning.search("agence")
    morning.press(Qt.Key.Key_Return)
    tiles = morning.window.side.lists.comparison.tiles
    morning.until(lambda: [row.key for row in tiles.rows()] == ["R-1", "R-2"])
    assert morning.journal() == []
    morning.press(Qt.Key.Key_Return)
    morning.until(lambda: morning.card == ("Welcome", "Amina El Fassi"))
    assert morning.journal() == [("R-1", None)]


def test_a_delegation_enters_in_one_go(morning: Morning) -> None:
    morning.window.on_hand_scan("AAAABBBBCCCCDDD4")
    morning.until(lambda: morning.card == ("Welcome", "Zhang Wei"))
    assert morning.window.panel.group.text() == "The group: 2 more"
    morning.press(Qt.Key.Key_F12)
    morning.until(lambda: morning.shows("group"))
    rows = {row.title: row.ticked for row in morning.window.people.companions.page.rows.rows()}
    assert rows == {"Zhang Wei": False, "Chen Jie": None, "Li Na": True, "Wang Fang": True}
    morning.press(Qt.Key.Key_Return)
    morning.until(lambda: morning.card == ("1 of 2 admitted", ""))
    assert morning.window.panel.card.reason == "Wang Fang: Not paid yet"
    assert morning.journal() == [("R-3", None), ("R-4", None), ("R-5", "unpaid")]
    assert morning.window.state.figures.inside == 2


def test_a_printer_that_is_not_there_is_said_in_a_sentence_and_the_desk_goes_on(morning: Morning) -> None:
    morning.desk.settings_changed(Settings(language="en", desk="2", printer="No such printer"))
    morning.window.on_hand_scan("AAAABBBBCCCCDDD4")
    morning.until(lambda: morning.card[0] == "Welcome")
    morning.control(Qt.Key.Key_P)
    morning.until(lambda: "No such printer" in morning.window.panel.card.reason)
    morning.window.on_hand_scan("AAAABBBBCCCCDDD5")
    morning.until(lambda: morning.card == ("Welcome", "Li Na"))
