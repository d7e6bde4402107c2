"""A badge goes on paper: the print log knows it first, and a copy has its reason."""

from datetime import datetime

from checkin.desk.messages import Failed, NotPrinted, PrintBadge, PrintedBefore, ToPrint
from checkin.desk.walkins import typed
from checkin.ports import DeskStore
from checkin.trouble import Trouble


def print_badge(store: DeskStore, request: PrintBadge, desk: str, now: datetime) -> ToPrint | PrintedBefore:
    """Note the print, which is on the disk when this returns. From the second copy on a reason is needed; blanks are none.

    Trouble if there is no such registration, or it has no badge that works.
    """
    reason = typed(request.reason)
    with store.writing():
        person = store.registrations.get(request.registration)
        if person is None:
            raise Trouble("There is no registration {id}. Search for the name.", id=request.registration)
        if not person.badge:
            raise Trouble("{name} has no badge that works, so there is nothing to print. Import one.", name=person.name)
        before = store.prints.last(person.id)
        if before is not None and not reason:
            return PrintedBefore(person, before.copy, before.at)
        return ToPrint(person, store.prints.add(person.id, now, reason, desk).copy)


def not_printed(store: DeskStore, request: NotPrinted, now: datetime) -> Failed:
    """Note that a copy did not come out: it counts no more, so that nobody is asked why the badge is printed again."""
    with store.writing():
        store.prints.remove(request.registration, request.copy)
    return Failed(request.what, PrintBadge(request.registration), now)
