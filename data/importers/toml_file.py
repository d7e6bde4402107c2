"""TOML files as people write them: read as text, and every mistake named with its line."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from checkin.i18n import phrase
from checkin.trouble import Mistake, Trouble

LARGEST_FILE = 1_000_000


def read_text(path: Path) -> str:
    """The text of the file at `path`. Trouble if it cannot be read, is empty, larger than 1 MB or no UTF-8."""
    if path.is_dir():
        raise Trouble("{path} is a folder. Name a file in it.", path=str(path))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Trouble(
            "{path} cannot be read ({error}). Check its name and your rights.", path=str(path), error=error.strerror
        ) from error
    if len(content) > LARGEST_FILE:
        raise Trouble("{path} is larger than 1 MB, so nobody wrote it by hand. Name another file.", path=str(path))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text(path, content[: error.start].count(b"\n") + 1) from error
    if "\0" in text:
        raise _not_text(path, text[: text.index("\0")].count("\n") + 1)
    if not text.strip():
        raise Trouble("{path} is empty. Write into it what the manual shows.", path=str(path))
    return text


def tables_of(text: str, trouble: Callable[[list[Mistake]], Trouble]) -> dict[str, Any]:
    """The values of a TOML text; `trouble` makes what is raised from the mistakes."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise trouble([_syntax(str(error), text)]) from error
    except RecursionError as error:
        raise trouble([Mistake(0, "", phrase("it is nested too deeply"))]) from error
    except ValueError as error:  # a number of thousands of digits
        raise trouble([Mistake(0, "", phrase("a value in it is too large"))]) from error


def _not_text(path: Path, line: int) -> Trouble:
    return Trouble(
        "{path} is not a text in UTF-8. Save it again as UTF-8 text.", path=str(path),
        mistakes=[Mistake(line, "", phrase("this is not text in UTF-8"))],
    )  # fmt: skip


def _syntax(message: str, text: str) -> Mistake:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
    return Mistake(line, "", phrase("TOML does not allow this: {error}", error=message[: place.start()] if place else message))
