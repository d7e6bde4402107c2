"""`checkin totals`: attendance, folded from the journal."""

from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import click

from checkin.cli.clocks import clock_of, clock_option
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option
from checkin.cli.output import emit, say
from checkin.cli.overview_place import journal_option, reading
from checkin.cli.records import totals_record, trust_record
from checkin.desk.post import chosen_checkpoint
from checkin.domain.event import Event
from checkin.i18n import Words
from checkin.overview.picture import Painter
from checkin.overview.watch import counted, remembered
from checkin.trouble import Trouble
from data.overview.memory_file import MemoryFile


@click.command("totals")
@click.option("--checkpoint", default="", metavar="ID", help="Only this checkpoint; all of them otherwise.")
@click.option("--day", metavar="DAY", help="Only the scans of this day (YYYY-MM-DD, in the event's time zone).")
@click.option("--at", metavar="MOMENT", help="As it was just before a moment: 2018-04-19T11:40, or with an offset, +01:00.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a checkpoint.")
@click.option("--keep", is_flag=True, help="Keep what was counted, so that the dashboard opens at once. A running hub does so.")
@journal_option
@database_option
@clock_option
@pass_home
def command(
    home: Home, checkpoint: str, day: str | None, at: str | None, journals: tuple[Path, ...], database: str,
    clock_file: Path | None, *, as_json: bool, keep: bool,
) -> None:  # fmt: skip
    """Show attendance: of every desk in the home of a hub, elsewhere of what this desk knows.

    Inside: persons whose last admitted scan is an entry. Attended: distinct persons with an entry. Entries and exits: admitted
    scans. Refused: refused scans. A scan that was taken back counts nowhere, at no moment. Where desks are silent, "missing" says
    how many lines may be missing at most: each number is right to within so many.

    \b
    Example:
      checkin totals --checkpoint entrance --json
      checkin totals --at 2018-04-19T11:40+01:00 --json
    """
    wanted = parse_day(day) if day else None
    if keep and at:
        raise Trouble("What is kept is all that was counted: leave out --at or --keep.")
    with clock_of(clock_file) as clock, reading(home, database, journals, clock) as reader:
        event = reader.event()
        until = parse_moment(at, event.zone) if at else None
        memory = MemoryFile(home.path, database, journals) if keep else None
        counting = counted(reader, event, until) if memory is None else remembered(reader, event, memory)
        outlook, roll = reader.outlook(), reader.roll()
        if memory is not None:
            memory.keep(reader.mark(), counting, Painter(counting, outlook, roll, reader.person).everywhere())
    names = [chosen_checkpoint(event, checkpoint).id] if checkpoint else list(event.checkpoints)
    for name in names:
        record = {**totals_record(counting, event.checkpoints[name], wanted, roll), **trust_record(outlook, until, event.zone)}
        if as_json:
            emit(record)
        else:
            say(table(record, event, home.words))
            for line in told(record, home.words):
                say(line)


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """A moment in ISO 8601; without an offset, in the event's time zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Trouble("{text} is no moment. Write it like 2018-04-19T11:40 or 2018-04-19T11:40+01:00.", text=text) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def told(record: dict[str, Any], words: Words) -> list[str]:
    """What there is to say of these figures beside them."""
    lines = [
        words("As it was just before {moment}.", moment=record["at"]) if record["at"]
        else words("As of {moment}.", moment=record["as_of"])
    ]  # fmt: skip
    if record["missing"] is None:
        lines.append(
            words("Nobody knows how many lines are missing: {desks}.", desks=", ".join(record["silent"]) or words("the hub"))
        )
    elif record["missing"]:
        lines.append(words("{count} lines at most are missing, of desks that are silent: {desks}.", count=record["missing"],
                           desks=", ".join(record["silent"])))  # fmt: skip
    return lines


def parse_day(text: str) -> date:
    """A day written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Trouble("{text} is not a day. Write it like 2018-04-19.", text=text) from error


def table(record: dict[str, Any], event: Event, words: Words) -> str:
    """The figures of one checkpoint for people: the whole, then each category and day."""
    columns = ("inside", "attended", "entries", "exits", "refused")
    heads = (words("inside"), words("attended"), words("entries"), words("exits"), words("refused"))
    rows = [(event.checkpoints[record["checkpoint"]].name(words.language) or record["checkpoint"], record)]
    names = {category.id: category.name(words.language) for category in event.categories.values()}
    rows += [(f"  {names.get(category, category)}", figures) for category, figures in record["by_category"].items()]
    rows += [(f"  {day}", figures) for day, figures in record["by_day"].items()]
    width = max(len(name) for name, _ in rows) + 2
    lines = [" " * width + "".join(f"{head:>14}" for head in heads)]
    lines += [f"{name:<{width}}" + "".join(f"{figures[c]:>14}" for c in columns) for name, figures in rows]
    return "\n".join(lines)
