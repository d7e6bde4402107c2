"""`checkin export`: registrations and journal for a spreadsheet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub, people_at


def _choices(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        database_option,
        click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence."),
        click.option("--force", is_flag=True, help="Write over a file that is there."),
        click.option("--semicolons", is_flag=True, help="Semicolons between the cells of a CSV, as Excel in French wants them."),
        click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv|FILE.xlsx"),
    ):
        function = option(function)
    return function


@click.group()
def command() -> None:
    """Write registrations or scans to a file that opens right in Excel.

    \b
    Example:
      checkin export registrations people.xlsx
    """


@command.command()
@_choices
@pass_home
def registrations(home: Home, file: Path, database: str, *, semicolons: bool, force: bool, as_json: bool) -> None:
    """Write all registrations, as an import would read them; in the home of a hub with the walk-ins of every desk. They are
    personal data: delete the file when it has served.

    \b
    Example:
      checkin export registrations people.csv --semicolons
    """
    from data.exporters.tables import export_registrations

    with people_at(home, database) as people:
        zone = people.event().zone
        rows = export_registrations(people.store, file, zone, semicolons=semicolons, overwrite=force)
    _tell(home, file, rows, as_json)


@command.command()
@_choices
@pass_home
def journal(home: Home, file: Path, database: str, *, semicolons: bool, force: bool, as_json: bool) -> None:
    """Write every line of the journal, its times in the event's time zone; in the home of a hub the lines of every desk, each
    with when the hub got it.

    \b
    Example:
      checkin export journal scans.xlsx
    """
    from data.exporters.tables import export_scans, export_scans_of_all

    if is_hub(home, database):
        with opened(home, database) as place:
            rows = export_scans_of_all(place.rows(), file, place.event.zone, semicolons=semicolons, overwrite=force)
    else:
        with home.serving() as (store, event):
            rows = export_scans(store, file, event.zone, semicolons=semicolons, overwrite=force)
    _tell(home, file, rows, as_json)


def _tell(home: Home, file: Path, rows: int, as_json: bool) -> None:
    if as_json:
        emit({"file": str(file), "rows": rows})
    else:
        say(home.words("{rows} rows are in {path}.", rows=rows, path=str(file)))
