"""Another window of the product, in a process of its own beside this one."""

import subprocess
from collections.abc import Sequence

from checkin.trouble import Trouble

ENDS_WITHIN_S = 5.0


class Companion:
    """Started by `command` when it is wanted, once at a time; it ends with this window."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def open(self) -> None:
        """Start it, unless it runs. Trouble where that cannot be."""
        if self.is_open:
            return
        try:
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)
        except (OSError, IndexError) as error:
            raise Trouble("The dashboard cannot be opened ({error}).", error=str(error)) from error

    def close(self) -> None:
        """End it, if it runs."""
        if self._process is None or not self.is_open:
            return
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
