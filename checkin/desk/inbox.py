"""The desk thread's inbox: scans go before everything else, each kind in the order of arrival."""

from collections import deque
from threading import Condition

from checkin.desk.messages import Request, Scan, ScanPerson, Stop


class Inbox:
    """Requests from any thread for the one desk thread."""

    def __init__(self) -> None:
        self._scans: deque[Request] = deque()
        self._others: deque[Request] = deque()
        self._stopping = False
        self._ready = Condition()

    def put(self, request: Request) -> None:
        """Hand over a request. After Stop nothing more is taken in."""
        with self._ready:
            if self._stopping:
                return
            self._stopping = isinstance(request, Stop)
            (self._scans if isinstance(request, Scan | ScanPerson) else self._others).append(request)
            self._ready.notify()

    def take(self) -> Request:
        """The next request; waits for one. Stop comes when everything before it is done."""
        with self._ready:
            self._ready.wait_for(lambda: self._scans or self._others)
            return self._scans.popleft() if self._scans else self._others.popleft()
