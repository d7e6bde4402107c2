"""Who may do at a desk what staff may not, and the PIN that proves it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

SHORTEST_PIN, LONGEST_PIN = 4, 12
FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Somebody with a PIN. `id` never changes; `name` is what the journal says."""

    id: str
    name: str


def pin_digits(text: str) -> str:
    """The digits of a PIN, 0 to 9 whatever the keyboard's; "" where `text` is not 4 to 12 digits."""
    if not text.isdecimal() or not SHORTEST_PIN <= len(text) <= LONGEST_PIN:
        return ""
    return "".join(str(int(digit)) for digit in text)


def is_guessable(pin: str) -> bool:
    """Whether these digits are among the first that anybody tries: one digit or two over and over, or digits that run."""
    repeated = any(pin == (pin[:period] * LONGEST_PIN)[: len(pin)] for period in (1, 2))
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return repeated or steps in ({1}, {9})


def wait_after(wrong_in_a_row: int) -> timedelta:
    """How long no PIN is looked at after so many wrong ones: nothing below three, then 5 s, doubling up to 5 min."""
    if wrong_in_a_row < FREE_TRIES:
        return timedelta()
    doublings = min(wrong_in_a_row - FREE_TRIES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
