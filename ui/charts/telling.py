"""Times and numbers of a chart in one language."""

from dataclasses import dataclass
from datetime import datetime

from checkin.i18n import Words
from checkin.sentences import grouped, short_day
from ui.charts.values import Range, Slots, Value


def number(value: float) -> str:
    """A number of people or scans: whole, and grouped."""
    return grouped(round(value))


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells times of `slots`; with the day where there is more than one."""

    words: Words
    slots: Slots

    def clock(self, moment: datetime) -> str:
        """The time of day: 09:31."""
        shown = self.slots.local(moment)
        return f"{shown.hour:02}:{shown.minute:02}"

    def moment(self, moment: datetime) -> str:
        """The time of day, and the day before it where there are several."""
        return self._dated(moment, self.clock(moment))

    def span(self, slot: int) -> str:
        """From when to when a slot lasts: 09:30–09:35."""
        begin, end = self.slots.begin(slot), self.slots.begin(slot + 1)
        return self._dated(begin, self.words("{start}–{end}", start=self.clock(begin), end=self.clock(end)))

    def amount(self, value: Value) -> str:
        """A number, or a dash for none."""
        return "–" if value is None else number(value)

    def between(self, one: Range) -> str:
        """The least and the most: 4 812–4 972."""
        return "–" if one is None else self.words("{least}–{most}", least=number(one[0]), most=number(one[1]))

    def _dated(self, moment: datetime, time: str) -> str:
        if len(self.slots.days) == 1:
            return time
        return self.words("{day}, {time}", day=short_day(self.slots.local(moment).date(), self.words.language), time=time)
