"""The list of registrations: whether it is there, and how old it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from checkin.desk.clock import shown
from checkin.domain.event import Event
from checkin.i18n import phrase
from checkin.rehearsal.database import opened
from checkin.rehearsal.findings import Finding, Place, fault, ok, warning
from checkin.sentences import grouped

FRESH_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The event (None: there is none), how many registrations there are, and when a file of them was imported last (None: it is
    not known)."""

    event: Event | None
    count: int
    imported_at: datetime | None
    now: datetime


def registrations(place: Place) -> Finding:
    """Whether there is anybody in the list, and how old it is."""
    now = datetime.now(UTC)
    with opened(place) as store:
        event = store.event() if store else None
        if store is None or event is None:
            return judged_list(ListFacts(None, 0, None, now))
        return judged_list(ListFacts(event, store.registrations.count(), store.imports.last_at(), now))


def judged_list(seen: ListFacts) -> Finding:
    """What the facts come to."""
    if seen.event is None:
        return fault(phrase("This desk has no event yet. Store one with: checkin event init EVENT.toml"))
    if not seen.count:
        return fault(phrase("There are no registrations: every badge would be unknown. Import them with: checkin import FILE"))
    measured: dict[str, object] = {"registrations": seen.count}
    count = grouped(seen.count)
    if seen.imported_at is None:
        return warning(phrase("{count} registrations; when they were imported is not known. Import today's list.", count=count),
                       **measured)  # fmt: skip
    at, age = shown(seen.imported_at, seen.event.zone), seen.now - seen.imported_at
    measured["imported_at"] = seen.imported_at.isoformat()
    if age > FRESH_FOR:
        return warning(phrase(
            "{count} registrations, imported {at}: {hours} hours ago. Import today's list.",
            count=count, at=at, hours=age // timedelta(hours=1),
        ), **measured)  # fmt: skip
    return ok(phrase("{count} registrations, imported {at}.", count=count, at=at), **measured)
