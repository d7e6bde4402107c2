"""The one event of a desk's database."""

from pathlib import Path

from sqlite_utils import Database

from checkin.domain.event import Event
from checkin.i18n import phrase
from checkin.trouble import Mistake, Trouble
from data.driver import explained
from data.importers.event_file import parse_event


class StoredEvent:
    """The event that a desk serves: its TOML text is the truth."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path

    def read(self) -> Event | None:
        """The event, None before one is stored."""
        text = self.text()
        return parse_event(text) if text else None

    def text(self) -> str:
        """The TOML text, "" before one is stored."""
        with explained(self._path):
            row = self._database.execute("SELECT toml FROM event").fetchone()
        return "" if row is None else str(row[0])

    def write(self, toml: str, event: Event) -> None:
        """Store the event in place of the one before. Trouble if scans or registrations would lose what they refer to."""
        with explained(self._path):
            self._refuse_another(event)
            self._refuse_losses(event)
            self._database.execute("DELETE FROM event")
            self._database.execute(
                "INSERT INTO event (id, toml, zone, first_day, last_day) VALUES (?, ?, ?, ?, ?)",
                [event.id, toml, event.zone.key, event.days[0].isoformat(), event.days[-1].isoformat()],
            )

    def _refuse_another(self, event: Event) -> None:
        before = self.read()
        if before is None or before.id == event.id or not (self._any("registrations") or self._any("journal")):
            return
        raise Trouble(
            'This desk serves the event "{before}" and has registrations or scans of it, so it cannot serve "{after}". '
            "Give each event a folder of its own with --home.",
            before=before.id, after=event.id,
        )  # fmt: skip

    def _refuse_losses(self, event: Event) -> None:
        used = self._distinct("category", "registrations") | self._distinct("category", "journal")
        mistakes = [
            Mistake(0, "category", phrase('"{id}" is missing, and registrations or scans use it', id=one))
            for one in sorted(used - {""} - set(event.categories))
        ] + [
            Mistake(0, "checkpoint", phrase('"{id}" is missing, and scans use it', id=one))
            for one in sorted(self._distinct("checkpoint", "journal") - {""} - set(event.checkpoints))
        ]
        if mistakes:
            raise Trouble(
                "The event was not changed: this desk still uses what the new file leaves out. Put it back into the file.",
                mistakes=mistakes,
            )

    def _distinct(self, column: str, table: str) -> set[str]:
        return {row[0] for row in self._database.execute(f"SELECT DISTINCT {column} FROM {table}")}

    def _any(self, table: str) -> bool:
        return bool(self._database.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0])
