"""The parts of a checkpoint: its categories, tracks, gates and desks, by who is inside."""

from collections.abc import Callable, Iterator, Mapping

from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.numbers import bar
from checkin.hub.phone.telling import Telling
from checkin.overview.totals import PartTotals
from checkin.sentences import grouped

PARTS = ("category", "gate", "track", "desk")


def part_names(telling: Telling) -> dict[str, str]:
    """What each list is called, by its id."""
    words = telling.words
    return {
        "category": words("By category"), "gate": words("By gate of entry"), "track": words("By track"),
        "desk": words("By desk of entry"),
    }  # fmt: skip


def part_rows(telling: Telling, part: str) -> Html:
    """One list, most people first."""
    parts: Mapping[str, PartTotals] = getattr(telling.totals, f"by_{part}")
    if not parts:
        return tag("p", telling.words("Nothing is known yet."), class_="definition")
    most = max(one.inside for one in parts.values()) or 1
    ordered = sorted(parts.items(), key=lambda item: (-item[1].inside, -item[1].entries, item[0]))
    return joined([tag("ul", *(_row(telling, part, name, one, most) for name, one in ordered), class_="parts"), _doubt(telling)])


def _row(telling: Telling, part: str, name: str, one: PartTotals, most: int) -> Html:
    known = telling.event.categories.get(name) if part == "category" else None
    facts = _expectations(telling, one) if part in ("category", "track") else _scans(telling, one)
    return tag(
        "li",
        tag("h3", tag("bdi", _names(telling)[part](name) or "–")), tag("p", tag("bdi", grouped(one.inside)), class_="count"),
        bar(one.inside / most, colour=known.colour if known else ""), tag("p", *_apart(facts), class_="facts"),
    )  # fmt: skip


def _names(telling: Telling) -> dict[str, Callable[[str], str]]:
    teller = telling.teller
    return {
        "category": teller.category, "track": str.capitalize, "gate": teller.gate,
        "desk": lambda desk: telling.words("Desk {desk}", desk=desk) if desk else "",
    }  # fmt: skip


def _expectations(telling: Telling, one: PartTotals) -> Iterator[tuple[str, int]]:
    words = telling.words
    yield words("Attended today"), one.today.attended
    if one.expected is not None:
        yield words("Expected"), one.expected
    if one.no_shows is not None:
        yield words("No-shows"), one.no_shows


def _scans(telling: Telling, one: PartTotals) -> Iterator[tuple[str, int]]:
    words = telling.words
    yield words("Entries today"), one.today.entries
    yield words("Exits today"), one.today.exits
    yield words("Refused today"), one.today.refused


def _apart(facts: Iterator[tuple[str, int]]) -> Iterator[Html]:
    for at, (name, number) in enumerate(facts):
        yield joined([" " if at else "", tag("span", f"{name} ", tag("bdi", grouped(number), class_="fact"))])


def _doubt(telling: Telling) -> Html:
    """How far all numbers of a list can be trusted."""
    missing, words = telling.figures.missing, telling.words
    if missing == 0:
        return Html()
    if missing is None:
        return tag("p", words("Desks are silent: the truth may be more."), class_="range")
    return tag("p", words("Desks are silent: each of these may be {n} more or less.", n=grouped(missing)), class_="range")
