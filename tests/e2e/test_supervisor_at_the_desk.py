"""The window, the desk's thread and a real database: what a supervisor does in a morning, and what the journal says of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkin.desk.engine import Engine
from checkin.desk.messages import ConfirmIdentity, Lock, Override, Scan, Undo, Unlock
from checkin.desk.post import Post
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.i18n import Words
from checkin.settings import Settings
from data.store import Store, open_store
from ui.bridge import Bridge
from ui.desk.window import DeskWindow
from ui.kiosk.kiosk import Kiosk
from ui.language import apply_language, load_fonts
from ui.sounds import Silence
from ui.theme import Theme, apply_theme

AT_THE_EVENT = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
AMINA, MOHAMMED, UNPAID = "7K3MQ2ZXW4HTB9NC", "P9XW3VJ4KQ7M2TRD", "C8V2WKQ5ZNX4JMT7"
PIN, WRONG = "4711", "4712"
Key = Qt.Key


class AskingStore:
    """A store whose event asks everybody for an identity card."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def event(self) -> Event | None:
        event = self._store.event()
        assert event is not None
        return replace(event, categories={one.id: replace(one, ask_id=True) for one in event.categories.values()})


@dataclass
class Hands:
    """What this window asks of the desk's thread."""

    engine: Engine

    def scan_text(self, text: str, origin: Origin) -> None:
        self.engine.submit(Scan(text, origin))

    def search(self, text: str) -> None:
        raise AssertionError(f"nobody searches here, yet {text} was looked for")

    def undo(self, remark: str, scan_id: str) -> None:
        self.engine.submit(Undo(remark, scan_id))

    def override(self, request: Override) -> None:
        self.engine.submit(request)

    def confirm_identity(self, scan_id: str) -> None:
        self.engine.submit(ConfirmIdentity(scan_id))

    def unlock(self, supervisor: str, pin: str) -> None:
        self.engine.submit(Unlock(supervisor, pin))

    def lock(self) -> None:
        self.engine.submit(Lock())


