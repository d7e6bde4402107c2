"""Hooks of Schemathesis: requests are those of an enrolled device, and what makes sense names things that the hub has.

From the environment: HUB_DEVICE, HUB_KEY (hexadecimal), HUB_EVENT, HUB_EPOCH; without HUB_DEVICE nothing is signed.
"""

import json
import os
from dataclasses import replace
from random import Random
from typing import Any

import requests
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.domain.journal import GENESIS
from checkin.sync.gathering import numbered
from checkin.sync.signed import sign
from checkin.sync.wire import decode

DEVICE, EVENT, EPOCH = (os.environ.get(name, "") for name in ("HUB_DEVICE", "HUB_EVENT", "HUB_EPOCH"))
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(os.environ["HUB_KEY"])) if DEVICE else None
KNOWN = {"event": EVENT, "epoch": EPOCH, "journal": f"j-{DEVICE}", "checkpoint": "door", "position": 0, "chain": "00" * 32}
SOMETIMES = Random(7)


class Signed(requests.auth.AuthBase):
    """Signs what is sent, as it is sent."""

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        body = prepared.body or b""
        content = body.encode() if isinstance(body, str) else body
        prepared.headers.update(sign(KEY, DEVICE, prepared.method, prepared.path_url, content))
        return prepared


if KEY is not None:
    schemathesis.auth.set_from_requests(Signed())


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Random texts are never the event's id or a known epoch, and random hashes never a chain: requests would end at the door."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if isinstance(case.query, dict):
        _known_in(case.query)
    if isinstance(case.body, dict):
        case.body = _whole(case.body)
        _known_in(case.body)
        if case.body.get("lines"):
            _chain(case.body)


def _whole(value: Any) -> Any:
    """JSON Schema takes 5.0 for an integer; messages know no fractions."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) else value


def _known_in(said: dict[str, Any]) -> None:
    for name, value in KNOWN.items():
        if name in said and (name == "event" or SOMETIMES.random() < 0.8):
            said[name] = value
    if "wait" in said:
        said["wait"] = 0.01
    if isinstance(said.get("cursor"), dict):
        _known_in(said["cursor"])
    for line in said.get("lines", ()):
        line[3:5] = [EVENT, "door"]
    for row in said.get("rows", ()):
        if isinstance(row, list):
            row[3][3:5] = [EVENT, "door"]


def _chain(said: dict[str, Any]) -> None:
    """Let a push be the beginning of a journal; mostly of one of its own."""
    if SOMETIMES.random() < 0.8:
        said["journal"] += f"-{SOMETIMES.random()}"
    push = replace(decode(json.dumps(said).encode()), first=1, prev=GENESIS)
    said |= {"first": 1, "prev": GENESIS.hex(), "hash": numbered(push)[-1].hash.hex()}
