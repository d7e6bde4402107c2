"""`checkin simulate`: a whole event with real desks, a real hub and real faults, held against an independent witness."""

from collections.abc import Callable
from pathlib import Path

import click

from checkin.cli.home import words_of_the_shell
from checkin.cli.output import emit, say
from checkin.simulator.faults import FAULTS
from checkin.simulator.play import Report, play
from checkin.simulator.site import Plan
from checkin.trouble import Trouble


@click.command("simulate")
@click.option("--visitors", default=2_000, show_default=True, type=click.IntRange(10, 1_000_000))
@click.option("--desks", default=4, show_default=True, type=click.IntRange(2, 100))
@click.option("--days", default=1, show_default=True, type=click.IntRange(1, 3))
@click.option("--seed", default=1, show_default=True, type=int)
@click.option("--faults", "named", default="all", show_default=True, metavar="all|none|LIST", help=f"Of {', '.join(FAULTS)}.")
@click.option("--hub", "engine", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option("--database", default="", metavar="URL", help='For --hub postgres: an empty database, "postgresql://...".')
@click.option(
    "--speed",
    default=0.0,
    metavar="FACTOR",
    type=click.FloatRange(0, 10_000),
    help="So many times faster than life, to look on; otherwise as fast as the machine can.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Play in this new folder and leave it there; its hub can be looked at meanwhile.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(
    visitors: int, desks: int, days: int, seed: int, named: str, engine: str, database: str, speed: float, keep: Path | None, *,
    as_json: bool,
) -> None:  # fmt: skip
    """Play an event through: visitors by arrival curves, staff habits, copied badges, and what can go wrong with networks, power,
    disks, clocks, backups. Every desk and the hub are processes of their own; nothing of yours is touched.

    Exit status: 0 if everything that was shown is there once and all figures agree, 1 if not.

    \b
    Example:
      checkin simulate --visitors 20000 --desks 12 --days 3 --seed 7
      checkin simulate --faults kill-hub,restore-hub --json
      checkin simulate --desks 12 --visitors 6000 --speed 60 --keep event
    """
    if (engine == "postgres") != bool(database):
        raise Trouble("--hub postgres needs an empty database with --database postgresql://..., and sqlite needs none.")
    if keep is not None:
        keep = keep.absolute()
        click.echo(f"checkin --home {keep / 'hub'} dashboard --clock {keep / 'clock'}", err=True)
    report = play(Plan(visitors, desks, days, seed, chosen(named), database, speed), _progress(quiet=as_json), keep)
    if as_json:
        emit(record(report))
    else:
        for line in told(report):
            say(line)
    raise SystemExit(0 if report.holds else 1)


def chosen(named: str) -> frozenset[str]:
    """The faults that are meant."""
    if named in ("all", "none"):
        return frozenset(FAULTS if named == "all" else ())
    wanted = frozenset(one.strip() for one in named.split(","))
    if unknown := wanted - set(FAULTS):
        raise Trouble("There is no fault {name}. There are: {known}.", name=", ".join(sorted(unknown)), known=", ".join(FAULTS))
    return wanted


def record(report: Report) -> dict[str, object]:
    """The report as a JSON object."""
    plan = report.plan
    return {
        "visitors": plan.visitors, "desks": plan.desks, "days": plan.days, "seed": plan.seed, "faults": sorted(plan.faults),
        "hub": "postgres" if plan.database else "sqlite", "visits": report.visits, "shown": report.shown,
        "granted": report.granted, "rows": report.rows, "conflicts": report.conflicts, "befell": dict(report.befell),
        "seconds": round(report.seconds, 1), "settled": report.settled, "holds": report.holds,
        "checks": [{"name": one.name, "looked_at": one.looked_at, "faults": one.faults} for one in report.checks],
    }  # fmt: skip


def told(report: Report) -> list[str]:
    """The report for people."""
    words = words_of_the_shell()
    befell = ", ".join(f"{name} {count}" for name, count in sorted(report.befell.items()))
    lines = [words("{visits} visits, {shown} verdicts shown, {rows} rows at the hub, {conflicts} conflicts, in {seconds} s.",
                   visits=report.visits, shown=report.shown, rows=report.rows, conflicts=report.conflicts,
                   seconds=round(report.seconds))]  # fmt: skip
    if befell:
        lines.append(words("What befell them: {befell}", befell=befell))
    holds, fails = words("ok"), words("NO")
    lines += [f"  {fails if one.faults else holds}  {words(one.what)}: {one.looked_at}, {one.faults}" for one in report.checks]
    lines.append(words("Everything holds.") if report.holds else words("It does not hold."))
    return lines


def _progress(*, quiet: bool) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        if not quiet and done % 500 == 0:
            click.echo(f"\r{done} / {of}", nl=False, err=True)

    return tell
