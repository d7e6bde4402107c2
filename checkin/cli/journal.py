"""`checkin journal`: the log of scans, verified and exported."""

from contextlib import closing
from pathlib import Path

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.journal_verify import verify
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub
from checkin.sync.membership import KEY_FILE
from checkin.trouble import Trouble


@click.group()
def command() -> None:
    """Verify or export the journal of scans.

    \b
    Example:
      checkin journal verify
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv|FILE.jsonl")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@database_option
@pass_home
def export(home: Home, file: Path, database: str, *, force: bool, as_json: bool) -> None:
    """Write every line of the journal to a file: CSV for a spreadsheet, JSONL exactly as it is. In the home of a hub: every line
    of every desk, in the hub's order, each with when it got it.

    \b
    Example:
      checkin journal export scans.csv
    """
    from data.exporters.journal_file import export_journal, export_rows
    from data.store import open_store

    if is_hub(home, database):
        with opened(home, database) as place:
            lines = export_rows(place.rows(), file, overwrite=force)
    else:
        with closing(open_store(home.database, read_only=True)) as store:
            lines = export_journal(store.journal, file, overwrite=force)
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

    if is_hub(home, ""):
        raise Trouble('This is the home of a hub, which has no parcel for itself. "checkin hub backup" keeps all that it has.')
    with home.serving() as (store, _):
        member = store.membership.get()
        if member is None:
            raise Trouble('This desk is enrolled at no hub, which alone could read it. For people: "checkin journal export".')
        lines = write_parcel(store, member, device_key(home.path / KEY_FILE), file, overwrite=force)
    if as_json:
        emit({"file": str(file), "lines": lines})
    else:
        say(home.words("{lines} lines are in {path}.", lines=lines, path=str(file)))


command.add_command(verify)
