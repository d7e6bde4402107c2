"""The desk thread's inbox: what the desk itself asks for is done in the order in which staff did it."""

from collections import deque
from threading import Condition

from checkin.desk.messages import Request, Stop


class Inbox:
    """Requests from any thread for the one desk thread."""

    def __init__(self) -> None:
        self._requests: deque[Request] = deque()
        self._stopping = False
        self._ready = Condition()

    def put(self, request: Request) -> None:
        """Hand over a request. After Stop nothing more is taken in."""
        with self._ready:
            if self._stopping:
                return
            self._stopping = isinstance(request, Stop)
            self._requests.append(request)
            self._ready.notify()

    def take(self) -> Request:
        """The next request; waits for one. Stop comes when everything before it is done."""
        with self._ready:
            self._ready.wait_for(lambda: self._requests)
            return self._requests.popleft()

    def take_within(self, seconds: float | None) -> Request | None:
        """The next request; None when so long there was none (with None: however long it takes)."""
        with self._ready:
            return self._requests.popleft() if self._ready.wait_for(lambda: self._requests, seconds) else None
