"""What befalls desks, hub and network in a simulated story."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from checkin.simulation.machine import Machine, Surroundings

Fault = Callable[[], None]


@dataclass(slots=True)
class Misfortune:
    """Everything that can go wrong, done to a random one of `machines`; `befell` counts what did."""

    around: Surroundings
    machines: list[Machine]
    befell: Counter[str] = field(default_factory=Counter)

    def strike(self) -> None:
        """One misfortune."""
        kinds: list[tuple[int, Fault]] = [
            (4, self.cut_off), (2, self.bad_network), (2, self.hub_crash), (3, self.hub_backup), (2, self.hub_restore),
            (3, self.desk_crash), (2, self.desk_backup), (2, self.desk_restore), (2, self.desk_clone), (2, self.fire),
        ]  # fmt: skip
        weights, faults = zip(*kinds, strict=True)
        fault = self.around.world.rng.choices(faults, weights)[0]
        self.befell[fault.__name__] += 1
        fault()

    def cut_off(self) -> None:
        """A desk reaches nobody for some seconds."""
        name = self._machine().name
        self.around.network.cut_off.add(name)
        self.around.world.after(self._ms(500, 6000), lambda: self.around.network.cut_off.discard(name))

    def bad_network(self) -> None:
        """Much is lost, doubled and late for some seconds."""
        network = self.around.network
        before = network.lost, network.doubled, network.late
        network.lost, network.doubled, network.late = 0.3, 0.3, 0.2

        def better() -> None:
            network.lost, network.doubled, network.late = before

        self.around.world.after(self._ms(1000, 4000), better)

    def hub_crash(self) -> None:
        """The hub's power goes."""
        self.around.site.crash(self._ms(100, 4000))

    def hub_backup(self) -> None:
        """The hub is backed up."""
        self.around.site.keep_backup()

    def hub_restore(self) -> None:
        """An earlier backup of the hub is put in place."""
        site = self.around.site
        site.restore(self.around.world.rng.choice(site.backups), self._ms(0, 20) if self._ms(0, 2) == 0 else self._ms(100, 3000))
        self._survey()
        self._come_again()

    def desk_crash(self) -> None:
        """A desk's power goes."""
        self._machine().crash(self._ms(100, 3000))

    def desk_backup(self) -> None:
        """A desk is backed up."""
        machine = self._machine()
        machine.backups.append(machine.disk.backup())

    def desk_restore(self) -> None:
        """A desk goes on from an earlier backup."""
        self._put_back(self._machine())
        self._survey()

    def desk_clone(self) -> None:
        """A second machine goes on from a copy of a desk, or from its backup."""
        if len(self.machines) >= 6:
            return
        original, rng = self._machine(), self.around.world.rng
        disk = (original.disk if rng.random() < 0.7 else rng.choice(original.backups)).backup()
        name = f"{original.name}+{len(self.machines)}"
        self.machines.append(Machine(self.around, name, original.device, disk, original.ahead_ms))
        self._survey()

    def fire(self) -> None:
        """Hub and a desk are lost in one moment, and both go on from backups."""
        self._put_back(self._machine())
        self.hub_restore()

    def _put_back(self, machine: Machine) -> None:
        machine.restore(self.around.world.rng.choice(machine.backups).backup(), self._ms(100, 2000))

    def _survey(self) -> None:
        """Tell the witness what is left, and what a restored hub cannot know: it waits for the journals that its backup has, and
        takes one that two machines write for one (docs/sync.md)."""
        site, oracle = self.around.site, self.around.oracle
        rows = site.log.page(self.around.event.id, 0, 1_000_000)
        at_hub = {one.delivered.row.line.scan_id for one in rows.rows}
        disks = {machine.name: set(machine.disk.all_lines()) for machine in self.machines}
        oracle.destroyed([at_hub, *disks.values()])
        if not rows.state.waiting:
            return
        shared = Counter(name for machine in self.machines for name in {machine.disk.journal, machine.device})
        heeded: set[str] = set()
        for machine in self.machines:
            waited = [name for name in (machine.disk.journal, machine.device) if name in rows.state.waiting]
            machine.is_unheeded |= not waited or shared[waited[0]] > 1
            heeded |= set() if machine.is_unheeded else disks[machine.name]
        oracle.excused |= set(oracle.online) - at_hub - heeded

    def _come_again(self) -> None:
        """Some of those who were admitted last show their badges at other desks, soon."""
        world = self.around.world
        for one in list(self.around.oracle.online.values())[-6:]:
            for machine in self.machines:
                again = partial(machine.scan, one.line.registration, one.line.checkpoint, one.line.direction)
                world.after(self._ms(100, 5000), again)

    def _machine(self) -> Machine:
        return self.around.world.rng.choice(self.machines)

    def _ms(self, least: int, most: int) -> int:
        return self.around.world.rng.randint(least, most)
