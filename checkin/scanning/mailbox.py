"""One slot between two threads: the newest item wins, so that a slow reader sees the present and not the past."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item. `taken` and `dropped` count what was read and what a newer item replaced."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self.taken = 0
        self.dropped = 0

    def put(self, item: T) -> None:
        """Leave `item` for the reader, in place of one that was not read; nothing happens once the mailbox is closed."""
        with self._changed:
            if self._closed:
                return
            if self._item is not None:
                self.dropped += 1
            self._item = item
            self._changed.notify()

    def take(self, timeout: float | None = None) -> T | None:
        """The newest item, waited for at most `timeout` seconds; None if none came or the mailbox is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._closed, timeout)
            item, self._item = self._item, None
            if item is not None:
                self.taken += 1
            return item

    def close(self) -> None:
        """Wake whoever waits, with None, now and from now on. What was not read is given up."""
        with self._changed:
            self._closed = True
            self._item = None
            self._changed.notify_all()
