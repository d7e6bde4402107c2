"""What a check of this machine can come to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from checkin.cli.home import Home
from checkin.i18n import Phrase, phrase
from checkin.trouble import Trouble


class State(StrEnum):
    """How a check came out, from good to bad: a desk runs with a warning, not with a fault."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check came to: its state, and a sentence with the way out where there is something to do."""

    state: State
    message: Phrase


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a desk needs: its `name` for programs, its `title` for people, and how it is looked at."""

    name: str
    title: Phrase
    look: Callable[[Home], Finding]


def ok(message: Phrase) -> Finding:
    """All is well."""
    return Finding(State.OK, message)


def warning(message: Phrase) -> Finding:
    """A desk runs, with less."""
    return Finding(State.WARNING, message)


def fault(message: Phrase) -> Finding:
    """A desk cannot run."""
    return Finding(State.FAULT, message)


def examine(check: Check, home: Home) -> Finding:
    """The finding of one check. What it could not foresee is a fault too: the other checks go on."""
    try:
        return check.look(home)
    except Trouble as trouble:
        return fault(trouble.what)
    except Exception as error:
        return fault(phrase("This check broke off: {error}. Please report it.", error=f"{type(error).__name__}: {error}"))
