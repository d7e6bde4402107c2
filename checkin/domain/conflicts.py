"""Conflicts: persons admitted more often than their checkpoint lets them, as desks that could not see each other do it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checkin.domain.event import Checkpoint, Event, Names
from checkin.domain.journal import JournalLine, Kind
from checkin.domain.registration import Registration
from checkin.domain.rules import Case, Facts, Finding, already_in, too_many_entries
from checkin.domain.tally import Person
from checkin.domain.verdict import Direction, Passage, Reason, Verdict

ADMISSION_RULES = (too_many_entries, already_in)
"""The rules that look at nothing but the person's own passages."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An admission too many: `surplus` would have been refused as `reason` had its desk known of `first`. `settled`: the name of
    the supervisor who settled it, and the words."""

    first: JournalLine
    surplus: JournalLine
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
    """The conflicts of a set of journal lines, whatever the order in which they come; a line that comes again changes nothing.

    One conflict for each admitted entry that the entries and exits before it, by scan time, do not allow. So a person who enters
    a checkpoint of the policy `once` n times stands in n - 1 conflicts. What was taken back never happened; what a supervisor
    admitted by override is no conflict.
    """

    def __init__(self, event: Event) -> None:
        self._event = event
        self._passed: dict[Person, dict[str, JournalLine]] = defaultdict(dict)
        self._undone: set[str] = set()
        self._settlements: dict[str, JournalLine] = {}
        self._found: dict[Person, list[Conflict]] = {}
        self._touched: set[Person] = set()

    def add(self, line: JournalLine) -> None:
        """Take one more line into account."""
        person = line.checkpoint, line.registration
        if line.kind is Kind.UNDO:
            self._undone.add(line.undoes)
        elif line.counts:
            self._passed[person][line.scan_id] = line
        elif line.settlement is not None:
            earlier = self._settlements.get(line.undoes, line)
            self._settlements[line.undoes] = min(line, earlier, key=_order)
        else:
            return
        self._touched.add(person)

    def extend(self, lines: Iterable[JournalLine]) -> None:
        """Take several lines into account."""
        for line in lines:
            self.add(line)

    def found(self) -> list[Conflict]:
        """Every conflict, settled or not, by the time of the admission that is too many."""
        for person in self._touched:
            self._found[person] = list(self._of(person))
        self._touched.clear()
        return sorted((one for found in self._found.values() for one in found), key=lambda one: _order(one.surplus))

    def _of(self, person: Person) -> Iterable[Conflict]:
        lines = {scan_id: line for scan_id, line in self._passed.get(person, {}).items() if scan_id not in self._undone}
        if len(lines) < 2:
            return
        checkpoint = self._event.checkpoints.get(person[0]) or Checkpoint(person[0], Names())
        passages: list[Passage] = []
        for line in sorted(lines.values(), key=_order):
            passage = line.passage()
            if line.direction is Direction.ENTRY and line.override is None:
                refusal = judge_admission(person[1], line.category, passages, passage, checkpoint, self._event)
                if refusal is not None and refusal.first is not None and refusal.reason is not None:
                    yield self._conflict(lines[refusal.first.scan_id], line, refusal.reason)
            passages.append(passage)

    def _conflict(self, first: JournalLine, surplus: JournalLine, reason: Reason) -> Conflict:
        conflict = Conflict(first, surplus, reason)
        settlement = self._settlements.get(surplus.scan_id)
        return conflict if settlement is None else replace(conflict, settled=settlement.settlement)


def _order(line: JournalLine) -> tuple[object, str]:
    return line.at, line.scan_id
