"""The kiosk: what visitors see and touch, and that only a PIN ends it."""

from collections.abc import Callable

import pytest
from desk_samples import AMINA, LONG, MOHAMMED, SALMA, Desk, judged, ready, undone
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checkin.desk.messages import Denied, RoleChanged, Unlock
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction, Reason
from checkin.i18n import phrase
from checkin.scanning.messages import CameraState, Condition
from ui.kiosk.kiosk import Kiosk
from ui.kiosk.window import KioskWindow
from ui.sounds import Sound
from ui.theme import Tone

Key = Qt.Key


@pytest.fixture
def kiosk(supervised: Callable[..., Desk]) -> Kiosk:
    one = supervised(supervisors=(SALMA,))
    kiosk = Kiosk(one.window, one.actions, one.heard)  # type: ignore[arg-type]
    one.window.kiosk = kiosk  # type: ignore[attr-defined]
    kiosk.begin()
    yield kiosk  # type: ignore[misc]
    kiosk.leave()


def window(kiosk: Kiosk) -> KioskWindow:
    assert kiosk.window is not None
    return kiosk.window


def said(kiosk: Kiosk) -> dict[str, str]:
    card = window(kiosk).panel.card
    assert card is not None
    return {one.language: one.text for one in card.said}


def test_visitors_are_invited_in_three_languages_and_the_desk_is_out_of_sight(kiosk: Kiosk) -> None:
    assert list(said(kiosk)) == ["fr", "ar", "en"]
    assert len(set(said(kiosk).values())) == 3
    assert window(kiosk).isFullScreen()
    assert not kiosk.parent().isVisible()  # type: ignore[attr-defined]


def test_a_known_visitor_is_welcomed_by_name_in_his_or_her_language_alone(kiosk: Kiosk) -> None:
    desk = kiosk.parent()
    for person, language in ((AMINA, "fr"), (MOHAMMED, "ar")):
        desk.on_published(judged(person))  # type: ignore[attr-defined]
        assert list(said(kiosk)) == [language]
        assert window(kiosk).panel.card.name == person.name  # type: ignore[union-attr]
    desk.on_published(judged(LONG))  # type: ignore[attr-defined]
    assert list(said(kiosk)) == ["fr", "ar", "en"]
    desk.on_published(judged(AMINA, direction=Direction.EXIT))  # type: ignore[attr-defined]
    assert said(kiosk) == {"fr": "Au revoir"}


@pytest.mark.parametrize("reason", [Reason.UNPAID, Reason.BLOCKED, Reason.ALREADY_REDEEMED, Reason.INVALID])
def test_a_refused_visitor_is_sent_to_staff_and_nothing_personal_is_shown(kiosk: Kiosk, reason: Reason) -> None:
    kiosk.parent().on_published(judged(AMINA, reason))  # type: ignore[attr-defined]
    card = window(kiosk).panel.card
    assert card is not None
    assert card.name == card.for_staff == ""
    assert {one.text for one in card.said} == {
        "Adressez-vous à notre équipe, s’il vous plaît",
        "توجّه إلى موظفينا من فضلك",
        "Please see our staff",
    }
    assert card.face.tone is not Tone.ADMITTED


def test_the_verdict_goes_after_a_while_and_a_message_for_staff_alone_is_none(kiosk: Kiosk, qtbot: QtBot) -> None:
    desk = kiosk.parent()
    desk.preferences.settings = desk.preferences.settings.but(admitted_shown_s=0.05)  # type: ignore[attr-defined]
    invited = said(kiosk)
    desk.on_published(judged(AMINA))  # type: ignore[attr-defined]
    assert said(kiosk) != invited
    desk.on_published(undone(judged(AMINA)))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: said(kiosk) == invited)


def test_a_hand_scanner_works_and_what_is_typed_leads_nowhere(kiosk: Kiosk, qtbot: QtBot) -> None:
    qtbot.keyClicks(window(kiosk), "AAAA2222BBBB3333")
    qtbot.keyClick(window(kiosk), Key.Key_Return)
    assert kiosk._actions.asked == [("lock",), ("scan", "AAAA2222BBBB3333", Origin.SCANNER)]  # type: ignore[attr-defined]
    for keys in (Key.Key_F8, Key.Key_F10, Key.Key_F12, Key.Key_F2, Key.Key_F4, Key.Key_Escape):
        qtbot.keyClick(window(kiosk), keys)
    qtbot.keyClicks(window(kiosk), "AB")
    qtbot.keyClick(window(kiosk).focusWidget() or window(kiosk), Key.Key_Return)
    assert said(kiosk)["en"] == "Hold your badge before the camera"
    assert window(kiosk).isVisible()
    assert not any(one.is_going_on for one in kiosk.parent().activities)  # type: ignore[attr-defined]


