"""`checkin scan`: the desk's decision without its window."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from checkin.cli.deciding import Deciding, deciding
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import local_time, scan_record
from checkin.desk.messages import Judged
from checkin.desk.post import chosen_checkpoint
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction
from checkin.i18n import Phrase, Words
from checkin.trouble import Trouble
from checkin.words import FROM_BADGE, wording

if TYPE_CHECKING:
    from data.store import Store


@click.command("scan")
@click.argument("texts", nargs=-1, metavar="TEXT...")
@click.option("--order", default="", metavar="ORDER", help="Instead of texts: everybody of this order who was not canceled.")
@click.option("--checkpoint", default="", metavar="ID", help="Where the scan happens; the event's first checkpoint otherwise.")
@click.option("--exit", "is_exit", is_flag=True, help="The person leaves.")
@click.option("--at", "moment", metavar="ISO8601", help="When, with its UTC offset or in the event's time; now otherwise.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a scan.")
@pass_home
def command(
    home: Home, texts: tuple[str, ...], order: str, checkpoint: str, is_exit: bool, moment: str | None, as_json: bool
) -> None:
    """Decide on badges given as text, or with "-" on lines from standard input, and write the journal.

    At a desk that is enrolled at a hub, the hub is asked first, unless a desk runs in this home; each line says where it was
    not asked.

    Exit status: 0 if all were admitted, 1 if one was refused, 2 for a usage or data error.

    \b
    Example:
      checkin scan 7K3MQ2ZXW4HTB9NC --checkpoint entrance --json
      checkin scan --order ORD-3
    """
    if bool(texts) == bool(order):
        raise click.UsageError("Give the texts of badges, or --order.")
    settings = home.settings
    refused = 0
    with home.serving() as (store, _), deciding(home, store) as desk:
        where = chosen_checkpoint(desk.event, checkpoint or settings.checkpoint)
        at = None if moment is None else parse_moment(moment, desk.event)
        direction = Direction.EXIT if is_exit else Direction.ENTRY
        scans: Iterable[Judged]
        if order:
            people = people_of(store, order)
            scans = desk.judge.scan_group(people, where, direction, origin=Origin.COMMAND, at=at).scans
        else:
            scans = (desk.judge.scan(text, Origin.COMMAND, where, direction, at=at) for text in given(texts))
        for judged in scans:
            refused += not judged.verdict.admitted
            tell(judged, desk, home.words, as_json=as_json)
            desk.go_on()
    raise SystemExit(1 if refused else 0)


def tell(judged: Judged, desk: Deciding, words: Words, *, as_json: bool) -> None:
    """Say what was decided, and whether the hub stands behind it."""
    if as_json:
        emit(scan_record(judged, desk.event.zone, desk.asked))
    else:
        say(sentence(judged, desk.event, words, desk.unasked(judged)))


def people_of(store: "Store", order: str) -> list[str]:
    """The ids of an order's people. Trouble if there is nobody to be scanned."""
    people = store.registrations.with_order(order)
    if not people:
        raise Trouble("Nobody is registered under the order {order}. Correct it and try again.", order=safe_text(order))
    return [one.id for one in people]


def given(texts: tuple[str, ...]) -> Iterator[str]:
    """The texts of the command line; "-" stands for the lines of standard input that are not empty."""
    for text in texts:
        if text == "-":
            lines = (line.decode("utf-8", errors="replace").strip() for line in sys.stdin.buffer)
            yield from (line for line in lines if line)
        else:
            yield os.fsencode(text).decode("utf-8", errors="replace")  # a byte that is no text is an attempt all the same


def parse_moment(text: str, event: Event) -> datetime:
    """An ISO 8601 moment as aware UTC; without an offset it is in the event's time zone."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=event.zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Trouble("{text} is not a moment. Write it like 2018-04-19T11:40+01:00.", text=safe_text(text)) from error


def sentence(judged: Judged, event: Event, words: Words, unasked: Phrase | None = None) -> str:
    """One scan in one line for people; `unasked`: why the hub was not asked."""
    who = judged.registration.name if judged.registration else judged.line.text
    said = words(wording(judged.verdict, judged.line.direction).title)
    marks = "  ".join(f"({words(one)})" for one in (FROM_BADGE if judged.verdict.from_badge else None, unasked) if one)
    return f"{local_time(judged.line.at, event.zone)}  {said}  {safe_text(who)}  {marks}".rstrip()
