"""Facts that hold for every signed badge, and for every text that pretends to be one."""

from datetime import UTC, datetime, timedelta

import base45
from hypothesis import example, given
from hypothesis import strategies as st

from checkin.badges.signing import MAX_BYTES, Malformed, SigningKey, parse, public_key, sign, verifies
from checkin.domain.badge import SIGNED_PREFIX, SignedBadge

KEY = SigningKey(0x7F3A, bytes(range(32)))
PUBLIC = public_key(KEY)
EVENT = "scec-2018"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 2**32 - 2

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda text: text.isprintable() and len(text.encode()) <= 12
)


@st.composite
def badges(draw: st.DrawFn) -> SignedBadge:
    start, end = sorted((draw(st.integers(1, LATEST)), draw(st.integers(1, LATEST))))
    opens = EPOCH + timedelta(seconds=start) if draw(st.booleans()) else None
    closes = EPOCH + timedelta(seconds=end, microseconds=999_999) if draw(st.booleans()) else None
    return SignedBadge(draw(words), draw(words), opens, closes)


def is_good(text: str, event: str = EVENT) -> bool:
    try:
        claim = parse(text)
    except Malformed:
        return False
    return claim.key == KEY.id and verifies(claim, event, PUBLIC)


@given(badges())
def test_what_was_signed_is_read_again(badge: SignedBadge) -> None:
    text = sign(badge, EVENT, KEY)
    assert parse(text).badge == badge
    assert is_good(text)
    assert len(text) <= 154
    assert text == text.strip()


@given(badges(), st.data())
def test_one_bit_flipped_and_it_is_good_no_more(badge: SignedBadge, draw: st.DataObject) -> None:
    raw = bytearray(base45.b45decode(sign(badge, EVENT, KEY)[len(SIGNED_PREFIX) :]))
    bit = draw.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    assert not is_good(SIGNED_PREFIX + base45.b45encode(bytes(raw)).decode())


def test_every_single_bit_of_one_badge_counts() -> None:
    raw = base45.b45decode(sign(SignedBadge("R-0412", "professional"), EVENT, KEY)[len(SIGNED_PREFIX) :])
    number = int.from_bytes(raw)
    flipped = ((number ^ (1 << bit)).to_bytes(len(raw)) for bit in range(len(raw) * 8))
    assert not [one for one in flipped if is_good(SIGNED_PREFIX + base45.b45encode(one).decode())]


@given(badges())
def test_no_part_of_a_badge_is_a_badge(badge: SignedBadge) -> None:
    text = sign(badge, EVENT, KEY)
    assert not [cut for cut in range(len(text)) if is_good(text[:cut])]
    assert not is_good(text[:3] + text[6:])
    assert not is_good(text + "0")


@given(badges(), st.text(max_size=30))
def test_a_badge_is_good_for_one_event_alone(badge: SignedBadge, other: str) -> None:
    assert is_good(sign(badge, EVENT, KEY), other) is (other == EVENT)


@given(st.text(max_size=200))
@example("CI:")
@example("CI::::")
@example("CI:" + "0" * 150)
@example("CI:" + "0" * 151)
@example("ci:ß")
def test_the_reader_of_texts_knows_one_way_to_fail(text: str) -> None:
    for tried in (text, SIGNED_PREFIX + text):
        assert not is_good(tried)


@given(st.binary(max_size=MAX_BYTES + 3))
def test_the_reader_of_bytes_knows_one_way_to_fail(raw: bytes) -> None:
    assert not is_good(SIGNED_PREFIX + base45.b45encode(raw).decode())
    assert not is_good(SIGNED_PREFIX + base45.b45encode(b"\x01\x7f\x3a" + raw).decode())
