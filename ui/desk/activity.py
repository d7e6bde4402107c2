"""Something that staff do beside scanning: it takes the side lists, and the next badge ends it."""

from typing import Protocol


class Activity(Protocol):
    """One of them. It makes its own shortcuts, and knows how to stop."""

    @property
    def is_going_on(self) -> bool:
        """Whether it has the side lists now."""

    def end(self) -> None:
        """Stop, and forget what was begun."""
