"""What a hub's home has told the desks, and up to which notice of the hub's log: it tells no more than what it changed since."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from checkin.sync.bulletin import Mark
from checkin.sync.notices import NoticeKind
from data.driver import explained


@dataclass(frozen=True, slots=True)
class Published:
    """Behind this mark desks know the registrations of this version, and settings with these digests."""

    mark: Mark
    version: int
    settings: Mapping[NoticeKind, str]


class StoredPublished:
    """The remembrance of all that was told, log by log: one that was restored is at an earlier place of it."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path

    def last(self, log: str, holds: Callable[[Mark], bool]) -> Published | None:
        """What was told last in this log of what it still has: a backup may have been put in its place."""
        return next((one for one in self._of(log) if holds(one.mark)), None)

    def _of(self, log: str) -> Iterator[Published]:
        """The last first."""
        with explained(self._path):
            query = "SELECT position, digest, version, settings FROM published WHERE log = ? ORDER BY position DESC"
            for position, digest, version, settings in self._database.execute(query, [log]).fetchall():
                told = {NoticeKind(kind): one for kind, one in json.loads(settings).items()}
                yield Published(Mark(log, position, bytes(digest)), version, told)

    def note(self, one: Published) -> None:
        """Remember it. Only inside `writing()`."""
        values = [one.mark.log, one.mark.position, one.mark.digest, one.version, json.dumps(one.settings)]
        with explained(self._path):
            self._database.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?, ?)", values)
