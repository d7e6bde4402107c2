"""Scans and figures as the JSON objects that commands print; the keys are a public interface."""

from dataclasses import asdict
from datetime import date, datetime, tzinfo
from typing import Any

from checkin.desk.messages import Judged, Undone
from checkin.domain.journal import JournalLine
from checkin.domain.tally import Tally
from checkin.domain.verdict import Passage


def local_time(moment: datetime, zone: tzinfo) -> str:
    """ISO 8601 in the event's time zone, to the second."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def scan_record(judged: Judged, zone: tzinfo) -> dict[str, Any]:
    """One scan. `first` stands only where a repeat repeats it, `from_badge` only where the badge's own content decided,
    `unknown_key` only where the badge was signed with a key that this desk does not have."""
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


def totals_record(tally: Tally, checkpoint: str, day: date | None) -> dict[str, Any]:
    """The figures of one checkpoint. Refusals of unknown badges are in "refused" but in no category."""
    days = tally.by_day(checkpoint)
    if day is not None:
        days = {d: figures for d, figures in days.items() if d == day}
    return {
        "checkpoint": checkpoint,
        **asdict(tally.figures(checkpoint, day)),
        "by_category": {name: asdict(figures) for name, figures in tally.by("category", checkpoint, day).items() if name},
        "by_day": {d.isoformat(): asdict(figures) for d, figures in days.items()},
    }
