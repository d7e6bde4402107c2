"""checkin decode: what the desk's decoders read in pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.home import words_of_the_shell
from checkin.cli.output import USAGE_OR_DATA_ERROR, emit, say
from checkin.domain.badge import safe_text
from checkin.i18n import Words
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.scanning.decoder import Decoder, PictureRead

NO_CODE = 1


@click.command(name="decode")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help='One object a picture: {"path", "texts", "ms", "decoder"}.')
def command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read the QR codes in pictures, and in the pictures of folders and their folders.

    A photograph is turned as its EXIF orientation says before it is read. "texts" are in reading order; "decoder" is null
    where nothing was read; "ms" is the time of reading, the file itself not counted.

    Exit status: 0 if a code was read in every picture, 1 if there was none in one of them, 2 if a path could not be opened
    as a picture.

    \b
    Example:
        checkin decode badge.jpg
        checkin decode --json photos/
    """
    from checkin.scanning.reader import desk_reader

    words = words_of_the_shell()
    chain = desk_reader()
    status = 0
    for path in (path for argument in paths for path in _pictures(argument)):
        try:
            found = _read(path, chain)
        except Trouble as trouble:
            click.echo(words("Error: {what}", what=trouble.what), err=True)
            status = USAGE_OR_DATA_ERROR
            continue
        _show(path, found, words, as_json)
        status = max(status, 0 if found.texts else NO_CODE)
    raise SystemExit(status)


def _pictures(path: Path) -> Iterator[Path]:
    """The pictures that an argument means: itself, or, if it is a folder, those in it, by name. A folder without any stays
    itself, so that it is complained of."""
    from checkin.scanning.films import PICTURES

    inside = sorted(found for found in path.rglob("*") if found.suffix.lower() in PICTURES) if path.is_dir() else []
    yield from inside or [path]


def _read(path: Path, chain: "Decoder") -> "PictureRead":
    from checkin.scanning.decoder import read_picture

    if path.is_dir():
        raise Trouble("There are no pictures in the folder {path}.", path=str(path))
    try:
        found = read_picture(path, chain)
    except FileNotFoundError:
        raise Trouble("There is no file {path}.", path=str(path)) from None
    except OSError as error:
        raise Trouble("{path} cannot be read ({error}).", path=str(path), error=error.strerror or str(error)) from error
    if found is None:
        raise Trouble("{path} is not a picture.", path=str(path))
    return found


def _show(path: Path, found: "PictureRead", words: Words, as_json: bool) -> None:
    if as_json:
        emit({"path": str(path), "texts": list(found.texts), "ms": round(found.ms, 1), "decoder": found.decoder})
        return
    texts = ", ".join(safe_text(text) for text in found.texts)
    say(f"{safe_text(str(path))}: {texts or words('no code found')}")
