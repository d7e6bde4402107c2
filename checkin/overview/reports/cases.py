"""What somebody had to decide: conflicts, and people who were let in on a supervisor's word; and, where asked, who came."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checkin.domain.conflicts import Conflict
from checkin.domain.journal import override_in
from checkin.domain.registration import Registration
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.overview.reports.discreet import Discreet
from checkin.overview.reports.figures import Counted
from checkin.overview.reports.parts import reason_title
from checkin.overview.reports.values import Cell, Column, Kind, Row, Table, Where
from checkin.sentences import Teller

Find = Callable[[str], Registration | None]


@dataclass(frozen=True, slots=True)
class Cases:
    """Makes the tables of one checkpoint. `find`: who somebody is; asked for names where `names` says so, and else only to leave
    them out of what was typed, as are words that `is_name` knows to be a part of anybody's name."""

    counted: Counted
    words: Words
    names: bool
    find: Find
    supervisors: tuple[str, ...] = ()
    is_name: Callable[[str], bool] = lambda _: False

    @property
    def teller(self) -> Teller:
        """Names of places, and times."""
        return Teller(self.words, self.counted.counting.event)

    def conflicts(self) -> Table:
        """Both admissions of each, why the second was one too many, and what a supervisor said of it."""
        words = self.words
        found = [one for one in self.counted.counting.conflicts.found() if self._is_here(one.surplus)]
        columns = [
            Column("first", words("First entry"), Kind.TEXT, 2.1), Column("second", words("Second entry"), Kind.TEXT, 2.1),
            Column("reason", words("Reason"), Kind.TEXT, 1.5), Column("outcome", words("Settled"), Kind.TEXT, 2.1),
            Column("scans", words("Scans"), Kind.CODE, 3.7),
        ]  # fmt: skip
        if self.names:
            columns.insert(0, Column("name", words("Name"), Kind.TEXT, 2))
        rows = [Row(f"{one.surplus.scan_id} {one.settled is not None}", self._conflict(one)) for one in found]
        open_ones = sum(one.settled is None for one in found)
        note = words("{n} of them wait for a supervisor.", n=open_ones) if open_ones else ""
        return Table("conflicts", words("Conflicts"), tuple(columns), tuple(rows), None, note, words("There is no conflict."))

    def _conflict(self, one: Conflict) -> tuple[Cell, ...]:
        person = self.find(one.surplus.registration)
        names: tuple[Cell, ...] = (self._name(person, one.surplus),) if self.names else ()
        return (
            *names, self._place(one.first), self._place(one.surplus), self.words(reason_title(one.reason)),
            self._settled(one, person), f"{one.first.scan_id} {one.surplus.scan_id}",
        )  # fmt: skip

    def _settled(self, one: Conflict, person: Registration | None) -> str:
        if one.settled is None:
            return self.words("Nobody has settled it yet")
        by, said = one.settled
        return self.words("Settled by {name}: {words}", name=by, words=said) if self.names else self._discreet(said, person, by)

    def overrides(self) -> Table:
        """When and where, the reason that was set aside, and the one that was given."""
        words, found = self.words, [one for one in self._entries() if override_in(one.remark) is not None]
        columns = [
            Column("at", words("Time"), Kind.TEXT, 1.8), Column("gate", words("Gate"), Kind.TEXT, 1.8),
            Column("desk", words("Desk"), Kind.TEXT, 1.0), Column("reason", words("Refused as"), Kind.TEXT, 1.7),
            Column("given", words("Reason given"), Kind.TEXT, 3), Column("scan", words("Scan"), Kind.CODE, 4.0),
        ]  # fmt: skip
        if self.names:
            columns[:0] = [Column("name", words("Name"), Kind.TEXT, 2), Column("by", words("Supervisor"), Kind.TEXT, 1.6)]
        rows = [Row(one.scan_id, self._override(one)) for one in found]
        return Table("overrides", words("Let in on a supervisor's word"), tuple(columns), tuple(rows), None, "",
                     words("Nobody was let in on a supervisor's word."))  # fmt: skip

    def _override(self, one: Tick) -> tuple[Cell, ...]:
        by, given = override_in(one.remark) or ("", "")
        person = self.find(one.registration)
        names: tuple[Cell, ...] = (self._name(person, one), by) if self.names else ()
        said = given if self.names else self._discreet(given, person, by)
        set_aside = self.words(reason_title(one.reason)) if one.reason else "–"
        return *names, self._moment(one), self.teller.gate(one.gate), one.desk, set_aside, said, one.scan_id

    def people(self) -> Table:
        """Everybody who came, for the workbook."""
        words = self.words
        columns = (
            Column("name", words("Name"), Kind.TEXT, 2), Column("company", words("Company"), Kind.TEXT, 2),
            Column("category", words("Category"), Kind.TEXT), Column("registration", words("Registration"), Kind.CODE),
            Column("first", words("First entry"), Kind.TIME), Column("last", words("Last scan"), Kind.TIME),
            Column("entries", words("Entries")),
        )  # fmt: skip
        came: dict[str, list[Tick]] = {}
        for one in self._passages():
            came.setdefault(one.registration, []).append(one)
        rows = [Row(who, self._visitor(who, ticks)) for who, ticks in came.items()]
        rows.sort(key=lambda row: (str(row.cells[0]).casefold(), row.key))
        return Table("people", words("Who came"), columns, tuple(rows), where=Where.WORKBOOK, nothing=words("Nobody came."))

    def _visitor(self, who: str, ticks: list[Tick]) -> tuple[Cell, ...]:
        person = self.find(who)
        entries = [one for one in ticks if one.direction == Direction.ENTRY]
        first = entries[0].at if entries else None
        name, company = (person.name, person.company) if person else ("", "")
        return name, company, self.teller.category(ticks[-1].category), who, first, ticks[-1].at, len(entries)

    def _entries(self) -> Iterable[Tick]:
        return (one for one in self._passages() if one.direction == Direction.ENTRY)

    def _passages(self) -> list[Tick]:
        """The passages that count, of this checkpoint and period, by time."""
        tally, where = self.counted.counting.tally, self.counted.checkpoint.id
        found = [one for person in tally.persons(where) for one in tally.passages(person) if self._is_here(one)]
        return sorted(found, key=lambda one: (one.at_us, one.scan_id))

    def _is_here(self, one: Tick) -> bool:
        event, day = self.counted.counting.event, self.counted.day
        return one.checkpoint == self.counted.checkpoint.id and (day is None or event.day_of(one.at) == day)

    def _place(self, one: Tick) -> str:
        gate, desk = self.teller.gate(one.gate), self.words("Desk {desk}", desk=one.desk)
        return " · ".join(part for part in (self._moment(one), gate, desk) if part)

    def _moment(self, one: Tick) -> str:
        event = self.counted.counting.event
        local = one.at.astimezone(event.zone)
        if local.date() == self.counted.day:
            return local.strftime("%H:%M:%S")
        said = local.strftime("%d/%m %H:%M:%S")
        return f"\u2068{said}\u2069" if self.words.right_to_left else said

    def _name(self, person: Registration | None, one: Tick) -> str:
        return person.name if person else one.registration

    def _discreet(self, said: str, person: Registration | None, by: str) -> str:
        return Discreet([person], [by, *self.supervisors], self.is_name)(said)
