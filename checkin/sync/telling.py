"""What desks tell their hub beside scans: who was registered there, and how they are. The hub's side."""

from dataclasses import replace

from checkin.sync.messages import Answer, Cause, Fork, Refused
from checkin.sync.notices import Announce, Announced, NoticeKind
from checkin.sync.reports import KeptReport, Report, Reported
from checkin.sync.working import Working


def announced(work: Working, asked: Announce) -> Answer:
    """Keep registrations that were made at a desk."""
    if asked.epoch != work.state.epoch:
        return Refused(Cause.OTHER_EPOCH)
    if any(one.kind is not NoticeKind.REGISTRATION for one in asked.rows):
        return Refused(Cause.MALFORMED)
    return Announced(work.tell(asked.rows))


def reported(work: Working, device: str, asked: Report) -> Answer:
    """Keep how a device is. Where the hub has every line that it tells of, nothing that it wrote until then is missing."""
    journal = work.journal(asked.journal, device)
    if journal.device != device:
        return Refused(Cause.OTHER_DEVICE)
    if 0 < asked.seq <= journal.seq and work.known.places.get((journal.id, asked.seq)) != asked.hash:
        return Fork(journal.id, journal.seq)
    if journal.retired:
        work.keep_journal(replace(journal, retired=False))
    before = work.known.reports.get(journal.id)
    waiting = max(0, asked.seq - journal.seq)
    complete_us = before.complete_us if before else 0
    if not waiting:
        complete_us = min(asked.until_us, work.now_us)
    work.keep_report(KeptReport(journal.id, device, work.now_us, waiting, complete_us, asked.ahead_us, asked.condition))
    return Reported(work.now_us)
