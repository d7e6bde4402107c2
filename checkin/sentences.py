"""The one sentence that says why, with times and places: "First entry 09:31, Gate C (desk 4)"."""

from dataclasses import dataclass
from datetime import date, datetime

from checkin.domain.event import Checkpoint, Event
from checkin.domain.journal import JournalLine
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction, Passage, Reason, Verdict, Window
from checkin.i18n import Phrase, Words, phrase
from checkin.words import wording

# Day before month, and western digits with Morocco's names of months.
DATE_LOCALES = {"fr": "fr_FR", "ar": "ar_MA", "en": "en_GB"}
THIN_SPACE = "\u202f"


def grouped(number: int) -> str:
    """3 482: groups apart by a narrow space, which reads the same in every language."""
    return f"{number:,}".replace(",", THIN_SPACE)


def short_day(day: date, language: str) -> str:
    """A day without its year: Sat 15 Nov."""
    from babel.dates import format_date

    return format_date(day, "EEE d MMM", locale=DATE_LOCALES[language])


def long_day(day: date, language: str) -> str:
    """A day in full: Saturday 15 November 2025."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale=DATE_LOCALES[language])


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what became of scans, in one language and in the event's time zone."""

    words: Words
    event: Event

    def clock(self, moment: datetime) -> str:
        """The time of day: 09:31."""
        return moment.astimezone(self.event.zone).strftime("%H:%M")

    def seconds(self, moment: datetime) -> str:
        """The time of day to the second: 10:42:05."""
        return moment.astimezone(self.event.zone).strftime("%H:%M:%S")

    def day(self, day: date) -> str:
        """A day without its year: Sat 15 Nov."""
        return short_day(day, self.words.language)

    def category(self, category: str) -> str:
        """The name of a category, its id where the event does not know it."""
        known = self.event.categories.get(category)
        return (known.name(self.words.language) if known else "") or category

    def gate(self, gate: str) -> str:
        """The name of a gate, its id where the event does not know it."""
        known = self.event.gates.get(gate)
        return (known.name(self.words.language) if known else "") or gate

    def checkpoint(self, checkpoint: str) -> str:
        """The name of a checkpoint, its id where the event does not know it."""
        known = self.event.checkpoints.get(checkpoint)
        return (known.name(self.words.language) if known else "") or checkpoint

    def passed(self, at: datetime, gate: str, desk: str, now: datetime) -> str:
        """When and where somebody passed: "09:31, Gate C (desk 4)"; with the day, where that is not the day of `now`."""
        time, place = self.moment(now, at), self.gate(gate)
        if not place:
            return self.words("{time} (desk {desk})", time=time, desk=desk)
        return self.words("{time}, {gate} (desk {desk})", time=time, gate=place, desk=desk)

    def why(self, line: JournalLine, verdict: Verdict, registration: Registration | None, quiet: bool = False) -> str:
        """Why the scan of `line` came to `verdict`, in one sentence."""
        if quiet:
            since = verdict.first.at if verdict.first else line.at
            return self.words("Still inside since {time}", time=self.clock(since))
        if line.override is not None:
            name, reason = line.override
            return self.words("Admitted by {name}: {reason}", name=name, reason=reason)
        if verdict.reason is None:
            return self.words(self._passed(line))
        special = self._special(line, verdict, registration)
        return self.words(special or wording(verdict, line.direction).sentence)

    def _passed(self, line: JournalLine) -> Phrase:
        time, gate = self.clock(line.at), self.gate(line.gate)
        if line.direction is Direction.EXIT:
            return phrase("Left at {time} · {gate}", time=time, gate=gate) if gate else phrase("Left at {time}", time=time)
        return phrase("Entered at {time} · {gate}", time=time, gate=gate) if gate else phrase("Entered at {time}", time=time)

    def _special(self, line: JournalLine, verdict: Verdict, registration: Registration | None) -> Phrase | None:
        checkpoint = self.event.checkpoints.get(line.checkpoint)
        match verdict.reason:
            case Reason.FORGED if verdict.unknown_key is not None:
                return phrase("Signed by a key that this desk does not have: {key}.", key=f"{verdict.unknown_key:04x}")
            case Reason.ALREADY_REDEEMED if verdict.first is not None:
                return self._first_entry(line.at, verdict.first)
            case Reason.INVALID_TIME if verdict.window is not None:
                return self._when(line, verdict.window, registration)
            case Reason.PRODUCT if line.category:
                place, category = self.checkpoint(line.checkpoint), self.category(line.category)
                return phrase("{checkpoint} does not admit the category {category}.", checkpoint=place, category=category)
            case Reason.FULL if checkpoint is not None and checkpoint.capacity is not None:
                most, place = grouped(checkpoint.capacity), self.checkpoint(line.checkpoint)
                return phrase("{checkpoint} holds {capacity} persons, and they are inside.", checkpoint=place, capacity=most)
            case Reason.RULES if checkpoint is not None and verdict.first is not None:
                return self._used_up(line.at, verdict.first, checkpoint)
        return None

    def _first_entry(self, now: datetime, first: Passage) -> Phrase:
        moment, gate = self.moment(now, first.at), self.gate(first.gate)
        if not gate:
            return phrase("First entry {moment} (desk {desk})", moment=moment, desk=first.desk)
        return phrase("First entry {moment}, {gate} (desk {desk})", moment=moment, gate=gate, desk=first.desk)

    def _used_up(self, now: datetime, first: Passage, checkpoint: Checkpoint) -> Phrase:
        most = grouped(checkpoint.max_entries or 0)
        return phrase("All {count} entries are used, the first {moment}.", count=most, moment=self.moment(now, first.at))

    def _when(self, line: JournalLine, window: Window, registration: Registration | None) -> Phrase:
        own = registration is not None and window == Window(registration.valid_from, registration.valid_until)
        if own:
            return self._validity(line.at, window)
        place = self.checkpoint(line.checkpoint)
        if window.opens is not None and line.at < window.opens:
            return phrase("{checkpoint} opens {moment}.", checkpoint=place, moment=self.moment(line.at, window.opens))
        if window.closes is not None:
            return phrase("{checkpoint} closed {moment}.", checkpoint=place, moment=self.moment(line.at, window.closes))
        return phrase("{checkpoint} is closed.", checkpoint=place)

    def _validity(self, now: datetime, window: Window) -> Phrase:
        if window.opens is None or window.closes is None:
            if window.opens is not None:
                return phrase("Valid from {moment}.", moment=self.moment(now, window.opens))
            return phrase("Valid until {moment}.", moment=self.moment(now, window.closes or now))
        first, last = self.event.day_of(window.opens), self.event.day_of(window.closes)
        if first != last:
            return phrase("Valid from {first} to {last} only.", first=self.day(first), last=self.day(last))
        opens, closes = self.clock(window.opens), self.clock(window.closes)
        if first == self.event.day_of(now):
            return phrase("Valid today from {opens} to {closes} only.", opens=opens, closes=closes)
        if opens == "00:00" and closes == "23:59":
            return phrase("Valid {day} only.", day=self.day(first))
        return phrase("Valid {day} from {opens} to {closes} only.", day=self.day(first), opens=opens, closes=closes)

    def moment(self, now: datetime, moment: datetime) -> str:
        """The time of day where it is today's, else the day and the time."""
        day = self.event.day_of(moment)
        time = self.clock(moment)
        return time if day == self.event.day_of(now) else self.words("{day}, {time}", day=self.day(day), time=time)
