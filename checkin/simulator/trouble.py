"""The network of one simulated desk: the real way to the hub, on which things get lost, doubled and late."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from random import Random
from threading import Timer

from checkin.sync.http import HubConnection, Unanswered
from checkin.sync.messages import Admit, Answer, Claim, Request

SILENCE_S = 0.3
"""How long a desk that is cut off waits for an answer; life would take the whole of its patience."""


class TroubledCarrier:
    """A checkin.desk.syncing.Carrier. `granted` is told of each scan that the hub has admitted, once the desk knows it. `is_cut`:
    nothing arrives either way; `roughness`: the share of requests that are doubled, late, or whose answer is lost."""

    def __init__(self, way: HubConnection, rng: Random, granted: Callable[[str], None]) -> None:
        self._way = way
        self._rng = rng
        self._granted = granted
        self.is_cut = False
        self.roughness = 0.0

    @property
    def place(self) -> tuple[str, int]:
        """See Carrier."""
        return self._way.place

    def ask(self, request: Request, patience_s: float) -> Answer:
        """See Carrier."""
        if self.is_cut:
            time.sleep(min(SILENCE_S, patience_s))
            raise Unanswered("cut off")
        if self._strikes():
            self._way.send(request, patience_s, lambda _answer: None)
        answer = self._way.ask(request, patience_s)
        if self._strikes():
            time.sleep(min(SILENCE_S, patience_s))
            raise Unanswered("the answer was lost")
        if isinstance(request, Claim) and isinstance(answer, Admit):
            self._granted(request.scan_id)
        return answer

    def send(self, request: Request, patience_s: float, told: Callable[[Answer | None], None]) -> Future[None]:
        """See Carrier."""
        if self.is_cut or self._strikes():
            return _Late(lambda: told(None), SILENCE_S)
        if self._strikes():
            self._way.send(request, patience_s, lambda _answer: None)
        if self._strikes():
            return _Late(lambda: self._way.send(request, patience_s, told), self._rng.uniform(0, 0.1))
        return self._way.send(request, patience_s, told)

    def close(self) -> None:
        """See Carrier."""
        self._way.close()

    def _strikes(self) -> bool:
        return self._rng.random() < self.roughness


class _Late(Future[None]):
    """Something that happens later, unless it is cancelled before."""

    def __init__(self, happens: Callable[[], object], after_s: float) -> None:
        super().__init__()
        self._timer = Timer(after_s, happens)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> bool:
        """It does not happen."""
        self._timer.cancel()
        return super().cancel()