def test_staff_are_called_until_they_have_come_and_badges_go_on_meanwhile(kiosk: Kiosk, qtbot: QtBot) -> None:
    heard = kiosk._speaker.sounds  # type: ignore[attr-defined]
    qtbot.keyClick(window(kiosk), Key.Key_F1)
    assert said(kiosk)["en"] == "A colleague is coming"
    assert heard[-1] is Sound.LOOK
    kiosk.parent().on_published(judged(AMINA))  # type: ignore[attr-defined]
    assert said(kiosk) == {"fr": "Bienvenue"}
    kiosk._rest()
    assert said(kiosk)["en"] == "A colleague is coming"
    window(kiosk).call.click()
    assert said(kiosk)["en"] == "Hold your badge before the camera"


def test_without_a_picture_visitors_are_sent_to_staff_who_read_why(kiosk: Kiosk) -> None:
    kiosk.on_camera(CameraState(Condition.LOST, "cam", phrase("The camera is gone. Plug it in again.")))
    assert said(kiosk)["en"] == "Please see our staff"
    assert window(kiosk).panel.card.for_staff != ""  # type: ignore[union-attr]
    kiosk.on_camera(CameraState(Condition.LIVE, "cam", phrase("")))
    assert said(kiosk)["en"] == "Hold your badge before the camera"


def test_it_is_closed_by_nobody_without_a_pin(kiosk: Kiosk, qtbot: QtBot) -> None:
    window(kiosk).close()
    assert window(kiosk).isVisible()
    assert kiosk.pins is not None
    assert kiosk.pins.is_going_on
    for letter in "4712":
        window(kiosk).type(letter)
    kiosk.pins.page.act()
    assert kiosk._actions.asked[-1] == ("unlock", "s1", "4712")  # type: ignore[attr-defined]
    kiosk.parent().on_published(Denied(Unlock("s1", ""), 5.0))  # type: ignore[attr-defined]
    assert "5" in kiosk.pins.page.sentence.accessibleName()
    desk, closed = kiosk.parent(), window(kiosk)
    desk.on_published(RoleChanged(SALMA))  # type: ignore[attr-defined]
    assert kiosk.window is None
    assert desk.isVisible()  # type: ignore[attr-defined]
    assert not closed.isVisible()
    assert desk.side.preview.choose.isVisibleTo(desk.side.preview)  # type: ignore[attr-defined]


def test_a_desk_without_a_supervisor_does_not_become_one(desk: Callable[..., Desk]) -> None:
    one = desk(told=False)
    one.window.on_published(ready(supervisors=()))
    kiosk = Kiosk(one.window, one.actions, one.heard)  # type: ignore[arg-type]
    kiosk.begin()
    assert kiosk.window is None
    assert "checkin supervisors add" in one.window.panel.card.reason  # type: ignore[union-attr]


def test_a_kiosk_that_was_begun_before_the_event_was_known_ends_where_nobody_could_end_it(desk: Callable[..., Desk]) -> None:
    one = desk(told=False)
    kiosk = Kiosk(one.window, one.actions, one.heard)  # type: ignore[arg-type]
    kiosk.begin()
    assert kiosk.window is not None
    one.window.on_published(ready(supervisors=()))
    assert kiosk.window is None
    assert "checkin supervisors add" in one.window.panel.card.reason  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920), (1024, 600)])
def test_every_letter_has_room(kiosk: Kiosk, qtbot: QtBot, size: tuple[int, int]) -> None:
    window(kiosk).showNormal()
    window(kiosk).resize(*size)
    for message in (judged(LONG), judged(MOHAMMED), judged(AMINA, Reason.UNPAID)):
        kiosk.parent().on_published(message)  # type: ignore[attr-defined]
        panel = window(kiosk).panel
        blocks = panel.blocks()
        assert all(one.natural_width <= panel.width() for one in blocks)
        assert sum(one.height for one in blocks) < panel.height() * 0.75
