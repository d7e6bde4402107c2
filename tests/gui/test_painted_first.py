"""What is painted when a verdict comes, and in which order; and what was drawn before anybody came."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from desk_samples import AMINA, CHLOE, EVENT, JEAN, MOHAMMED, ZHANG, Desk, first_entry, judged
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from checkin.domain.verdict import Reason
from checkin.i18n import Words
from data.demo import names
from ui.desk import warming
from ui.desk.cards import Card
from ui.desk.verdict import VerdictPanel
from ui.desk.warming import NAMES, samples

FONTS_OF_A_SIZE = tuple[int, int]


class Painted(QObject):
    """Counts what is painted and laid out, by widget."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window = window
        self.painted: Counter[QWidget] = Counter()
        self.laid_out: Counter[QWidget] = Counter()
        for widget in (window, *window.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            self.painted[watched] += event.type() == QEvent.Type.Paint
            self.laid_out[watched] += event.type() == QEvent.Type.LayoutRequest
        return False

    def of(self, part: QWidget) -> int:
        """How often a part of the window was painted, or something in it."""
        return sum(times for widget, times in self.painted.items() if widget is part or part.isAncestorOf(widget))


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def watched(one: Desk) -> Painted:
    settle()
    return Painted(one.window)


def test_the_card_is_painted_before_the_desk_turns_to_anything_else(desk) -> None:
    one = desk()
    eye = watched(one)
    one.window.on_published(judged(AMINA))
    assert eye.of(one.window.panel) > 0, "nobody waits for the next turn of the event loop"
    assert eye.of(one.window.side) == eye.of(one.window.header) == 0
    settle()
    assert eye.of(one.window.side.lists) > 0
    assert eye.of(one.window.side.counters) == eye.of(one.window.header) == 0, "nothing in them has changed"


def test_the_card_is_whole_when_it_is_painted(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA))
    settle()
    seen: list[tuple[str, bool, bool]] = []
    panel = one.window.panel

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and panel.card is not None:
                seen.append((panel.card.name, panel.done.isVisible(), panel.buttons.override.isVisible()))
            return False

    eye = Eye(panel)
    panel.installEventFilter(eye)
    one.window.on_published(judged(JEAN, Reason.UNPAID))
    assert seen[0] == (JEAN.name, True, True)


def test_a_verdict_like_the_one_before_lays_nothing_out_anew(desk) -> None:
    one = desk()
    for person in (AMINA, CHLOE):
        one.window.on_published(judged(person))
    eye = watched(one)
    one.window.on_published(judged(JEAN))
    settle()
    assert one.window.panel.card.name == JEAN.name
    header = [widget for widget in eye.laid_out if eye.laid_out[widget] and one.window.header.isAncestorOf(widget)]
    assert header == []
    assert eye.laid_out[one.window] == eye.laid_out[one.window.header] == 0


# --- drawn before anybody came


def letters(texts: Iterator[str]) -> set[str]:
    return {letter for text in texts for letter in unicodedata.normalize("NFC", text) if letter.isalpha()}


def test_all_letters_of_the_demo_s_names_are_drawn_before_anybody_comes() -> None:
    kinds = [kind for kind in dir(names) if kind.endswith(("_GIVEN", "_FAMILY")) and not kind.startswith("CHINESE")]
    people = [name for kind in kinds for name, _ in getattr(names, kind)]
    assert len(people) > 80
    assert letters(iter(people)) <= letters(iter(NAMES))


def sizes(panel: VerdictPanel, card: Card) -> set[FONTS_OF_A_SIZE]:
    """The fonts (pixels, weight) that a card takes in this panel."""
    composed = panel.compose(card)
    blocks = [piece.block for piece in composed.pieces] + [block for one in composed.advice for block in (one.label, one.text)]
    return {(block.layout.font().pixelSize(), block.layout.font().weight()) for block in blocks}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_fonts_of_usual_cards_are_among_those_that_were_drawn(desk, language) -> None:
    one = desk(language=language)
    panel, words = one.window.panel, Words(language)
    drawn = {size for card in samples(EVENT, words) for size in sizes(panel, card)}
    for message in (judged(AMINA), judged(MOHAMMED), judged(ZHANG), judged(JEAN, Reason.BLOCKED), first_entry(MOHAMMED)):
        one.window.on_published(message)
        assert sizes(panel, panel.card) <= drawn


def test_each_verdict_and_each_visitor_s_language_is_among_the_samples() -> None:
    cards = list(samples(EVENT, Words("en")))
    assert len({card.title for card in cards}) == 1 + len(Reason)
    assert {card.say_language for card in cards} == {"fr", "ar", "en"}
    assert any("," in card.reason for card in cards), "names of days as well"


def test_a_sample_is_painted_as_a_real_card_is(desk) -> None:
    one = desk()
    panel, message = one.window.panel, judged(AMINA)
    one.window.state.take(message)
    drawn = panel.draw_unseen(one.window.state.card(Words("en")))
    one.window.on_published(message)
    real, above = panel.grab().toImage(), panel.buttons.undo.geometry().top()
    points = [(x, y) for x in range(0, panel.width(), 7) for y in range(0, above, 7)]
    assert len({drawn.pixel(x, y) for x, y in points}) > 2, "letters and a shape on a ground"
    assert all(abs(drawn.pixelColor(x, y).lightness() - real.pixelColor(x, y).lightness()) < 40 for x, y in points)


def test_samples_are_drawn_while_nobody_is_there_and_shown_to_nobody(desk, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(warming, "BEGINS_AFTER_MS", 0)
    monkeypatch.setattr(warming, "EVERY_MS", 0)
    one = desk()
    drawn: list[str] = []
    draw = one.window.panel.draw_unseen
    monkeypatch.setattr(one.window.panel, "draw_unseen", lambda card: (drawn.append(card.name), draw(card)))
    eye = watched(one)
    one.window.warming.begin(Words("en"))
    qtbot.waitUntil(lambda: not one.window.warming.is_going_on)
    assert set(drawn) == set(NAMES)
    assert one.window.panel.card.title == "Ready"
    assert eye.of(one.window.panel) == 0
    drawn.clear()
    one.window.preferences.switch_language()
    qtbot.waitUntil(lambda: not one.window.warming.is_going_on)
    assert set(drawn) == set(NAMES), "another language has other words and other sizes"
