"""What was counted when a dashboard was closed, so that the next one need not count it again, and how that looked, so that it is
seen at once. Fulfils checkin.overview.watch.Memory."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from checkin.overview.counting import Counting
from checkin.overview.picture import Picture
from checkin.overview.reading import Mark
from data.overview.kept_values import keep_in, kept_in


class MemoryFile:
    """Two files in a folder. `database`, `journals`: what is counted instead of what that home has."""

    def __init__(self, folder: Path, database: str = "", journals: Sequence[Path] = ()) -> None:
        self._counted = folder / "overview.memory"
        self._pictures = folder / "overview.pictures"
        self._what = database, journals

    def recall(self) -> tuple[Mark, Counting] | None:
        """What was counted, and up to where; None where there is nothing to rely on."""
        match kept_in(self._counted):
            case (tuple(mark), Counting() as counting):
                return mark, counting
        return None

    def picture(self, checkpoint: str) -> Picture | None:
        """How the same looked at this checkpoint ("": the event's first); None where that is not known."""
        match kept_in(self._pictures):
            case (str(what), dict(pictures)) if what == self._named():
                found = pictures.get(checkpoint) if checkpoint else next(iter(pictures.values()), None)
                return found if isinstance(found, Picture) else None
        return None

    def keep(self, mark: Mark, counting: Counting, pictures: Sequence[Picture]) -> None:
        """Keep it, and how it looks at each checkpoint, in their order: no person is told of there, and nobody's PIN."""
        keep_in(self._counted, (mark, counting))
        keep_in(self._pictures, (self._named(), {one.checkpoint.id: one.discreet() for one in pictures}))

    def _named(self) -> str:
        """What is counted, so that it is known again: these files as they are now. An address may hold a password."""
        database, journals = self._what
        stamps = [(str(one.resolve()), one.stat().st_size, one.stat().st_mtime_ns) for one in journals if one.exists()]
        return hashlib.sha256(repr((database, stamps)).encode()).hexdigest()
