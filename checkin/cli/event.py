"""`checkin event`: the event that this desk serves."""

from datetime import time
from pathlib import Path
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.domain.event import Category, Checkpoint, Event


@click.group()
def command() -> None:
    """Check, store and show the event that this desk serves.

    \b
    Example:
      checkin event init EVENT.toml
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="EVENT.toml")
@pass_home
def init(home: Home, file: Path) -> None:
    """Check an event file and store it; every mistake in it is named with its line.

    Again with the same event id = update. What registrations and scans use must stay in the file.

    \b
    Example:
      checkin event init EVENT.toml
    """
    from data.importers.event_file import read_event

    text, event = read_event(file)
    store = home.open()
    try:
        store.store_event(text, event)
    finally:
        store.close()
    words = home.words
    say(words('"{name}" is stored: {summary}.', name=event.name(words.language), summary=", ".join((
        words.plural("{n} day", "{n} days", len(event.days)),
        words.plural("{n} category", "{n} categories", len(event.categories)),
        words.plural("{n} gate", "{n} gates", len(event.gates)),
        words.plural("{n} checkpoint", "{n} checkpoints", len(event.checkpoints)),
    ))))  # fmt: skip


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def show(home: Home, *, as_json: bool) -> None:
    """Show the event, its categories, gates and checkpoints, and how many registrations there are.

    \b
    Example:
      checkin event show --json
    """
    with home.serving() as (store, event):
        registrations = store.registrations.count()
    record = _record(event, registrations)
    if as_json:
        emit(record)
        return
    _say_event(home, event, registrations)


def _record(event: Event, registrations: int) -> dict[str, Any]:
    return {
        "id": event.id,
        "name": dict(event.name.by_language),
        "venue": dict(event.venue.by_language),
        "timezone": event.zone.key,
        "days": [day.isoformat() for day in event.days],
        "languages": list(event.languages),
        "retention_days": event.retention_days,
        "categories": [_category(one) for one in event.categories.values()],
        "gates": [{"id": one.id, "name": dict(one.name.by_language)} for one in event.gates.values()],
        "checkpoints": [_checkpoint(event, one) for one in event.checkpoints.values()],
        "registrations": registrations,
    }


def _category(one: Category) -> dict[str, Any]:
    return {
        "id": one.id, "name": dict(one.name.by_language), "track": one.track, "colour": one.colour, "expected": one.expected,
        "ask_id": one.ask_id,
    }  # fmt: skip


def _checkpoint(event: Event, one: Checkpoint) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": dict(one.name.by_language),
        "admits": sorted(one.admits if one.admits is not None else event.categories),
        "entry": one.entry.value,
        "opens": _clock(one.opens),
        "closes": _clock(one.closes),
        "days": [day.isoformat() for day in sorted(one.days if one.days is not None else event.days)],
        "capacity": one.capacity,
        "max_entries": one.max_entries,
    }


def _clock(at: time | None) -> str | None:
    return None if at is None else at.isoformat("seconds" if at.second else "minutes")


def _say_event(home: Home, event: Event, registrations: int) -> None:
    words = home.words
    language = words.language
    say(words("{name} ({id}), {venue}", name=event.name(language), id=event.id, venue=event.venue(language) or "-"))
    say(words("Days: {days} ({zone})", days=", ".join(day.isoformat() for day in event.days), zone=event.zone.key))
    say(words.plural("{n} registration", "{n} registrations", registrations))
    say(words("Categories:"))
    for category in event.categories.values():
        asks = "; " + words("an identity card is asked for") if category.ask_id else ""
        say(f"  {category.id}: {category.name(language)}{asks}")
    say(words("Gates:"))
    for gate in event.gates.values():
        say(f"  {gate.id}: {gate.name(language)}")
    say(words("Checkpoints:"))
    for checkpoint in event.checkpoints.values():
        say(f"  {checkpoint.id}: {checkpoint.name(language)}; {_conditions(home, event, checkpoint)}")


def _conditions(home: Home, event: Event, one: Checkpoint) -> str:
    words = home.words
    parts = [words("for {categories}", categories=", ".join(sorted(one.admits if one.admits is not None else event.categories)))]
    parts += [words("entry {policy}", policy=one.entry.value)]
    if one.opens or one.closes:
        parts += [words("open {opens} to {closes}", opens=_clock(one.opens) or "00:00", closes=_clock(one.closes) or "24:00")]
    if one.days is not None:
        parts += [words("on {days}", days=", ".join(day.isoformat() for day in sorted(one.days)))]
    if one.capacity is not None:
        parts += [words("at most {n} inside", n=one.capacity)]
    if one.max_entries is not None:
        parts += [words("at most {n} entries a person", n=one.max_entries)]
    return ", ".join(parts)
