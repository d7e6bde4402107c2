"""The lines of each desk, and what is known of their delivery: for shift slips."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec
from sqlalchemy import select

from checkin.domain.journal import Head, moment
from checkin.overview.reports.slip import Numbered, Post
from checkin.sync.clocks import ahead_at
from checkin.sync.hublog import Device, KnownJournal, Roster
from checkin.sync.messages import Role
from data.hub.engine import explained
from data.hub.records import tick_in
from data.hub.store import SqlHubLog
from data.hub.tables import rows
from data.overview.heads import AT_ONCE
from data.store import Store

Shift = tuple[Post, list[Numbered]]


def shift_of_desk(store: Store, desk: str, gate: str) -> Shift:
    """Of the desk in this home."""
    head, member, noted, clocks = store.journal.head(), store.membership.get(), store.hub.deliveries(), store.hub.clocks()
    lines = [
        (seq, tick._replace(at_us=tick.at_us - ahead_at(clocks, seq)))
        for seq, tick in enumerate(store.journal.ticks(0, head.seq), 1)
    ]
    heard = moment(noted.heard_us) if noted.heard_us else None
    have = None if member is None else min(noted.have, head.seq)
    if lines:
        desk, gate = lines[-1][1].desk or desk, lines[-1][1].gate or gate
    return Post(desk, gate, member.device if member else "", head, have, 0, heard), lines


def shifts_at_hub(log: SqlHubLog, event: str) -> list[Shift]:
    """Of every desk of which this hub has lines, in the order in which they were let in."""
    roster, lines = log.roster(event), defaultdict[str, list[Numbered]](list)
    query = select(rows.c.row).where(rows.c.event == event)
    with explained(), log.engine.connect() as connection:
        for (row,) in connection.execution_options(yield_per=AT_ONCE).execute(query):
            journal, seq, *_ = msgspec.json.decode(row)
            lines[journal].append((seq, tick_in(row)))
    return [(_post(roster, device, one), sorted(lines[one.id])) for device, one in _journals(roster)]


def _journals(roster: Roster) -> Iterator[tuple[Device, KnownJournal]]:
    for device in sorted(roster.devices.values(), key=lambda one: (one.enrolled_us, one.id)):
        if device.role is Role.DESK:
            own = (one for one in roster.journals.values() if one.device == device.id and not one.retired and one.seq)
            yield from ((device, one) for one in own)


def _post(roster: Roster, device: Device, journal: KnownJournal) -> Post:
    report = roster.reports.get(journal.id)
    desk = (report.condition.desk if report else "") or device.name
    gate = (report.condition.gate if report else "") or device.gate
    heard = moment(report.at_us) if report else None
    waiting = report.waiting if report else 0
    is_hearsay = report is None or not report.condition.closing
    return Post(desk, gate, device.id, Head(journal.id, journal.seq, journal.hash), journal.seq, waiting, heard, is_hearsay)
