"""What a scan is answered with: the line, and everything that is told with it."""

from datetime import datetime

from checkin.desk.ledger import Ledger
from checkin.desk.messages import Judged
from checkin.desk.signed import stand_in
from checkin.desk.stores import DeskDatabase
from checkin.domain.badge import SignedBadge
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine
from checkin.domain.registration import Registration
from checkin.domain.tally import Figures
from checkin.domain.verdict import Outcome, Verdict


class Answers:
    """Puts answers together from what the ledger knows."""

    def __init__(self, store: DeskDatabase, event: Event, ledger: Ledger) -> None:
        self._store = store
        self._event = event
        self.ledger = ledger

    def recent(self, checkpoint: str, limit: int) -> list[Judged]:
        """The latest scans, newest first."""
        lines = [line for line in reversed(self.ledger.recent.values()) if line.checkpoint == checkpoint][:limit]
        people = [(line, self.person_of(line)) for line in lines]
        return [self.judged(line, self.remembered(line), one, companions=self.companions(one)) for line, one in people]

    def judged(
        self, line: JournalLine, verdict: Verdict, person: Registration | None, quiet: bool = False, companions: int = 0
    ) -> Judged:
        """The answer with the figures that follow from the line, which is in the hub's time."""
        figures = self.ledger.tally.figures(line.checkpoint)
        today = self.today(line.checkpoint, line.at)
        undone = self.ledger.tally.is_undone(line.scan_id)
        return Judged(line, verdict, person, figures, today, quiet, undone, companions=companions)

    def companions(self, person: Registration | None) -> int:
        """How many others of the person's order were not canceled."""
        return self._store.registrations.companions(person) if person else 0

    def today(self, checkpoint: str, at: datetime) -> Figures:
        """The figures of that moment's day."""
        return self.ledger.tally.figures(checkpoint, self._event.day_of(at))

    def remembered(self, line: JournalLine) -> Verdict:
        """The verdict as the journal keeps it."""
        reason = None if line.counts else line.reason  # an override keeps the reason that it set aside
        outcome = line.outcome or Outcome.REFUSED
        return Verdict(
            outcome, reason, from_badge=line.from_badge, unknown_key=line.unknown_key, held=line.held, arriving=line.arriving
        )  # fmt: skip

    def person_of(self, line: JournalLine) -> Registration | None:
        """Whom a line is about, as far as it is known."""
        listed = self._store.registrations.get(line.registration)
        if listed is None and line.from_badge:
            return stand_in(SignedBadge(line.registration, line.category))
        return listed
