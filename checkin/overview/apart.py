"""Commands in a process of their own, which lets everybody else go first: whoever wants one done goes on."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

PATIENCE_S = 600.0
LOOKS_EVERY_S = 0.2
LOWEST = 19
"""The priority of whoever lets everybody else go first, where it is a number."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit status, and what it wrote. `status` None: it was stopped, or took too long."""

    status: int | None
    said: str
    error: str


def run_apart(arguments: Sequence[str], is_stopped: Callable[[], bool]) -> Ended:
    """Run what is typed behind `checkin`, until it ends or `is_stopped` says so. OSError where it cannot be begun."""
    begun = monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "checkin.cli", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL, text=True, encoding="utf-8", errors="replace",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ) as process:  # fmt: skip
        _step_back(process.pid)
        while True:
            try:
                said, error = process.communicate(timeout=LOOKS_EVERY_S)
                return Ended(process.returncode, said, error)
            except subprocess.TimeoutExpired:
                if is_stopped() or monotonic() - begun > PATIENCE_S:
                    process.kill()
                    return Ended(None, "", "")


def _step_back(process: int) -> None:
    import psutil

    with suppress(psutil.Error):
        psutil.Process(process).nice(getattr(psutil, "IDLE_PRIORITY_CLASS", LOWEST))
