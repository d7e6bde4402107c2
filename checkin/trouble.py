"""The world's trouble: expected, explained and shown, as opposed to our own mistakes, which are logged with a trace."""

from collections.abc import Sequence
from dataclasses import dataclass

from checkin.i18n import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file: where (line or row number, from 1; 0 for the file as a whole; and column or key) and what."""

    row: int
    column: str
    what: Phrase


class Trouble(Exception):
    """Something outside the program is not as it must be. `what` says what, where and what to do; `mistakes` lists details.

    Whoever raises it has left the data as they were.
    """

    def __init__(self, what: Phrase | str, /, *, mistakes: Sequence[Mistake] = (), **values: object) -> None:
        self.what = phrase(what, **values) if isinstance(what, str) else what
        self.mistakes = tuple(mistakes)
        super().__init__(str(self.what))
