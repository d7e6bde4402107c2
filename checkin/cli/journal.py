"""`checkin journal`: the log of scans, verified and exported."""

from pathlib import Path

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import USAGE_OR_DATA_ERROR, emit, say
from checkin.domain.journal import Break
from checkin.i18n import Phrase, phrase
from checkin.sync.membership import KEY_FILE
from checkin.trouble import Trouble

FAULTS = {
    "gap": phrase("a line is missing before this one"),
    "chain": phrase("this line does not continue the one before"),
    "changed": phrase("this line was changed"),
    "unguarded": phrase("the guard against changes was taken off the journal"),
}


@click.group()
def command() -> None:
    """Verify or export the journal of scans.

    \b
    Example:
      checkin journal verify
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def verify(home: Home, *, as_json: bool) -> None:
    """Check every line of the journal against the one before. Status 2 if one was changed, removed or put in.

    Write the last hash down somewhere else: with it, lines that were removed from the end are noticed too.

    \b
    Example:
      checkin journal verify
    """
    from data.exporters.journal_file import verify_journal
    from data.store import open_store

    store = open_store(home.database, read_only=True)
    try:
        found = verify_journal(store.journal)
    finally:
        store.close()
    head = found.head.hash.hex()
    if as_json:
        faults = [{"seq": one.seq, "fault": one.fault, "message": home.words(FAULTS[one.fault])} for one in found.breaks]
        emit({"journal": found.head.journal, "lines": found.lines, "head": head, "ok": not faults, "breaks": faults})
    elif not found.breaks:
        say(home.words("The journal holds: {lines} lines, the last hash is {hash}.", lines=found.lines, hash=head))
    else:
        _say_breaks(home, found.breaks)
    if found.breaks:
        raise SystemExit(USAGE_OR_DATA_ERROR)


def _say_breaks(home: Home, breaks: tuple[Break, ...]) -> None:
    what = home.words("The journal does not hold. Keep this file as it is, and hand it to whoever looks after the desks.")
    click.echo(home.words("Error: {what}", what=what), err=True)
    for one in breaks:
        fault: Phrase = FAULTS[one.fault]
        click.echo("  " + (home.words("line {row}", row=one.seq) + ": " if one.seq else "") + home.words(fault), err=True)


@command.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv|FILE.jsonl")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def export(home: Home, file: Path, *, force: bool, as_json: bool) -> None:
    """Write every line of the journal to a file: CSV for a spreadsheet, JSONL exactly as it is.

    \b
    Example:
      checkin journal export scans.csv
    """
    from data.exporters.journal_file import export_journal
    from data.store import open_store

    store = open_store(home.database, read_only=True)
    try:
        lines = export_journal(store.journal, file, overwrite=force)
    finally:
        store.close()
    if as_json:
        emit({"file": str(file), "lines": lines})
    else:
        say(home.words("{lines} lines are in {path}.", lines=lines, path=str(file)))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def pack(home: Home, file: Path, *, force: bool, as_json: bool) -> None:
    """Pack the whole journal and this desk's walk-ins for the hub, where no network leads there: signed by this device,
    readable by that hub alone. Carry the file to it, and there: checkin hub accept FILE

    \b
    Example:
      checkin journal pack /media/stick/desk-7.parcel
    """
    from data.exporters.parcel_file import write_parcel
    from data.membership import device_key

    with home.serving() as (store, _):
        member = store.membership.get()
        if member is None:
            raise Trouble('This desk is enrolled at no hub, which alone could read it. For people: "checkin journal export".')
        lines = write_parcel(store, member, device_key(home.path / KEY_FILE), file, overwrite=force)
    if as_json:
        emit({"file": str(file), "lines": lines})
    else:
        say(home.words("{lines} lines are in {path}.", lines=lines, path=str(file)))
