"""A group of requests in work: what the log knows, what they have changed so far, each seeing those before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from checkin.domain.journal import JournalLine
from checkin.sync.hublog import Changes, KeptClaim, Known, KnownJournal, LogRow, LogState, Person
from checkin.sync.messages import Delivered, Unverified
from checkin.sync.notices import Notice
from checkin.sync.reports import KeptReport


def chained(chain: bytes, line_hash: bytes) -> bytes:
    """The chain behind a row: SHA-256 of the chain before it, followed by the hash of its line."""
    return hashlib.sha256(chain + line_hash).digest()


class Working:
    """One transaction's knowledge and changes."""

    def __init__(self, known: Known, now_us: int) -> None:
        self.known = known
        self.now_us = now_us
        self.changes = Changes()

    @property
    def state(self) -> LogState:
        """The head row, as changed."""
        return self.known.state

    def set_state(self, state: LogState) -> None:
        """Change the head row."""
        self.known.state = self.changes.state = state

    def row(self, scan_id: str) -> Delivered | None:
        """The row with this scan id."""
        return self.known.rows.get(scan_id)

    def append(self, rows: Iterable[Delivered]) -> None:
        """Add rows at the end of the log, and settle the claims that they answer."""
        position, chain = self.state.position, self.state.chain
        for delivered in rows:
            line = delivered.row.line
            position, chain = position + 1, chained(chain, delivered.row.hash)
            self.changes.rows.append(LogRow(position, chain, delivered))
            self.known.rows[line.scan_id] = delivered
            self.known.chains[position] = chain
            self.known.history.setdefault((line.checkpoint, line.registration), []).append(delivered)
            self._settle(line)
        if position != self.state.position:
            self.set_state(replace(self.state, position=position, chain=chain))

    def journal(self, journal: str, device: str) -> KnownJournal:
        """How far the hub has this journal; nothing of one that it has never heard of."""
        return self.known.journals.get(journal) or KnownJournal(journal, device)

    def keep_journal(self, journal: KnownJournal) -> None:
        """Change how far the hub has a journal."""
        self.known.journals[journal.id] = self.changes.journals[journal.id] = journal

    def place(self, journal: str, seq: int, line_hash: bytes) -> None:
        """Note which line stands at a number of a journal."""
        self.known.places[journal, seq] = self.changes.places[journal, seq] = line_hash

    def claim(self, scan_id: str) -> KeptClaim | None:
        """The claim of this scan."""
        return self.known.claims.get(scan_id)

    def keep_claim(self, claim: KeptClaim) -> None:
        """Keep a claim, or change it."""
        self.known.claims[claim.scan_id] = self.changes.claims[claim.scan_id] = claim

    def keep_report(self, report: KeptReport) -> None:
        """Keep the last report on a journal."""
        self.known.reports[report.journal] = self.changes.reports[report.journal] = report

    def tell(self, notices: Iterable[Notice]) -> int:
        """Add those that say something new; how many did."""
        before = self.state.notices
        for one in notices:
            if self.known.told.get((one.kind, one.id)) != one.content:
                self.known.told[one.kind, one.id] = one.content
                self.set_state(replace(self.state, notices=self.state.notices + 1))
                self.changes.notices[self.state.notices] = one
        return self.state.notices - before

    def clashes(self, rows: Iterable[Delivered]) -> bool:
        """Whether one scan id would stand for two different lines."""
        lines: dict[str, JournalLine] = {}
        for one in rows:
            known = self.row(one.row.line.scan_id)
            line = known.row.line if known else lines.setdefault(one.row.line.scan_id, one.row.line)
            if line != one.row.line:
                return True
        return False

    def open_claims(self, person: Person) -> list[KeptClaim]:
        """What was admitted at this checkpoint to this person, and has no line yet."""
        return [one for one in self.known.claims.values() if one.open and one.person == person]

    def _settle(self, line: JournalLine) -> None:
        for scan_id in (line.scan_id, line.abandons):
            claim = self.claim(scan_id)
            if claim is not None and claim.open:
                self.keep_claim(replace(claim, open=False))
        if line.abandons and self.claim(line.abandons) is None:  # it may still come, late, and must not be admitted then
            person, answer = (line.checkpoint, line.registration), Unverified(line.abandons, self.state.epoch)
            self.keep_claim(
                KeptClaim(line.abandons, person, line.category, line.gate, line.desk, self.now_us, answer, open=False)
            )
