"""What became of alarms, a JSON object a line. Fulfils checkin.overview.alarming.AlarmLog."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from checkin.domain.alarms import Alarm, AlarmKind, Cause
from checkin.trouble import Trouble

MOST_READ = 2_000
"""So many of the latest are remembered."""


class StoredAlarms:
    """Each line is an alarm as it was then; the last one about it holds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[Alarm]:
        """Every alarm that was noted. A line that a power cut left half-written is passed over."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble("The alarms in {path} cannot be read ({error}). Move the file away.", path=str(self._path),
                          error=str(error)) from error  # fmt: skip
        alarms: dict[tuple[object, datetime], Alarm] = {}
        for line in lines[-MOST_READ:]:
            alarm = _alarm_in(line)
            if alarm is not None:
                alarms[alarm.cause.key, alarm.raised_at] = alarm
        return sorted(alarms.values(), key=lambda one: one.raised_at)

    def note(self, alarm: Alarm) -> None:
        """Add a line."""
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(_record(alarm), ensure_ascii=False) + "\n")
        except OSError as error:
            raise Trouble("The alarms cannot be kept in {path} ({error}).", path=str(self._path), error=str(error)) from error


def _record(alarm: Alarm) -> dict[str, Any]:
    moments = {name: at and at.isoformat() for name, at in (
        ("raised_at", alarm.raised_at), ("ended_at", alarm.ended_at), ("seen_at", alarm.seen_at))}  # fmt: skip
    return {**asdict(alarm.cause), **moments, "seen_by": alarm.seen_by}


def _alarm_in(line: str) -> Alarm | None:
    try:
        said = json.loads(line)
        cause = Cause(AlarmKind(said["kind"]), said["where"], said["number"], said["limit"], said["more"])
        moments = [said[name] and datetime.fromisoformat(said[name]) for name in ("raised_at", "ended_at", "seen_at")]
        return Alarm(cause, moments[0], moments[1], moments[2], said["seen_by"])
    except (ValueError, KeyError, TypeError):
        return None
