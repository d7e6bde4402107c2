"""A doubtful text counts only when another look agrees."""

from checkin.scanning.agreement import Agreement
from checkin.scanning.messages import Code

CORNERS = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))


def code(text: str, decoder: str = "zxing gamma 2", doubtful: bool = True) -> Code:
    return Code(text, CORNERS, decoder, doubtful)


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


def test_a_text_that_is_vouched_for_counts_at_once() -> None:
    assert Agreement(lambda text: text == "A").agreed([code("A"), code("B")], 0.0) == (code("A"),)
