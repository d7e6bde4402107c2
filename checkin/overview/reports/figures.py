"""The large numbers of a checkpoint, each with its definition and the range in which the truth lies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from checkin.domain.event import Checkpoint
from checkin.domain.expectation import Roll, expected_people
from checkin.domain.ranges import Range, Trust, range_of
from checkin.domain.tally import Figures
from checkin.i18n import Words
from checkin.overview.counting import Counting
from checkin.overview.courses import peak_of
from checkin.overview.reports.values import Figure
from checkin.overview.telling import inside_means
from checkin.sentences import Teller, grouped


@dataclass(frozen=True, slots=True)
class Counted:
    """One checkpoint over a period: `day` None for the whole event. `days`: those of the period on which anything was scanned.
    `is_over`: nothing of the period is still to come."""

    counting: Counting
    checkpoint: Checkpoint
    day: date | None
    days: tuple[date, ...]
    roll: Roll | None
    trust: Trust
    is_over: bool

    @property
    def figures(self) -> Figures:
        """The figures of the period."""
        return self.counting.tally.figures(self.checkpoint.id, self.day)

    @property
    def inside(self) -> int:
        """Who was inside at the end of the period, whenever they came in."""
        tally, name = self.counting.tally, self.checkpoint.id
        if self.day is None:
            return tally.figures(name).inside
        return tally.inside_before(name, date.fromordinal(self.day.toordinal() + 1))


def figures_of(counted: Counted, undone: int, words: Words) -> tuple[Figure, ...]:
    """In the order in which they are shown. `undone`: how many scans of the period were taken back."""
    figures, event = counted.figures, counted.counting.event
    over = counted.counting.tally.figures(counted.checkpoint.id)

    def ranged(number: int, *, falls: bool = True) -> Range | None:
        found = range_of(number, counted.trust, falls=falls)
        return None if found == Range(number, number) else found

    attended = (
        words("Distinct persons with an entry") if counted.day is None
        else words("Distinct persons with an entry; {n} over the event", n=grouped(over.attended))
    )  # fmt: skip
    expected, absent = _hoped(counted, words)
    return (
        _inside(counted, words, ranged(counted.inside)),
        Figure("attended", words("Attended"), figures.attended, attended, "", ranged(figures.attended)),
        _peak(counted, words, Teller(words, event), ranged),
        expected,
        Figure("entries", words("Entries"), figures.entries, words("Admitted entry scans"), "", ranged(figures.entries)),
        Figure("exits", words("Exits"), figures.exits, words("Admitted exit scans"), "", ranged(figures.exits)),
        Figure("refused", words("Refused"), figures.refused, words("Refused scans, whoever's they were"), "",
               ranged(figures.refused, falls=False)),
        absent,
        Figure("undone", words("Taken back"), undone, words("Scans that staff took back; they count nowhere else")),
    )  # fmt: skip


def _inside(counted: Counted, words: Words, between: Range | None) -> Figure:
    number, capacity = counted.inside, counted.checkpoint.capacity
    earlier = 0 if counted.day is None else number - counted.figures.inside
    name = words("Inside at the end") if counted.is_over else words("Inside now")
    beside = words("of {capacity}", capacity=grouped(capacity)) if capacity else ""
    return Figure("inside", name, number, inside_means(words, earlier), beside, between)


def _hoped(counted: Counted, words: Words) -> tuple[Figure, Figure]:
    """Who was expected, and who of them has not come."""
    unknown = words("Who is registered is not known here")
    event, checkpoint, roll = counted.counting.event, counted.checkpoint, counted.roll
    if roll is None:
        return Figure("expected", words("Expected"), None, unknown), Figure("no_shows", words("No-shows"), None, unknown)
    expected = sum(expected_people(event, checkpoint, roll).values())
    absent = sum(counted.counting.turnout.no_shows(checkpoint, roll, counted.day).values())
    absence = words("Registrations that are not canceled, without an entry in this time")
    return (
        Figure("expected", words("Expected"), expected, words("Over the event: the organiser's number, else registrations")),
        Figure("no_shows", words("No-shows"), absent, absence),
    )


def _peak(counted: Counted, words: Words, teller: Teller, ranged: Callable[[int], Range | None]) -> Figure:
    peaks = [peak_of(counted.counting.tally, counted.checkpoint.id, day) for day in counted.days]
    most = max(peaks, key=lambda one: one.inside, default=None)
    between = ranged(most.inside) if most else None
    when = ""
    if most is not None and most.at is not None:
        when = teller.clock(most.at)
        if counted.day is None:
            when = words("{day}, {time}", day=teller.day(counted.counting.event.day_of(most.at)), time=when)
    definition = words("The most persons inside at the end of any minute")
    return Figure("peak", words("Most inside"), most.inside if most else 0, definition, when, between)
