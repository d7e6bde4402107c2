"""The desk thread's inbox: what staff ask for, in the order in which they did it; then what the hub has answered."""

from collections import deque
from threading import Condition

from checkin.desk.messages import Request, Stop
from checkin.desk.syncing import FromHub


class Inbox:
    """Requests from any thread for the one desk thread."""

    def __init__(self) -> None:
        self._requests: deque[Request] = deque()
        self._answers: deque[FromHub] = deque()
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

    def put_answer(self, answer: FromHub) -> None:
        """Hand over what came from the hub. It waits for every request: nobody waits for it."""
        with self._ready:
            self._answers.append(answer)
            self._ready.notify()

    def take(self) -> Request:
        """The next request; waits for one. Stop comes when everything before it is done."""
        with self._ready:
            self._ready.wait_for(lambda: self._requests)
            return self._requests.popleft()

    def take_within(self, seconds: float | None) -> Request | FromHub | None:
        """The next request, else an answer; None when so long there was neither (with None: however long it takes)."""
        with self._ready:
            if not self._ready.wait_for(lambda: self._requests or self._answers, seconds):
                return None
            return self._requests.popleft() if self._requests else self._answers.popleft()
