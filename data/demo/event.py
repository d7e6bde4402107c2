"""The demo event as an organiser's file, its days filled in."""

from datetime import date, datetime, timedelta
from pathlib import Path
from string import Template

from data.demo.people import ZONE

DEMO_EVENT = "scec-demo"
DAYS = 3
_TEMPLATE = Path(__file__).with_name("event.toml")


def today() -> date:
    """Today at the demo's venue."""
    return datetime.now(ZONE).date()


def event_days(first: date) -> tuple[date, ...]:
    """The demo's days, when `first` is the first."""
    return tuple(first + timedelta(days=n) for n in range(DAYS))


def event_text(first: date) -> str:
    """The demo event as an event file (TOML) of an organiser; its first day is `first`."""
    days = event_days(first)
    dates = {name: day.isoformat() for name, day in zip(("first", "second", "third"), days, strict=True)}
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(dates)
