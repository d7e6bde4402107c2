"""Each device as it was heard of last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from checkin.domain.journal import moment
from checkin.sync.hublog import Device, KnownJournal, Roster
from checkin.sync.reports import Condition, KeptReport


@dataclass(frozen=True, slots=True)
class Heard:
    """When a device last asked, by the hub's clock, and how far its own was ahead at its last hello; None before one."""

    at_us: int
    ahead_us: int | None = None


@dataclass(frozen=True, slots=True)
class DeskState:
    """A device that is not cut off. `journals`: how many of its own go on; `lines`: so many the hub has of them; `waiting`: so
    many more it told of; moments are by the hub's clock. `complete_until`: everything that it wrote before is known; None: that
    is not known. `clock_ahead_s`: how far its own clock is ahead. `condition`: what it reported last, None before it did.
    `forks`: so often a journal of its was written on two machines: it was cloned, or put back from a copy."""

    device: str
    name: str
    gate: str
    role: str
    journals: int
    lines: int
    waiting: int
    last_heard_at: datetime | None
    complete_until: datetime | None
    clock_ahead_s: float | None
    condition: Condition | None
    forks: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether it ended in order."""
        return self.condition is not None and self.condition.closing

    @property
    def desk(self) -> str:
        """Its name in journal lines, as far as it is known; else the one that it was let in under."""
        return (self.condition.desk if self.condition else "") or self.name


def desks_of(roster: Roster, heard: Mapping[str, Heard]) -> list[DeskState]:
    """The devices that are not cut off, in the order in which they were let in. `heard`: what was noted of them since this hub
    began."""
    devices = sorted(roster.devices.values(), key=lambda one: (one.enrolled_us, one.id))
    return [state_of(one, roster, heard.get(one.id)) for one in devices if one.revoked_us is None]


def state_of(device: Device, roster: Roster, heard: Heard | None = None) -> DeskState:
    """The same of one device, cut off or not."""
    journals = [one for one in roster.journals.values() if one.device == device.id and not one.retired]
    reports = [report for one in journals if (report := roster.reports.get(one.id)) is not None]
    last = max(reports, key=lambda one: one.at_us, default=None)
    heard_us = max(heard.at_us if heard else 0, last.at_us if last else 0)
    gate = (last.condition.gate if last else "") or device.gate
    lines, waiting = sum(one.seq for one in journals), sum(one.waiting for one in reports)
    return DeskState(
        device.id, device.name, gate, device.role.value, len(journals), lines, waiting, moment(heard_us) if heard_us else None,
        _complete_until(journals, reports), _ahead_s(heard, last), last.condition if last else None,
        _forks(device, roster),
    )  # fmt: skip


def _forks(device: Device, roster: Roster) -> int:
    """A journal that replaced another one of the same device; where a device is let in anew, its journals are two devices'."""
    formers = (roster.journals.get(one.former) for one in roster.journals.values() if one.device == device.id)
    return sum(one is not None and one.device == device.id for one in formers)


def _complete_until(journals: list[KnownJournal], reports: list[KeptReport]) -> datetime | None:
    """Where a device has several journals that go on, it is as complete as the least of them."""
    if not reports or len(reports) < len(journals) or not all(one.complete_us for one in reports):
        return None
    return moment(min(one.complete_us for one in reports))


def _ahead_s(heard: Heard | None, last: KeptReport | None) -> float | None:
    if heard is not None and heard.ahead_us is not None:
        return heard.ahead_us / 1e6
    return None if last is None else last.ahead_us / 1e6
