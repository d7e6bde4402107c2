"""Earlier scans of this desk's journal, and what may still be said of them: taken back, overridden, identity seen."""

from datetime import datetime, timedelta

from checkin.domain.journal import IDENTITY_SEEN, JournalLine, Kind, NumberedLine
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction, Outcome
from checkin.ports import Journal
from checkin.trouble import Trouble

STAFF_REACH = timedelta(minutes=15)
LONGEST_REASON = 200


def stated(reason: str) -> str:
    """The reason that a person gave. Trouble where it says nothing, or too much."""
    reason = reason.strip()
    if not any(c.isalnum() for c in reason):
        raise Trouble("A reason is needed: say in a few words why.")
    if len(reason) > LONGEST_REASON:
        raise Trouble("The reason is too long: {most} characters at most.", most=LONGEST_REASON)
    return reason


class Earlier:
    """Knows what was said of which scan. What cannot be done is Trouble, which says why."""

    def __init__(self, journal: Journal, tally: Tally) -> None:
        self._journal = journal
        self._tally = tally
        self._last_admitted: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        self._seen: set[str] = set()

    def fold(self, tick: Tick) -> None:
        """Take note of the journal's next line."""
        if tick.outcome == Outcome.ADMITTED:
            self._last_admitted[tick.checkpoint] = tick.scan_id
            if tick.undoes:  # a scan that is about another one is an override
                self._overrides[tick.undoes] = tick.scan_id
        elif tick.kind == Kind.REMARK and tick.remark == IDENTITY_SEEN:
            self._seen.add(tick.undoes)

    def scan(self, scan_id: str) -> NumberedLine:
        """The scan with this id, admitted or refused."""
        item = self._journal.find(scan_id)
        if item is None or item.line.kind is not Kind.SCAN:
            raise Trouble("This desk's journal has no scan {scan_id}.", scan_id=scan_id)
        return item

    def to_undo(self, scan_id: str) -> JournalLine:
        """An admitted scan that still counts."""
        line = self.scan(scan_id).line
        if not line.counts:
            raise Trouble("Scan {scan_id} admitted nobody, so there is nothing to take back.", scan_id=scan_id)
        self._must_count(line)
        return line

    def staff_may_undo(self, line: JournalLine, now: datetime) -> bool:
        """Whether it needs no supervisor to take this scan back: it is of the last minutes, or nobody was admitted after it."""
        # the very last one, taken back or not: otherwise one undo after the other would reach back as far as one likes
        return abs(now - line.at) <= STAFF_REACH or self._last_admitted.get(line.checkpoint) == line.scan_id

    def to_override(self, scan_id: str) -> JournalLine:
        """A refusal that a supervisor may set aside, of a person who has not passed since."""
        item = self.scan(scan_id)
        line = item.line
        if line.counts:
            raise Trouble("Scan {scan_id} admitted the person, so there is nothing to override.", scan_id=scan_id)
        if not line.may_be_overridden:
            raise Trouble("This refusal cannot be overridden: nobody knows who would be let in. Search for the name.")
        override = self._overrides.get(scan_id)
        if override is not None and not self._tally.is_undone(override):
            raise Trouble("This refusal was overridden before.")
        self._must_not_have_passed_since(item)
        return line

    def to_confirm(self, scan_id: str) -> JournalLine:
        """An admitted scan that still counts, of a person whose identity card nobody has seen yet."""
        line = self.scan(scan_id).line
        if not line.counts:
            raise Trouble("Scan {scan_id} admitted nobody, so there is no identity to confirm.", scan_id=scan_id)
        self._must_count(line)
        if scan_id in self._seen:
            raise Trouble("The identity card was seen before.")
        return line

    def _must_count(self, line: JournalLine) -> None:
        if self._tally.is_undone(line.scan_id):
            raise Trouble("Scan {scan_id} was taken back before.", scan_id=line.scan_id)

    def _must_not_have_passed_since(self, item: NumberedLine) -> None:
        history = self._tally.history(item.line.checkpoint, item.line.registration)
        if not history or history[-1].direction is not item.line.direction:
            return
        last = self._journal.find(history[-1].scan_id)
        if last is not None and last.seq < item.seq:
            return
        if last is None and history[-1].at <= item.line.at:  # another desk's
            return
        if item.line.direction is Direction.ENTRY:
            raise Trouble("This person was admitted meanwhile, and is inside.")
        raise Trouble("This person has left meanwhile.")
