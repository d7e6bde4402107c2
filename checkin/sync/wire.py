"""Messages as bytes and back: canonical JSON, read strictly (docs/sync.md)."""

import json
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from checkin.domain.journal import JournalLine, Kind, NumberedLine, Origin, line_hash, microseconds, moment
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.sync import messages, notices, reports
from checkin.sync.messages import MOST_ROWS, Answer, Delivered, Request
from checkin.trouble import Trouble

VERSION = 1
LONGEST_TEXT = 4096
LONGEST_PROFILE = 1 << 20
LONGEST = {"name": 200, "token": 64}
"""Texts that strangers send are shorter: the hub reads no more than 4 KB of whoever asks to be let in."""
MOST_NUMBER = 1 << 62
FIRST_US, LAST_US = -2_208_988_800_000_000, 7_258_118_400_000_000
"""Moments of lines: 1900 to 2200. Corrected by MOST_AHEAD_US they are still moments, in any time zone."""
MOST_AHEAD_US = 150 * 366 * 86_400_000_000
"""No clock is further off: one that has forgotten its time begins in 1970."""
LONG = ("profile", "content")

NAMES: dict[type, str] = {
    messages.Enrol: "enrol", messages.Hello: "hello", messages.Claim: "claim", messages.Push: "push", messages.Feed: "feed",
    messages.Reseed: "reseed", messages.Enrolled: "enrolled", messages.Welcome: "welcome", messages.Admit: "admit",
    messages.Already: "already", messages.Unverified: "unverified", messages.HaveSeq: "have_seq", messages.Fork: "fork",
    messages.Gap: "gap", messages.Page: "page", messages.Reset: "reset", messages.Reseeded: "reseeded",
    notices.Notices: "notices", notices.Noticed: "noticed", notices.Announce: "announce", notices.Announced: "announced",
    reports.Report: "report", reports.Reported: "reported", messages.Refused: "refused",
}  # fmt: skip
_NESTED = {messages.Cursor, messages.EventKey, notices.Notice, reports.Condition}
TYPES = {name: kind for kind, name in NAMES.items()}

Message = Request | Answer


class _Malformed(Exception):
    """What is wrong with a message."""


def encode(message: Message) -> bytes:
    """The one way to write this message: a JSON object with sorted keys, without blanks, in UTF-8."""
    said = {"type": NAMES[type(message)], "v": VERSION, **_members(message)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(content: bytes) -> Message:
    """The message in `content`. Trouble says what is wrong with it."""
    try:
        return _decoded(content)
    except (_Malformed, ValueError, OverflowError, RecursionError) as error:
        detail = str(error) if isinstance(error, _Malformed) else type(error).__name__
        raise Trouble("A message between desk and hub cannot be read: {detail}. Bring both to the same version.",
                      detail=detail) from error  # fmt: skip


def row_of(delivered: Delivered) -> str:
    """The one way to write a row of the log, as it stands in a page (docs/sync.md)."""
    return json.dumps(_plain(delivered), ensure_ascii=False, separators=(",", ":"))


def delivered_of(row: str) -> Delivered:
    """The row of the log that `row_of` wrote; ValueError for anything else."""
    try:
        return _delivered_in(json.loads(row), "row")
    except _Malformed as error:
        raise ValueError(str(error)) from error


def _decoded(content: bytes) -> Message:
    said = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_no_number)
    if not isinstance(said, dict) or _whole(said.pop("v", None), "v") != VERSION:
        raise _Malformed("no object of version 1")
    kind = TYPES.get(_text(said.pop("type", None), 20, "type"))
    if kind is None:
        raise _Malformed("an unknown type")
    message: Message = _read(kind, said)
    return message


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Malformed("a key twice")
    return members


def _no_number(text: str) -> None:
    raise _Malformed("a number that is not whole")


def _members(value: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, JournalLine):
        return _line_out(value)
    if isinstance(value, Delivered):
        row = value.row
        return [row.journal, row.seq, row.prev.hex(), _line_out(row.line), value.received_us, value.ahead_us]
    return _members(value) if type(value) in _NESTED else value


def _line_out(line: JournalLine) -> list[Any]:
    return [
        line.scan_id, line.kind, microseconds(line.at), line.event, line.checkpoint, line.direction, line.outcome, line.reason,
        line.registration, line.category, line.text, line.origin, line.gate, line.desk, line.undoes, line.remark,
    ]  # fmt: skip


