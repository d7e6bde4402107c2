"""What organisers said about the columns of their files, remembered by the headings of the file."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from data.importers.headings import COLUMNS, Mapped


def recall(database: Database, headings: Sequence[str]) -> dict[str, str]:
    """How a file with these headings, in any order, was read when one was last imported with a word of the organiser; else {}."""
    row = database.execute("SELECT mapped FROM headings WHERE headings = ?", [_key(headings)]).fetchone()
    kept = json.loads(row[0]) if row else {}
    return {column: kept[column] for column in COLUMNS if column in kept}


def remember(database: Database, headings: Sequence[str], mapped: Mapped) -> None:
    """Read files with these headings so from now on. Only inside `writing()`."""
    database.execute(
        "INSERT OR REPLACE INTO headings VALUES (?, ?)", [_key(headings), json.dumps(dict(mapped), ensure_ascii=False)]
    )


def _key(headings: Sequence[str]) -> str:
    return json.dumps(sorted(headings), ensure_ascii=False)
