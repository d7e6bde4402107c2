"""`checkin journal verify`: a desk's journal, all that a hub has, or exported files, line by line."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import USAGE_OR_DATA_ERROR, emit, say
from checkin.cli.overview_place import is_hub
from checkin.domain.badge import safe_text
from checkin.domain.journal import Break, Head
from checkin.i18n import Phrase, phrase

FAULTS = {
    "gap": phrase("a line is missing before this one"),
    "chain": phrase("this line does not continue the one before"),
    "changed": phrase("this line was changed"),
    "unguarded": phrase("the guard against changes was taken off the journal"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at: sentences and keys of what there is, and the breaks in it. `journals`: whether there may be several."""

    holds: Phrase
    told: dict[str, Any]
    breaks: tuple[Break, ...]
    journals: bool = True


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="[FILE]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@database_option
@pass_home
def verify(home: Home, files: tuple[Path, ...], database: str, *, as_json: bool) -> None:
    """Check every line of the journal against the one before; in the home of a hub, those of all desks; or those in exported
    files (.jsonl or .csv), of a desk or of a hub. Status 2 if one was changed, removed or put in.

    Write the last hash down somewhere else: with it, lines that were removed from the end are noticed too.

    \b
    Example:
      checkin journal verify
      checkin journal verify scans.jsonl
    """
    found = in_files(files) if files else at_the_hub(home, database) if is_hub(home, database) else at_the_desk(home)
    if as_json:
        emit({**found.told, "ok": not found.breaks, "breaks": [_record(home, found, one) for one in found.breaks]})
    elif not found.breaks:
        say(home.words(found.holds))
        for head in found.told.get("journals", ()):
            say("  " + "\t".join((safe_text(head["journal"]), str(head["lines"]), head["head"])))
    else:
        _say_breaks(home, found)
    if found.breaks:
        raise SystemExit(USAGE_OR_DATA_ERROR)


def at_the_desk(home: Home) -> Found:
    """The journal of the desk in this home."""
    from data.exporters.journal_file import verify_journal
    from data.store import open_store

    with closing(open_store(home.database, read_only=True)) as store:
        found = verify_journal(store.journal)
    head = found.head.hash.hex()
    holds = phrase("The journal holds: {lines} lines, the last hash is {hash}.", lines=found.lines, hash=head)
    return Found(holds, {"journal": found.head.journal, "lines": found.lines, "head": head}, found.breaks, journals=False)


def at_the_hub(home: Home, database: str) -> Found:
    """All that a hub has, and the journal of its own home."""
    from data.hub.verifying import breaks_of_hub

    own = at_the_desk(home)
    with opened(home, database) as place:
        breaks = tuple(breaks_of_hub(place.log, place.event.id))
        state, roster = place.log.page(place.event.id, 0, 1).state, place.log.roster(place.event.id)
    heads = [Head(one.id, one.seq, one.hash) for one in roster.journals.values() if one.seq]
    told = {"lines": state.position, "head": state.chain.hex(), "journals": _heads(heads)}
    holds = phrase("The hub's journals hold: {lines} lines of {count} journals, the last hash of its log is {hash}.",
                   lines=state.position, count=len(heads), hash=state.chain.hex())  # fmt: skip
    return Found(holds, told, (*breaks, *(Break(own.told["journal"], one.seq, one.fault) for one in own.breaks)))


def in_files(files: Sequence[Path]) -> Found:
    """What was exported."""
    from data.overview.file_verifying import verify_files

    found = verify_files(files)
    holds = phrase("What was exported holds: {lines} lines of {count} journals.", lines=found.lines, count=len(found.heads))
    return Found(holds, {"lines": found.lines, "journals": _heads(found.heads)}, found.breaks)


def _heads(heads: Sequence[Head]) -> list[dict[str, Any]]:
    return [{"journal": one.journal, "lines": one.seq, "head": one.hash.hex()} for one in sorted(heads, key=_name)]


def _name(head: Head) -> str:
    return head.journal


def _record(home: Home, found: Found, one: Break) -> dict[str, Any]:
    whose = {"journal": one.journal or None} if found.journals else {}
    return {**whose, "seq": one.seq, "fault": one.fault, "message": home.words(FAULTS[one.fault])}


def _say_breaks(home: Home, found: Found) -> None:
    what = home.words("The journal does not hold. Keep this file as it is, and hand it to whoever looks after the desks.")
    click.echo(home.words("Error: {what}", what=what), err=True)
    for one in found.breaks:
        click.echo(f"  {_place(home, found, one)}{home.words(FAULTS[one.fault])}", err=True)


def _place(home: Home, found: Found, one: Break) -> str:
    """Where it is, in words, before the words of what is wrong there."""
    line = home.words("line {row}", row=one.seq) + ": " if one.seq else ""
    if not found.journals:
        return line
    journal = home.words("journal {journal}", journal=safe_text(one.journal)) if one.journal else home.words("the hub's log")
    return f"{journal}, {line}" if line else f"{journal}: "