class Morning:
    """A desk that runs under a clock of its own, and hands to press its keys."""

    def __init__(self, app: QApplication, qtbot: QtBot, database: Path) -> None:
        self.qtbot, self.database, self.now = qtbot, database, AT_THE_EVENT
        settings, words, theme, bridge = Settings(language="en", appearance="light", muted=True), Words("en"), Theme(), Bridge()
        load_fonts()
        apply_language(app, words)
        apply_theme(app, theme)
        numbers = count(1)
        self.engine = Engine(
            lambda: AskingStore(open_store(database)), Post("2", "A"), "entrance", bridge.publish, lambda: self.now,  # type: ignore[arg-type, return-value]
            lambda: f"scan-{next(numbers)}",
        )  # fmt: skip
        self.window = DeskWindow(words, theme, settings, Hands(self.engine), lambda: None, speaker=Silence())  # type: ignore[arg-type]
        bridge.published.connect(self.window.on_published)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.engine.start()
        self.until(lambda: self.window.state.event is not None)

    def close(self) -> None:
        self.engine.stop()
        self.window.close()
        self.window.deleteLater()

    def until(self, fact: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(fact, timeout=10_000)

    def press(self, *keys: Key | str) -> None:
        for key in keys:
            if isinstance(key, str):
                self.window.on_typed(key)
            else:
                QTest.keyClick(self.window.focusWidget() or self.window, key)

    def control_z(self) -> None:
        QTest.keyClick(self.window.focusWidget(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def scan(self, badge: str) -> None:
        self.window.on_hand_scan(badge)

    @property
    def card(self) -> tuple[str, str]:
        card = self.window.panel.card
        assert card is not None
        return card.title, card.reason

    def says(self, title: str) -> None:
        self.until(lambda: self.card[0] == title)

    def journal(self) -> list[JournalLine]:
        store = open_store(self.database, read_only=True)
        try:
            return [one.line for one in store.journal.lines()]
        finally:
            store.close()


@pytest.fixture
def morning(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Morning]:
    store = open_store(home / "desk.db")
    store.supervisors.add("Salma Bennani", PIN, AT_THE_EVENT)
    store.close()
    one = Morning(qapp, qtbot, home / "desk.db")
    yield one
    one.close()
    apply_language(qapp, Words("en"))


def test_an_unpaid_visitor_is_admitted_by_a_supervisor_and_the_journal_has_reason_and_name(morning: Morning) -> None:
    morning.scan(UNPAID)
    morning.says("Not paid yet")
    morning.press(Key.Key_F8, Key.Key_Return, WRONG, Key.Key_Return)
    page = morning.window.roles.pins.page
    morning.until(lambda: page.sentence.accessibleName() == "Wrong PIN. Try again.")
    morning.press(PIN, Key.Key_Return)
    morning.says("Welcome")
    assert morning.card[1] == "Admitted by Salma Bennani: Proof of payment seen"
    refused, admitted = morning.journal()
    assert (admitted.undoes, admitted.override) == (refused.scan_id, ("Salma Bennani", "Proof of payment seen"))
    assert morning.window.state.figures.inside == 1
    morning.control_z()
    morning.press("cheque bounced", Key.Key_Return)
    morning.says("Taken back")
    assert morning.window.state.figures.inside == 0
    assert [(one.kind, one.undoes, one.remark) for one in morning.journal()[2:]] == [
        (Kind.UNDO, admitted.scan_id, "cheque bounced")
    ]


def test_after_three_wrong_pins_none_is_taken_though_the_form_is_closed_and_opened_and_badges_go_on(morning: Morning) -> None:
    page = morning.window.roles.pins.page
    morning.press(Key.Key_F9)
    for _ in range(3):
        morning.press(WRONG, Key.Key_Return)
        morning.until(lambda: page.action.isEnabled() or "Wait" in page.sentence.accessibleName())
    assert page.sentence.accessibleName() == "Wrong PIN. Wait 5 seconds."
    morning.press(Key.Key_Escape, Key.Key_F9, PIN, Key.Key_Return)
    assert not page.action.isEnabled()
    assert morning.window.state.unlocked_by is None
    morning.press(Key.Key_Escape)
    morning.scan(AMINA)
    morning.until(lambda: morning.window.panel.card.name != "")  # type: ignore[union-attr]


def test_a_scan_of_an_hour_ago_is_taken_back_only_while_the_desk_is_unlocked(morning: Morning) -> None:
    for badge in (AMINA, MOHAMMED):
        morning.scan(badge)
        morning.until(
            lambda badge=badge: morning.window.state.recent[:1] != [] and morning.window.state.recent[0].line.text == badge
        )  # type: ignore[misc]
    morning.now += timedelta(hours=1)
    chosen = (Key.Key_Down, Key.Key_Down, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    morning.press(*chosen)
    morning.says("That did not work")
    assert morning.card[1] == "This scan is older than 15 minutes: only a supervisor may take it back."
    morning.press(Key.Key_F9, PIN, Key.Key_Return)
    morning.until(lambda: morning.window.state.unlocked_by is not None)
    assert morning.window.header.role.isVisible()
    morning.press(*chosen)
    morning.says("Taken back")
    assert [row.struck for row in morning.window.side.lists.recent.rows.rows()] == [False, True]
    morning.press(Key.Key_F9)
    morning.until(lambda: morning.window.state.unlocked_by is None)


def test_an_unlocked_desk_overrides_without_a_pin_until_it_locks_itself(morning: Morning) -> None:
    morning.press(Key.Key_F9, PIN, Key.Key_Return)
    morning.until(lambda: morning.window.state.unlocked_by is not None)
    morning.scan(UNPAID)
    morning.says("Not paid yet")
    morning.press(Key.Key_F8, Key.Key_Return)
    morning.says("Welcome")
    morning.now += timedelta(minutes=6)
    morning.scan(AMINA)
    morning.until(lambda: morning.window.state.unlocked_by is None)
    assert not morning.window.header.role.isVisible()


def test_an_identity_card_that_was_seen_stands_in_the_journal(morning: Morning) -> None:
    morning.scan(AMINA)
    morning.until(lambda: morning.card[1] == "Ask for an identity card")
    morning.press(Key.Key_F7)
    morning.until(lambda: morning.card[1] == "Identity card seen")
    scan, remark = morning.journal()
    assert (remark.kind, remark.undoes) == (Kind.REMARK, scan.scan_id)
    assert morning.window.state.figures.inside == 1


def test_a_kiosk_decides_on_badges_and_only_the_pin_makes_it_a_desk_again(morning: Morning) -> None:
    kiosk = Kiosk(morning.window, Hands(morning.engine), Silence())  # type: ignore[arg-type]
    kiosk.begin()
    window = kiosk.window
    assert window is not None
    window.scanned.emit(AMINA)
    morning.until(lambda: window.panel.card is not None and window.panel.card.name == "Amina El Fassi")
    assert [one.text for one in morning.journal()] == [AMINA]
    window.close()
    assert kiosk.pins is not None
    for pin in (WRONG, PIN):
        for digit in pin:
            window.type(digit)
        kiosk.pins.page.act()
        if pin is WRONG:
            page = kiosk.pins.page
            morning.until(lambda page=page: page.sentence.accessibleName() == "Wrong PIN. Try again.")  # type: ignore[misc]
            assert kiosk.window is window
    morning.until(lambda: kiosk.window is None)
    assert morning.window.isVisible()
    assert morning.window.state.unlocked_by is not None
