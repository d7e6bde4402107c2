"""A simulated hub: its machine, its disk, its backups."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from checkin.domain.event import Event
from checkin.simulation.network import Network
from checkin.simulation.world import Crash, World
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Device, LogState
from checkin.sync.memory import MemoryHubLog
from checkin.sync.messages import Answer, Claim, Feed, Request, Role, Verdicts
from checkin.sync.notices import Notices
from checkin.sync.wire import decode, encode

Reply = Callable[[Answer], None]
CRASHES = 0.005


class Site:
    """Where the hub runs. What arrives while it is down is lost; it answers in groups, each after its commit."""

    def __init__(
        self, world: World, network: Network, event: Event, hub: type[Hub], devices: list[str], *, spells: bool = False
    ) -> None:
        self._world = world
        self._network = network
        self._event = event
        self._hub_type = hub
        self._spells = spells
        self._inbox: list[tuple[str, Asked, Reply]] = []
        self._run = 0
        self.is_up = True
        self.log = MemoryHubLog(event.id, world.new_id())
        for device in devices:
            self.log.add_device(Device(device, bytes(32), device, "", Role.DESK, 0))
        self.backups = [self.log.backup()]
        self.answers: dict[tuple[str, str], set[Answer]] = defaultdict(set)
        self._boot()

    @property
    def state(self) -> LogState:
        """The head of the log."""
        return self.log.page(self._event.id, 0, 1).state

    @property
    def hub(self) -> Hub:
        """The program that runs."""
        return self._hub

    def receive(self, desk: str, device: str, request: Request, reply: Reply) -> None:
        """A request has arrived."""
        if not self.is_up:
            return
        if self._spells:
            request = decode(encode(request))  # type: ignore[assignment]
        if isinstance(request, Feed | Notices):
            self._read(desk, device, request, reply)
            return
        if not self._inbox:
            self._world.after(self._world.rng.randint(0, 4), partial(self._answer_group, self._run))
        self._inbox.append((desk, Asked(device, request), reply))

    def crash(self, down_ms: int) -> None:
        """Lose the power, and come back later."""
        self.is_up = False
        self._run += 1
        self._inbox.clear()
        self._world.after(down_ms, partial(self._start, self._run))

    def keep_backup(self) -> None:
        """Copy what is on the disk."""
        self.backups.append(self.log.backup())

    def restore(self, which: MemoryHubLog, down_ms: int) -> None:
        """Put a backup in place, by the command that says so to the hub."""
        self.log = which.backup()
        self._hub_of(self.log).restored()
        self.crash(down_ms)

    def _boot(self) -> None:
        self.log.before_commit = self._moment  # type: ignore[method-assign]
        self._hub = self._hub_of(self.log)

    def _hub_of(self, log: MemoryHubLog) -> Hub:
        return self._hub_type(log, self._event, self._world.clock, self._world.new_id)

    def _start(self, run: int) -> None:
        if run == self._run and not self.is_up:
            self.is_up = True
            self._boot()

    def _read(self, desk: str, device: str, request: Feed | Notices, reply: Reply) -> None:
        try:
            answer: Answer
            answer = self._hub.feed(device, request) if isinstance(request, Feed) else self._hub.notices(device, request)
            self._moment()
        except Crash:
            self.crash(self._world.rng.randint(100, 3000))
            return
        self._reply(desk, answer, reply)

    def _answer_group(self, run: int) -> None:
        if run != self._run:
            return
        group, self._inbox = self._inbox, []
        try:
            answers = self._hub.answer([asked for _, asked, _ in group])
            self._note(group, answers)
            self._moment()
        except Crash:
            self.crash(self._world.rng.randint(100, 3000))
            return
        for (desk, _, reply), answer in zip(group, answers, strict=True):
            self._reply(desk, answer, reply)

    def _note(self, group: list[tuple[str, Asked, Reply]], answers: list[Answer]) -> None:
        for (_, asked, _), answer in zip(group, answers, strict=True):
            if isinstance(asked.request, Claim) and isinstance(answer, Verdicts):
                self.answers[self.state.epoch, asked.request.scan_id].add(answer)

    def _reply(self, desk: str, answer: Answer, reply: Reply) -> None:
        if self._spells:
            answer = decode(encode(answer))  # type: ignore[assignment]
        self._network.send(desk, lambda: reply(answer))

    def _moment(self) -> None:
        if self._world.happens(CRASHES):
            raise Crash
