"""Whatever a QR code holds, it is stored and shown without harm; whatever a person types, it is folded the same way."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from checkin.domain.badge import MAX_TEXT_BYTES, TOKEN_ALPHABET, looks_like_a_badge, safe_text, token
from checkin.domain.folding import fold


@given(st.text(max_size=2000))
@example("\u202egnp.exe")
@example("a\x00b\x1b[31m")
@example("\ud800")
@example("é" * 600)
def test_a_strangers_text_is_kept_short_and_harmless(text: str) -> None:
    kept = safe_text(text)
    assert len(kept.encode()) <= MAX_TEXT_BYTES
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in kept)


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=100))
def test_a_harmless_text_is_kept_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@given(st.integers(0, 2**80 - 1), st.integers(0, 2**80 - 1))
def test_a_token_is_a_plausible_badge_and_keeps_every_bit(one: int, other: int) -> None:
    assert len(token(one)) == 16
    assert set(token(one)) <= set(TOKEN_ALPHABET)
    assert looks_like_a_badge(token(one))
    assert (token(one) == token(other)) == (one == other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_search_is_blind_to_case_and_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
