"""What was counted when a dashboard was closed, so that the next one need not count it again. Fulfils
checkin.overview.watch.Memory.

The file is a cache: whatever is odd about it, everything is counted anew. It is read only by the very code that wrote it, and
nothing but values of the domain is made from it.
"""

import copyreg
import hashlib
import io
import pickle
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

import checkin
from checkin.overview.counting import Counting
from checkin.overview.reading import Mark

KIND = b"checkin overview\n"
OURS = ("checkin.domain.", "checkin.overview.counting")
OTHERS = frozenset((
    ("collections", "Counter"), ("collections", "defaultdict"), ("collections", "deque"), ("builtins", "set"),
    ("builtins", "frozenset"), ("builtins", "list"), ("builtins", "dict"), ("builtins", "int"), ("datetime", "date"),
    ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"), ("datetime", "timezone"),
    ("zoneinfo", "ZoneInfo"),
))  # fmt: skip

log = structlog.get_logger()


class _Careful(pickle.Unpickler):
    """Makes values of the domain, and of a few kinds of the standard library; nothing else, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in OTHERS:
            return super().find_class(module, name)
        if module.startswith(OURS) and "." not in name:  # a dot would lead on, to whatever that module has imported
            found = super().find_class(module, name)
            if str(getattr(found, "__module__", "")).startswith(OURS):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


class MemoryFile:
    """One file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> tuple[Mark, Counting] | None:
        """What was counted, and up to where; None where there is nothing to rely on."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        head = KIND + _code()
        if not content.startswith(head):
            return None
        body = content[len(head) + 32 :]
        if hashlib.sha256(body).digest() != content[len(head) : len(head) + 32]:
            return None
        try:
            mark, counting = _Careful(io.BytesIO(body)).load()
        except Exception as error:
            log.warning("what was counted before cannot be read", error=type(error).__name__)
            return None
        return (mark, counting) if isinstance(counting, Counting) else None

    def keep(self, mark: Mark, counting: Counting) -> None:
        """Keep it. Where that cannot be, the next dashboard counts anew."""
        written = io.BytesIO()
        pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = {**copyreg.dispatch_table, ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}
        pickler.dump((mark, counting))
        body = written.getvalue()
        fresh = self._path.with_suffix(".part")
        with suppress(OSError):
            fresh.write_bytes(KIND + _code() + hashlib.sha256(body).digest() + body)
            fresh.replace(self._path)


@cache
def _code() -> bytes:
    """Of the code that counts: another one counts otherwise."""
    digest = hashlib.sha256()
    root = Path(checkin.__file__).parent
    for path in sorted((*root.glob("domain/*.py"), *root.glob("overview/counting.py"))):
        digest.update(path.read_bytes())
    return digest.digest()
