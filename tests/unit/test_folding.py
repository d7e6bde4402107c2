"""People are found however their names are typed."""

import pytest

from checkin.domain.badge import looks_like_a_badge
from checkin.domain.folding import fold


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("elodie", "ÉLODIE"), ("el amrani", "El-Amrani"), ("الادريسي", "الإدريسي"), ("فاطمه", "فاطمة"), ("مصطفي", "مصطفى"),
        ("محمد", "محـــمد"), ("محمد", "مُحَمَّد"), ("ostergard", "Østergård"), ("strasse", "Straße"), ("o brien", "O'Brien"),
        ("oeuvre", "Œuvre"),
    ],
)  # fmt: skip
def test_two_spellings_fold_to_one(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(("one", "other"), [("Amrani", "Amrany"), ("علي", "عالي"), ("张伟", "张炜")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["7K3MQ2ZXW4HTB9NC", "abc-123", "0123456789", "ORD_77.1"])
def test_one_short_word_may_be_a_badge(text: str) -> None:
    assert looks_like_a_badge(text)


@pytest.mark.parametrize("text", ["", "abc", "http://example.org", "WIFI:S:x;;", "two words", "x" * 65, "بطاقة", "-rm"])
def test_anything_else_is_not_a_badge(text: str) -> None:
    assert not looks_like_a_badge(text)
