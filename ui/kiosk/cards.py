"""What a kiosk says to visitors: kind, short, and nothing about anybody that does not stand on the badge."""

from dataclasses import dataclass
from enum import StrEnum

from checkin.desk.messages import Failed, Judged
from checkin.domain.event import LANGUAGES
from checkin.domain.verdict import Direction
from checkin.i18n import Phrase, Words, phrase
from ui import reasons
from ui.reasons import Face, Shape
from ui.sounds import Sound
from ui.theme import Tone

HOLD = phrase("Hold your badge before the camera")
WELCOME, GOODBYE = phrase("Welcome"), phrase("Goodbye")
JUST_READ = phrase("This badge has just been read")
SEE_STAFF = phrase("Please see our staff")
ON_THE_WAY = phrase("A colleague is coming")


class Mood(StrEnum):
    """What a kiosk does now."""

    READY = "ready"
    VERDICT = "verdict"
    CALLING = "calling"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class VisitorCard:
    """The face, one sentence in each language that may be the visitor's, the name of whoever passes ("" for others), and a small
    sentence for staff, in theirs."""

    face: Face
    said: tuple[Said, ...]
    name: str = ""
    for_staff: str = ""

    @property
    def spoken(self) -> str:
        """The card for a screen reader."""
        return ". ".join(part for part in (*(one.text for one in self.said), self.name) if part)


def in_all(what: Phrase, languages: tuple[str, ...] = LANGUAGES) -> tuple[Said, ...]:
    """The sentence in every language that visitors are spoken to in."""
    return tuple(Said(language, Words(language)(what)) for language in languages if language in LANGUAGES)


def ready_card(languages: tuple[str, ...], trouble: str) -> VisitorCard:
    """Nobody is there. `trouble` is what staff must know, "" for none: visitors are sent to them meanwhile."""
    if trouble:
        return VisitorCard(reasons.FAILED, in_all(SEE_STAFF, languages), for_staff=trouble)
    return VisitorCard(Face(Tone.READY, Shape.FRAME, Sound.READ), in_all(HOLD, languages))


def verdict_card(message: Judged, languages: tuple[str, ...]) -> VisitorCard:
    """What became of a badge: in the language of whoever passes, if it is known; why somebody may not is for staff to say."""
    line, verdict, person = message.line, message.verdict, message.registration
    face = reasons.face(verdict, line.direction, message.quiet)
    if message.quiet:
        return VisitorCard(face, in_all(JUST_READ, languages))
    if not verdict.admitted:
        return VisitorCard(face, in_all(SEE_STAFF, languages))
    own = person.language.lower()[:2] if person is not None else ""
    spoken = (own,) if own in LANGUAGES else languages
    word = GOODBYE if line.direction is Direction.EXIT else WELCOME
    return VisitorCard(face, in_all(word, spoken), person.name if person is not None else "")


def failed_card(message: Failed, languages: tuple[str, ...], words: Words) -> VisitorCard:
    """Something did not work."""
    return VisitorCard(reasons.FAILED, in_all(SEE_STAFF, languages), for_staff=words(message.what))


def calling_card(languages: tuple[str, ...]) -> VisitorCard:
    """Staff were called."""
    return VisitorCard(Face(Tone.LOOK, Shape.WARNING, Sound.LOOK, stays=True), in_all(ON_THE_WAY, languages))