def _read(kind: type, said: Any) -> Any:
    readers = _readers(kind)
    if not isinstance(said, dict) or said.keys() != readers.keys():
        raise _Malformed(f"the members of {kind.__name__}")
    return kind(**{name: reader(said[name], name) for name, reader in readers.items()})


@cache
def _readers(kind: type) -> dict[str, Callable[[Any, str], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any, str], Any]:
    arguments = get_args(hint)
    if isinstance(hint, UnionType) and NoneType in arguments:
        inner = _reader(next(one for one in arguments if one is not NoneType))
        return lambda value, name: None if value is None else inner(value, name)
    if arguments:
        each = _reader(arguments[0])
        return lambda value, name: tuple(each(one, name) for one in _list(value, MOST_ROWS, name))
    if issubclass(hint, StrEnum):
        return lambda value, name: _member(hint, value, name)
    if hint in _NESTED:
        return lambda value, _: _read(hint, value)
    return _SIMPLE[hint]


def _text(value: Any, longest: int, name: str) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise _Malformed(f"{name} is no text, or too long")
    if not value.isascii():
        value.encode()  # half of a surrogate pair is a ValueError
    return value


def _word(value: Any, name: str) -> str:
    """A text that a database can keep and find: PostgreSQL takes none with a zero character."""
    text = _text(value, LONGEST.get(name, LONGEST_TEXT), name)
    if "\0" in text:
        raise _Malformed(f"{name} has a zero character")
    return text


def _whole(value: Any, name: str) -> int:
    most = MOST_AHEAD_US if name == "ahead_us" else MOST_NUMBER
    if type(value) is not int or not -most < value < most:
        raise _Malformed(f"{name} is no whole number")
    return value


def _flag(value: Any, name: str) -> bool:
    if type(value) is not bool:
        raise _Malformed(f"{name} is neither true nor false")
    return value


def _digest(value: Any, name: str) -> bytes:
    if not isinstance(value, str) or len(value) != 64 or value.strip("0123456789abcdef"):
        raise _Malformed(f"{name} is not 32 bytes in hexadecimal")
    return bytes.fromhex(value)


def _list(value: Any, longest: int, name: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > longest:
        raise _Malformed(f"{name} is no list, or too long")
    return value


def _member(kind: type[StrEnum], value: Any, name: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise _Malformed(f"{name} is none of its values") from None


def _line_in(value: Any, name: str) -> JournalLine:
    said = _list(value, 16, name)
    if len(said) != 16:
        raise _Malformed(f"{name} has a line that has not 16 fields")
    scan_id, kind, at_us, event, checkpoint, direction, outcome, reason, *texts = said
    if not FIRST_US <= _whole(at_us, "at_us") <= LAST_US:
        raise _Malformed("at_us is no moment")
    registration, category, text, origin, gate, desk, undoes, remark = texts
    for one in (scan_id, event, checkpoint, registration):
        _word(one, name)
    for one in (category, text, gate, desk, undoes, remark):
        _text(one, LONGEST_TEXT, name)
    return JournalLine(
        scan_id, _member(Kind, kind, "kind"), moment(at_us), event, checkpoint,
        _member(Direction, direction, "direction"), None if outcome is None else _member(Outcome, outcome, "outcome"),
        None if reason is None else _member(Reason, reason, "reason"), registration, category, text,
        _member(Origin, origin, "origin"), gate, desk, undoes, remark,
    )  # fmt: skip


def _delivered_in(value: Any, name: str) -> Delivered:
    said = _list(value, 6, name)
    if len(said) != 6:
        raise _Malformed(f"{name} has a row that has not 6 fields")
    journal, seq = _word(said[0], "journal"), _whole(said[1], "seq")
    prev, line = _digest(said[2], "prev"), _line_in(said[3], name)
    row = NumberedLine(journal, seq, line, prev, line_hash(journal, seq, line, prev))
    return Delivered(row, _whole(said[4], "received_us"), _whole(said[5], "ahead_us"))


_SIMPLE: dict[Any, Callable[[Any, str], Any]] = {
    str: lambda value, name: _text(value, LONGEST_PROFILE, name) if name in LONG else _word(value, name),
    int: _whole,
    bool: _flag,
    bytes: _digest,
    JournalLine: _line_in,
    Delivered: _delivered_in,
}
