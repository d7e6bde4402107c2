"""A doubtful text counts only when another look agrees."""

import pytest

from checkin.scanning.agreement import LEAST_BITS, Agreement, bits
from checkin.scanning.messages import Code

CORNERS = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))


def code(text: str, decoder: str = "zxing gamma 2", doubtful: bool = True, seen: tuple[float, float] | None = None) -> Code:
    return Code(text, CORNERS, decoder, doubtful, seen)


def test_a_plain_read_counts_at_once() -> None:
    assert Agreement().agreed([code("A", "zxing", doubtful=False)], 0.0)


def test_one_doubtful_read_does_not_count() -> None:
    assert Agreement().agreed([code("A")], 0.0) == ()


def test_a_second_frame_within_a_second_agrees() -> None:
    agreement = Agreement()
    agreement.agreed([code("A")], 0.0)
    assert agreement.agreed([code("A")], 0.9)


def test_a_second_frame_later_does_not_agree() -> None:
    agreement = Agreement()
    agreement.agreed([code("A")], 0.0)
    assert agreement.agreed([code("A")], 1.1) == ()


def test_another_text_does_not_agree() -> None:
    agreement = Agreement()
    agreement.agreed([code("A")], 0.0)
    assert agreement.agreed([code("B")], 0.1) == ()


def test_another_decoder_agrees_at_the_same_frame_but_another_variant_does_not() -> None:
    assert Agreement().agreed([code("A", "zxing gamma 2"), code("A", "zxing median")], 0.0) == ()
    assert Agreement().agreed([code("A", "zxing gamma 2"), code("A", "zbar close")], 0.0)


def test_two_reads_of_the_same_frame_do_not_agree_though_one_comes_later() -> None:
    agreement = Agreement()
    agreement.agreed([code("A", "zxing gamma 2")], 0.0)
    assert agreement.agreed([code("A", "zxing close", seen=(0.0, 0.0))], 0.2) == ()


def test_two_fused_reads_that_share_frames_do_not_agree_and_two_that_share_none_do() -> None:
    agreement = Agreement()
    agreement.agreed([code("A", "zxing fused", seen=(0.0, 0.2))], 0.3)
    assert agreement.agreed([code("A", "zxing fused", seen=(0.1, 0.3))], 0.4) == ()
    assert agreement.agreed([code("A", "zxing fused", seen=(0.25, 0.5))], 0.6)


def test_a_doubtful_text_that_is_vouched_for_counts_at_once_and_others_do_not() -> None:
    agreement = Agreement(vouched=lambda text: text == "7K3MQ2ZXW4HTB9NC")
    assert agreement.agreed([code("7K3MQ2ZXW4HTB9NC")], 0.0)
    assert agreement.agreed([code("7K3MQ2ZXW4HTB9ND")], 0.0) == ()


@pytest.mark.parametrize("text", ["1042", "7K3MQ2ZXW4H", "123456789012345678", "EXPO-2026-01042", "-----------------------"])
def test_a_text_that_is_short_or_can_be_guessed_is_not_even_asked_about(text: str) -> None:
    asked: list[str] = []
    assert Agreement(vouched=lambda text: bool(asked.append(text)) or True).agreed([code(text)], 0.0) == ()
    assert asked == []


@pytest.mark.parametrize("text", ["7K3MQ2ZXW4HTB9NC", "ABCDEFGHIJKL", "22222222AAAAAAAA", "1234567890123456789"])
def test_a_text_of_sixty_bits_is_asked_about(text: str) -> None:
    assert bits(text) >= LEAST_BITS


def test_a_read_that_counts_anyway_asks_nobody() -> None:
    asked: list[str] = []
    agreement = Agreement(vouched=lambda text: bool(asked.append(text)))
    agreement.agreed([code("7K3MQ2ZXW4HTB9NC", "zxing", doubtful=False)], 0.0)
    agreement.agreed([code("7K3MQ2ZXW4HTB9NC")], 0.1)
    assert asked == []
