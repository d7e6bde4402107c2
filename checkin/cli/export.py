"""`checkin export`: registrations and journal for a spreadsheet."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say


def _choices(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
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
def registrations(home: Home, file: Path, *, semicolons: bool, force: bool, as_json: bool) -> None:
    """Write all registrations, as an import would read them. They are personal data: delete the file when it has served.

    \b
    Example:
      checkin export registrations people.csv --semicolons
    """
    from data.exporters.tables import export_registrations

    _export(home, file, partial(export_registrations, semicolons=semicolons, overwrite=force), as_json)


@command.command()
@_choices
@pass_home
def journal(home: Home, file: Path, *, semicolons: bool, force: bool, as_json: bool) -> None:
    """Write every line of the journal, its times in the event's time zone.

    \b
    Example:
      checkin export journal scans.xlsx
    """
    from data.exporters.tables import export_scans

    _export(home, file, partial(export_scans, semicolons=semicolons, overwrite=force), as_json)


def _export(home: Home, file: Path, write: Callable[..., int], as_json: bool) -> None:
    with home.serving() as (store, event):
        rows = write(store, file, event.zone)
    if as_json:
        emit({"file": str(file), "rows": rows})
    else:
        say(home.words("{rows} rows are in {path}.", rows=rows, path=str(file)))
