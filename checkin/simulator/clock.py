"""One clock for all processes of a simulated event: eight bytes in a file that each of them looks at."""

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from checkin.domain.journal import microseconds, moment

_WHOLE = struct.Struct("<q")


class SharedClock:
    """Called, it tells the time. `ahead`: how far this one is ahead of the others; it may be set."""

    def __init__(self, path: Path, ahead: timedelta = timedelta()) -> None:
        if not path.exists():
            path.write_bytes(_WHOLE.pack(0))
        self._file = path.open("r+b")
        self._seen = mmap.mmap(self._file.fileno(), _WHOLE.size)
        self.ahead = ahead

    def __call__(self) -> datetime:
        """Now, as aware UTC."""
        return moment(_WHOLE.unpack(self._seen[: _WHOLE.size])[0]) + self.ahead

    def set(self, now: datetime) -> None:
        """Let it be this time for everybody."""
        self._seen[: _WHOLE.size] = _WHOLE.pack(microseconds(now))

    def close(self) -> None:
        """Give the file back."""
        self._seen.close()
        self._file.close()

    def __enter__(self) -> "SharedClock":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
