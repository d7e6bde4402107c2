"""Journals in exported files, held against their own hashes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from checkin.domain.journal import GENESIS, Break, Head, NumberedLine, line_hash, microseconds, number
from data.journal import FIELDS, from_any_row
from data.overview.file_reader import records_of

Lines = dict[int, NumberedLine]


@dataclass(frozen=True, slots=True)
class VerifiedFiles:
    """How many lines there are, where each journal in the files ends, and every break in them."""

    lines: int
    heads: tuple[Head, ...]
    breaks: tuple[Break, ...]


def verify_files(files: Sequence[Path]) -> VerifiedFiles:
    """Hold every line in exported files, of a desk or of a hub, against the one before. A line may stand in several of them.
    Trouble where a file is no export."""
    found, journals = list[Break](), defaultdict[str, Lines](dict)
    for one in (item for file in files for item in _lines(file)):
        known = journals[one.journal].setdefault(one.seq, one)
        if known != one:
            found.append(Break(one.journal, one.seq, "changed"))
    for lines in journals.values():
        found += _breaks(lines, journals.values())
    heads = (max(lines.values(), key=lambda one: one.seq) for lines in journals.values())
    return VerifiedFiles(
        sum(map(len, journals.values())), tuple(Head(one.journal, one.seq, one.hash) for one in heads), tuple(found)
    )  # fmt: skip


def _breaks(lines: Lines, everything: Iterable[Lines]) -> Iterator[Break]:
    others = [one for one in everything if one is not lines]
    last = Head(next(iter(lines.values())).journal, 0, GENESIS)
    for seq, item in sorted(lines.items()):
        if seq != last.seq + 1:
            if not _is_bridged(last, item, others):
                yield Break(item.journal, last.seq + 1, "gap")
        elif item.prev != last.hash:
            yield Break(item.journal, seq, "chain")
        if item.hash != line_hash(item.journal, seq, item.line, item.prev):
            yield Break(item.journal, seq, "changed")
        last = Head(item.journal, seq, item.hash)


def _is_bridged(last: Head, item: NumberedLine, others: Iterable[Lines]) -> bool:
    """Whether the lines between are those of another journal: a desk that had to begin another one numbers the same lines anew,
    and a hub keeps them once. Chained anew they must come out at the hash before `item`."""
    for lines in others:
        end = last
        while end.seq + 1 < item.seq and (line := lines.get(end.seq + 1)) is not None:
            end = _end(number(end, line.line))
        if (end.seq + 1, end.hash) == (item.seq, item.prev):
            return True
    return False


def _end(item: NumberedLine) -> Head:
    return Head(item.journal, item.seq, item.hash)


def _lines(file: Path) -> Iterator[NumberedLine]:
    return map(_line, records_of(file))


def _line(record: Mapping[str, Any]) -> NumberedLine:
    """The line in a record; one that no desk can have written stands in for it where it makes no sense."""
    told = {**record, "at_us": microseconds(datetime.fromisoformat(record["at"]))}
    told |= {name: told.get(name) or None for name in ("outcome", "reason")}
    values = [told.get(name) for name in FIELDS]
    if not _is_text(values):
        values = []  # half a character, which no desk writes
    return from_any_row((told["journal"], told["seq"], _bytes(told.get("prev")), _bytes(told["hash"]), *values))


def _is_text(values: Sequence[Any]) -> bool:
    try:
        "".join(one for one in values if isinstance(one, str)).encode()
    except UnicodeEncodeError:
        return False
    return True


def _bytes(text: Any) -> bytes:
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""
