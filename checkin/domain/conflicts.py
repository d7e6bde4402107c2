"""Conflicts: persons admitted more often than their checkpoint lets them, as desks that could not see each other do it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.journal import Kind, override_in, settlement_in
from checkin.domain.registration import Registration
from checkin.domain.rules import Case, Facts, Finding, already_in, too_many_entries
from checkin.domain.tally import Person, Tally, passage_of
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction, Passage, Reason, Verdict

ADMISSION_RULES = (too_many_entries, already_in)
"""The rules that look at nothing but the person's own passages."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An admission too many: `surplus` would have been refused as `reason` had its desk known of `first`. `settled`: the name of
    the supervisor who settled it, and the words."""

    first: Tick
    surplus: Tick
    reason: Reason
    settled: tuple[str, str] | None = None


def judge_admission(
    person: str, category: str, passages: Sequence[Passage], entry: Passage, checkpoint: Checkpoint, event: Event
) -> Verdict | None:
    """The refusal of an entry after these passages of the person, in order of scan time; None where they allow it."""
    facts = Facts(Finding.KNOWN, Direction.ENTRY, entry.at, history=tuple(passages))
    case = Case(facts, Registration(person, "", category), checkpoint, event)
    return next((found for rule in ADMISSION_RULES if (found := rule(case)) is not None), None)


class Conflicts:
    """The conflicts among the lines that a tally has counted, whatever the order in which they came.

    One conflict for each admitted entry that the entries and exits before it, by scan time, do not allow. So a person who enters
    a checkpoint of the policy `once` n times stands in n - 1 conflicts. What was taken back never happened; what a supervisor
    admitted by override is no conflict.
    """

    def __init__(self, event: Event, tally: Tally) -> None:
        self._event = event
        self._tally = tally
        self._settlements: dict[str, Tick] = {}
        self._found: dict[Person, list[Conflict]] = {}
        self._touched: set[Person] = set()

    def look_again(self, persons: Iterable[Person], ticks: Iterable[Tick]) -> None:
        """The tally has counted these lines, and that changed the passages of these persons."""
        self._touched.update(persons)
        for tick in ticks:
            if tick.kind == Kind.REMARK and settlement_in(tick.remark) is not None:
                earlier = self._settlements.get(tick.undoes, tick)
                self._settlements[tick.undoes] = min(tick, earlier, key=_order)
                self._touched.add((tick.checkpoint, tick.registration))

    def found(self) -> list[Conflict]:
        """Every conflict, settled or not, by the time of the admission that is too many."""
        for person in self._touched:
            of_person = list(self._of(person))
            if of_person:
                self._found[person] = of_person
            else:
                self._found.pop(person, None)
        self._touched.clear()
        return sorted((one for found in self._found.values() for one in found), key=lambda one: _order(one.surplus))

    def _of(self, person: Person) -> Iterable[Conflict]:
        ticks = self._tally.passages(person)
        checkpoint = self._event.checkpoints.get(person[0]) or Checkpoint(person[0], Names())
        if not _may_conflict(ticks, checkpoint, self._tally):
            return
        by_id = {tick.scan_id: tick for tick in ticks}
        passages: list[Passage] = []
        for tick in ticks:
            passage = passage_of(tick)
            if passage.direction is Direction.ENTRY and override_in(tick.remark) is None:
                refusal = judge_admission(person[1], tick.category, passages, passage, checkpoint, self._event)
                if refusal is not None and refusal.first is not None and refusal.reason is not None:
                    yield self._conflict(by_id[refusal.first.scan_id], tick, refusal.reason)
            passages.append(passage)

    def _conflict(self, first: Tick, surplus: Tick, reason: Reason) -> Conflict:
        settlement = self._settlements.get(surplus.scan_id)
        return Conflict(first, surplus, reason, settlement and settlement_in(settlement.remark))


def _may_conflict(ticks: Sequence[Tick], checkpoint: Checkpoint, tally: Tally) -> bool:
    """Whether it is worth judging: of almost everybody no rule has anything to say. Never no where a rule would refuse."""
    if len(ticks) < 2 and checkpoint.max_entries != 0:
        return False
    policy, limit = checkpoint.entry, checkpoint.max_entries
    if limit is not None or policy is EntryPolicy.ONCE:
        entries = sum([tick.direction == Direction.ENTRY for tick in ticks])
        if (entries > 1 and policy is EntryPolicy.ONCE) or (limit is not None and entries > limit):
            return True
    if policy in (EntryPolicy.UNLIMITED, EntryPolicy.ONCE):
        return False
    for one, then in pairwise(ticks):
        if one.direction == then.direction == Direction.ENTRY and (
            policy is EntryPolicy.AFTER_EXIT or tally.day_of(one) == tally.day_of(then)
        ):
            return True
    return False


def _order(tick: Tick) -> tuple[int, str]:
    return tick.at_us, tick.scan_id
