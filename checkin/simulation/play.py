"""One seed, one story: desks, people and misfortunes, then calm, then the witness is heard."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.verdict import Direction
from checkin.simulation.disk import Disk
from checkin.simulation.faults import Misfortune
from checkin.simulation.hearing import complaints
from checkin.simulation.machine import Machine, Surroundings
from checkin.simulation.network import Network
from checkin.simulation.onlooker import Onlooker
from checkin.simulation.oracle import Oracle
from checkin.simulation.site import Site
from checkin.simulation.world import START, World
from checkin.sync.client import SyncClient
from checkin.sync.hub import Hub
from checkin.sync.messages import Cursor

STORY_MS = 25_000
CALM_MS = 90_000
"""After a story everything has so long to come to rest: a feed that waits for news is held for 25 s, and another may follow."""
POLICIES = (EntryPolicy.ONCE, EntryPolicy.ONCE, EntryPolicy.AFTER_EXIT, EntryPolicy.ONCE_PER_DAY)
SKEWS_MS = (0, 0, 40, -900, 65_000, 3 * 3_600_000, -2 * 3_600_000)
CODEC_EVERY = 10
LOOKS = 8
"""How often somebody reads the totals."""


@dataclass(slots=True)
class Story:
    """What came of one seed: `failures` is empty, or says what the witness found."""

    seed: int
    failures: list[str]
    befell: Counter[str] = field(default_factory=Counter)


def play(seed: int, hub: type[Hub] = Hub, client: type[SyncClient] = SyncClient) -> Story:
    """The story of a seed, with these two sides of the protocol."""
    world = World(seed)
    names = [f"desk{number}" for number in range(world.rng.randint(2, 4))]
    around = _surroundings(world, names, hub, client, is_spelled=seed % CODEC_EVERY == 0)
    machines = [_machine(around, name) for name in names]
    misfortune = Misfortune(around, machines)
    for _ in range(world.rng.randint(30, 80)):
        world.at(world.rng.randint(100, STORY_MS), partial(_somebody_comes, around, machines))
    for _ in range(world.rng.randint(0, 10)):
        world.at(world.rng.randint(500, STORY_MS - 1000), misfortune.strike)
    onlooker = Onlooker(around, machines)
    for _ in range(LOOKS):
        world.at(world.rng.randint(500, STORY_MS), onlooker.look)
    world.run(STORY_MS)
    failures = [] if _settled(around, machines) else ["it does not settle"]
    failures += onlooker.outside + complaints(around, machines)
    befell = misfortune.befell + Counter(
        shown=len(around.oracle.shown), online=len(around.oracle.online), excused=len(around.oracle.excused),
        looks=onlooker.looks, moved=onlooker.moved, bounded=onlooker.bounded,
    )  # fmt: skip
    return Story(seed, failures, befell)


def _surroundings(world: World, names: list[str], hub: type[Hub], client: type[SyncClient], *, is_spelled: bool) -> Surroundings:
    door = Checkpoint("door", Names(), entry=world.rng.choice(POLICIES))
    event = Event("e", ZoneInfo("Africa/Casablanca"), (START.date(),), Names(), checkpoints={"door": door})
    rough = (0.03, 0.05, 0.03) if world.rng.random() < 0.7 else (0.0, 0.0, 0.0)
    network = Network(world, *rough)
    site = Site(world, network, event, hub, names, spells=is_spelled)
    return Surroundings(world, network, site, Oracle(world, event), event, client)


def _machine(around: Surroundings, name: str) -> Machine:
    return Machine(around, name, name, Disk(around.world.new_id()), around.world.rng.choice(SKEWS_MS))


def _somebody_comes(around: Surroundings, machines: list[Machine]) -> None:
    """A badge at one desk, or one and the same at two or more in the same instant; or something is taken back."""
    rng = around.world.rng
    machine = rng.choice(machines)
    if rng.random() < 0.05:
        machine.undo()
        return
    if rng.random() < 0.05:
        machine.register()
        return
    leaves = around.event.checkpoints["door"].entry is not EntryPolicy.ONCE and rng.random() < 0.3
    person = f"R-{rng.randint(1, 10)}"
    for one in rng.sample(machines, rng.randint(1, len(machines))) if rng.random() < 0.3 else [machine]:
        one.scan(person, "door", Direction.EXIT if leaves else Direction.ENTRY)


def _has_read(machine: Machine, end: Cursor, notices: int) -> bool:
    return machine.is_quiet and machine.disk.cursor() == end and machine.disk.noticed(end.epoch) == notices


def _settled(around: Surroundings, machines: list[Machine]) -> bool:
    """Whether everything comes to rest once nothing goes wrong any more. A supervisor has the hub stop waiting for journals that
    no machine has any longer."""
    around.world.is_calm = True
    for until in range(STORY_MS, STORY_MS + CALM_MS, 500):
        around.world.run(until)
        state = around.site.state
        end = Cursor(state.epoch, state.position, state.chain)
        if around.site.is_up and all(_has_read(machine, end, state.notices) for machine in machines):
            return True
        waiting = state.waiting
        there = {name for machine in machines for name in (machine.disk.journal, machine.device)}
        if waiting and around.site.is_up and waiting.isdisjoint(there):
            around.site.hub.end_recovery()
    return False
