"""`checkin slip`: a desk's shift on one page."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checkin.cli.clocks import clock_of, clock_option
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub
from checkin.cli.records import local_time
from checkin.cli.totals import parse_day
from checkin.domain.event import LANGUAGES, Event
from checkin.i18n import Words
from checkin.overview.reports.heads import WHOLE_EVENT
from checkin.overview.reports.slip import Slip, slip_of
from checkin.overview.reports.slip_words import delivery, lines_of
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.overview.shifts import Shift

INCOMPLETE = 1


@click.command("slip")
@click.option("--desk", default="", metavar="NAME", help="In the home of a hub: only this desk; otherwise each of them.")
@click.option("--day", metavar="DAY", help='A day (YYYY-MM-DD), or "all" for the whole journal; the last one by default.')
@click.option("--language", type=click.Choice(LANGUAGES), help="That of the home by default.")
@click.option("--output", default=".", metavar="FOLDER|FILE.pdf", type=click.Path(path_type=Path), help="Where to.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a desk instead of sentences.")
@clock_option
@database_option
@pass_home
def command(
    home: Home, desk: str, day: str | None, language: str | None, output: Path, database: str, clock_file: Path | None, *,
    force: bool, as_json: bool,
) -> None:  # fmt: skip
    """Write a desk's shift on one page (PDF), to be signed by two people: scans made, scans delivered to the hub, by outcome and
    reason, and the checksum of its journal. Status 1 where something still waits.

    \b
    Example:
      checkin slip
      checkin slip --desk 4 --language fr --output slips
    """
    whole, wanted = day == WHOLE_EVENT, parse_day(day) if day and day != WHOLE_EVENT else None
    event, shifts = _shifts(home, database, desk)
    words = Words(language or home.settings.language)
    with clock_of(clock_file) as clock:
        now = clock()
    slips = [slip_of(event, post, lines, now, wanted, whole=whole) for post, lines in shifts]
    files = _write(slips, words, output, overwrite=force)
    for slip, file in zip(slips, files, strict=True):
        if as_json:
            emit(record(slip, file))
        else:
            for line in (*lines_of(slip, home.words), home.words("Written: {path}", path=str(file)), ""):
                say(line)
    if not all(slip.is_whole for slip in slips):
        raise SystemExit(INCOMPLETE)


def _shifts(home: Home, database: str, desk: str) -> "tuple[Event, list[Shift]]":
    from data.overview.shifts import shift_of_desk, shifts_at_hub

    with home.serving() as (store, event):
        if not is_hub(home, database):
            found = [shift_of_desk(store, home.settings.desk, home.settings.gate)]
        else:
            with opened(home, database) as place:
                found = shifts_at_hub(place.log, event.id)
    chosen = [one for one in found if desk in ("", one[0].desk, one[0].device)]
    if not chosen:
        raise Trouble("Nothing is known here of a desk {desk}.", desk=desk) if desk else Trouble("No desk has a line here yet.")
    return event, chosen


def _write(slips: Iterable[Slip], words: Words, output: Path, *, overwrite: bool) -> list[Path]:
    from ui.reports.slip import write_slip

    written, several = [], list(slips)
    is_file = output.suffix.lower() == ".pdf"
    if is_file and len(several) > 1:
        raise Trouble("Several desks need a folder: name one, not the file {path}.", path=str(output))
    if not is_file:
        output.mkdir(parents=True, exist_ok=True)
    for slip in several:
        path = output if is_file else output / f"{file_stem(slip, words.language)}.pdf"
        if path in written:
            path = path.with_stem(f"{path.stem}-{slip.post.head.journal[:8]}")
        write_slip(slip, words, path, overwrite=overwrite)
        written.append(path)
    return written


def file_stem(slip: Slip, language: str) -> str:
    """What the file is called: slip-4-2018-04-19-fr."""
    desk = re.sub(r"[^\w-]+", "_", slip.post.desk).strip("_") or "desk"
    return f"slip-{desk}-{_day(slip.day)}-{language}"


def record(slip: Slip, file: Path) -> dict[str, Any]:
    """A slip as a JSON object."""
    zone, post = slip.event.zone, slip.post
    first, last = (one and local_time(one, zone) for one in (slip.first, slip.last))
    return {
        "file": str(file), "desk": post.desk, "gate": post.gate, "device": post.device or None, "day": _day(slip.day),
        "made": slip.made, "delivered": slip.delivered, "waiting": slip.waiting, "ok": slip.is_whole, "entries": slip.entries,
        "exits": slip.exits, "refused": slip.refused, "undone": slip.undone, "remarks": slip.remarks, "reasons": slip.reasons,
        "first": first, "last": last, "journal": post.head.journal, "lines": post.head.seq, "hash": post.head.hash.hex(),
        "checksum": slip.checksum, "message": Words("en")(delivery(slip)),
    }  # fmt: skip


def _day(day: date | None) -> str:
    return WHOLE_EVENT if day is None else day.isoformat()
