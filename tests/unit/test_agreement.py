"""A doubtful text counts only when another look agrees."""

from checkin.scanning.agreement import Agreement
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
