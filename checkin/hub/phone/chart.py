"""Arrivals of the day as a small chart (SVG, mirrored from right to left), as a sentence and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.domain.journal import microseconds, moment
from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.telling import Telling
from checkin.overview.courses import Curve
from checkin.sentences import grouped

WIDTH, HEIGHT = 360.0, 188.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 4.0, 10.0, 22.0
STEPS = (1, 2, 5)
MOST_LINES = 4
HOURS_APART = (1, 2, 3, 4, 6, 12)
MOST_HOURS = 7


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a slot and a number lie. `slots` and `most` are what the picture holds."""

    slots: int
    most: float
    mirrored: bool

    def x(self, slot: float) -> float:
        """From a slot to a place."""
        x = LEFT + (WIDTH - LEFT - RIGHT) * slot / self.slots
        return round(WIDTH - x if self.mirrored else x, 1)

    def y(self, number: float) -> float:
        """From a number to a place."""
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * number / self.most, 1)


def arrivals(telling: Telling) -> Html:
    """The chart with its title and what its marks mean."""
    words, curve = telling.words, telling.totals.arrivals
    day = telling.teller.day(telling.event.day_of(telling.figures.at))
    title, unit = words("Arrivals, {day}", day=day), words("first entries of the day per 5 minutes")
    said = f"{title}. {unit}. {headline(telling)}"
    marks = [("bar-mark", words("Today"))]
    marks += [("yesterday-mark", words("The day before"))] if curve.yesterday else []
    marks += [("expected-mark", words("Expected"))] if curve.expected else []
    return joined([
        tag("h2", title), tag("p", unit, class_="definition"),
        tag("svg", *_drawn(telling), class_="chart", viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}", role="img", aria_label=said),
        tag("ul", *(tag("li", name, class_=mark) for mark, name in marks), class_="legend"),
    ])  # fmt: skip


def headline(telling: Telling) -> str:
    """The whole chart in one sentence, for whoever does not see it."""
    words, curve = telling.words, telling.totals.arrivals
    most = max(curve.today, default=0)
    if not most:
        return words("Nothing is known yet.")
    begin, end = (_clock(telling, curve, curve.today.index(most) + after) for after in (0, 1))
    return words("Highest: {value}, {time}.", value=grouped(most), time=words("{start}–{end}", start=begin, end=end))


def arrivals_table(telling: Telling) -> Html:
    """The same by the hour, as numbers."""
    words, curve = telling.words, telling.totals.arrivals
    columns: list[tuple[str, Sequence[float]]] = [(words("Today"), curve.today)]
    columns += [(words("The day before"), curve.yesterday)] if curve.yesterday else []
    columns += [(words("Expected"), curve.expected)] if curve.expected else []
    heading = tag("tr", *(tag("th", name, scope="col") for name in (words("Time"), *(name for name, _ in columns))))
    rows = (
        tag("tr", tag("th", tag("bdi", _clock(telling, curve, first)), scope="row"),
            *(tag("td", tag("bdi", grouped(round(sum(numbers[first:last]))))) for _, numbers in columns))
        for first, last in _hours(telling, curve)
    )  # fmt: skip
    return tag("table", tag("thead", heading), tag("tbody", *rows))


def _drawn(telling: Telling) -> Iterator[Html]:
    curve, mirrored = telling.totals.arrivals, telling.words.right_to_left
    highest = max([*curve.today, *curve.yesterday, *curve.expected], default=0)
    step = _step(highest)
    frame = Frame(max(1, len(curve.today)), max(highest * 1.02, step), mirrored)
    yield from _lines(frame, step)
    yield from _times(telling, curve, frame)
    begun = min(len(curve.today), max(0, _slot_of(curve, telling.figures.at) + 1))
    yield tag("path", class_="today", d=_bars(frame, curve.today[:begun]))
    for name, numbers in (("yesterday", curve.yesterday), ("expected", curve.expected)):
        if numbers:
            yield tag("path", class_=name, d=_stairs(frame, numbers))
    if 0 < begun < len(curve.today):
        x = frame.x(begun)
        yield tag("line", class_="now", x1=str(x), x2=str(x), y1=str(TOP), y2=str(HEIGHT - BOTTOM))


def _lines(frame: Frame, step: int) -> Iterator[Html]:
    left, right = sorted((frame.x(0), frame.x(frame.slots)))
    x, anchor = (WIDTH - LEFT + 6, "start") if frame.mirrored else (LEFT - 6, "end")
    for number in range(0, int(frame.most) + 1, step):
        y = frame.y(number)
        yield tag("line", class_="grid", x1=str(left), x2=str(right), y1=str(y), y2=str(y))
        yield tag("text", grouped(number), x=str(x), y=str(y + 4), text_anchor=anchor, direction="ltr")


def _times(telling: Telling, curve: Curve, frame: Frame) -> Iterator[Html]:
    hours = [first for first, _ in _hours(telling, curve)]
    apart = next((one for one in HOURS_APART if len(hours) <= one * MOST_HOURS), HOURS_APART[-1])
    for slot in hours:
        text = _clock(telling, curve, slot)
        if not text.endswith(":00") or int(text[:2]) % apart:
            continue
        yield tag("text", text, x=str(frame.x(slot)), y=str(HEIGHT - 6), text_anchor="middle", direction="ltr")


def _step(highest: float) -> int:
    """The distance of the lines: 1, 2, 5, 10, ..., so that there are few of them."""
    size = 1
    while True:
        for one in STEPS:
            if highest <= one * size * MOST_LINES:
                return one * size
        size *= 10


def _bars(frame: Frame, numbers: Sequence[int]) -> str:
    base, gap = frame.y(0), 0.12
    return "".join(
        f"M{frame.x(slot + gap)} {base}V{frame.y(number)}H{frame.x(slot + 1 - gap)}V{base}z"
        for slot, number in enumerate(numbers) if number
    )  # fmt: skip


def _stairs(frame: Frame, numbers: Sequence[float]) -> str:
    """One step a slot; equal neighbours are one line."""
    path = f"M{frame.x(0)} {frame.y(numbers[0])}"
    for slot in range(1, len(numbers)):
        if numbers[slot] != numbers[slot - 1]:
            path += f"H{frame.x(slot)}V{frame.y(numbers[slot])}"
    return f"{path}H{frame.x(len(numbers))}"


def _slot_of(curve: Curve, at: datetime) -> int:
    return int(microseconds(at) // 1_000_000 - curve.begins_s) // (curve.minutes * 60)


def _clock(telling: Telling, curve: Curve, slot: int) -> str:
    return telling.teller.clock(moment((curve.begins_s + slot * curve.minutes * 60) * 1_000_000))


def _hours(telling: Telling, curve: Curve) -> list[tuple[int, int]]:
    """The first slot of each hour, and the one behind its last."""
    hours = [_clock(telling, curve, slot)[:2] for slot in range(len(curve.today))]
    firsts = [slot for slot in range(len(hours)) if slot == 0 or hours[slot] != hours[slot - 1]]
    return list(zip(firsts, [*firsts[1:], len(hours)], strict=True))
