"""A simulated event from its first visitor to the last word of the witness."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from checkin.simulator.children import until
from checkin.simulator.crowd import Visit, visits
from checkin.simulator.faults import Misfortune
from checkin.simulator.oracle import Check, Witness
from checkin.simulator.pace import Pace
from checkin.simulator.site import Plan, Site, known_to
from checkin.trouble import Trouble

CALM_S = 120.0
STUBBORN_S = 15.0


@dataclass(slots=True)
class Report:
    """What came of it. `checks` say what was held against the witness."""

    plan: Plan
    visits: int
    shown: int = 0
    granted: int = 0
    rows: int = 0
    conflicts: int = 0
    seconds: float = 0.0
    settled: bool = False
    befell: Counter[str] = field(default_factory=Counter)
    checks: list[Check] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything came to rest and nothing was wrong."""
        return self.settled and not any(one.faults for one in self.checks)


def play(plan: Plan, told: Callable[[int, int], None] = lambda _done, _all: None, keep: Path | None = None) -> Report:
    """Play the event through, in the new folder `keep` or in one that is removed again. `told` hears of visits done and all of
    them. Trouble if its processes cannot be run."""
    witness = Witness()
    with _folder(keep) as folder:
        site = Site(folder, plan, witness.hear)
        try:
            site.open()
            return _played(site, witness, told)
        finally:
            with suppress(AttributeError):  # it may not have come so far
                site.close()


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="checkin-simulate-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True)
    except FileExistsError as error:
        raise Trouble("{path} is there already. A simulation needs a folder of its own.", path=str(keep)) from error
    except OSError as error:
        raise Trouble("{path} cannot be made ({error}).", path=str(keep), error=error.strerror) from error
    yield keep


def _played(site: Site, witness: Witness, told: Callable[[int, int], None]) -> Report:
    began, plan = monotonic(), site.plan
    misfortune = Misfortune(site, witness)
    coming = visits(plan.seed, site.badges, site.event.days[: plan.days], site.event.zone, plan.desks)
    pace = Pace(site.clock, plan.speed)
    every = max(1, len(coming) // (plan.strikes * plan.days))
    for number, visit in enumerate(coming):
        pace.reach(visit.at)
        misfortune.pass_over(number)
        if number % every == every - 1:
            misfortune.strike(number)
        _serve(site, visit)
        told(number, len(coming))
    misfortune.pass_over(0, all_of_it=True)
    report = Report(plan, len(coming), befell=misfortune.befell)
    report.settled = _settled(site)
    for desk in site.desks:
        desk.stop()
    rows = site.rows()
    with site.stores() as stores:
        report.checks = list(witness.judge(site.event, rows, stores))
    report.shown, report.granted, report.rows = len(witness.shown), len(witness.granted), len(rows)
    report.conflicts = next(one.looked_at for one in report.checks if "conflict" in one.name)
    report.seconds = monotonic() - began
    return report


def _serve(site: Site, visit: Visit) -> None:
    """Staff do it once their desk is free; a copied badge is shown at another desk in the same instant."""
    places = [visit.desk] if visit.also is None else [visit.desk, visit.also]
    desks = [site.desks[place] for place in places]
    for desk in desks:
        if not desk.is_free():
            raise Trouble("Desk {name} of the simulation does not answer.", name=desk.name)
    for desk in desks:
        desk.staff(visit.what, visit.text)


def _settled(site: Site) -> bool:
    """Whether everything comes to rest once nothing goes wrong any more. A supervisor has the hub wait no longer for journals
    that no machine has."""
    began = monotonic()
    for desk in site.desks:
        desk.is_free()
    stubborn = [True]

    def is_at_rest() -> bool:
        if stubborn[0] and monotonic() - began > STUBBORN_S:
            stubborn[0] = False
            site.hub.do("recovered")
        if any(desk.standing != "STRICT" or desk.waiting for desk in site.desks):
            return False
        at_hub = {one.row.line.scan_id for one in site.rows()}
        with site.stores() as stores:
            return all(known_to(store) == at_hub for _, store in stores)

    return until(is_at_rest, CALM_S)
