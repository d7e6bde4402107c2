"""The rehearsal in the window: its page, and the whole desk behind it."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk_samples import AMINA, Desk, judged, ready
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from checkin.domain.tally import Figures
from checkin.domain.verdict import Outcome, Reason, Verdict
from checkin.i18n import Words, phrase
from checkin.rehearsal.findings import fault, ok, warning
from checkin.rehearsal.report import TITLES
from checkin.rehearsal.samples import EXPECTED, TEXTS, Sample
from checkin.rehearsal.sound import SoundFacts
from checkin.rehearsal.stage import Tried
from checkin.settings import Settings
from data.store import open_store
from ui.app import Desk as RunningDesk
from ui.app import DeskPlan, connect
from ui.bridge import Bridge
from ui.desk.rehearsing import Rehearsing
from ui.desk.window import DeskWindow
from ui.rehearsal.looks import checked
from ui.rehearsal.windowed import Kept
from ui.sounds import Silence, Sound
from ui.theme import Theme, Tone, colours_for

sys.path.append(str(Path(__file__).parents[1] / "integration"))
from rehearsal_pictures import write_pictures


@pytest.fixture
def rehearsing(desk: Callable[..., Desk]) -> tuple[Desk, Rehearsing]:
    one = desk()
    one.window.rehearsing.begin()
    return one, one.window.rehearsing


def pass_everything(rehearsing: Rehearsing) -> None:
    for name in TITLES:
        rehearsing.hear(checked(name, ok(phrase("No"))))


def show_badges(rehearsing: Rehearsing) -> None:
    for sample in Sample:
        rehearsing.hear(Tried(sample, Verdict(*EXPECTED[sample]), 12.0))


def test_the_key_begins_a_rehearsal_and_escape_ends_it(desk, qtbot: QtBot) -> None:
    one = desk()
    qtbot.keyClick(one.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    page = one.window.rehearsing.page
    assert page.isVisible()
    assert not one.window.panel.isVisible()
    assert one.actions.asked[-1][0] == "rehearse"
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert one.window.panel.isVisible()
    assert one.window.side.preview.isVisible()
    assert one.actions.asked[-1] == ("stop rehearsing",)


def test_the_button_is_on_the_idle_card_until_the_first_scan_of_the_day(desk, qtbot: QtBot) -> None:
    one = desk()
    key = one.window.rehearsing.key
    assert not key.isVisible(), "people have entered today"
    one.window.on_published(replace(ready(scans=()), today=Figures()))
    assert key.isVisible()
    qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
    assert one.window.rehearsing.is_going_on
    one.window.on_published(judged(AMINA))
    assert not key.isVisible()


def test_a_real_badge_ends_the_rehearsal_and_is_on_the_card(rehearsing) -> None:
    one, going = rehearsing
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    assert not going.is_going_on
    assert one.window.panel.isVisible()
    assert one.window.panel.card.title == "Blocked"
    assert one.heard.sounds[-1] is Sound.REFUSED


def test_whoever_types_ends_the_rehearsal_and_searches(rehearsing) -> None:
    one, going = rehearsing
    one.window.on_typed("ami")
    assert not going.is_going_on
    assert one.window.side.field.text() == "ami"


def test_all_passed_is_one_green_sentence(rehearsing) -> None:
    _, going = rehearsing
    pass_everything(going)
    assert going.page.banner.tone is Tone.READY, "the test badges are still to come"
    show_badges(going)
    assert (going.page.banner.said, going.page.banner.tone) == ("Ready: this desk can open.", Tone.ADMITTED)


def test_something_to_look_at_makes_it_amber_and_a_fault_red_at_once(rehearsing) -> None:
    _, going = rehearsing
    pass_everything(going)
    show_badges(going)
    going.hear(checked("hub", warning(phrase("No"))))
    assert going.page.banner.tone is Tone.LOOK
    going.hear(checked("disk", fault(phrase("No"))))
    assert going.page.banner.tone is Tone.REFUSED


def test_a_wrong_answer_marks_its_test_badge(rehearsing) -> None:
    _, going = rehearsing
    going.hear(Tried(Sample.FORGED, Verdict(Outcome.ADMITTED), 12.0))
    going.hear(Tried(Sample.ADMITTED, Verdict(Outcome.ADMITTED), 12.0))
    assert {sample: tile.answer for sample, tile in going.page.tiles.items()} == {
        Sample.FORGED: False, Sample.ADMITTED: True, Sample.REFUSED: None, Sample.UNKNOWN: None,
    }  # fmt: skip


def test_four_sounds_are_played_and_staff_say_whether_they_heard_them(rehearsing, qtbot: QtBot) -> None:
    one, going = rehearsing
    assert not going.page.heard.isEnabled()
    going._playing.setInterval(5)
    going.hear(SoundFacts(("Loudspeaker",)))
    qtbot.waitUntil(going.page.heard.isEnabled)
    assert one.heard.sounds == [Sound.READ, Sound.ADMITTED, Sound.LOOK, Sound.REFUSED]
    qtbot.mouseClick(going.page.not_heard, Qt.MouseButton.LeftButton)
    assert "not heard" in str(going.page.checks.made["sound"].finding.message)
    going.play()
    qtbot.waitUntil(going.page.heard.isEnabled)
    qtbot.mouseClick(going.page.heard, Qt.MouseButton.LeftButton)
    assert str(going.page.checks.made["sound"].finding.message).endswith("and heard.")


def test_turning_the_sound_on_does_not_end_the_rehearsal(desk, qtbot: QtBot) -> None:
    one = desk(muted=True)
    going = one.window.rehearsing
    going.begin()
    going.hear(SoundFacts(("Loudspeaker",), muted=True))
    assert "F6" in str(going.page.checks.made["sound"].finding.message)
    qtbot.keyClick(one.window, Qt.Key.Key_F6)
    assert going.is_going_on
    going.end()
    one.window.on_typed("am")
    qtbot.keyClick(one.window, Qt.Key.Key_F6)
    assert one.window.side.field.text() == "", "outside a rehearsal a change of settings ends the search, as before"


def test_keep_and_print_ask_for_the_page_with_what_was_said_of_the_sound(rehearsing, qtbot: QtBot) -> None:
    one, going = rehearsing
    going.hear(SoundFacts(()))
    qtbot.mouseClick(going.page.save, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(going.page.print, Qt.MouseButton.LeftButton)
    asked = [what for what in one.actions.asked if what[0] == "keep rehearsal"]
    assert [(what[1].name, what[2]) for what in asked] == [("sound", False), ("sound", True)]
    going.hear(Kept(phrase("The page was sent to the printer.")))
    assert going.page.question.accessibleName() == "The page was sent to the printer."


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_everything_that_is_touched_is_52_px_tall_and_8_px_apart(desk, qapp, size, language) -> None:
    one = desk(size, language=language)
    one.window.rehearsing.begin()
    qapp.processEvents()
    buttons = [button for button in one.window.rehearsing.page.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) == 7
    places = [button.rect().translated(button.mapTo(one.window, QPoint(0, 0))) for button in buttons]
    for number, place in enumerate(places):
        assert place.height() >= 52
        assert one.window.rect().contains(place), buttons[number].accessibleName()
        assert not any(place.adjusted(-7, -7, 7, 7).intersects(other) for other in places[number + 1 :])


# --- with a desk behind it


@pytest.fixture
def running(home: Path, tmp_path: Path, qtbot: QtBot, qapp) -> Iterator[Callable[..., DeskWindow]]:
    """A window with the real threads behind it, before a camera that shows these texts."""
    made: list[tuple[RunningDesk, DeskWindow]] = []

    def make(*texts: str) -> DeskWindow:
        camera = write_pictures(tmp_path / "camera", texts)
        settings = Settings(language="en", muted=True)
        bridge = Bridge()
        desk = RunningDesk(DeskPlan(home / "desk.db", home / "settings.toml", settings, (str(camera),)), bridge)
        theme = Theme(colours_for("light"))
        window = DeskWindow(Words("en"), theme, settings, desk, desk.sight.take_preview, speaker=Silence())
        connect(bridge, window)
        window.show()
        made.append((desk, window))
        desk.start()
        return window

    yield make
    for desk, window in made:
        desk.stop()
        window.close()
        window.deleteLater()


def test_test_badges_before_the_camera_of_a_running_desk_pass_and_its_journal_stays_empty(running, qtbot: QtBot, home) -> None:
    window = running(*TEXTS.values())
    window.rehearsing.begin()
    page = window.rehearsing.page
    qtbot.waitUntil(lambda: all(tile.answer for tile in page.tiles.values()), timeout=60_000)
    qtbot.waitUntil(lambda: len(page.checks.made) == len(TITLES), timeout=60_000)
    states = {name: one.finding.state.value for name, one in page.checks.made.items()}
    assert [states[name] for name in ("badges", "speed", "network", "database")] == ["ok"] * 4
    window.rehearsing._save()
    qtbot.waitUntil(lambda: "rehearsal-" in page.question.accessibleName(), timeout=10_000)
    assert len(list((home / "rehearsals").glob("rehearsal-*.pdf"))) == 1
    window.close_lists()
    assert window.panel.isVisible()
    store = open_store(home / "desk.db", read_only=True)
    assert store.journal.head().seq == 0
    store.close()


def test_a_test_badge_at_a_desk_that_does_not_rehearse_is_told_and_not_written_down(running, qtbot: QtBot, home) -> None:
    window = running(TEXTS[Sample.ADMITTED])
    qtbot.waitUntil(lambda: window.panel.card is not None and "test badge" in window.panel.card.reason, timeout=60_000)
    store = open_store(home / "desk.db", read_only=True)
    assert store.journal.head().seq == 0
    store.close()
