"""What a check of this desk can come to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from checkin.i18n import Phrase, phrase
from checkin.settings import Settings
from checkin.trouble import Trouble


class State(StrEnum):
    """How a check came out, from good to bad: a desk runs with a warning, not with a fault."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check came to: its state, and a sentence with the way out where there is something to do. `measured` holds what
    was measured, for programs."""

    state: State
    message: Phrase
    measured: dict[str, object] = field(default_factory=dict, compare=False)


class Place(Protocol):
    """Where one desk's data are."""

    @property
    def path(self) -> Path: ...

    @property
    def database(self) -> Path: ...

    @property
    def settings(self) -> Settings: ...


At_contra = TypeVar("At_contra", bound=Place, contravariant=True)


@dataclass(frozen=True, slots=True)
class Check(Generic[At_contra]):
    """One thing that a desk needs: its `name` for programs, its `title` for people, and how it is looked at."""

    name: str
    title: Phrase
    look: Callable[[At_contra], Finding]


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was made: its `name` for programs, its `title` for people."""

    name: str
    title: Phrase
    finding: Finding


def ok(message: Phrase, **measured: object) -> Finding:
    """All is well."""
    return Finding(State.OK, message, measured)


def warning(message: Phrase, **measured: object) -> Finding:
    """A desk runs, with less."""
    return Finding(State.WARNING, message, measured)


def fault(message: Phrase, **measured: object) -> Finding:
    """A desk cannot run."""
    return Finding(State.FAULT, message, measured)


def examine(check: Check[At_contra], place: At_contra) -> Finding:
    """The finding of one check."""
    return found(lambda: check.look(place))


def found(look: Callable[[], Finding]) -> Finding:
    """What `look` finds. What it could not foresee is a fault too: the other checks go on."""
    try:
        return look()
    except Trouble as trouble:
        return fault(trouble.what)
    except Exception as error:
        return fault(phrase("This check broke off: {error}. Please report it.", error=f"{type(error).__name__}: {error}"))
