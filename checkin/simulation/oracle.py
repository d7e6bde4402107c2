"""An independent witness: it is told what every desk has shown, and knows nothing of the protocol."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from checkin.domain.event import EntryPolicy, Event
from checkin.domain.journal import JournalLine, Kind
from checkin.domain.verdict import Direction
from checkin.simulation.world import World
from checkin.sync.hublog import Person

CLOCKS_AGREE_MS = 3_500
"""Clocks are measured over a network that may take as long as a desk waits; exits closer than this to an entry prove nothing."""


@dataclass(frozen=True, slots=True)
class Online:
    """An admission that the hub granted and a desk has made good: when, in the time that only the world knows."""

    line: JournalLine
    at_ms: int


@dataclass(slots=True)
class Oracle:
    """Every line that any desk ever wrote, when it did, and which of them must be at the hub in the end."""

    world: World
    event: Event
    written: dict[str, JournalLine] = field(default_factory=dict)
    at_ms: dict[str, int] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    granted: set[str] = field(default_factory=set)
    online: dict[str, Online] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)

    def wrote(self, line: JournalLine) -> None:
        """A desk has a line on its disk."""
        self.written[line.scan_id] = line
        self.at_ms[line.scan_id] = self.world.now_ms
        self.kept.add(line.scan_id)
        if line.scan_id in self.granted:
            self.online[line.scan_id] = Online(line, self.world.now_ms)

    def showed(self, line: JournalLine) -> None:
        """Staff have seen it."""
        self.shown.add(line.scan_id)

    def asked(self, line: JournalLine, *, is_excused: bool) -> None:
        """A line that admits because the hub said so is going to be written."""
        self.granted.add(line.scan_id)
        if is_excused:
            self.excused.add(line.scan_id)

    def destroyed(self, remaining: Iterable[Iterable[str]]) -> None:
        """Some disk was put back to an earlier state: only these scan ids are still on any."""
        there = set().union(*remaining)
        self.kept &= there
        self.excused |= {scan_id for scan_id in self.online if scan_id not in there}

    def doubles(self) -> list[tuple[str, str]]:
        """Pairs of online admissions of one person that the rules of the checkpoint do not allow together."""
        by_person: dict[Person, list[Online]] = defaultdict(list)
        for scan_id, one in self.online.items():
            if scan_id not in self.excused:
                by_person[one.line.checkpoint, one.line.registration].append(one)
        found = []
        for person, admissions in by_person.items():
            admissions.sort(key=lambda one: one.at_ms)
            found += [
                (first.line.scan_id, then.line.scan_id)
                for first, then in pairwise(admissions)
                if not self._is_free(person, first, then)
            ]
        return found

    def _is_free(self, person: Person, first: Online, then: Online) -> bool:
        about = [line for line in self.written.values() if (line.checkpoint, line.registration) == person]
        if any(line.kind is Kind.UNDO and line.undoes == first.line.scan_id for line in about):
            return True
        if self.event.checkpoints[person[0]].entry is EntryPolicy.ONCE:
            return False
        exits = [self.at_ms[line.scan_id] for line in about if line.counts and line.direction is Direction.EXIT]
        return any(first.at_ms - CLOCKS_AGREE_MS <= at <= then.at_ms + CLOCKS_AGREE_MS for at in exits)

    def conflicts(self, scan_ids: Iterable[str]) -> int:
        """How many admissions were too many, counted person by person: those beyond the first, less those that an exit freed."""
        lines = [self.written[one] for one in scan_ids]
        undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
        passed: dict[Person, list[JournalLine]] = defaultdict(list)
        for line in lines:
            if line.counts and line.scan_id not in undone:
                passed[line.checkpoint, line.registration].append(line)
        return sum(self._surplus(person, of) for person, of in passed.items())

    def _surplus(self, person: Person, passed: list[JournalLine]) -> int:
        entries = [line for line in passed if line.direction is Direction.ENTRY]
        if self.event.checkpoints[person[0]].entry is EntryPolicy.ONCE:
            return max(0, len(entries) - 1)
        passed.sort(key=lambda line: (line.at, line.scan_id))
        ways = [line.direction for line in passed]
        return sum(a is b is Direction.ENTRY for a, b in pairwise(ways))
