"""What the verdict panel says, made of a message in one language: without Qt, and without a thought for room."""

from dataclasses import dataclass, replace
from datetime import datetime

from checkin.desk.messages import Failed, Judged, Undone
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from checkin.i18n import Words, phrase
from checkin.sentences import Teller
from checkin.words import ATTENTION, FROM_BADGE, visitors_language, wording
from checkin.words import FAILED as FAILED_WORDS
from checkin.words import UNDONE as UNDONE_WORDS
from ui import reasons
from ui.reasons import Face, Shape
from ui.sounds import Sound
from ui.theme import Tone

Shown = Judged | Undone | Failed
"""The messages that make a card."""

LONGEST_CODE = 64
LONGEST_NOTE = 240


@dataclass(frozen=True, slots=True)
class Card:
    """The words of one card; "" where there is nothing to say. `say` is in `say_language`, all else in the desk's. `note` is what
    staff should know, whatever the verdict."""

    face: Face
    title: str
    asks_identity: bool = False
    """Somebody is to look at an identity card, and the card stays until that is answered."""
    name: str = ""
    company: str = ""
    category: str = ""
    category_colour: str = ""
    reason: str = ""
    do: str = ""
    say: str = ""
    say_language: str = ""
    note: str = ""

    @property
    def spoken(self) -> str:
        """The card for a screen reader, in the order in which it is read."""
        parts = (self.title, self.name, self.company, self.category, self.reason, self.do, self.note)
        return ". ".join(part for part in parts if part)


def card_of(message: Judged | Undone, event: Event, words: Words) -> Card:
    """The card that tells what became of a scan."""
    return _judged(message, event, words) if isinstance(message, Judged) else _undone(message, event, words)


def asking_card(card: Card, words: Words) -> Card:
    """The card of somebody who was admitted and whose identity card is to be looked at: it asks for that, and stays."""
    return replace(card, face=replace(card.face, stays=True), reason=words("Ask for an identity card"), asks_identity=True)


def seen_card(card: Card, words: Words) -> Card:
    """The same card once the identity card was seen."""
    return replace(card, reason=words("Identity card seen"))


def failed_card(message: Failed, words: Words) -> Card:
    """The card that says what did not work, and what to do."""
    title = FAILED_WORDS.title if message.request else ATTENTION.title
    return Card(reasons.FAILED, words(title), reason=words(message.what))


def ready_card(direction: Direction, words: Words, *, camera: bool, arriving: bool = False) -> Card:
    """Nobody is there: what to do next. `camera` says whether there is a picture to hold a badge before, `arriving` that the list
    is not whole yet."""
    shape = Shape.FRAME if direction is Direction.ENTRY else Shape.LEAVING
    title = words("Ready") if direction is Direction.ENTRY else words("Ready: exits")
    if arriving:
        title = words("The list is arriving")
    how = phrase("Hold the badge 15 to 25 cm before the camera") if camera else phrase("Use the hand scanner, or type a name")
    return Card(Face(Tone.READY, shape, Sound.READ), title, reason=words(how))


def opening_card(words: Words) -> Card:
    """The desk does not know its event yet."""
    return Card(Face(Tone.READY, Shape.FRAME, Sound.READ), words("One moment"), reason=words("The desk is opening."))


def person_line(registration: Registration | None, text: str, fallback: str) -> str:
    """Whom a row is about: the name, else the code that was read, else `fallback`."""
    if registration is not None:
        return registration.name
    return fallback if not text else short_code(text)


def short_code(text: str) -> str:
    """A stranger's code, short enough to be shown."""
    return text if len(text) <= LONGEST_CODE else f"{text[: LONGEST_CODE - 1]}…"


def time_of(at: datetime, event: Event) -> str:
    """The time of day with seconds, where the event is."""
    return at.astimezone(event.zone).strftime("%H:%M:%S")


def _judged(message: Judged, event: Event, words: Words) -> Card:
    teller, line, person = Teller(words, event), message.line, message.registration
    wording_ = wording(message.verdict, line.direction, message.quiet)
    face = reasons.face(message.verdict, line.direction, message.quiet)
    language = visitors_language(person, words.language)
    category = event.categories.get(line.category)
    return Card(
        face,
        words(wording_.title),
        name=person.name if person else "",
        company=_origin(message, words),
        category=teller.category(line.category) if line.category else "",
        category_colour=category.colour if category else "",
        reason=teller.why(line, message.verdict, person, message.quiet),
        do=words(wording_.do),
        say=Words(language)(wording_.say),
        say_language=language,
        note=_notes(message, event, words),
    )


def _origin(message: Judged, words: Words) -> str:
    """What stands below the name: where the person comes from, or what the verdict comes from."""
    if message.verdict.from_badge:
        return words(FROM_BADGE)
    return message.registration.company if message.registration else short_code(message.line.text)


def _notes(message: Judged, event: Event, words: Words) -> str:
    """What staff should know about somebody, whatever the verdict; the look-up shows the whole of a long note."""
    category = event.categories.get(message.line.category)
    notes = (category.note(words.language) if category else "", message.registration.note if message.registration else "")
    told = " · ".join(note for note in notes if note)
    return told if len(told) <= LONGEST_NOTE else f"{told[: LONGEST_NOTE - 1]}…"


def _undone(message: Undone, event: Event, words: Words) -> Card:
    person = message.registration
    category = event.categories.get(message.line.category)
    return Card(
        reasons.UNDONE,
        words(UNDONE_WORDS.title),
        name=person.name if person else "",
        company=person.company if person else "",
        category=Teller(words, event).category(message.line.category) if message.line.category else "",
        category_colour=category.colour if category else "",
        reason=words(UNDONE_WORDS.sentence),
    )
