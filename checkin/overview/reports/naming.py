"""What the files of reports are called, so that a folder of them is in order and none is written over."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from checkin.overview.reports.heads import WHOLE_EVENT

FORMATS = ("pdf", "xlsx")
_VERSION = re.compile(r"(?:-(\d+))?\.(?:pdf|xlsx)")


def stem(day: date | None, language: str, checkpoints: Iterable[str] = ()) -> str:
    """The name of a report without its version and its ending: "report-2018-04-19-fr", with checkpoints where it is of some."""
    period = WHOLE_EVENT if day is None else day.isoformat()
    places = (re.sub(r"[^\w-]", "_", one) for one in checkpoints)
    return "-".join(("report", period, *places, language))


def versions(folder: Path, name: str) -> dict[int, list[Path]]:
    """The files of a report there, by version: 1 has no number in its name, 2 ends in "-2"."""
    found: dict[int, list[Path]] = {}
    for one in sorted(folder.glob(f"{name}*")):
        said = _VERSION.fullmatch(one.name.removeprefix(name))
        if said is not None:
            found.setdefault(int(said[1] or 1), []).append(one)
    return found


def versioned(name: str, version: int) -> str:
    """The name with its version."""
    return name if version == 1 else f"{name}-{version}"
