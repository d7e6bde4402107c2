"""An event as an organiser describes it: days, categories, gates and checkpoints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LANGUAGES = ("fr", "ar", "en")


class EntryPolicy(StrEnum):
    """How often one person may enter a checkpoint."""

    ONCE = "once"
    ONCE_PER_DAY = "once_per_day"
    AFTER_EXIT = "after_exit"
    UNLIMITED = "unlimited"


class Offline(StrEnum):
    """What a checkpoint does with a person whom only the hub could tell to be the first, while the hub cannot be asked."""

    ADMIT = "admit"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Names:
    """The same name in several languages, keyed by language code ("fr", "ar", "en")."""

    by_language: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, language: str) -> str:
        """The name in `language`, else in the first language that has one, else ""."""
        if language in self.by_language:
            return self.by_language[language]
        return next(iter(self.by_language.values()), "")


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of attendee. `colour` is "#RRGGBB"; `note` is shown to staff at each scan; with `ask_id` they are to look at an
    identity card, which keeps nobody from being admitted."""

    id: str
    name: Names
    track: str = "expo"
    colour: str = "#57606A"
    expected: int | None = None
    note: Names = field(default_factory=Names)
    ask_id: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A group of desks at one door."""

    id: str
    name: Names


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An independent scope of validity: who may pass, when, how often, how many at once.

    `admits` None means every category, `days` None every day of the event, `opens` and `closes` None no limit.
    `closes` earlier than `opens` means that the checkpoint closes on the next calendar day.
    `capacity` is in persons inside at once, `max_entries` in admitted entries of one person over the whole event. `offline` is
    for desks that are enrolled at a hub.
    """

    id: str
    name: Names
    admits: frozenset[str] | None = None
    entry: EntryPolicy = EntryPolicy.ONCE
    opens: time | None = None
    closes: time | None = None
    days: frozenset[date] | None = None
    capacity: int | None = None
    max_entries: int | None = None
    offline: Offline = Offline.ADMIT


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the organiser expects how many people: on `day` (None: on every day that has nothing of its own), `people` in all,
    spread by `shares`: a time of day, and the weight of the time from then to the next one; the last one is the end."""

    day: date | None
    people: int
    shares: tuple[tuple[time, int], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """The whole happening. `days` are calendar days in `zone`, in order."""

    id: str
    zone: ZoneInfo
    days: tuple[date, ...]
    name: Names
    venue: Names = field(default_factory=Names)
    languages: tuple[str, ...] = LANGUAGES
    retention_days: int = 30
    categories: Mapping[str, Category] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    checkpoints: Mapping[str, Checkpoint] = field(default_factory=dict)
    arrivals: tuple[Arrivals, ...] = ()

    def day_of(self, moment: datetime) -> date:
        """The calendar day of an aware `moment` in the event's time zone."""
        return moment.astimezone(self.zone).date()


def open_day(event: Event, checkpoint: Checkpoint, moment: datetime) -> date | None:
    """The event day on which `checkpoint` is open at `moment`, None while it is closed.

    The hours after midnight of a checkpoint that closes the next day belong to the day on which it opened.
    """
    local = moment.astimezone(event.zone)
    days = checkpoint.days if checkpoint.days is not None else frozenset(event.days)
    opens = checkpoint.opens or time.min
    closes = checkpoint.closes or time.max
    clock = local.time()
    if opens < closes:
        return local.date() if local.date() in days and opens <= clock <= closes else None
    if clock >= opens:
        return local.date() if local.date() in days else None
    evening = local.date() - timedelta(days=1)
    return evening if clock <= closes and evening in days else None
