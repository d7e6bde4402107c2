"""Whether a claim is admitted: what is known of the person, in the hub's own time."""

from dataclasses import dataclass

from checkin.domain.conflicts import judge_admission
from checkin.domain.event import Checkpoint, Event, Names
from checkin.domain.journal import Kind, microseconds, moment
from checkin.domain.verdict import Direction, Passage, Reason
from checkin.sync.hublog import KeptClaim
from checkin.sync.messages import Admit, Already, Claim, Delivered, Verdicts


def arbitrated(claim: Claim, epoch: str, now_us: int, lines: list[Delivered], claims: list[KeptClaim], event: Event) -> Verdicts:
    """Admit, or Already where one of these lines of the person, or of these claims whose line has not come, stands against it."""
    past = _past(lines, claims)
    entry = Passage(claim.scan_id, moment(now_us), Direction.ENTRY, claim.category, claim.gate, claim.desk)
    checkpoint = event.checkpoints.get(claim.checkpoint) or Checkpoint(claim.checkpoint, Names())
    passages = [one.passage for one in past]
    refusal = judge_admission(claim.registration, claim.category, passages, entry, checkpoint, event)
    if refusal is None or refusal.first is None:
        return Admit(claim.scan_id, epoch)
    first = next(one for one in past if one.passage.scan_id == refusal.first.scan_id)
    return Already(
        claim.scan_id, epoch, refusal.reason or Reason.ALREADY_REDEEMED, refusal.first.scan_id, first.at_us,
        refusal.first.gate, refusal.first.desk, first.open,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Past:
    at_us: int
    passage: Passage
    open: bool


def _past(lines: list[Delivered], claims: list[KeptClaim]) -> list[_Past]:
    """What counts of a person's past, by the hub's clock."""
    undone = {one.row.line.undoes for one in lines if one.row.line.kind is Kind.UNDO}
    counting = [one.corrected for one in lines if one.row.line.counts and one.row.line.scan_id not in undone]
    past = [_Past(microseconds(line.at), line.passage(), False) for line in counting]
    past += [
        _Past(one.at_us, Passage(one.scan_id, moment(one.at_us), Direction.ENTRY, one.category, one.gate, one.desk), True)
        for one in claims
    ]
    return sorted(past, key=lambda one: (one.at_us, one.passage.scan_id))
