"""Keeps what there is to count counted, so that a dashboard opens at once, though none was open before."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from checkin.beside import Beside
from checkin.overview.apart import run_apart
from checkin.trouble import Trouble

FIRST_AFTER_S, EVERY_S = 60.0, 600.0

log = structlog.get_logger()


class Remembering(Beside):
    """Lets `remember` do so again and again where anything has come, as `count` tells (None: nobody knows now), on a thread of
    its own. `first_s`, `every_s`: after how long, and how often (real seconds)."""

    def __init__(
        self, count: Callable[[], int | None], remember: Callable[[Callable[[], bool]], object], first_s: float = FIRST_AFTER_S,
        every_s: float = EVERY_S,
    ) -> None:  # fmt: skip
        super().__init__("remembering")
        self._count = count
        self._remember = remember
        self._first_s, self._every_s = first_s, every_s

    def _run(self) -> None:
        known = 0
        wait_s = self._first_s
        while not self._ending.wait(wait_s):
            count = None
            with suppress(Trouble):
                count = self._count()
            if count is not None and count != known and self._remember(self._ending.is_set):
                known = count
            wait_s = self._every_s


def remember(home: Path, database: str, clock: Path | None, is_stopped: Callable[[], bool]) -> bool:
    """Count in a process of its own, and keep it in this home; whether that was done."""
    chosen = {"--database": database, "--clock": str(clock or "")}
    options = [part for name, text in chosen.items() if text for part in (name, text)]
    try:
        ended = run_apart(["--home", str(home), "totals", "--keep", "--json", *options], is_stopped)
    except OSError as error:
        log.warning("nothing can be counted for dashboards", error=error.strerror or type(error).__name__)
        return False
    if ended.status:
        log.warning("nothing was counted for dashboards", status=ended.status)
    return ended.status == 0
