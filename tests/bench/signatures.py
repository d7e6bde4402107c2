"""Signed badges: how many a second are looked up at a desk, beside the bare verification of an Ed25519 signature."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from figures import Row

from checkin.badges.signing import SigningKey, message, parse, public_key, sign, verifies
from checkin.desk.signed import find_signed
from checkin.domain.badge import SignedBadge
from checkin.ports import VerifyingKey
from data.importers.event_file import read_event
from data.store import open_store

EXAMPLE = Path(__file__).parents[1] / "examples" / "event.toml"
ROUNDS, BADGES = 40, 100


def measure() -> list[Row]:
    """Three layers, each taken in turn with the bare verification: the bytes, the text, and the look-up with its database."""
    key = SigningKey(0x7F3A, bytes(range(32)))
    public = public_key(key)
    bare = Ed25519PublicKey.from_public_bytes(public)
    _, event = read_event(EXAMPLE)
    texts = [sign(SignedBadge(f"R-{number:05}", "professional"), event.id, key) for number in range(BADGES)]
    claims = [parse(text) for text in texts]
    signed = [(claim.signature, message(event.id, claim.body)) for claim in claims]
    bare_rates, text_rates, desk_rates, sign_rates = [], [], [], []
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder) / "desk.db")) as store:
        with store.writing():
            store.keys.add(VerifyingKey(key.id, public, datetime.now(UTC)))
        for _ in range(ROUNDS):
            bare_rates.append(a_second(lambda: [bare.verify(*one) for one in signed]))
            text_rates.append(a_second(lambda: [verifies(parse(text), event.id, public) for text in texts]))
            desk_rates.append(a_second(lambda: [find_signed(store, event, text) for text in texts]))
            sign_rates.append(a_second(lambda: [sign(claim.badge, event.id, key) for claim in claims]))
    row = Row("signed badges verified, from the text", "a second", text_rates, "cryptography's verify alone", bare_rates)
    return [
        row,
        replace(row, what="signed badges looked up by a desk that does not list them", samples=desk_rates),
        replace(row, what="badges signed", samples=sign_rates),
    ]


def a_second(act: Callable[[], object]) -> float:
    """How many of BADGES a second."""
    begun = perf_counter()
    act()
    return BADGES / (perf_counter() - begun)
