"""`checkin import`: registrations from a file."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import USAGE_OR_DATA_ERROR, emit, say
from checkin.i18n import Words
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.importers.registrations_file import Imported


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, or one for each mistake, instead of sentences.")
@pass_home
def command(home: Home, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import registrations from a CSV file, as Excel and LibreOffice write it; again = update.

    Columns, in any order: id, badge, name, category, status; and if you have them company, email, order, language,
    valid_from, valid_until, note. A badge left empty gets a fresh number. Any mistake: nothing changes, and all are listed.

    \b
    Example:
      checkin import registrations.csv --dry-run
    """
    from data.importers.registrations_file import import_registrations

    try:
        with home.serving() as (store, _):
            imported = import_registrations(store, file, dry_run=dry_run)
    except Trouble as trouble:
        if not as_json:
            raise
        _emit_mistakes(home, trouble)
    if as_json:
        emit({"file": str(file), **dataclasses.asdict(imported), "dry_run": dry_run})
    else:
        _say_numbers(home.words, imported, dry_run)


def _say_numbers(words: Words, imported: "Imported", dry_run: bool) -> None:
    numbers = dataclasses.asdict(imported)
    if dry_run:
        say(words("{rows} rows: {added} to add, {changed} to change, {unchanged} unchanged. Nothing was written.", **numbers))
    else:
        say(words("{rows} rows: {added} added, {changed} changed, {unchanged} unchanged.", **numbers))
    if imported.ignored_columns:
        say(words("Ignored columns: {columns}", columns=", ".join(imported.ignored_columns)))


def _emit_mistakes(home: Home, trouble: Trouble) -> NoReturn:
    for mistake in trouble.mistakes:
        emit({"error": True, "row": mistake.row, "column": mistake.column, "message": home.words(mistake.what)})
    if not trouble.mistakes:
        emit({"error": True, "row": 0, "column": "", "message": home.words(trouble.what)})
    click.echo(home.words("Error: {what}", what=trouble.what), err=True)
    raise SystemExit(USAGE_OR_DATA_ERROR)
