"""The parts of a checkpoint as tables: by day, hour, category, track, gate and desk, and why people were refused."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta

from checkin.domain.expectation import expected_people
from checkin.domain.journal import moment
from checkin.domain.passing import ARRIVED, ENTERED, EXITED, REFUSED, SLOT_US
from checkin.domain.tally import NONE, Figures
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict
from checkin.i18n import Phrase, Words
from checkin.overview.courses import inside_before_each, natural
from checkin.overview.reports.figures import Counted
from checkin.overview.reports.values import Cell, Column, Kind, Row, Table
from checkin.sentences import Teller, grouped
from checkin.words import wording

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Parts:
    """Makes the tables of one checkpoint over a period."""

    counted: Counted
    words: Words

    @property
    def teller(self) -> Teller:
        """Names and times."""
        return Teller(self.words, self.counted.counting.event)

    def tables(self) -> tuple[Table, ...]:
        """All of them, in their order."""
        days = (self.days(),) if self.counted.day is None and len(self.counted.days) > 1 else ()
        return (*days, self.hours(), self.categories(), self.tracks(), self.gates(), self.desks(), self.reasons())

    def days(self) -> Table:
        """Each day by itself."""
        tally, name = self.counted.counting.tally, self.counted.checkpoint.id
        rows = [Row(day.isoformat(), (self.teller.day(day), *_ordered(figures))) for day, figures in tally.by_day(name).items()]
        note = self.words("Each day counts its own scans alone: who came on two days is one person in the last line.")
        return Table("days", self.words("By day"), self._columns("day", self.words("Day")), tuple(rows), self._whole(), note)

    def hours(self) -> Table:
        """What happened in each hour, and who was inside at its end."""
        words, several = self.words, self.counted.day is None
        columns = (
            *((Column("day", words("Day"), Kind.TEXT, 1.2),) if several else ()), Column("hour", words("Hour"), Kind.TEXT, 1.2),
            Column("arrivals", words("Arrivals")), Column("entries", words("Entries")), Column("exits", words("Exits")),
            Column("refused", words("Refused")), Column("inside", words("Inside at the end")),
        )  # fmt: skip
        rows = [row for day in self.counted.days for row in self._hours_of(day, several=several)]
        sums = [sum(cells) for cells in zip(*(row.cells[-5:-1] for row in rows), strict=True)] or [0] * 4
        whole: tuple[Cell, ...] = (*(("",) if several else ()), words("All"), *sums, self.counted.inside)
        note = words("Arrivals are first entries of the day. Inside counts everybody, whenever they came in.")
        return Table("hours", words("By hour"), columns, tuple(rows), whole, note)

    def _hours_of(self, day: date, *, several: bool) -> Iterable[Row]:
        tally, name = self.counted.counting.tally, self.counted.checkpoint.id
        counts = {what: self._by_hour(tally.slots(what, name, day)) for what in (ARRIVED, ENTERED, EXITED, REFUSED)}
        found = sorted({hour for one in counts.values() for hour in one})
        hours = [found[0] + number * HOUR for number in range((found[-1] - found[0]) // HOUR + 1)] if found else []
        ends = [int((hour + HOUR).timestamp()) for hour in hours]
        inside = inside_before_each(tally, name, day, ends)
        for hour, there in zip(hours, inside, strict=True):
            numbers = (*(counts[what][hour] for what in (ARRIVED, ENTERED, EXITED, REFUSED)), there)
            span = self.words("{start}–{end}", start=self.teller.clock(hour), end=self.teller.clock(hour + HOUR))
            yield Row(hour.isoformat(), (*((self.teller.day(day),) if several else ()), span, *numbers))

    def _by_hour(self, slots: Mapping[int, int]) -> Counter[datetime]:
        """By the hours of clocks in the event's zone, each by when it begins (UTC)."""
        counts: Counter[datetime] = Counter()
        for slot, number in slots.items():
            local = moment(slot * SLOT_US).astimezone(self.counted.counting.event.zone)
            counts[local.replace(minute=0).astimezone(UTC)] += number
        return counts

    def categories(self) -> Table:
        """Each kind of attendee, with who was expected."""
        figures = self._by("category")
        expected, absent = self._hoped()
        names = sorted({*figures, *expected} - {""}, key=lambda one: (-figures.get(one, NONE).attended, one))
        rows = [
            Row(name, (self.teller.category(name), *_ordered(figures.get(name, NONE)), expected.get(name), absent.get(name)))
            for name in names
        ]
        if "" in figures:
            rows.append(Row("", (self.words("Unknown person"), *_ordered(figures[""]), None, None)))
        return Table("categories", self.words("By category"), self._columns("category", self.words("Category"), hoped=True),
                     tuple(rows), self._whole(hoped=True), self._note)  # fmt: skip

    def tracks(self) -> Table:
        """The categories, grouped."""
        event, (expected, absent) = self.counted.counting.event, self._hoped()
        figures: dict[str, Figures] = defaultdict(Figures)
        hoped: dict[str, list[int | None]] = defaultdict(lambda: [None, None])
        for name, one in {**dict.fromkeys(expected, NONE), **self._by("category")}.items():
            track = event.categories[name].track if name in event.categories else ""
            figures[track] += one
            for place, said in enumerate((expected, absent)):
                if name in said:
                    hoped[track][place] = (hoped[track][place] or 0) + said[name]
        names = sorted(figures, key=lambda one: (not one, -figures[one].attended, one))
        rows = [Row(one, (one.capitalize() or self.words("Of no track"), *_ordered(figures[one]), *hoped[one])) for one in names]
        return Table("tracks", self.words("By track"), self._columns("track", self.words("Track"), hoped=True), tuple(rows),
                     self._whole(hoped=True), self._note)  # fmt: skip

    def gates(self) -> Table:
        """Each door."""
        figures = self._by("gate")
        names = sorted(figures, key=lambda one: (not one, -figures[one].entries, one))
        rows = [Row(one, (self.teller.gate(one) or self.words("no gate"), *_ordered(figures[one]))) for one in names]
        columns = self._columns("gate", self.words("Gate"))
        return Table("gates", self.words("By gate"), columns, tuple(rows), self._whole(), self._note)

    def desks(self) -> Table:
        """Each desk, with how many scans it made."""
        figures = self._by("desk")
        rows = [
            Row(one, (one or self.words("no name"), *_ordered(figures[one]), _scans(figures[one])))
            for one in sorted(figures, key=natural)
        ]
        columns = (*self._columns("desk", self.words("Desk")), Column("count", self.words("Scans")))
        whole = (*self._whole(), _scans(self.counted.figures))
        return Table("desks", self.words("By desk"), columns, tuple(rows), whole, self._note)

    def reasons(self) -> Table:
        """Why people were refused, in words and as the journal writes it."""
        words, refused = self.words, {name: one.refused for name, one in self._by("reason").items() if one.refused}
        whole = sum(refused.values())
        rows = [
            Row(name, (words(reason_title(name)) if name else "–", name, refused[name], refused[name] / whole))
            for name in sorted(refused, key=lambda one: (-refused[one], one))
        ]
        columns = (
            Column("reason", words("Reason"), Kind.TEXT, 3), Column("code", words("Code"), Kind.CODE, 2),
            Column("count", words("Refused")), Column("share", words("Share"), Kind.SHARE),
        )  # fmt: skip
        together: tuple[Cell, ...] | None = (words("All"), "", whole, 1.0) if rows else None
        nothing = words("Nobody was refused")
        return Table("reasons", words("Refusals by reason"), columns, tuple(rows), together, nothing=nothing)

    def _by(self, part: str) -> dict[str, Figures]:
        return self.counted.counting.tally.by(part, self.counted.checkpoint.id, self.counted.day)  # type: ignore[arg-type]

    def _hoped(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        counted, roll = self.counted, self.counted.roll
        if roll is None:
            return {}, {}
        absent = counted.counting.turnout.no_shows(counted.checkpoint, roll, counted.day)
        return expected_people(counted.counting.event, counted.checkpoint, roll), absent

    def _columns(self, first: str, name: str, *, hoped: bool = False) -> tuple[Column, ...]:
        words = self.words
        more = (Column("expected", words("Expected")), Column("no_shows", words("No-shows"))) if hoped else ()
        return (
            Column(first, name, Kind.TEXT, 2.2), Column("attended", words("Attended")), Column("entries", words("Entries")),
            Column("exits", words("Exits")), Column("refused", words("Refused")), Column("inside", words("Inside")), *more,
        )  # fmt: skip

    def _whole(self, *, hoped: bool = False) -> tuple[Cell, ...]:
        numbers: tuple[Cell, ...] = (self.words("All"), *_ordered(self.counted.figures))
        return (*numbers, *(sum(one.values()) if one else None for one in self._hoped())) if hoped else numbers

    @property
    def _note(self) -> str:
        """What a reader may trip over."""
        earlier = self.counted.inside - self.counted.figures.inside
        if self.counted.day is None or earlier <= 0:
            return ""
        return self.words("Inside: of the scans of this day; {n} more are inside since an earlier day.", n=grouped(earlier))


def reason_title(code: str) -> Phrase:
    """What a refusal is called."""
    return wording(Verdict(Outcome.REFUSED, Reason(code)), Direction.ENTRY).title


def _ordered(figures: Figures) -> tuple[int, ...]:
    inside, attended, entries, exits, refused = astuple(figures)
    return attended, entries, exits, refused, inside


def _scans(figures: Figures) -> int:
    return figures.entries + figures.exits + figures.refused
