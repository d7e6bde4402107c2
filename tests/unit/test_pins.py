from datetime import timedelta

import pytest

from checkin.domain.supervisor import is_guessable, pin_digits, wait_after


@pytest.mark.parametrize("pin", ["0000", "1234", "9876", "777777", "012345"])
def test_a_pin_that_is_tried_first_is_told(pin: str) -> None:
    assert is_guessable(pin)


@pytest.mark.parametrize("pin", ["2719", "1243", "002719", "1357"])
def test_another_pin_is_not(pin: str) -> None:
    assert not is_guessable(pin)


@pytest.mark.parametrize("typed", ["123", "1" * 13, "12a4", "", "-271"])
def test_what_is_no_pin_has_no_digits(typed: str) -> None:
    assert pin_digits(typed) == ""


def test_waiting_begins_with_the_third_wrong_pin_and_doubles_up_to_five_minutes() -> None:
    waits = [wait_after(wrong) // timedelta(seconds=1) for wrong in (0, 2, 3, 4, 5, 9, 100)]
    assert waits == [0, 0, 5, 10, 20, 300, 300]
