"""What the witness finds when a story is over."""

from collections.abc import Iterable, Iterator

from checkin.domain.attendance import Attendance
from checkin.domain.journal import JournalLine, Kind
from checkin.domain.tally import Tally
from checkin.domain.verdict import Direction, Outcome
from checkin.simulation.machine import Machine, Surroundings


def complaints(around: Surroundings, machines: list[Machine]) -> list[str]:
    """Everything that is not as it must be."""
    page = around.site.log.page(around.event.id, 0, 1_000_000)
    lines = [one.delivered.row.line for one in page.rows]
    at_hub = {line.scan_id: line for line in lines}
    return [
        *_of_the_log(around, lines, at_hub),
        *_of_the_figures(around, machines, lines, at_hub),
        *_of_the_answers(around, machines),
        *(complaint for machine in machines for complaint in _of_a_desk(around, machine, at_hub, machines)),
    ]


def _of_the_log(around: Surroundings, lines: list[JournalLine], at_hub: dict[str, JournalLine]) -> Iterator[str]:
    oracle = around.oracle
    if missing := sorted(oracle.kept - at_hub.keys()):
        shown = sum(one in oracle.shown for one in missing)
        yield f"{len(missing)} lines are missing at the hub, {shown} of them were shown: {missing[:3]}"
    if len(lines) != len(at_hub):
        yield f"{len(lines) - len(at_hub)} lines are there twice"
    if changed := [one for one, line in at_hub.items() if oracle.written.get(one) != line]:
        yield f"{len(changed)} lines are not what any desk wrote: {changed[:3]}"
    if doubles := oracle.doubles():
        yield f"{len(doubles)} double online admissions: {doubles[:3]}"


def _of_the_figures(
    around: Surroundings, machines: list[Machine], lines: list[JournalLine], at_hub: dict[str, JournalLine]
) -> Iterator[str]:
    conflicts, figures = around.oracle.conflicts(at_hub), _recounted(at_hub.values())
    for name, those in [("hub", lines), *((machine.name, machine.disk.all_lines().values()) for machine in machines)]:
        attendance = Attendance(around.event)
        attendance.extend(those)
        found = len(attendance.conflicts.found())
        if found != conflicts:
            yield f"{name} reports {found} conflicts of {conflicts}"
        if (counted := _counted(attendance.tally)) != figures:
            yield f"{name} counts {counted} instead of {figures}"


def _counted(tally: Tally) -> tuple[int, int, int, int]:
    figures = tally.figures("door")
    return figures.attended, figures.entries, figures.exits, figures.refused


def _recounted(lines: Iterable[JournalLine]) -> tuple[int, int, int, int]:
    lines = list(lines)
    undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
    scans = [line for line in lines if line.kind is Kind.SCAN and line.scan_id not in undone]
    entries = [line.registration for line in scans if line.counts and line.direction is Direction.ENTRY]
    exits = sum(line.counts and line.direction is Direction.EXIT for line in scans)
    return len(set(entries)), len(entries), exits, sum(line.outcome is Outcome.REFUSED for line in scans)


def _of_the_answers(around: Surroundings, machines: list[Machine]) -> Iterator[str]:
    if changed := [one for one, answers in around.site.answers.items() if len(answers) > 1]:
        yield f"{len(changed)} claims got different answers when they came again: {changed[:3]}"
    restored = {machine.name for machine in machines if machine.was_restored}
    if left := [one.scan_id for one in around.site.log.open_claims() if one.desk not in restored]:
        yield f"{len(left)} claims stay open: {left[:3]}"


def _of_a_desk(around: Surroundings, machine: Machine, at_hub: dict[str, JournalLine], machines: list[Machine]) -> Iterator[str]:
    if (lines := machine.disk.all_lines()) != at_hub:
        yield f"{machine.name} has {len(lines)} lines of {len(at_hub)}, or others"
    log, rows = around.site.log, machine.disk.rows
    if any(log.place(row.journal, row.seq) != row.hash for row in rows):
        yield f"the hub has another line at a place of {machine.name}"
    made = {person for one in machines for person in one.disk.made}
    if unknown := made - machine.disk.people.keys():
        yield f"{machine.name} does not know {len(unknown)} walk-ins: {sorted(unknown)[:3]}"
    if machine.disk.before:
        known = log.roster(around.event.id).journals.get(machine.disk.journal)
        if known is None or known.former != machine.disk.before:
            yield f"the fork of {machine.name} is not reported"
