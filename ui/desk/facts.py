"""What the desk knows about one person, as labels and values, and no more of it than the door needs."""

from dataclasses import dataclass

from checkin.desk.messages import Judged
from checkin.domain.event import Event
from checkin.domain.folding import fold
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.sentences import Teller
from checkin.words import STATUSES, wording
from ui.desk.state import DeskState

SCANS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and what it is."""

    label: str
    value: str


def masked_email(address: str) -> str:
    """Enough of an e-mail address to be recognised by its owner, too little to write to: a…@casablanca.ma."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}" if at else ""


def identifying_facts(person: Registration, event: Event, words: Words) -> tuple[Fact, ...]:
    """What tells this person from others of the same name: always the same labels, "" where nothing is known."""
    return (*_standing(person, event, words), *_references(person, words))


def _standing(person: Registration, event: Event, words: Words) -> tuple[Fact, ...]:
    return (
        Fact(words("Company"), person.company),
        Fact(words("Category"), Teller(words, event).category(person.category)),
        Fact(words("Status"), words(STATUSES[person.status])),
    )


def _references(person: Registration, words: Words) -> tuple[Fact, ...]:
    return (
        Fact(words("Order"), person.order),
        Fact(words("E-mail"), masked_email(person.email)),
        Fact(words("Number"), person.id),
    )


def person_facts(person: Registration, state: DeskState, words: Words) -> tuple[Fact, ...]:
    """All that is shown of a person who is looked up; nothing without a value. `state` must have its event."""
    event = state.event
    assert event is not None
    category = event.categories.get(person.category)
    copies = state.copies.get(person.id, 0)
    facts = (
        *_standing(person, event, words),
        Fact(words("Note"), person.note),
        Fact(words("Category's note"), category.note(words.language) if category else ""),
        Fact(words("At this desk"), _here(person, state, event, words)),
        *_references(person, words),
        Fact(words("Badge"), words("printed here, copy {copy}", copy=str(copies)) if copies else ""),
    )
    return tuple(fact for fact in facts if fact.value)


def _here(person: Registration, state: DeskState, event: Event, words: Words) -> str:
    """Since when the person is inside, then what the latest scans came to; as far as this desk knows."""
    teller = Teller(words, event)
    last = state.last_passage(person.id)
    inside = []
    if last is not None and last.direction is Direction.ENTRY:
        inside = [words("inside since {time}", time=teller.clock(last.at))]
    scans = [one for one in state.recent if one.line.registration == person.id][:SCANS_TOLD]
    told = [f"{teller.clock(one.line.at)} {_came_to(one.line.scan_id in state.undone, one, words)}" for one in scans]
    return "\n".join([*inside, *told]) or words("not seen yet")


def _came_to(undone: bool, judged: Judged, words: Words) -> str:
    return words("taken back") if undone else words(wording(judged.verdict, judged.line.direction, judged.quiet).title)


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold(name).split()))


def _could_share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other or "".join(one).isascii() != "".join(other).isascii()


def alike_to(person: Registration, people: tuple[Registration, ...], alike: frozenset[str]) -> tuple[Registration, ...]:
    """This person, then those of `people` who share the name; `alike` holds the ids that search has marked.

    What is a name in another script, search knows: whoever is marked and written in another one counts.
    """
    others = (one for one in people if one.id in alike and one.id != person.id)
    return (person, *(one for one in others if _could_share(_words(one.name), _words(person.name))))
