"""Whose registration a second one could be."""

import pytest

from checkin.domain.likeness import Likeness, likeness, one_slip_apart, sound_alike
from checkin.domain.plain import no_text, plain


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (("Sara Bennani", ""), ("BENNANI, Sara", ""), Likeness.SAME),
        (("Sara Bennani", "Ziz"), ("Sara Bennani", "ZIZ"), Likeness.SAME_HERE),
        (("Sara Bennani", "Ziz"), ("Sara Bennani", "Atlas"), Likeness.SAME),
        (("Youssef Ben Ali", ""), ("Youssef Benali", ""), Likeness.SAME),
        (("Sara Bennani", ""), ("Sara Benani", ""), Likeness.NEAR),
        (("Sara Bennani", "Ziz"), ("Sara Benani", "ziz"), Likeness.NEAR_HERE),
        (("Sara Bennani", ""), ("Sara Lina Bennani", ""), Likeness.NEAR),
        (("Mohammed Alaoui", ""), ("Muhammad Alaoui", ""), Likeness.NEAR),
        (("Mohamed El Idrissi", ""), ("محمد الإدريسي", ""), Likeness.NEAR),
        (("Abderrahman Idrissi", ""), ("عبد الرحمن الإدريسي", ""), Likeness.NEAR),
        (("Bennani", ""), ("Sara Bennani", ""), None),
        (("Bennani", "Ziz"), ("Sara Bennani", "Ziz"), Likeness.NEAR_HERE),
        (("Bennani", ""), ("Benani", ""), Likeness.NEAR),
        (("Ali Alami", ""), ("Adi Alami", ""), None),
        (("Samir Bennani", ""), ("Samar Bennani", ""), Likeness.NEAR),
        (("Samir Bennani", ""), ("Saima Bennani", ""), None),
        (("Hanane L'Sousaa", ""), ("Hanane El Sousaa", ""), Likeness.NEAR),
        (("Li Na", ""), ("Li Wu", ""), None),
        (("Ahmed Ahmed", ""), ("Ahmed Alami", ""), None),
        (("Sara Bennani", "Ziz"), ("Omar Alami", "Ziz"), None),
        (("", "Ziz"), ("Sara", "Ziz"), None),
        (("张伟", ""), ("张伟", ""), Likeness.SAME),
    ],
)
def test_how_like_two_people_are(one: tuple[str, str], other: tuple[str, str], how: Likeness | None) -> None:
    assert likeness(*one, *other) == how
    assert likeness(*other, *one) == how


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("bennani", "benani", True), ("bennani", "bennanis", True), ("bennani", "bonnani", True), ("bennani", "bennain", True),
        ("bennani", "bonani", False), ("bennani", "benanis", False), ("abcd", "badc", False), ("bennani", "bennani", False),
        ("ali", "adi", False), ("aaaa", "aaaaa", True), ("omr", "omar", True), ("ze", "zoe", False),
    ],
)  # fmt: skip
def test_one_slip_is_a_letter_more_less_other_or_two_swapped(one: str, other: str, is_slip: bool) -> None:
    assert one_slip_apart(one, other) is one_slip_apart(other, one) is is_slip


def test_words_sound_alike_with_four_consonants_or_across_scripts() -> None:
    assert sound_alike("mohammed", "muhammad")
    assert not sound_alike("samir", "samira")
    assert sound_alike("samira", "سميره")


def test_what_was_typed_loses_what_nobody_sees() -> None:
    assert plain("e\u0301\r\n\ta\u202eb\ufeff") == "é   ab"
    assert no_text("a\u200cb é محمد 张") == []
    assert no_text("a\x07b\udc80") == ["\x07", "\udc80"]
