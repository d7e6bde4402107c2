"""Makes a report: from the lines that a reader gives to the values that are drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.domain.event import Checkpoint, Event
from checkin.domain.expectation import Roll
from checkin.domain.journal import Kind
from checkin.domain.passing import SLOT_US, Days
from checkin.domain.ranges import trust_until
from checkin.domain.tick import Tick
from checkin.i18n import Words
from checkin.overview.counting import Counting, undisturbed
from checkin.overview.picture import Chosen, Painter, day_shown
from checkin.overview.reading import Outlook, Reader
from checkin.overview.reports.cases import Cases, Find
from checkin.overview.reports.courses import busy, course
from checkin.overview.reports.figures import Counted, figures_of
from checkin.overview.reports.heads import WHOLE_EVENT, JournalHead, canonical, sealed
from checkin.overview.reports.parts import Parts
from checkin.overview.reports.telling import definitions, heads_table, trust_lines
from checkin.overview.reports.values import Report, Section, Table, digest_of
from checkin.overview.watch import before
from checkin.sentences import Teller, long_day


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a reader gives."""

    event: Event
    ticks: Sequence[Tick]
    outlook: Outlook
    roll: Roll | None
    find: Find
    supervisors: tuple[str, ...] = ()
    is_name: Callable[[str], bool] = lambda _: False

    def days(self) -> list[date]:
        """The days on which anything was scanned, in order."""
        days = Days(self.event.zone)
        return sorted(map(date.fromordinal, {days[one.at_us // SLOT_US] for one in self.ticks if one.kind == Kind.SCAN}))

    def day_of_report(self) -> date:
        """Today; after the event, and between its days, the last one on which anything was scanned."""
        return day_shown(self.event, self.days, self.outlook.now)


def gathered(reader: Reader, is_name: Callable[[str], bool] = lambda _: False) -> Gathered:
    """Read everything. `is_name`: whether a word is a part of the name of anybody who is registered."""
    event = reader.event()
    with undisturbed():
        ticks = reader.news().ticks
    names = tuple(one.name for one in reader.supervisors())
    return Gathered(event, ticks, reader.outlook(), reader.roll(), reader.person, names, is_name)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is to be of. `day` None: the whole event; `checkpoints`: none: all. `people`: with names."""

    day: date | None
    language: str
    made_at: datetime
    checkpoints: tuple[str, ...] = ()
    people: bool = False
    heads: tuple[JournalHead, ...] = ()
    key: Ed25519PrivateKey | None = field(default=None, repr=False)


def report_of(there: Gathered, asked: Asked) -> Report:
    """The report."""
    return Making(there, asked).report()


class Making:
    """One report being made."""

    def __init__(self, there: Gathered, asked: Asked) -> None:
        event, self._there, self._asked = there.event, there, asked
        self._words = Words(asked.language)
        self._until = None if asked.day is None else _end_of(asked.day, event)
        self._ticks = list(before(self._until, there.ticks))
        trust = there.outlook.trust
        self._outlook = there.outlook if self._until is None else replace(there.outlook, trust=trust_until(trust, self._until))
        self._counting = Counting(event)
        with undisturbed():
            self._counting.take(self._ticks)

    def report(self) -> Report:
        """It."""
        asked, words, event = self._asked, self._words, self._there.event
        sections = tuple(self._section(one) for one in event.checkpoints.values()
                         if not asked.checkpoints or one.id in asked.checkpoints)  # fmt: skip
        period = WHOLE_EVENT if asked.day is None else asked.day.isoformat()
        text = canonical(event.id, period, asked.made_at, digest_of(sections), asked.heads)
        return Report(
            words, event, asked.day, words("Report of the day") if asked.day else words("Report of the event"),
            event.name(words.language), event.venue(words.language), self._period(), asked.made_at, self._trust(),
            asked.people, sections, (definitions(words, event), heads_table(asked.heads, words, event)), sealed(text, asked.key),
        )  # fmt: skip

    def _period(self) -> str:
        words, days = self._words, self._there.event.days
        first, last = (days[0], days[-1]) if self._asked.day is None else (self._asked.day, self._asked.day)
        begins, ends = (long_day(one, words.language) for one in (first, last))
        said = begins if first == last else words("{first} to {last}", first=begins, last=ends)
        return said[:1].upper() + said[1:]

    def _trust(self) -> tuple[str, ...]:
        words = self._words
        lines = trust_lines(self._outlook, self._there.event, words)
        found = [one for one in self._counting.conflicts.found() if self._is_of_day(one.surplus)]
        if found:
            open_ones = sum(one.settled is None for one in found)
            lines.append(words("Conflicts: {n}, of which {open} wait for a supervisor.", n=len(found), open=open_ones))
        return tuple(lines)

    def _section(self, checkpoint: Checkpoint) -> Section:
        asked, words, tally = self._asked, self._words, self._counting.tally
        days = tuple(tally.by_day(checkpoint.id))
        if asked.day is not None:
            days = (asked.day,) if asked.day in days else ()
        counted = Counted(self._counting, checkpoint, asked.day, days, self._there.roll, self._outlook.trust, self._is_over)
        figures = figures_of(counted, self._undone(checkpoint.id), words)
        name = Teller(words, self._there.event).checkpoint(checkpoint.id)
        if not days:
            return Section(checkpoint.id, name, figures, (), ())
        painter = Painter(self._counting, self._outlook, self._there.roll, lambda _: None)
        pictures = tuple(painter.picture(Chosen(checkpoint.id), day) for day in days)
        courses = [table for one in pictures for table in (course(one, words), busy(one, words))]
        cases = Cases(counted, words, asked.people, self._there.find, self._there.supervisors, self._there.is_name)
        people: tuple[Table, ...] = (cases.people(),) if asked.people else ()
        tables = (*Parts(counted, words).tables(), cases.conflicts(), cases.overrides(), *courses, *people)
        return Section(checkpoint.id, name, figures, tables, pictures)

    def _undone(self, checkpoint: str) -> int:
        """How many scans of the period were taken back."""
        tally = self._counting.tally
        return len({
            one.scan_id for one in self._ticks
            if one.kind == Kind.SCAN and one.checkpoint == checkpoint and tally.is_undone(one.scan_id) and self._is_of_day(one)
        })  # fmt: skip

    def _is_of_day(self, one: Tick) -> bool:
        return self._asked.day is None or self._there.event.day_of(one.at) == self._asked.day

    @property
    def _is_over(self) -> bool:
        day = self._asked.day or self._there.event.days[-1]
        return self._there.outlook.now >= _end_of(day, self._there.event)


def _end_of(day: date, event: Event) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, event.zone)
