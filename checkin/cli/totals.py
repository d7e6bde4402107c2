"""`checkin totals`: attendance, folded from the journal."""

from datetime import date
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import totals_record
from checkin.desk.engine import chosen_checkpoint
from checkin.domain.event import Event
from checkin.domain.tally import Tally
from checkin.i18n import Words
from checkin.trouble import Trouble


@click.command("totals")
@click.option("--checkpoint", default="", metavar="ID", help="Only this checkpoint; all of them otherwise.")
@click.option("--day", metavar="DAY", help="Only the scans of this day (YYYY-MM-DD, in the event's time zone).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a checkpoint.")
@pass_home
def command(home: Home, checkpoint: str, day: str | None, as_json: bool) -> None:
    """Show attendance. Inside: persons whose last admitted scan is an entry. Attended: distinct persons with an entry.
    Entries and exits: admitted scans. Refused: refused scans. A scan that was taken back counts nowhere.

    \b
    Example:  checkin totals --checkpoint entrance --json
    """
    wanted = parse_day(day) if day else None
    event, tally = counted(home)
    names = [chosen_checkpoint(event, checkpoint).id] if checkpoint else list(event.checkpoints)
    for name in names:
        record = totals_record(tally, name, wanted)
        if as_json:
            emit(record)
        else:
            say(table(record, event, home.words))


def counted(home: Home) -> tuple[Event, Tally]:
    """The event, and its attendance folded from the whole journal and what the hub told of other desks."""
    with home.serving() as (store, event):
        tally = Tally(event.zone)
        tally.extend(item.line for item in store.journal.lines())
        tally.extend(copy.corrected for _, copy in store.hub.copies())
    return event, tally


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
