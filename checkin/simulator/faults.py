"""What befalls a simulated event, by name."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from checkin.simulator.children import DeskChild
from checkin.simulator.oracle import Witness
from checkin.simulator.site import SKEWS_S, Site, copy_database

FAULTS = (
    "partition", "lost", "doubled", "kill-desk", "kill-hub", "restore-desk", "clone-desk", "restore-hub", "clocks", "clock-set",
    "full-disk",
)  # fmt: skip
"""`lost` and `doubled` are one rough network: answers get lost, requests come twice and out of order. `clocks` are wrong from the
first moment on; `clock-set`: one is set while its desk runs."""

ROUGHNESS, STRIKES_LAST = 0.15, 40
MOST_DESKS_MORE = 2


class Misfortune:
    """Strikes a site now and then; `befell` counts what happened indeed. What lasts ends after some visits."""

    def __init__(self, site: Site, witness: Witness) -> None:
        self._site = site
        self._witness = witness
        self._rng = Random(f"faults {site.plan.seed}")
        self._lasting: list[tuple[int, Callable[[], None]]] = []
        self._going_on: set[tuple[str, str]] = set()
        self._backups: dict[str, Path] = {}
        self.befell: Counter[str] = Counter()
        if "clocks" in site.plan.faults:
            self.befell["clocks"] = sum(one.place.ahead_s != 0 for one in site.desks)
        kinds: dict[str, Callable[[], bool]] = {
            "partition": self._partition, "lost": self._rough, "doubled": self._rough, "kill-desk": self._kill_desk,
            "kill-hub": self._kill_hub, "restore-desk": self._restore_desk, "clone-desk": self._clone_desk,
            "restore-hub": self._restore_hub, "clock-set": self._set_clock, "full-disk": self._full_disk,
        }  # fmt: skip
        self._kinds = {name: act for name, act in kinds.items() if name in site.plan.faults}
        if site.plan.database or site.plan.speed:
            # PostgreSQL is restored by its own tools; and where somebody looks on, the database cannot be replaced
            self._kinds.pop("restore-hub", None)

    def strike(self, visit: int) -> None:
        """One misfortune, and backups for later ones."""
        if not self._kinds:
            return
        name = self._rng.choice(sorted(self._kinds))
        self._now = visit
        self.befell[name] += self._kinds[name]()
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

    def _partition(self) -> bool:
        return self._for_a_while("cut", self._desk(), {"on": True}, {"on": False})

    def _rough(self) -> bool:
        struck = [self._for_a_while("rough", desk, {"share": ROUGHNESS}, {"share": 0.0}) for desk in self._site.desks]
        return any(struck)

    def _kill_desk(self) -> bool:
        """In the middle of whatever it does."""
        desk = self._desk()
        time.sleep(self._rng.uniform(0, 0.02))
        desk.kill()
        desk.start()
        return True

    def _kill_hub(self) -> bool:
        if not self._site.hub.is_running:
            return False
        self._site.hub.kill()
        self._later(self._start_hub)
        return True

    def _start_hub(self) -> None:
        """Unless a restore has started it before."""
        if not self._site.hub.is_running:
            self._site.hub.start()

    def _restore_desk(self) -> bool:
        desk = next((one for one in self._site.desks if one.name in self._backups), None)
        if desk is None:
            self.back_up()
            return False
        desk.kill()
        copy_database(self._backups[desk.name], desk.home / "desk.db")
        self._witness.lost(desk.name, self._site.left())
        desk.start()
        return True

    def _clone_desk(self) -> bool:
        if len(self._site.desks) >= self._site.plan.desks + MOST_DESKS_MORE:
            return False
        original = self._desk()
        twin = self._site.clone(original)
        self._witness.odd |= {original.name, twin.name}
        return True

    def _restore_hub(self) -> bool:
        if "hub" not in self._backups:
            self.back_up()
            return False
        self._site.hub.kill()
        self._site.hub.do("restore", str(self._backups["hub"]))
        self._site.hub.start()
        self._witness.lost("", self._site.left())
        return True

    def _set_clock(self) -> bool:
        desk = self._desk()
        desk.set_clock(self._rng.choice([one for one in SKEWS_S if one != desk.place.ahead_s]))
        return True

    def _full_disk(self) -> bool:
        return sys.platform != "win32" and self._for_a_while("full", self._desk(), {"on": True}, {"on": False})

    def _for_a_while(self, what: str, desk: DeskChild, begins: dict[str, object], ends: dict[str, object]) -> bool:
        """Whether it began: it may be going on already."""
        if (what, desk.name) in self._going_on:
            return False
        self._going_on.add((what, desk.name))
        desk.tell(do=what, **begins)

        def end() -> None:
            self._going_on.discard((what, desk.name))
            desk.tell(do=what, **ends)

        self._later(end)
        return True

    def _desk(self) -> DeskChild:
        return self._rng.choice(self._site.desks)

    def _later(self, end: Callable[[], None]) -> None:
        self._lasting.append((self._now + self._rng.randint(STRIKES_LAST // 2, STRIKES_LAST), end))
