"""Who may pass. One rule, one function; RULES reads as the order of the checks in the product's description."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from checkin.domain.event import Checkpoint, EntryPolicy, Event, open_day
from checkin.domain.hours import next_window
from checkin.domain.registration import Registration, Status
from checkin.domain.verdict import Direction, Outcome, Passage, Reason, Verdict, Window


class Finding(Enum):
    """What looking a text up came to."""

    KNOWN = auto()
    UNKNOWN = auto()
    REVOKED = auto()
    FORGED = auto()
    AMBIGUOUS = auto()
    NOT_A_BADGE = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision looks at. `history` holds this person's passages of this checkpoint, in order of scan time;
    `inside` counts the persons inside the checkpoint now; `from_badge`: the registration is not in the list, and is what a signed
    badge says of itself; `unknown_key`: the key that the badge claims to be signed with is not one of this desk's;
    `list_arrives`: the hub has not handed on its whole list yet, so that an unknown badge may be somebody's."""

    finding: Finding
    direction: Direction
    now: datetime
    registration: Registration | None = None
    history: tuple[Passage, ...] = ()
    inside: int = 0
    from_badge: bool = False
    unknown_key: int | None = None
    list_arrives: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A known person before a checkpoint: what every rule is asked about."""

    facts: Facts
    person: Registration
    checkpoint: Checkpoint
    event: Event

    @property
    def entries(self) -> tuple[Passage, ...]:
        """The person's earlier entries."""
        return tuple(p for p in self.facts.history if p.direction is Direction.ENTRY)

    @property
    def is_inside(self) -> bool:
        """Whether the person's last passage is an entry."""
        return bool(self.facts.history) and self.facts.history[-1].direction is Direction.ENTRY


UNKNOWN_BADGES = {
    Finding.UNKNOWN: Reason.INVALID,
    Finding.REVOKED: Reason.REVOKED,
    Finding.FORGED: Reason.FORGED,
    Finding.AMBIGUOUS: Reason.AMBIGUOUS,
    Finding.NOT_A_BADGE: Reason.NOT_A_BADGE,
}


NOT_LISTED = frozenset({Finding.UNKNOWN, Finding.NOT_A_BADGE})
"""What is found where the list lacks a badge, whoever made it."""


def refuse(reason: Reason, *, first: Passage | None = None, window: Window | None = None) -> Verdict:
    """A refusal."""
    return Verdict(Outcome.REFUSED, reason, first, window)


ADMIT = Verdict(Outcome.ADMITTED)


def canceled(case: Case) -> Verdict | None:
    """The registration was canceled."""
    return refuse(Reason.CANCELED) if case.person.status is Status.CANCELED else None


def blocked(case: Case) -> Verdict | None:
    """The organiser blocked the registration."""
    return refuse(Reason.BLOCKED) if case.person.status is Status.BLOCKED else None


def unapproved(case: Case) -> Verdict | None:
    """The organiser has not approved the registration yet."""
    return refuse(Reason.UNAPPROVED) if case.person.status is Status.UNAPPROVED else None


def outside_hours(case: Case) -> Verdict | None:
    """The checkpoint is closed now, or the registration is not valid now."""
    now, person = case.facts.now, case.person
    early = person.valid_from is not None and now < person.valid_from
    late = person.valid_until is not None and now > person.valid_until
    if early or late:
        return refuse(Reason.INVALID_TIME, window=Window(person.valid_from, person.valid_until))
    if open_day(case.event, case.checkpoint, now) is None:
        return refuse(Reason.INVALID_TIME, window=next_window(case.event, case.checkpoint, now))
    return None


def category_not_admitted(case: Case) -> Verdict | None:
    """The checkpoint is not for this category. A signed badge may name one that the event does not have: it passes nowhere."""
    admits = case.checkpoint.admits
    if case.facts.from_badge and case.person.category not in case.event.categories:
        return refuse(Reason.PRODUCT)
    return refuse(Reason.PRODUCT) if admits is not None and case.person.category not in admits else None


def unpaid(case: Case) -> Verdict | None:
    """The registration is not paid."""
    return refuse(Reason.UNPAID) if case.person.status is Status.UNPAID else None


def too_many_entries(case: Case) -> Verdict | None:
    """The checkpoint limits how often one person enters, and this person has used it up."""
    limit = case.checkpoint.max_entries
    if limit is None or len(case.entries) < limit:
        return None
    return refuse(Reason.RULES, first=case.entries[0])


def full(case: Case) -> Verdict | None:
    """As many persons are inside as the checkpoint holds. Whoever is counted inside needs no second place."""
    capacity = case.checkpoint.capacity
    if capacity is None or case.is_inside or case.facts.inside < capacity:
        return None
    return refuse(Reason.FULL)


def already_in(case: Case) -> Verdict | None:
    """The person has entered, and the checkpoint's policy does not let him or her enter again."""
    today = case.event.day_of(case.facts.now)
    entries = case.entries
    match case.checkpoint.entry:
        case EntryPolicy.UNLIMITED:
            standing: tuple[Passage, ...] = ()
        case EntryPolicy.ONCE:
            standing = entries
        case EntryPolicy.AFTER_EXIT:
            standing = entries if case.is_inside else ()
        case EntryPolicy.ONCE_PER_DAY:  # pragma: no branch (there is no fifth policy)
            todays = tuple(p for p in entries if case.event.day_of(p.at) == today)
            standing = todays if case.is_inside else ()
    return refuse(Reason.ALREADY_REDEEMED, first=standing[0]) if standing else None


Rule = Callable[[Case], Verdict | None]
ENTRY_RULES: tuple[Rule, ...] = (
    canceled, blocked, unapproved, outside_hours, category_not_admitted, unpaid, too_many_entries, full, already_in,
)  # fmt: skip
EXIT_RULES: tuple[Rule, ...] = (canceled, blocked, unapproved, category_not_admitted, unpaid)


def decide(facts: Facts, checkpoint: Checkpoint, event: Event) -> Verdict:
    """The verdict on one scan, from the facts alone.

    An exit skips time, rules and capacity. Whoever is inside may always leave, whatever has become of the registration
    since: a person who has left must not be counted inside.
    """
    if facts.finding is not Finding.KNOWN or facts.registration is None:
        refused = refuse(UNKNOWN_BADGES.get(facts.finding, Reason.INVALID))
        return replace(refused, unknown_key=facts.unknown_key, arriving=facts.list_arrives and facts.finding in NOT_LISTED)
    case = Case(facts, facts.registration, checkpoint, event)
    leaving = facts.direction is Direction.EXIT
    rules = () if leaving and case.is_inside else EXIT_RULES if leaving else ENTRY_RULES
    verdict = next((found for rule in rules if (found := rule(case)) is not None), ADMIT)
    return replace(verdict, from_badge=True) if facts.from_badge else verdict
