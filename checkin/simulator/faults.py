"""What befalls a simulated event, by name."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from checkin.simulator.children import DeskChild
from checkin.simulator.oracle import Witness
from checkin.simulator.site import Site, copy_database

FAULTS = (
    "partition", "lost", "doubled", "kill-desk", "kill-hub", "restore-desk", "clone-desk", "restore-hub", "clocks", "full-disk"
)  # fmt: skip
"""`lost` and `doubled` are one rough network: answers get lost, requests come twice and out of order. `clocks` are wrong from the
first moment on."""

ROUGHNESS, STRIKES_LAST = 0.15, 40
MOST_DESKS_MORE = 2


class Misfortune:
    """Strikes a site now and then; `befell` counts. What lasts ends after some visits."""

    def __init__(self, site: Site, witness: Witness) -> None:
        self._site = site
        self._witness = witness
        self._rng = Random(f"faults {site.plan.seed}")
        self._lasting: list[tuple[int, Callable[[], None]]] = []
        self._backups: dict[str, Path] = {}
        self.befell: Counter[str] = Counter()
        kinds: dict[str, Callable[[], None]] = {
            "partition": self._partition, "lost": self._rough, "doubled": self._rough, "kill-desk": self._kill_desk,
            "kill-hub": self._kill_hub, "restore-desk": self._restore_desk, "clone-desk": self._clone_desk,
            "restore-hub": self._restore_hub, "full-disk": self._full_disk,
        }  # fmt: skip
        self._kinds = {name: act for name, act in kinds.items() if name in site.plan.faults}
        if site.plan.database:
            self._kinds.pop("restore-hub", None)  # PostgreSQL is restored by its own tools

    def strike(self, visit: int) -> None:
        """One misfortune, and backups for later ones."""
        if not self._kinds:
            return
        name = self._rng.choice(sorted(self._kinds))
        self.befell[name] += 1
        self._now = visit
        self._kinds[name]()
        if self._rng.random() < 0.5:
            self.back_up()

    def pass_over(self, visit: int, *, all_of_it: bool = False) -> None:
        """End what has lasted long enough."""
        over = [end for until, end in self._lasting if all_of_it or until <= visit]
        self._lasting = [] if all_of_it else [one for one in self._lasting if one[0] > visit]
        for end in over:
            end()

    def back_up(self) -> None:
        """Keep copies of the hub and of a desk."""
        if not self._site.plan.database:
            target = self._site.folder / "hub-backup.db"
            self._site.hub.do("backup", str(target), "--force")
            self._backups["hub"] = target
        desk = self._desk()
        copy_database(desk.home / "desk.db", self._site.folder / f"backup-{desk.name}.db")
        self._backups[desk.name] = self._site.folder / f"backup-{desk.name}.db"

    def _partition(self) -> None:
        desk = self._desk()
        desk.tell(do="cut", on=True)
        self._later(lambda: desk.tell(do="cut", on=False))

    def _rough(self) -> None:
        for desk in self._site.desks:
            desk.tell(do="rough", share=ROUGHNESS)
            self._later(lambda desk=desk: desk.tell(do="rough", share=0.0))  # type: ignore[misc]

    def _kill_desk(self) -> None:
        """In the middle of whatever it does."""
        desk = self._desk()
        time.sleep(self._rng.uniform(0, 0.02))
        desk.kill()
        desk.start()

    def _kill_hub(self) -> None:
        self._site.hub.kill()
        self._later(self._site.hub.start)
        self._kinds_without_hub()

    def _restore_desk(self) -> None:
        desk = next((one for one in self._site.desks if one.name in self._backups), None)
        if desk is None:
            self.back_up()
            return
        desk.kill()
        copy_database(self._backups[desk.name], desk.home / "desk.db")
        self._witness.lost(desk.name, self._site.left())
        desk.start()

    def _clone_desk(self) -> None:
        if len(self._site.desks) < self._site.plan.desks + MOST_DESKS_MORE:
            original = self._desk()
            twin = self._site.clone(original)
            self._witness.odd |= {original.name, twin.name}

    def _restore_hub(self) -> None:
        if "hub" not in self._backups:
            self.back_up()
            return
        self._site.hub.kill()
        self._site.hub.do("restore", str(self._backups["hub"]))
        self._site.hub.start()
        self._witness.lost("", self._site.left())

    def _full_disk(self) -> None:
        desk = self._desk()
        desk.tell(do="full", on=True)
        self._later(lambda: desk.tell(do="full", on=False))

    def _kinds_without_hub(self) -> None:
        """While the hub is gone it is neither backed up nor restored: that waits until it is back."""
        self.pass_over(self._now - STRIKES_LAST)

    def _desk(self) -> DeskChild:
        return self._rng.choice(self._site.desks)

    def _later(self, end: Callable[[], None]) -> None:
        self._lasting.append((self._now + self._rng.randint(STRIKES_LAST // 2, STRIKES_LAST), end))
