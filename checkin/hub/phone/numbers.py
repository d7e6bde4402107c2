"""The large numbers, each with its definition and how far it can be trusted (docs/totals.md)."""

from dataclasses import dataclass

from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.telling import Telling
from checkin.overview.telling import inside_means
from checkin.sentences import grouped

NEAR_FULL, FULL = 0.9, 1.0


@dataclass(frozen=True, slots=True)
class Number:
    """`beside`: at the far end of its name; `range`: where the truth lies, "" where nothing is missing; `share`: how much of
    something it is (0 to 1 and more), drawn as a bar; `fills`: as it fills up, the bar warns."""

    name: str
    number: str
    definition: str
    range: str = ""
    beside: str = ""
    share: float | None = None
    fills: bool = False


def inside(telling: Telling) -> Number:
    """Who is inside now."""
    words, totals = telling.words, telling.totals
    capacity = totals.capacity
    beside = ""
    if capacity:
        part = words("{percent} %", percent=int(100 * totals.inside / capacity))  # rounded down: 99.6 % is not full
        beside = f"{words('of {capacity}', capacity=grouped(capacity))} · {part}"
    return Number(
        words("Inside now"), grouped(totals.inside), inside_means(words, totals.inside - totals.today.inside),
        telling.range(totals.inside), beside, totals.inside / capacity if capacity else None, fills=True,
    )  # fmt: skip


def others(telling: Telling) -> list[Number]:
    """Everything else that is counted there."""
    words, totals, today = telling.words, telling.totals, telling.totals.today
    return [
        Number(
            words("Attended today"), grouped(today.attended),
            words("Distinct persons with an entry; {n} over the event", n=grouped(totals.attended)),
            telling.range(today.attended),
        ),
        Number(words("Entries today"), grouped(today.entries), words("Admitted entry scans"), telling.range(today.entries)),
        Number(words("Exits today"), grouped(today.exits), words("Admitted exit scans"), telling.range(today.exits)),
        Number(
            words("Refused today"), grouped(today.refused), words("Refused scans, whoever's they were"),
            telling.range(today.refused, falls=False),
        ),
        _expected(telling), _absent(telling),
    ]  # fmt: skip


def _expected(telling: Telling) -> Number:
    words, totals = telling.words, telling.totals
    if totals.expected is None:
        return Number(words("Expected"), "–", words("Who is registered is not known here"))
    share = totals.attended / totals.expected if totals.expected else None
    definition = words("Over the event: the organiser's number, else registrations")
    return Number(words("Expected"), grouped(totals.expected), definition, share=share)


def _absent(telling: Telling) -> Number:
    words, totals = telling.words, telling.totals
    if totals.no_shows is None:
        return Number(words("No-shows"), "–", words("Who is registered is not known here"))
    definition = words("Over the event: registrations without an entry")
    return Number(words("No-shows"), grouped(totals.no_shows), definition, telling.range(totals.no_shows))


def shown(one: Number) -> Html:
    """A number as HTML."""
    return joined([
        tag("h2", one.name, tag("span", tag("bdi", one.beside), class_="beside") if one.beside else ""),
        tag("p", tag("bdi", one.number), class_="number"),
        "" if one.share is None else bar(one.share, fills=one.fills),
        tag("p", tag("bdi", one.range), class_="range") if one.range else "",
        tag("p", one.definition, class_="definition"),
    ])  # fmt: skip


def bar(share: float, *, fills: bool = False, colour: str = "") -> Html:
    """How much of something it is, as a bar; `colour`: of a category."""
    level = "over" if fills and share >= FULL else "near" if fills and share >= NEAR_FULL else "calm"
    width = f"{100 * max(0.0, min(1.0, share)):.1f}%"
    part = tag("rect", class_=level, width=width, height="100%", fill=colour or None)
    return tag("svg", part, class_="bar", aria_hidden="true", focusable="false")
