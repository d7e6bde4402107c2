"""A supervisor of a simulated story: reads the hub's totals at odd moments, and is held to what really happened by then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

from checkin.domain.journal import JournalLine
from checkin.domain.ranges import Bounds, range_of, trust_in
from checkin.domain.tally import Figures, Tally
from checkin.overview.desks import desks_of
from checkin.overview.sources import sources_of, unheard
from checkin.simulation.machine import Machine, Surroundings
from checkin.simulation.world import START

HEARD_WITHIN = timedelta(seconds=1)
LINES_A_MINUTE = 60
COUNTED = ("inside", "attended", "entries", "exits", "refused")


@dataclass(slots=True)
class Onlooker:
    """`looks`: how often the totals were read, `moved`: how often the truth was not what was counted, `bounded`: how often of
    these there was a range with two ends; `outside`: what the witness has to say against the ranges."""

    around: Surroundings
    machines: list[Machine]
    looks: int = 0
    moved: int = 0
    bounded: int = 0
    outside: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Read the totals now. Two machines that write one journal are an accident of which nobody can know the extent; of a desk
        that never said anything no range speaks."""
        around = self.around
        page, desks = around.site.log.page(around.event.id, 0, 1_000_000), desks_of(around.site.log.roster(around.event.id), {})
        waiting = page.state.waiting
        if any(one.name != one.device for one in self.machines) or any(one.device not in waiting for one in unheard(desks)):
            return
        counted = [one.delivered.corrected for one in page.rows]
        bounds = Bounds(HEARD_WITHIN, LINES_A_MINUTE, self._at_once())
        trust = trust_in(sources_of(desks), around.world.clock(), bounds, is_recovering=bool(waiting))
        told, truth = self._figures(counted), self._figures([*counted, *self._missing(counted, trust.as_of)])
        self.looks += 1
        self.moved += truth != told
        self.bounded += truth != told and trust.missing is not None
        for name in COUNTED:
            bound, real = range_of(getattr(told, name), trust, falls=name != "refused"), getattr(truth, name)
            if real < bound.low or (bound.high is not None and real > bound.high):
                self.outside.append(f"{name} is {real}, and was said to be within {bound} ({trust.missing} lines missing)")

    def _figures(self, lines: Sequence[JournalLine]) -> Figures:
        tally = Tally(self.around.event.zone)
        tally.extend(lines)
        return tally.figures("door")

    def _missing(self, counted: Sequence[JournalLine], until: datetime) -> list[JournalLine]:
        """What desks wrote by then, is still on some disk, and is not at the hub; at the times at which it happened."""
        oracle, known = self.around.oracle, {line.scan_id for line in counted}
        written = {one: START + timedelta(milliseconds=oracle.at_ms[one]) for one in oracle.kept - known}
        return [replace(oracle.written[one], at=at) for one, at in written.items() if at < until]

    def _at_once(self) -> int:
        """The largest group, if desks wrote LINES_A_MINUTE otherwise: so much was taken for granted in this story."""
        oracle, most = self.around.oracle, 0.0
        times: dict[str, list[int]] = defaultdict(list)
        for scan_id, line in oracle.written.items():
            times[line.desk].append(oracle.at_ms[scan_id])
        for one in times.values():
            depth, before = 0.0, 0
            for at_ms in sorted(one):
                depth = max(0.0, depth - (at_ms - before) * LINES_A_MINUTE / 60_000) + 1
                most, before = max(most, depth), at_ms
        return ceil(most)
