"""The brake on whoever tries many PINs from one place, so that others are not slowed down for ever by a stranger."""

from collections import OrderedDict, deque

MOST_WRONG = 10
WITHIN_S = 3600.0
MOST_PLACES = 10_000


class Tries:
    """Wrong tries by address, in memory; belongs to one event loop. Moments are of a monotonic clock (s)."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, address: str, now_s: float) -> float:
        """For how long nothing is taken from there; 0: it is."""
        wrong = self._wrong.get(address)
        if wrong is None:
            return 0.0
        while wrong and wrong[0] <= now_s - WITHIN_S:
            wrong.popleft()
        return wrong[-MOST_WRONG] + WITHIN_S - now_s if len(wrong) >= MOST_WRONG else 0.0

    def was_wrong(self, address: str, now_s: float) -> None:
        """A try from there was wrong, or came too soon after wrong ones."""
        self._wrong.setdefault(address, deque(maxlen=MOST_WRONG)).append(now_s)
        self._wrong.move_to_end(address)
        while len(self._wrong) > MOST_PLACES:
            self._wrong.popitem(last=False)
