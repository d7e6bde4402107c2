import itertools
from dataclasses import replace

import pytest
from desk_samples import AMINA, CHLOE, LONG, LONG_ARABIC, MOHAMMED, ZHANG, Desk, first_entry, judged
from PySide6.QtCore import QRectF

from checkin.domain.verdict import NEEDS_HELP, Reason
from ui import reasons
from ui.reasons import FACES, Shape
from ui.theme import DARK, LIGHT, VERDICTS, Theme, Tone, contrast
from ui.widgets.text import lay_out

SIZES = [(1366, 768), (1024, 600), (960, 540), (1920, 1080), (3840, 2160)]


def whole(desk: Desk) -> bool:
    """Everything on the card stands whole inside the panel, and nothing over anything else."""
    panel = desk.window.panel
    composed = panel.composition
    assert composed is not None
    blocks = [piece.block for piece in composed.pieces] + [block for one in composed.advice for block in (one.label, one.text)]
    rects = [piece.rect for piece in composed.pieces] + [one.rect for one in composed.advice] + [composed.shape]
    buttons = [QRectF(button.geometry()) for button in (panel.undo, panel.done) if button.isVisible()]
    inside = all(QRectF(panel.rect()).contains(rect) for rect in rects)
    apart = not any(one.intersects(other) for one, other in itertools.combinations(rects + buttons, 2))
    return all(block.is_whole for block in blocks) and inside and apart


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_on_a_card_is_cut_however_long_the_name(desk, size, language) -> None:
    one = desk(size, language=language)
    for person, reason in itertools.product((LONG, LONG_ARABIC, ZHANG, None), (None, Reason.BLOCKED, Reason.INVALID)):
        one.window.on_published(judged(person, reason, text="https://example.org/" + "long" * 100))
        assert whole(one), (person, reason)


def test_a_name_without_a_single_space_is_broken_rather_than_cut(desk) -> None:
    one = desk((1024, 600))
    endless = type(LONG)("R9", "X" * 180, "press")
    one.window.on_published(judged(endless, Reason.UNPAID))
    assert whole(one)
    assert any(piece.block.text == "X" * 180 for piece in one.window.panel.composition.pieces)


def test_the_usual_card_has_the_sizes_that_are_read_from_three_metres(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA))
    fonts = {piece.block.text: piece.block.layout.font().pixelSize() for piece in one.window.panel.composition.pieces}
    assert fonts["Welcome"] == 78
    assert fonts["Amina El Fassi"] == 62
    assert fonts["Entered at 09:42 · Gate A"] == 28


def test_the_card_says_who_why_what_to_do_and_what_to_say_in_the_visitor_s_language(desk) -> None:
    one = desk(language="en")
    one.window.on_published(first_entry(MOHAMMED))
    card = one.window.panel.card
    assert card.title == "Already entered"
    assert card.name == "محمد عبد الرحمن الإدريسي"
    assert card.category == "Speaker"
    assert card.reason == "First entry 09:31, Gate C (desk 4)"
    assert card.do.startswith("Compare the name")
    assert card.say_language == "ar"


def test_a_note_of_the_category_stands_on_the_card_of_whoever_is_admitted(desk) -> None:
    one = desk(language="en")
    one.window.on_published(judged(CHLOE))
    assert one.window.panel.card.note == "Walk the guest to the lounge"


def test_notes_stand_on_the_card_of_whoever_is_refused_beside_what_to_do_and_to_say(desk) -> None:
    one = desk(language="en")
    one.window.on_published(judged(replace(CHLOE, note="Lost her badge"), Reason.UNPAID))
    card, labels = one.window.panel.card, [each.label.text for each in one.window.panel.composition.advice]
    assert card.note == "Walk the guest to the lounge · Lost her badge"
    assert card.do.startswith("Look at the proof of payment")
    assert labels == ["What to do", "Please note", "Say to the visitor"]
    assert card.note in card.spoken


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=str)
def test_a_long_note_is_shortened_and_hides_nothing(desk, size, language) -> None:
    one = desk(size, language=language)
    for person, reason in itertools.product((LONG, LONG_ARABIC), (None, Reason.ALREADY_REDEEMED, Reason.INVALID_TIME)):
        one.window.on_published(judged(replace(person, note="very long note " * 100), reason))
        assert one.window.panel.card.note.endswith("…")
        assert whole(one), (person, reason)


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (1920, 1080)], ids=str)
def test_the_panel_takes_three_fifths_of_the_window(desk, size) -> None:
    one = desk(size)
    panel = one.window.panel
    assert panel.width() * panel.height() >= 0.6 * size[0] * size[1]


def test_arabic_letters_get_the_height_that_they_need(qapp) -> None:
    font = Theme().font(62)
    block = lay_out("محمد عبد الرحمن الإدريسي", font, 900)
    line = block.layout.lineAt(0)
    assert block.height >= line.ascent() + line.descent()


def test_every_verdict_is_read_easily_on_its_colour() -> None:
    for tone, paint in VERDICTS.items():
        assert contrast(paint.fill, paint.ink) >= 4.5, tone
    assert VERDICTS[Tone.ADMITTED].fill == "#006D5B"
    assert VERDICTS[Tone.LOOK].fill == "#FFB000"
    assert VERDICTS[Tone.REFUSED].fill == "#B3261E"
    assert round(contrast("#FFB000", "#000000"), 1) == 11.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_is_read_easily(colours) -> None:
    for ground in (colours.window, colours.surface, colours.selected):
        for ink in (colours.text, colours.muted):
            assert contrast(ground, ink) >= 4.5, (ground, ink)
    assert contrast(colours.surface, colours.accent) >= 4.5
    for edge in (colours.field, colours.accent):
        assert min(contrast(colours.window, edge), contrast(colours.surface, edge)) >= 2.9, edge


def test_each_meaning_has_a_shape_and_a_sound_of_its_own() -> None:
    faces = [reasons.ADMITTED, reasons.LOOK, reasons.REFUSED]
    assert len({face.shape for face in faces}) == len({face.tone for face in faces}) == len({face.sound for face in faces}) == 3
    assert (reasons.ADMITTED.shape, reasons.LOOK.shape, reasons.REFUSED.shape) == (Shape.TICK, Shape.WARNING, Shape.CROSS)
    assert {reason for reason, face in FACES.items() if face is reasons.LOOK} == NEEDS_HELP
    assert set(FACES) == set(Reason)


@pytest.mark.parametrize("reason", [None, Reason.PRODUCT])
def test_a_card_says_that_the_badge_itself_decided(desk, reason) -> None:
    one = desk((1366, 768), language="en")
    listed = judged(AMINA, reason)
    one.window.on_published(replace(listed, verdict=replace(listed.verdict, from_badge=True)))
    mark = "Not in the list: decided by the badge itself"
    assert one.window.panel.card.company == mark
    assert mark in one.window.panel.card.spoken
    one.window.on_published(listed)
    assert mark not in one.window.panel.card.spoken
