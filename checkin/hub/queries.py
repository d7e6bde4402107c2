"""Requests that come as a query: the members of the message, those of its cursor among them, read by the same rules as a body."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, get_type_hints

from checkin.sync.messages import Feed
from checkin.sync.notices import Notices
from checkin.sync.wire import NAMES, VERSION, decode
from checkin.trouble import Trouble

QUERIES: dict[str, type] = {"/feed": Feed, "/registrations": Notices}
LEFT_OUT = {"epoch": "", "position": "0", "chain": "00" * 32, "limit": "100", "notices": "0", "since": "0"}
"""What a member that is left out means; the others are needed."""

LONGEST_WAIT_S = 25.0
_WHOLE, _DECIMAL = re.compile(r"-?[0-9]{1,19}"), re.compile(r"[0-9.]{1,30}([eE][+-]?[0-9]{1,3})?")


def asked_in(kind: type, query: Mapping[str, str]) -> Any:
    """The Feed or Notices (`kind`) in a query. Trouble says what is wrong with it."""
    said = {"type": NAMES[kind], "v": VERSION, **_members(kind, query)}
    return decode(json.dumps(said).encode())


def wait_in(query: Mapping[str, str]) -> float:
    """For how long (s) a feed is to be held: 0 to LONGEST_WAIT_S. Trouble if it is no number."""
    text = query.get("wait", "0")
    try:
        wait_s = float(text) if _DECIMAL.fullmatch(text) else math.nan
    except ValueError:
        wait_s = math.nan
    if not math.isfinite(wait_s):
        raise Trouble("A message between desk and hub cannot be read: {detail}. Bring both to the same version.", detail="wait")
    return min(wait_s, LONGEST_WAIT_S)


def flat_hints(kind: type) -> dict[str, Any]:
    """The types of the members, by name, those of nested messages among them."""
    flat: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        flat |= flat_hints(hint) if is_dataclass(hint) else {name: hint}  # type: ignore[arg-type]
    return flat


def _members(kind: type, query: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        if is_dataclass(hint):
            said[name] = _members(hint, query)  # type: ignore[arg-type]
            continue
        text = query.get(name, LEFT_OUT.get(name))
        said[name] = int(text) if hint is int and text is not None and _WHOLE.fullmatch(text) else text
    return said
