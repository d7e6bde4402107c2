"""An event as an organiser writes it, in TOML: read whole, or every mistake named with its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from checkin.domain.event import LANGUAGES, Arrivals, Category, Checkpoint, EntryPolicy, Event, Gate, Offline
from checkin.i18n import phrase
from checkin.sync.invitation import fits_event
from checkin.trouble import Mistake, Trouble
from data.importers.event_tables import Table
from data.importers.toml_file import read_text, tables_of
from data.importers.toml_lines import Lines


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


I = TypeVar("I", bound=_Identified)  # noqa: E741


def read_event(path: Path) -> tuple[str, Event]:
    """The text of the event file at `path`, and the event it describes. Trouble lists every mistake in it."""
    text = read_text(path)
    return text, _parsed(text, lambda mistakes: Trouble(
        "The event in {path} has mistakes; nothing was changed. Correct them and try again.", path=str(path), mistakes=mistakes
    ), is_new=True)  # fmt: skip


def parse_event(text: str) -> Event:
    """The event that a stored text describes. Trouble lists every mistake in it."""
    return _parsed(text, lambda mistakes: Trouble(
        'The event stored on this desk cannot be read. Store it again with "checkin event init EVENT.toml".', mistakes=mistakes
    ))  # fmt: skip


def _parsed(text: str, trouble: Callable[[list[Mistake]], Trouble], *, is_new: bool = False) -> Event:
    values = tables_of(text, trouble)
    mistakes: list[Mistake] = []
    root = Table(values, (), Lines(text), mistakes)
    event = _event(root)
    if is_new and event is not None and event.id and not fits_event(event.id):  # a stored one may go on, without a hub
        table = root.table("event")
        assert table is not None
        table.wrong("id", phrase('must be 1 to 80 letters, digits and signs, without blanks, accents and "|"'))
    if mistakes or event is None:
        raise trouble(sorted(mistakes, key=lambda mistake: mistake.row))
    return event


def _event(root: Table) -> Event | None:
    root.allow("event", "category", "gate", "checkpoint", "arrivals")
    root.require("event", "category", "checkpoint")
    table = root.table("event")
    days = (table.days("days") if table else None) or ()
    categories = _by_id(root, "category", _category)
    gates = _by_id(root, "gate", _gate)
    checkpoints = _by_id(root, "checkpoint", lambda one: _checkpoint(one, frozenset(categories), frozenset(days)))
    arrivals = tuple(_arrivals(one, days) for one in root.tables("arrivals"))
    if table is None:
        return None
    table.allow("id", "timezone", "days", "languages", "retention_days", "name", "venue")
    table.require("id", "timezone", "days", "name")
    given = _given(languages=_languages(table), retention_days=table.number("retention_days", 0), venue=table.names("venue"))
    identity, zone, name = table.text("id"), _zone(table), table.names("name")
    if zone is None:
        return None
    return Event(
        identity, zone, days, name, categories=categories, gates=gates, checkpoints=checkpoints, arrivals=arrivals, **given
    )  # fmt: skip


def _category(table: Table) -> Category:
    table.allow("id", "name", "track", "colour", "expected", "note", "ask_id")
    optional = _given(track=table.text("track"), colour=table.colour("colour"), ask_id=table.flag("ask_id"))
    expected = table.number("expected", 0)
    return Category(table.text("id"), table.names("name"), expected=expected, note=table.names("note"), **optional)


def _gate(table: Table) -> Gate:
    table.allow("id", "name")
    return Gate(table.text("id"), table.names("name"))


def _checkpoint(table: Table, categories: frozenset[str], event_days: frozenset[date]) -> Checkpoint:
    table.allow("id", "name", "admits", "entry", "opens", "closes", "days", "capacity", "max_entries", "offline")
    admits, days = table.texts("admits"), table.days("days")
    for one in admits or ():
        if one not in categories:
            table.wrong("admits", phrase('there is no category "{id}"', id=one))
    for day in days or ():
        if event_days and day not in event_days:
            table.wrong("days", phrase("{day} is not a day of the event", day=day.isoformat()))
    return Checkpoint(
        table.text("id"), table.names("name"), None if admits is None else frozenset(admits),
        opens=table.clock("opens"), closes=table.clock("closes"), days=None if days is None else frozenset(days),
        capacity=table.number("capacity", 1), max_entries=table.number("max_entries", 1),
        **_given(entry=_policy(table), offline=_offline(table)),
    )  # fmt: skip


def _arrivals(table: Table, event_days: tuple[date, ...]) -> Arrivals:
    table.allow("day", "people", "shares")
    table.require("people", "shares")
    day = table.day("day")
    if day is not None and event_days and day not in event_days:
        table.wrong("day", phrase("{day} is not a day of the event", day=day.isoformat()))
    return Arrivals(day, table.number("people", 1) or 0, table.shares("shares"))


def _policy(table: Table) -> EntryPolicy | None:
    name = table.text("entry")
    if name in [*EntryPolicy]:
        return EntryPolicy(name)
    if name:
        table.wrong("entry", phrase('there is no policy "{policy}"; known: {known}', policy=name, known=", ".join(EntryPolicy)))
    return None


def _offline(table: Table) -> Offline | None:
    said = table.text("offline")
    if said in [*Offline]:
        return Offline(said)
    if said:
        table.wrong("offline", phrase('"{said}" is neither of {known}', said=said, known=", ".join(Offline)))
    return None


def _given(**values: Any) -> dict[str, Any]:
    """The values that are there; the defaults of the others are written in checkin.domain.event alone."""
    return {name: value for name, value in values.items() if value not in ("", None)}


def _zone(table: Table) -> ZoneInfo | None:
    name = table.text("timezone")
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        table.wrong("timezone", phrase('there is no time zone "{zone}"; an example is "Africa/Casablanca"', zone=name))
    return None


def _languages(table: Table) -> tuple[str, ...] | None:
    languages = table.texts("languages")
    for one in languages or ():
        if one not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            table.wrong("languages", phrase('there is no language "{language}"; known: {known}', language=one, known=known))
    return languages


def _by_id(root: Table, key: str, read: Callable[[Table], I]) -> dict[str, I]:
    found: dict[str, I] = {}
    for table in root.tables(key):
        table.require("id", "name")
        one = read(table)
        if one.id and one.id in found:
            table.wrong("id", phrase('"{id}" is there twice', id=one.id))
        elif one.id:
            found[one.id] = one
    return found
