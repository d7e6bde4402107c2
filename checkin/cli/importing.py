"""`checkin import`: registrations from a file."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from checkin.cli.desk import no_display
from checkin.cli.home import Home, pass_home
from checkin.cli.output import USAGE_OR_DATA_ERROR, emit, fail, say
from checkin.cli.watching import watching
from checkin.domain.badge import safe_text
from checkin.i18n import Phrase, Words, phrase
from checkin.logs import log_to
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.importers.registrations_file import Imported, Wishes

ACTIONS: dict[str, Phrase] = {
    "added": phrase("to add"), "changed": phrase("to change"), "canceled": phrase("to cancel"),
}  # fmt: skip


def _said(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if wrong := [value for value, (_, sign, _) in zip(values, pairs, strict=True) if not sign]:
        raise click.BadParameter(f'{wrong[0]}: write FIELD="Heading"')
    return {field.strip(): heading for field, _, heading in pairs}


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE.csv|FILE.xlsx]", required=False)
@click.option("--map", "said", multiple=True, callback=_said, metavar='FIELD="HEADING"', help=(
    "Read FIELD from the column under HEADING; again for each. Empty: the file has no such column. Kept for the next such file."
))  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--cancel-missing", is_flag=True, help="Registrations that are not in the file become canceled.")
@click.option("--progress", is_flag=True, help="Say on standard error how many rows were read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, or one for each mistake, instead of sentences.")
@pass_home
def command(
    home: Home, file: Path | None, *, said: dict[str, str], dry_run: bool, cancel_missing: bool, progress: bool, as_json: bool
) -> None:
    """Import registrations from a CSV file or a workbook, as Excel and LibreOffice write them; again = update.

    Fields: id, badge, name, category, status; and if you have them company, email, order, language, valid_from, valid_until,
    note. Columns come in any order, under headings in French, Arabic or English. A badge left empty gets a fresh number. Any
    mistake: nothing changes, and all are listed. Ctrl+C leaves everything as it was. First and last name in two columns:
    --map name="First name+Last name". Without a file, a window opens to drop one on.

    \b
    Example:
      checkin import registrations.xlsx --map name="Nom complet" --dry-run
    """
    from data.importers.registrations_file import Wishes

    if file is None:
        raise SystemExit(_open_window(home))
    try:
        with watching((lambda n: home.words.plural("{n} row read", "{n} rows read", n)) if progress else None) as watch:
            imported = _import(home, file, Wishes(dry_run, said, cancel_missing, watch))
    except Trouble as trouble:
        if not as_json:
            raise
        _emit_mistakes(home, trouble)
    if as_json:
        emit(_record(home.words, file, imported, dry_run))
    else:
        _say_numbers(home.words, imported, dry_run)
    if imported.rejected:
        _end_with_mistakes(home.words, imported, as_json)


def _open_window(home: Home) -> int:
    """Import in a window, until it is closed. Trouble where there is no display."""
    if no_display():
        raise Trouble("There is no display for a window here. Name the file: checkin import FILE.csv")
    log_to(home.path / "logs")
    with home.serving():
        pass  # that there is no event is told here, where it can be helped
    from ui.importing.app import run_import

    return run_import(home.database, home.settings_file, home.settings)


def _import(home: Home, file: Path, wishes: "Wishes") -> "Imported":
    from data.importers.registrations_file import import_registrations

    with home.serving() as (store, _):
        return import_registrations(store, file, wishes=wishes)


def _record(words: Words, file: Path, imported: "Imported", dry_run: bool) -> dict[str, object]:
    numbers = dataclasses.asdict(imported)
    shown, mistakes = numbers.pop("shown"), numbers.pop("mistakes")
    missing = numbers.pop("missing")
    record = {"file": str(file), **numbers, "dry_run": dry_run}
    if dry_run:
        rejected = [{"row": one["row"], "column": one["column"], "message": words(said.what)}
                    for one, said in zip(mistakes, imported.mistakes, strict=True)]  # fmt: skip
        record |= {"changes": shown, "mistakes": rejected, "missing": missing}
    return record


def _say_numbers(words: Words, imported: "Imported", dry_run: bool) -> None:
    numbers = {name: getattr(imported, name) for name in ("rows", "added", "changed", "canceled", "unchanged", "rejected")}
    _say_mapping(words, imported)
    if dry_run:
        for one in imported.shown:
            where = words("line {row}", row=one.row) if one.row else words("not in the file")
            say(f"  {words(ACTIONS[one.action])}\t{where}\t{safe_text(one.id)}\t{safe_text(one.name)}")
        if (more := imported.added + imported.changed + imported.canceled - len(imported.shown)) > 0:
            say("  " + words("and {n} more", n=more))
        say(words(
            "{rows} rows: {added} to add, {changed} to change, {canceled} to cancel, {unchanged} unchanged, {rejected} rejected. "
            "Nothing was written.", **numbers,
        ))  # fmt: skip
    else:
        say(words("{rows} rows: {added} added, {changed} changed, {canceled} canceled, {unchanged} unchanged.", **numbers))
    if imported.ignored_columns:
        say(words("Ignored columns: {columns}", columns=", ".join(map(safe_text, imported.ignored_columns))))


def _say_mapping(words: Words, imported: "Imported") -> None:
    if any(heading.casefold() != field for field, heading in imported.mapped.items()):
        say(words('Columns (another: --map FIELD="HEADING"):'))
        for field, heading in imported.mapped.items():
            say(f"  {field:12} " + (safe_text(heading) if heading else words("not in the file")))


def _end_with_mistakes(words: Words, imported: "Imported", as_json: bool) -> NoReturn:
    trouble = Trouble("The file has mistakes. Correct them before you import it.", mistakes=() if as_json else imported.mistakes)
    fail(trouble, words)


def _emit_mistakes(home: Home, trouble: Trouble) -> NoReturn:
    for mistake in trouble.mistakes:
        emit({"error": True, "row": mistake.row, "column": mistake.column, "message": home.words(mistake.what)})
    if not trouble.mistakes:
        emit({"error": True, "row": 0, "column": "", "message": home.words(trouble.what)})
    click.echo(home.words("Error: {what}", what=trouble.what), err=True)
    raise SystemExit(USAGE_OR_DATA_ERROR)
