"""`checkin queues`: how long people wait at each gate, and how many desks that takes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option
from checkin.cli.output import emit, say
from checkin.cli.overview_place import journal_option, reading
from checkin.cli.records import local_time
from checkin.cli.totals import parse_moment
from checkin.desk.post import chosen_checkpoint
from checkin.domain.event import Event
from checkin.domain.journal import moment
from checkin.domain.pressure import Close, GatePressure, Now, Open, Wait
from checkin.i18n import Words
from checkin.overview.queue_words import advised, line_name, standing_there, wait_of
from checkin.overview.queues import estimated
from checkin.overview.watch import counted
from checkin.sentences import Teller


@click.command("queues")
@click.option("--checkpoint", default="", metavar="ID", help="At this checkpoint; the event's first otherwise.")
@click.option("--at", metavar="MOMENT", help="As it was told at a moment: 2018-04-19T09:45, or with an offset, +01:00.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a gate and way.")
@journal_option
@database_option
@pass_home
def command(home: Home, checkpoint: str, at: str | None, journals: tuple[Path, ...], database: str, *, as_json: bool) -> None:
    """Show how long people wait at each gate, now and within 45 minutes, and whether to open or close a desk there. Nobody counts
    those who wait: it is estimated from the scans (docs/queues.md).

    \b
    Example:
      checkin queues --json
      checkin queues --at 2018-04-19T09:45+01:00
    """
    with reading(home, database, journals) as reader:
        event = reader.event()
        until = parse_moment(at, event.zone) if at else None
        counting = counted(reader, event, until)
        now = until or reader.outlook().now
    name = chosen_checkpoint(event, checkpoint).id
    found = estimated(counting.tally, event, name, now, 60 * home.settings.limits.wait_minutes)
    for line in found.gates:
        if as_json:
            emit(record_of(line, name, now, event, found))
        else:
            for text in told(line, event, home.words):
                say(text)
    if not found.gates and not as_json:
        say(home.words("Nobody has come of late."))


def told(line: GatePressure, event: Event, words: Words) -> Iterator[str]:
    """A queue for people."""
    teller = Teller(words, event)
    yield f"{line_name(words, teller, line)}: {wait_of(words, line.now)} ({standing_there(words, line)})"
    if line.advice is not None:
        yield f"  {advised(words, teller, line.advice, line.now)}"


def record_of(line: GatePressure, checkpoint: str, now: datetime, event: Event, found: Now) -> dict[str, Any]:
    """A queue for programs. Waits in seconds; `ahead`: in 5, 10, ... 45 minutes, if desks stay as they are."""
    advice = line.advice
    desks = [one for one in found.desks if (one.gate, one.way) == (line.gate, line.way)]
    return {
        "checkpoint": checkpoint, "gate": line.gate, "direction": line.way, "at": local_time(now, event.zone),
        "at_work": list(line.at_work), "arrivals_per_min": round(line.arrivals_per_min, 1), "waiting": round(line.waiting, 1),
        **_wait(line.now), "ahead": [{"at": local_time(moment(one.at_us), event.zone), **_wait(one)} for one in line.ahead],
        "open_more": advice.desks_more if isinstance(advice, Open) else 0,
        "close": advice.desks_fewer if isinstance(advice, Close) else 0,
        "desks": [
            {"desk": one.desk, "pace_per_min": round(one.pace_per_min, 1), "refused": round(one.refused, 3),
             "service_s": round(one.service_s, 1), "utilisation": round(one.utilisation, 2), "is_at_work": one.is_at_work}
            for one in desks
        ],
    }  # fmt: skip


def _wait(one: Wait) -> dict[str, Any]:
    return {"wait_s": round(one.wait_s), "low_s": round(one.low_s), "high_s": round(one.high_s)}
