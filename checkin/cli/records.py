"""Scans and figures as the JSON objects that commands print; the keys are a public interface."""

from dataclasses import asdict
from datetime import date, datetime, tzinfo
from typing import Any

from checkin.desk.messages import Judged, Undone
from checkin.domain.event import Checkpoint
from checkin.domain.expectation import Roll, expected_people
from checkin.domain.journal import JournalLine
from checkin.domain.ranges import trust_until
from checkin.domain.tally import Figures
from checkin.domain.verdict import Passage
from checkin.i18n import Words
from checkin.overview.counting import Counting
from checkin.overview.reading import Outlook


def local_time(moment: datetime, zone: tzinfo) -> str:
    """ISO 8601 in the event's time zone, to the second."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def since(heard_at: str | None, forks: int, words: Words) -> list[str]:
    """Since when a device was not heard, and that its journal forked, for people."""
    said = [words("last heard {time}", time=heard_at) if heard_at else words("never heard")]
    return [*said, words("journal written on two machines: {forks} times", forks=forks)] if forks else said


def scan_record(judged: Judged, zone: tzinfo, asked: bool | None = None) -> dict[str, Any]:
    """One scan. `first` stands only where a repeat repeats it, `from_badge` only where the badge's own content decided,
    `unknown_key` only where the badge was signed with a key that this desk does not have, `asked` only where the desk has a hub,
    `held` only where that hub was wanted and did not answer."""
    line, person = judged.line, judged.registration
    record: dict[str, Any] = {
        "scan_id": line.scan_id,
        "at": local_time(line.at, zone),
        "verdict": judged.verdict.outcome.value,
        "reason": judged.verdict.reason.value if judged.verdict.reason else None,
        "registration": line.registration or None,
        "name": person.name if person else None,
        "category": line.category or None,
        "checkpoint": line.checkpoint,
    }
    if judged.verdict.from_badge:
        record["from_badge"] = True
    if judged.verdict.unknown_key is not None:
        record["unknown_key"] = f"{judged.verdict.unknown_key:04x}"
    if asked is not None:
        record["asked"] = asked
    if judged.verdict.held:
        record["held"] = True
    if judged.verdict.first:
        record["first"] = passage_record(judged.verdict.first, zone)
    return record


def undo_record(undone: Undone, scan: JournalLine, zone: tzinfo) -> dict[str, Any]:
    """What was taken back (`scan_id`, `scanned_at`, ...), by which line of the journal (`undo_id`, `at`), and why."""
    line, person = undone.line, undone.registration
    return {
        "undo_id": line.scan_id,
        "at": local_time(line.at, zone),
        "reason": line.remark,
        "scan_id": scan.scan_id,
        "scanned_at": local_time(scan.at, zone),
        "direction": scan.direction.value,
        "checkpoint": scan.checkpoint,
        "registration": scan.registration or None,
        "name": person.name if person else None,
        "category": scan.category or None,
    }


def passage_record(passage: Passage, zone: tzinfo) -> dict[str, Any]:
    """An earlier scan."""
    return {"scan_id": passage.scan_id, "at": local_time(passage.at, zone), "gate": passage.gate, "desk": passage.desk}


def totals_record(counting: Counting, checkpoint: Checkpoint, day: date | None, roll: Roll | None) -> dict[str, Any]:
    """The figures of one checkpoint. Refusals of unknown badges are in "refused" but in no category."""
    tally, name = counting.tally, checkpoint.id
    days = {one: figures for one, figures in tally.by_day(name).items() if day is None or one == day}
    return {
        "checkpoint": name,
        **asdict(tally.figures(name, day)),
        "expected": None if roll is None else sum(expected_people(counting.event, checkpoint, roll).values()),
        "no_shows": None if roll is None else sum(counting.turnout.no_shows(checkpoint, roll, day).values()),
        "capacity": checkpoint.capacity,
        **{f"by_{part}": _parts(tally.by(part, name, day)) for part in ("category", "gate", "desk")},
        "by_day": {one.isoformat(): asdict(figures) for one, figures in days.items()},
    }


def trust_record(outlook: Outlook, until: datetime | None, zone: tzinfo) -> dict[str, Any]:
    """Of which moment figures are, and how many lines may be missing that were written until then."""
    trust = outlook.trust if until is None else trust_until(outlook.trust, until)
    return {
        "at": None if until is None else local_time(until, zone),
        "as_of": local_time(trust.as_of, zone),
        "missing": trust.missing,
        "silent": [one.desk for one in trust.silent],
        "unheard": [one.desk for one in outlook.unheard],
    }


def _parts(parts: dict[str, Figures]) -> dict[str, dict[str, int]]:
    return {name: asdict(figures) for name, figures in parts.items() if name}
