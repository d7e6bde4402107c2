"""Which journals the lines of an event come from, and until when each is known whole."""

from checkin.domain.journal import moment
from checkin.domain.ranges import Source
from checkin.sync.hublog import Device, KnownJournal, Roster
from checkin.sync.messages import Role
from checkin.sync.reports import KeptReport


def sources_of(roster: Roster) -> list[Source]:
    """The journals of desks as the hub knows them; not those of devices that are cut off or that scan nobody, and not those that
    another one has replaced. A desk that never said anything is not among them: it may be a spare in its bag (`unheard`)."""
    journals = sorted(roster.journals.values(), key=lambda one: one.id)
    return [_source(roster, one, roster.reports.get(one.id)) for one in journals if _counts(roster, one)]


def unheard(roster: Roster) -> list[Device]:
    """The desks that were let in, are not cut off, and never said anything."""
    heard = {journal.device for journal in roster.journals.values()}
    desks = (one for one in roster.devices.values() if one.role is Role.DESK and one.revoked_us is None)
    return sorted((one for one in desks if one.id not in heard), key=lambda one: (one.enrolled_us, one.id))


def _counts(roster: Roster, journal: KnownJournal) -> bool:
    device, report = roster.devices.get(journal.device), roster.reports.get(journal.id)
    if device is None or device.revoked_us is not None or journal.retired:
        return False
    return device.role is Role.DESK if report is None else report.condition.checkpoint != ""


def _source(roster: Roster, journal: KnownJournal, report: KeptReport | None) -> Source:
    device = roster.devices[journal.device]
    if report is None:
        return Source(device.name, device.gate, None)
    desk, gate = report.condition.desk or device.name, report.condition.gate or device.gate
    return Source(desk, gate, moment(report.complete_us) if report.complete_us else None, report.condition.closing)
