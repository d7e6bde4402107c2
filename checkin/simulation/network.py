"""A network that loses, doubles, delays and reorders what is sent, and falls apart."""

from collections.abc import Callable
from dataclasses import dataclass, field

from checkin.simulation.world import World


@dataclass(slots=True)
class Network:
    """Between each desk and the hub. `cut_off`: the desks that reach nobody now."""

    world: World
    lost: float = 0.0
    doubled: float = 0.0
    late: float = 0.0
    cut_off: set[str] = field(default_factory=set)

    def send(self, desk: str, arrives: Callable[[], None]) -> None:
        """Let something arrive at the other end, later, or twice, or never."""
        if self._is_lost(desk):
            return
        self.world.after(self._delay(), lambda: self._deliver(desk, arrives))
        if self.world.happens(self.doubled):
            self.world.after(self._delay(), lambda: self._deliver(desk, arrives))

    def _deliver(self, desk: str, arrives: Callable[[], None]) -> None:
        if not self._is_lost(desk, again=True):
            arrives()

    def _is_lost(self, desk: str, *, again: bool = False) -> bool:
        cut = desk in self.cut_off and not self.world.is_calm
        return cut or (not again and self.world.happens(self.lost))

    def _delay(self) -> int:
        rng = self.world.rng
        return rng.randint(300, 6000) if self.world.happens(self.late) else rng.randint(1, 40)
