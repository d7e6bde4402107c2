"""An independent witness of a simulated event: told of everything that was shown, it counts for itself in the end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import Any

from checkin.domain.attendance import Attendance
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Kind
from checkin.domain.tally import Tally
from checkin.domain.verdict import Direction, Outcome
from checkin.i18n import Phrase, phrase
from checkin.sync.messages import Delivered
from data.store import Store

CLOCKS_AGREE_S = 60.0
"""Simulated time runs so fast that clocks are compared within this (s)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold, of how many it was looked at, and how many faults there were."""

    what: Phrase
    looked_at: int
    faults: int

    @property
    def name(self) -> str:
        """What must hold, as programs know it."""
        return str(self.what)


@dataclass(slots=True)
class Witness:
    """What staff have seen (`shown`, by scan id: which desk), what the hub has granted, and what was destroyed since."""

    shown: dict[str, str] = field(default_factory=dict)
    granted: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    odd: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def hear(self, desk: str, said: dict[str, Any]) -> None:
        """A desk has shown a verdict, or was granted an admission."""
        with self._lock:
            if "judged" in said:
                self.shown[said["judged"]] = desk
            elif "granted" in said:
                self.granted.add(said["granted"])

    def lost(self, by: str, left: set[str]) -> None:
        """The disk of the desk `by` ("" for the hub's) was put back: only these scan ids are still anywhere."""
        with self._lock:
            self.destroyed |= {scan_id for scan_id, desk in self.shown.items() if by in ("", desk)} - left
            self.odd |= {by} - {""}

    def judge(self, event: Event, rows: Sequence[Delivered], desks: Iterable[tuple[str, Store]]) -> Iterator[Check]:
        """Hold the hub and every desk against what was seen."""
        at_hub = {one.row.line.scan_id: one.row.line for one in rows}
        kept = self.shown.keys() - self.destroyed
        yield Check(phrase("every scan that was shown is at the hub"), len(kept), len(kept - at_hub.keys()))
        yield Check(phrase("nothing is there twice"), len(rows), len(rows) - len(at_hub))
        lines = [one.corrected for one in rows]
        figures, conflicts = counted(event, lines), conflicts_of(event, lines)
        pairs = self._doubles(event, lines)
        yield Check(phrase("no two online admissions of one person"), len(self.granted), pairs)
        attendance = Attendance(event)
        attendance.extend(lines)
        found = len(attendance.conflicts.found())
        yield Check(phrase("every conflict is reported"), conflicts, abs(found - conflicts))
        yield Check(phrase("the hub counts right"), len(figures), _differences(event, lines, figures))
        written: set[str] = set()
        for name, store in desks:
            own = {item.line.scan_id: item.line for item in store.journal.lines()}
            known = own | {copy.row.line.scan_id: copy.row.line for _, copy in store.hub.copies()}
            written |= own.keys()
            yield Check(
                phrase("desk {name} knows what the hub knows", name=name), len(at_hub), len(known.items() ^ at_hub.items())
            )
            yield Check(phrase("the journal of desk {name} holds", name=name), len(own), len(list(store.journal.breaks())))
        unseen = at_hub.keys() - self.shown.keys()  # of desks that were killed between commit and card, or that settled an intent
        strange = [one for one in unseen - written if at_hub[one].desk not in self.odd]
        yield Check(phrase("nothing is there that no desk wrote"), len(unseen), len(strange))

    def _doubles(self, event: Event, lines: Sequence[JournalLine]) -> int:
        passed: dict[tuple[str, str], list[JournalLine]] = defaultdict(list)
        undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
        for line in sorted(lines, key=lambda one: one.at):
            if line.counts and line.scan_id not in undone:
                passed[line.checkpoint, line.registration].append(line)
        return sum(self._double(event, first, then) for of in passed.values() for first, then in pairwise(of))

    def _double(self, event: Event, first: JournalLine, then: JournalLine) -> bool:
        online = {first.scan_id, then.scan_id} <= self.granted and not {first.desk, then.desk} & self.odd
        both_in = first.direction is then.direction is Direction.ENTRY
        return online and both_in and event.day_of(first.at) == event.day_of(then.at)


Numbers = dict[str, tuple[int, int, int, int, int]]


def counted(event: Event, lines: Sequence[JournalLine]) -> Numbers:
    """Inside, attended, entries, exits, refused by checkpoint, counted from nothing in the plainest way."""
    undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
    numbers: Numbers = {}
    for checkpoint in event.checkpoints:
        here = [line for line in lines if line.checkpoint == checkpoint and line.scan_id not in undone]
        passed = sorted((line for line in here if line.counts), key=lambda one: (one.at, one.scan_id))
        last = {line.registration: line.direction for line in passed}
        entered = [line.registration for line in passed if line.direction is Direction.ENTRY]
        inside = sum(way is Direction.ENTRY for way in last.values())
        refused = sum(line.kind is Kind.SCAN and line.outcome is Outcome.REFUSED for line in here)
        numbers[checkpoint] = inside, len(set(entered)), len(entered), len(passed) - len(entered), refused
    return numbers


def conflicts_of(event: Event, lines: Sequence[JournalLine]) -> int:
    """How many entries came although the person was inside since an entry of that day, at checkpoints that count by day."""
    undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
    inside: dict[tuple[str, str], JournalLine] = {}
    surplus = 0
    for line in sorted(lines, key=lambda one: (one.at, one.scan_id)):
        if not line.counts or line.scan_id in undone:
            continue
        person, before = (line.checkpoint, line.registration), inside.get((line.checkpoint, line.registration))
        if line.direction is Direction.EXIT:
            inside.pop(person, None)
            continue
        surplus += before is not None and event.day_of(before.at) == event.day_of(line.at)
        inside[person] = line
    return surplus


def _differences(event: Event, lines: Sequence[JournalLine], figures: Numbers) -> int:
    tally = Tally(event.zone)
    tally.extend(lines)
    told = {name: tally.figures(name) for name in event.checkpoints}
    return sum(
        figures[name] != (one.inside, one.attended, one.entries, one.exits, one.refused) for name, one in told.items()
    )  # fmt: skip
