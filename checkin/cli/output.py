"""How commands answer: sentences for people, or one JSON object a line for programs; troubles without a traceback."""

import json
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import click

from checkin.domain.badge import safe_text
from checkin.i18n import Words
from checkin.trouble import Trouble

USAGE_OR_DATA_ERROR = 2


def emit(record: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own, as UTF-8 whatever the terminal."""
    sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False, separators=(", ", ": ")).encode() + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A sentence for the person at the terminal."""
    click.echo(text)


def fail(trouble: Trouble, words: Words) -> NoReturn:
    """Say what is wrong, every mistake on a line, and leave with status 2."""
    click.echo(words("Error: {what}", what=trouble.what), err=True)
    for mistake in trouble.mistakes:
        where = [words("line {row}", row=mistake.row)] if mistake.row else []
        where += [safe_text(mistake.column)] if mistake.column else []
        click.echo("  " + ", ".join(where) + (": " if where else "") + safe_text(words(mistake.what)), err=True)
    raise SystemExit(USAGE_OR_DATA_ERROR)
