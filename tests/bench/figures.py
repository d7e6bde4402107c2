"""What a benchmark found, and the table that shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: `samples` of the thing and of its yardstick, taken in the same run, in `unit`. `met` None: no aim."""

    what: str
    unit: str
    samples: Sequence[float]
    yardstick: str
    beside: Sequence[float]
    aim: str = "–"
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of its own, in Markdown, under the one of all rows."""

    title: str
    text: str


WRONG = "wrong texts"
"""The unit of rows that count texts which ours gave though they are not there."""

ENOUGH_FOR_P95, ENOUGH_FOR_P99 = 20, 100

HEADING = (
    "| what | unit | n | median | p95 | p99 | yardstick | its median | its p95 | ratio of medians | aim | met |\n"
    "|---|---|---:|---:|---:|---:|---|---:|---:|---:|---|---|\n"
)


def timed_ms(act: Callable[..., object], *arguments: object) -> float:
    """How long it took, in ms."""
    begun = perf_counter()
    act(*arguments)
    return (perf_counter() - begun) * 1000


def percentile(samples: Sequence[float], percent: float) -> float:
    """The smallest sample that `percent` of them do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def line(row: Row) -> str:
    """The row in Markdown."""
    figures = [shown(median(row.samples)), *tail(row.samples)]
    yardstick = [shown(median(row.beside)), tail(row.beside)[0]] if row.beside else ["–", "–"]
    base = median(row.beside) if row.beside else 0
    ratio = f"{median(row.samples) / base:.2f}" if base else "–"
    met = {True: "yes", False: "**no**", None: "–"}[row.met]
    cells = [row.what, row.unit, str(len(row.samples)), *figures, row.yardstick, *yardstick, ratio, row.aim, met]
    return "| " + " | ".join(cells) + " |\n"


def tail(samples: Sequence[float]) -> list[str]:
    """p95 and p99, where there are samples enough to speak of them."""
    return [
        shown(percentile(samples, percent)) if len(samples) >= least else "–"
        for percent, least in ((95, ENOUGH_FOR_P95), (99, ENOUGH_FOR_P99))
    ]


def shown(figure: float) -> str:
    """Three digits that matter."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.1f}" if abs(figure) >= 10 else f"{figure:.2f}"
