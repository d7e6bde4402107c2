"""What a group of requests needs to know of the log before it is answered."""

from collections.abc import Iterable

from checkin.domain.journal import Head, JournalLine, NumberedLine, number
from checkin.sync.enrolment import token_digest
from checkin.sync.hublog import Wanted
from checkin.sync.messages import Claim, Enrol, Hello, Push, Request, Reseed
from checkin.sync.notices import Announce
from checkin.sync.reports import Report


def wanted_by(group: Iterable[tuple[str, Request]]) -> Wanted:
    """All that answering these requests of these devices takes."""
    wanted = Wanted()
    for device, request in group:
        wanted.devices.add(device)
        match request:
            case Enrol():
                wanted.tokens.add(token_digest(request.token))
            case Hello():
                wanted.journals |= {request.journal, request.former}
                wanted.places.add((request.journal, request.seq))
                wanted.positions.add(request.cursor.position)
            case Claim():
                wanted.journals.add(request.journal)
                wanted.scan_ids.add(request.scan_id)
                wanted.persons.add((request.checkpoint, request.registration))
            case Push():
                wanted.journals.add(request.journal)
                wanted.places.add((request.journal, request.first + len(request.lines) - 1))
                _lines(wanted, request.lines)
            case Reseed():
                _lines(wanted, (one.row.line for one in request.rows))
            case Report():
                wanted.journals.add(request.journal)
                wanted.places.add((request.journal, request.seq))
                wanted.reported.add(request.journal)
            case Announce():
                wanted.told |= {(one.kind, one.id) for one in request.rows}
    return wanted


def numbered(push: Push) -> list[NumberedLine]:
    """The lines of a push at their places, with the hashes that follow."""
    head, rows = Head(push.journal, push.first - 1, push.prev), []
    for line in push.lines:
        rows.append(number(head, line))
        head = Head(push.journal, rows[-1].seq, rows[-1].hash)
    return rows


def _lines(wanted: Wanted, lines: Iterable[JournalLine]) -> None:
    for line in lines:
        wanted.scan_ids.add(line.scan_id)
        if line.abandons:
            wanted.scan_ids.add(line.abandons)
