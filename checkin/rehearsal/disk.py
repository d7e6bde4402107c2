"""The disk: room, and how long a safe write takes."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, Place, fault, ok, warning

# A desk that scans one badge every four seconds, ten hours a day, writes 27,000 lines of some 1 kB in three days; the log that
# SQLite writes ahead, a copy of the database and the program's logs take the rest.
ENOUGH_MB, TIGHT_MB = 1000, 100
SLOW_WRITE_MS = 50.0


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """Of the disk that holds `folder`: free megabytes, and how long a safe write takes (ms), or why there can be none."""

    folder: Path
    free_mb: int
    write_ms: float
    error: str = ""


def disk(place: Place) -> Finding:
    """Whether the home folder can be written, durably and fast enough, and has room."""
    return judged_disk(disk_facts(place.path))


def disk_facts(path: Path) -> DiskFacts:
    """Measured at `path`, or at the nearest folder above it that there is already."""
    folder = existing(path)
    free_mb = disk_usage(folder).free // 1_000_000
    try:
        return DiskFacts(folder, free_mb, statistics.median(durable_writes(folder, 5)))
    except OSError as error:
        return DiskFacts(folder, free_mb, 0.0, error.strerror or str(error))


def judged_disk(seen: DiskFacts) -> Finding:
    """What the facts come to."""
    path = str(seen.folder)
    if seen.error:
        return fault(phrase(
            "Nothing can be written in {path} ({error}). Allow it, or choose another folder with --home.",
            path=path, error=seen.error,
        ))  # fmt: skip
    measured: dict[str, object] = {"free_mb": seen.free_mb, "write_ms": round(seen.write_ms, 2)}
    facts = {"path": path, "free": seen.free_mb, "ms": f"{seen.write_ms:.1f}"}
    if seen.free_mb < TIGHT_MB:
        what = phrase("Only {free} MB are free in {path}. Free some space, or choose another folder with --home.", **facts)
        return fault(what, **measured)
    if seen.free_mb < ENOUGH_MB:
        return warning(phrase("{free} MB are free in {path}: enough for a day, not more. Free some space.", **facts), **measured)
    if seen.write_ms > SLOW_WRITE_MS:
        what = phrase("A safe write in {path} takes {ms} ms, and each verdict waits for one. Use a local disk.", **facts)
        return warning(what, **measured)
    return ok(phrase("{free} MB free in {path}; a safe write takes {ms} ms.", **facts), **measured)


def durable_writes(folder: Path, count: int) -> Iterator[float]:
    """How long each of `count` writes of a page took to be on the disk (ms). OSError where nothing can be written."""
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            yield (time.perf_counter() - begun) * 1000


def existing(path: Path) -> Path:
    """The nearest folder above `path` that there is already, or `path` itself."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
