"""A simulated desk: its machine, its disk, the people who come to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from checkin.domain.conflicts import judge_admission
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome, Passage, Reason
from checkin.simulation.disk import Disk
from checkin.simulation.network import Network
from checkin.simulation.oracle import Oracle
from checkin.simulation.site import Site
from checkin.simulation.world import Crash, World
from checkin.sync.client import SyncClient
from checkin.sync.link import CLAIM_PATIENCE, Link, Standing, concluded, settle_interrupted
from checkin.sync.messages import Admit, Answer, Claim, Request, Verdicts
from checkin.sync.reporting import Reporting
from checkin.sync.reports import Condition

PATIENCE_MS = 3_000
CLAIM_MS = int(CLAIM_PATIENCE.total_seconds() * 1000)
CRASHES = 0.004
REPORTS_EVERY = timedelta(seconds=0.4)
CONDITION = Condition(checkpoint="door")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every machine of one world has to do with."""

    world: World
    network: Network
    site: Site
    oracle: Oracle
    event: Event
    client: type[SyncClient]


@dataclass(slots=True)
class _Pending:
    """A claim whose answer the desk waits for."""

    draft: JournalLine
    claim: Claim


class Machine:
    """One desk. `name` is its own, `device` the one it was enrolled as: a clone has that of its original."""

    def __init__(self, around: Surroundings, name: str, device: str, disk: Disk, ahead_ms: int) -> None:
        self._around = around
        self._world = around.world
        self.name = name
        self.device = device
        self.ahead_ms = ahead_ms
        self.disk = disk
        self.is_up = False
        self.is_unheeded = False
        self.was_restored = False
        self.backups = [disk.backup()]
        self._asked: Request | None = None
        self._run = 0
        self.start(self._run)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is left to do."""
        return self.is_up and self._client.is_up_to_date and self._link.standing is Standing.STRICT and self._pending is None

    def start(self, run: int) -> None:
        """Power on."""
        if run != self._run or self.is_up:
            return
        self.is_up = True
        self._link = Link()
        reporting = Reporting(lambda: CONDITION, lambda: self._world.now_ms * 1000, REPORTS_EVERY)
        self._client = self._around.client(self._around.event.id, self.disk, self._link, self._world.new_id, reporting)
        self._pending: _Pending | None = None
        self.disk.moment, self.disk.noted = self._moment, self._around.oracle.wrote
        self._guarded(self._settle)
        self._soon(self._world.rng.randint(0, 50), self._ask)

    def crash(self, down_ms: int) -> None:
        """Power off, and on again later."""
        self._run += 1
        self.is_up = False
        self._world.after(down_ms, partial(self.start, self._run))

    def restore(self, disk: Disk, down_ms: int) -> None:
        """Go on with what is on another disk."""
        self.disk = disk
        self.was_restored = True
        self.crash(down_ms)

    def scan(self, person: str, checkpoint: str, direction: Direction) -> None:
        """Somebody shows a badge. Nobody is served while the desk is down or busy."""
        if self.is_up and self._pending is None:
            self._guarded(partial(self._scan, person, checkpoint, direction))

    def undo(self) -> None:
        """Staff take back their last admission."""
        if self.is_up and self._pending is None:
            self._guarded(self._undo)

    def register(self) -> None:
        """Somebody comes who is not in the list."""
        if self.is_up and self._pending is None:
            self._guarded(lambda: self.disk.register(self._world.new_id()))

    def _settle(self) -> None:
        settle_interrupted(self.disk, self._world.new_id, self._now())

    def _scan(self, person: str, checkpoint: str, direction: Direction) -> None:
        draft = self._decided(person, checkpoint, direction)
        claim = self._link.claim(draft, self.disk.journal, self._around.event.checkpoints[checkpoint])
        if claim is None:
            self._conclude(draft)
            return
        self.disk.intend(draft)
        self._pending = _Pending(draft, claim)
        self._send(claim, partial(self._verdict, claim))
        self._soon(CLAIM_MS, partial(self._verdict, claim, None))

    def _decided(self, person: str, checkpoint: str, direction: Direction) -> JournalLine:
        outcome, reason = Outcome.ADMITTED, None
        if direction is Direction.ENTRY and self._stands(person, checkpoint):
            outcome, reason = Outcome.REFUSED, Reason.ALREADY_REDEEMED
        return JournalLine(
            self._world.new_id(), Kind.SCAN, self._now(), self._around.event.id, checkpoint, direction, outcome, reason, person,
            "public", "TEXT", Origin.CAMERA, "A", self.name,
        )  # fmt: skip

    def _stands(self, person: str, checkpoint: str) -> bool:
        lines = self.disk.persons.get((checkpoint, person), [])
        undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
        past = [line.passage() for line in lines if line.counts and line.scan_id not in undone]
        past.sort(key=lambda one: (one.at, one.scan_id))
        where = self._around.event.checkpoints[checkpoint]
        entry = Passage("now", self._now(), Direction.ENTRY, "public", "A", self.name)
        return bool(past) and judge_admission(person, "public", past, entry, where, self._around.event) is not None

    def _verdict(self, claim: Claim, answer: Answer | None) -> None:
        pending = self._pending
        if pending is None or pending.claim is not claim:
            return
        self._pending = None
        vetted = self._link.vetted(claim, answer)
        self._conclude(concluded(pending.draft, vetted), vetted)

    def _conclude(self, line: JournalLine, answer: Verdicts | None = None) -> None:
        if isinstance(answer, Admit):
            is_forgotten = answer.epoch != self._around.site.state.epoch
            self._around.oracle.asked(line, is_excused=is_forgotten and self.is_unheeded)
        self.disk.conclude(line, line.scan_id)
        self._moment()
        self._around.oracle.showed(line)

    def _undo(self) -> None:
        undone = {row.line.undoes for row in self.disk.rows if row.line.kind is Kind.UNDO}
        last = next((row.line for row in reversed(self.disk.rows) if row.line.counts and row.line.scan_id not in undone), None)
        if last is not None:
            line = JournalLine(
                self._world.new_id(), Kind.UNDO, self._now(), last.event, last.checkpoint, last.direction, None, None,
                last.registration, last.category, "", Origin.CAMERA, "A", self.name, last.scan_id, "by mistake",
            )  # fmt: skip
            self._conclude(line)

    def _ask(self) -> None:
        request = self._client.request(self._now())
        self._asked = request
        self._send(request, partial(self._answered, request))
        self._soon(PATIENCE_MS, partial(self._answered, request, None))

    def _answered(self, request: Request, answer: Answer | None) -> None:
        if self._asked is not request:
            return
        self._asked = None
        if answer is None:
            self._client.unanswered()
        else:
            self._client.answered(request, answer, self._now())
        rests = self._client.is_up_to_date or self._link.standing is Standing.ALONE
        self._soon(self._world.rng.randint(300, 600) if rests else self._world.rng.randint(1, 20), self._ask)

    def _send(self, request: Request, takes: Callable[[Answer], None]) -> None:
        run = self._run

        def reply(answer: Answer) -> None:
            if run == self._run and self.is_up:
                self._guarded(partial(takes, answer))

        site = self._around.site
        self._around.network.send(self.name, partial(site.receive, self.name, self.device, request, reply))

    def _soon(self, ms: int, does: Callable[[], None]) -> None:
        run = self._run

        def still() -> None:
            if run == self._run and self.is_up:
                self._guarded(does)

        self._world.after(ms, still)

    def _guarded(self, does: Callable[[], None]) -> None:
        try:
            does()
        except Crash:
            self.crash(self._world.rng.randint(100, 2000))

    def _moment(self) -> None:
        if self._world.happens(CRASHES):
            raise Crash

    def _now(self) -> datetime:
        return self._world.clock(self.ahead_ms)
