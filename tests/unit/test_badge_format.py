"""docs/badge-format.md, to the byte: its test vectors, what fits, and the symbol that is really drawn and read back."""

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checkin.badges.signing import Malformed, SigningKey, Unsignable, message, parse, public_key, sign, verifies
from checkin.badges.symbol import symbol
from checkin.domain.badge import SignedBadge
from checkin.scanning.zxing import ZXing

DOCUMENT = (Path(__file__).parents[2] / "docs" / "badge-format.md").read_text(encoding="utf-8")
SEED, PUBLIC = (bytes.fromhex(one) for one in re.findall(r"`([0-9a-f]{64})`", DOCUMENT)[:2])
KEY = SigningKey(0x7F3A, SEED)
EVENT = "scec-2018"
FIELDS = ("registration", "category", "valid from", "valid until", "signed bytes", "signature", "text")
MODULES_OF_VERSION_6 = 41


def vectors() -> list[dict[str, str]]:
    rows = re.findall(rf"^\| ({'|'.join(FIELDS)}) \| (?:`(.+)`|no limit) \|$", DOCUMENT, re.MULTILINE)
    return [dict(rows[n : n + len(FIELDS)]) for n in range(0, len(rows), len(FIELDS))]


def badge(vector: dict[str, str]) -> SignedBadge:
    limits = (datetime.fromisoformat(text) if text else None for text in (vector["valid from"], vector["valid until"]))
    return SignedBadge(vector["registration"], vector["category"], *limits)


def test_the_document_has_its_vectors() -> None:
    assert len(vectors()) == 4
    assert public_key(KEY) == PUBLIC


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["registration"])
def test_the_program_signs_and_reads_as_the_document_says(vector: dict[str, str]) -> None:
    claim = parse(vector["text"])
    assert sign(badge(vector), EVENT, KEY) == vector["text"]
    assert (claim.key, claim.badge) == (KEY.id, badge(vector))
    assert message(EVENT, claim.body).hex() == vector["signed bytes"]
    assert claim.signature.hex() == vector["signature"]
    assert verifies(claim, EVENT, PUBLIC)
    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(bytes.fromhex(vector["signature"]), bytes.fromhex(vector["signed bytes"]))


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["registration"])
def test_the_symbol_is_no_larger_than_version_6_and_is_read_back(vector: dict[str, str]) -> None:
    rows = symbol(vector["text"])
    assert len(rows) <= MODULES_OF_VERSION_6
    dark = np.pad(np.array(rows, dtype=bool), 4).repeat(4, axis=0).repeat(4, axis=1)
    picture = np.where(dark, 0, 255).astype(np.uint8)
    assert [code.text for code in ZXing().read(np.dstack([picture] * 3))] == [vector["text"]]


def test_the_longest_badge_is_of_version_6_and_one_byte_more_cannot_be_signed() -> None:
    assert len(symbol(sign(SignedBadge("R" * 12, "c" * 12), EVENT, KEY))) == MODULES_OF_VERSION_6
    with pytest.raises(Unsignable):
        sign(SignedBadge("R" * 12, "c" * 13), EVENT, KEY)


@pytest.mark.parametrize(
    "impossible",
    [
        SignedBadge("", "public"),
        SignedBadge("R-1", ""),
        SignedBadge("R\n1", "public"),
        SignedBadge("R-1", "\u202epublic"),
        SignedBadge("R-1", "public", datetime(1969, 12, 31, tzinfo=UTC)),
        SignedBadge("R-1", "public", None, datetime(2107, 1, 1, tzinfo=UTC)),
        SignedBadge("R-1", "public", datetime(2018, 4, 19, tzinfo=UTC), datetime(2018, 4, 18, tzinfo=UTC)),
    ],
)
def test_what_the_format_has_no_form_for_is_not_signed(impossible: SignedBadge) -> None:
    with pytest.raises(Unsignable):
        sign(impossible, EVENT, KEY)


def test_a_validity_is_never_widened_to_whole_seconds() -> None:
    start, end = datetime(2018, 4, 18, 8, 0, 0, 1, UTC), datetime(2018, 4, 18, 9, 0, 0, 5, UTC)
    read = parse(sign(SignedBadge("R-1", "public", start, end), EVENT, KEY)).badge
    assert read.valid_from == datetime(2018, 4, 18, 8, 0, 1, tzinfo=UTC)
    assert read.valid_until == datetime(2018, 4, 18, 8, 59, 59, 999999, UTC)


def test_small_letters_are_taken_for_capitals_and_blanks_around_are_not_taken() -> None:
    text = vectors()[0]["text"]
    assert verifies(parse(text.lower()), EVENT, PUBLIC)
    for other in (f" {text}", f"{text} ", f"{text}\n", f"{text}\u0130"):
        with pytest.raises(Malformed):
            parse(other)


def test_a_private_key_does_not_show_itself() -> None:
    assert SEED.hex() not in repr(KEY)
    assert str(SEED) not in f"{KEY}"
