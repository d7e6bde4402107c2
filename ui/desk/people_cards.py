"""What the panel says of a group that was admitted, and of a badge that goes to the printer."""

from checkin.desk.messages import GroupJudged, Judged, ToPrint
from checkin.domain.event import Event
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.words import wording
from ui import reasons
from ui.desk.cards import Card
from ui.reasons import Face, Shape
from ui.sounds import Sound
from ui.theme import Tone

NAMED = 6
"""More refused people than this are counted; the recent scans name them all."""

PRINTING = Face(Tone.NEUTRAL, Shape.FRAME, Sound.READ)


def group_card(message: GroupJudged, words: Words) -> Card:
    """The card of a group: how many of how many, and who was refused why."""
    passed = [one for one in message.scans if one.verdict.admitted]
    refused = [one for one in message.scans if not one.verdict.admitted]
    leaving = any(one.line.direction is Direction.EXIT for one in message.scans)
    count = _count(len(passed), len(message.scans), words, leaving=leaving)
    company = _shared_company(message.scans)
    if not refused:
        title = words("Goodbye") if leaving else words("Welcome")
        return Card(reasons.LEFT if leaving else reasons.ADMITTED, title, name=count, company=company)
    face = reasons.LOOK if passed else reasons.REFUSED
    do = words("Settle the others one by one: scan the badge, or search for the name.")
    return Card(face, count, company=company, reason=_refusals(refused, words), do=do)


def _count(passed: int, of: int, words: Words, *, leaving: bool) -> str:
    if leaving:
        return words("{count} of {all} let out", count=str(passed), all=str(of))
    return words("{count} of {all} admitted", count=str(passed), all=str(of))


def _refusals(refused: list[Judged], words: Words) -> str:
    said = [
        words("{name}: {why}", name=_name(one), why=words(wording(one.verdict, one.line.direction, one.quiet).title))
        for one in refused[:NAMED]
    ]  # fmt: skip
    if len(refused) > NAMED:
        said.append(words("{count} more", count=str(len(refused) - NAMED)))
    return " · ".join(said)


def _name(judged: Judged) -> str:
    return judged.registration.name if judged.registration else judged.line.registration


def _shared_company(scans: tuple[Judged, ...]) -> str:
    companies = {one.registration.company for one in scans if one.registration}
    return companies.pop() if len(companies) == 1 else ""


def printing_card(message: ToPrint, event: Event, words: Words) -> Card:
    """The card of a badge on its way to the printer."""
    person = message.registration
    category = event.categories.get(person.category)
    copy = words("Copy {copy} of this badge", copy=str(message.copy)) if message.copy > 1 else ""
    return Card(
        PRINTING, words("Printing the badge"), name=person.name, company=person.company,
        category=(category.name(words.language) if category else "") or person.category,
        category_colour=category.colour if category else "", reason=copy,
    )  # fmt: skip
