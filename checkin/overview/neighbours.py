"""What the hub says of its desks to one of them: asked again and again, and kept for the time when it does not answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import msgspec

from checkin.beside import Beside
from checkin.overview.desks import DeskState

EVERY_S = 2.0
PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class Seen:
    """From what the hub answers to GET /totals (docs/hub.md): how its desks were `at` a moment by its clock, after `position`
    rows of its log. `is_fresh`: it has answered the last time, too."""

    position: int
    epoch: str
    at: datetime
    waiting_journals: int
    desks: list[DeskState] = field(default_factory=list)
    is_fresh: bool = False


class Neighbours(Beside):
    """`ask` gets the answer of the hub within so many seconds, or raises OSError. `kept_in`: a file for the last one."""

    def __init__(self, ask: Callable[[float], bytes], kept_in: Path) -> None:
        super().__init__("neighbours")
        self._ask = ask
        self._file = kept_in
        self._latest = self._kept()

    def latest(self) -> Seen | None:
        """What the hub said last, None before it ever did."""
        return self._latest

    def _run(self) -> None:
        while not self._ending.is_set():
            self._look()
            self._ending.wait(EVERY_S)

    def _look(self) -> None:
        try:
            content = self._ask(PATIENCE_S)
            self._latest = replace(msgspec.json.decode(content, type=Seen), is_fresh=True)
            self._keep(content)
        except (OSError, msgspec.MsgspecError):
            self._latest = self._latest and replace(self._latest, is_fresh=False)

    def _kept(self) -> Seen | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Seen)
        except (OSError, msgspec.MsgspecError):
            return None

    def _keep(self, content: bytes) -> None:
        """Where the disk takes nothing, the hub has answered all the same."""
        fresh = self._file.with_suffix(".part")
        with suppress(OSError):
            fresh.write_bytes(content)
            fresh.replace(self._file)
