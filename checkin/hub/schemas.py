"""What messages look like, as JSON Schema (2020-12): read off the dataclasses and the rules by which they are read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.sync import wire
from checkin.sync.messages import MOST_ROWS, Delivered
from checkin.sync.wire import NAMES

Schema = dict[str, Any]
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "32 bytes in hexadecimal."}
NO_ZERO = "^[^\\u0000]*$"
REFERENCE = "#/components/schemas/"


def schema_of(hint: Any, name: str = "") -> Schema:
    """The schema of a value of this type, in a member of this name."""
    arguments = get_args(hint)
    if isinstance(hint, UnionType) and NoneType in arguments:
        return {"anyOf": [schema_of(next(one for one in arguments if one is not NoneType), name), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": schema_of(arguments[0], name), "maxItems": MOST_ROWS}
    if get_origin(hint) is list:
        return {"type": "array", "items": schema_of(arguments[0], name)}
    if arguments:  # Mapping
        return {"type": "object", "additionalProperties": schema_of(arguments[1], name)}
    if is_dataclass(hint):
        return {"$ref": REFERENCE + hint.__name__}  # type: ignore[union-attr]
    if issubclass(hint, StrEnum):
        return {"type": "string", "enum": [one.value for one in hint]}
    return _SIMPLE[hint](name)


def schemas_of(kinds: Iterable[type]) -> dict[str, Schema]:
    """The schemas of these dataclasses and of all within them, by the name to which the others refer."""
    found: dict[str, Schema] = {}
    wanted = list(kinds)
    while wanted:
        kind = wanted.pop()
        if kind.__name__ not in found:
            found[kind.__name__] = _ROWS[kind]() if kind in _ROWS else _object(kind)
            wanted += [] if kind in _ROWS else [one for hint in get_type_hints(kind).values() for one in _within(hint)]
    found |= {one.__name__: make() for one, make in _ROWS.items()}
    return dict(sorted(found.items()))


def documented(kind: type) -> str:
    """What the dataclass says of itself, as one paragraph."""
    return " ".join((kind.__doc__ or "").split())


def _object(kind: type) -> Schema:
    members = {name: schema_of(hint, name) for name, hint in get_type_hints(kind).items()}
    if kind in NAMES:
        members |= {"type": {"const": NAMES[kind]}, "v": {"const": wire.VERSION}}
    return {
        "type": "object", "description": documented(kind), "properties": members, "required": sorted(members),
        "additionalProperties": False,
    }  # fmt: skip


def _within(hint: Any) -> list[type]:
    if is_dataclass(hint):
        return [hint]  # type: ignore[list-item]
    return [one for argument in get_args(hint) for one in _within(argument)]


def _text(name: str) -> Schema:
    if name in wire.LONG:
        return {"type": "string", "maxLength": wire.LONGEST_PROFILE}
    if name == "as_of" or name.endswith("_at"):
        return {"type": "string", "format": "date-time"}
    return {"type": "string", "maxLength": wire.LONGEST.get(name, wire.LONGEST_TEXT), "pattern": NO_ZERO}


def _whole(name: str) -> Schema:
    most = wire.MOST_AHEAD_US if name == "ahead_us" else wire.MOST_NUMBER
    return {"type": "integer", "minimum": 1 - most, "maximum": most - 1}


def _array(description: str, items: Mapping[str, Schema]) -> Schema:
    titled = [{"title": name, **one} for name, one in items.items()]
    return {
        "type": "array", "description": description, "prefixItems": titled, "items": False, "minItems": len(titled),
        "maxItems": len(titled),
    }  # fmt: skip


def _line() -> Schema:
    word, text = _text("id"), {"type": "string", "maxLength": wire.LONGEST_TEXT}
    maybe = partial(schema_of, name="")
    return _array("A line of a journal (docs/journal.md).", {
        "scan_id": word, "kind": schema_of(Kind), "at_us": {"type": "integer", "minimum": wire.FIRST_US, "maximum": wire.LAST_US},
        "event": word, "checkpoint": word, "direction": schema_of(Direction), "outcome": maybe(Outcome | None),
        "reason": maybe(Reason | None), "registration": word, "category": text, "text": text, "origin": schema_of(Origin),
        "gate": text, "desk": text, "undoes": text, "remark": text,
    })  # fmt: skip


def _row() -> Schema:
    return _array("A row of the hub's log (docs/sync.md).", {
        "journal": _text("journal"), "seq": _whole("seq"), "prev": DIGEST, "line": schema_of(JournalLine),
        "received_us": _whole("received_us"), "ahead_us": _whole("ahead_us"),
    })  # fmt: skip


_ROWS = {JournalLine: _line, Delivered: _row}
_SIMPLE: dict[type, Callable[[str], Schema]] = {
    str: _text, int: _whole, bytes: lambda _: DIGEST, bool: lambda _: {"type": "boolean"}, float: lambda _: {"type": "number"},
    datetime: lambda _: {"type": "string", "format": "date-time"},
}  # fmt: skip
