"""Values of the domain and of the overview, kept in a file between two starts.

Such a file is a cache: whatever is odd about it, it is not relied on. It is read only by the very code that wrote it, and nothing
but such values is made from it.
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

KIND = b"checkin overview\n"
FUNCTIONS = "checkin.domain."
VALUES = (
    FUNCTIONS, "checkin.overview.alarming", "checkin.overview.counting", "checkin.overview.courses", "checkin.overview.desks",
    "checkin.overview.paces", "checkin.overview.picture", "checkin.overview.reading", "checkin.overview.totals",
    "checkin.sync.reports",
)  # fmt: skip
OTHERS = frozenset((
    ("collections", "Counter"), ("collections", "defaultdict"), ("collections", "deque"), ("builtins", "set"),
    ("builtins", "frozenset"), ("builtins", "list"), ("builtins", "dict"), ("builtins", "int"), ("datetime", "date"),
    ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"), ("datetime", "timezone"),
    ("zoneinfo", "ZoneInfo"),
))  # fmt: skip
CODE = ("domain/*.py", "overview/*.py", "sync/reports.py")

log = structlog.get_logger()


class _Careful(pickle.Unpickler):
    """Makes values of ours, and of a few kinds of the standard library; nothing else, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in OTHERS:
            return super().find_class(module, name)
        if module.startswith(VALUES) and "." not in name:  # a dot would lead on, to whatever that module has imported
            found = super().find_class(module, name)
            made_in = str(getattr(found, "__module__", ""))
            if made_in.startswith(VALUES if isinstance(found, type) else FUNCTIONS):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def kept_in(path: Path) -> Any:
    """What was kept there; None where there is nothing to rely on."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head = KIND + code()
    if not content.startswith(head):
        return None
    body = memoryview(content)[len(head) + 32 :]
    if hashlib.sha256(body).digest() != content[len(head) : len(head) + 32]:
        return None
    try:
        return _Careful(io.BytesIO(body)).load()
    except Exception as error:
        log.warning("what was kept before cannot be read", file=path.name, error=type(error).__name__)
        return None


def keep_in(path: Path, value: object) -> None:
    """Keep it there. Where that cannot be, the next start does without."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}
    pickler.dump(value)
    body = written.getbuffer()
    fresh = path.with_name(f"{path.name}.part")
    with suppress(OSError), fresh.open("wb") as file:
        for part in (KIND, code(), hashlib.sha256(body).digest(), body):
            file.write(part)
        file.close()
        fresh.replace(path)


@cache
def code() -> bytes:
    """Of the code whose values these are: another one counts otherwise, and has others."""
    digest = hashlib.sha256()
    root = Path(checkin.__file__).parent
    for path in sorted(path for pattern in CODE for path in root.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.digest()
