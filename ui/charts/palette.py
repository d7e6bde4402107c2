"""The colours of charts, beside those of the theme."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor

from ui.charts.reading import Mark
from ui.theme import Colours


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance. `ramp`: from few to many, each darker (in the light) or lighter (in the dark) than the one
    before, which colour-blind people and grey printers show too."""

    plane: str
    text: str
    muted: str
    grid: str
    axis: str
    accent: str
    on_accent: str
    bar: tuple[str, str]
    open_bar: str
    yesterday: str
    expected: str
    capacity: str
    bubble: str
    ramp: tuple[str, ...]
    levels: dict[Mark, str]


LIGHT_RAMP = ("#E3EDF9", "#B9D4F1", "#86B4E6", "#4C8ED6", "#1F69B8", "#0B4687", "#07284F")
DARK_RAMP = ("#1E2E4A", "#234C80", "#2C6DB4", "#4490DC", "#78B5F2", "#B2D7FA", "#ECF6FF")


@lru_cache(maxsize=8)
def palette(c: Colours) -> Palette:
    """The colours of charts for those of a theme."""
    return Palette(
        plane=c.surface, text=c.text, muted=c.muted, grid=c.border, axis=c.field, accent=c.accent,
        on_accent=c.surface if c.dark else "#FFFFFF",
        bar=("#4793E2", "#2A68B0") if c.dark else ("#3D86D6", "#6FAAE6"),
        open_bar="#50719C" if c.dark else "#B5D2F1",
        yesterday="#D5DCE9" if c.dark else "#2B3648",
        expected="#EDCBFF" if c.dark else "#7A1FA2",
        capacity=c.text, bubble="#25334F" if c.dark else "#FFFFFF",
        ramp=DARK_RAMP if c.dark else LIGHT_RAMP,
        levels={Mark.CALM: c.accent, Mark.NEAR: "#FFB000" if c.dark else "#C77A00", Mark.OVER: c.refused},
    )  # fmt: skip


def on_ramp(ramp: tuple[str, ...], share: float) -> QColor:
    """The colour of a share, 0 to 1, of the highest."""
    place = min(1.0, max(0.0, share)) * (len(ramp) - 1)
    at = min(int(place), len(ramp) - 2)
    return mixed(ramp[at], ramp[at + 1], place - at)


def mixed(one: str, other: str, part: float) -> QColor:
    """`one` with that part, 0 to 1, of `other` in it: opaque, because pages know no gradient that can be seen through."""
    first, second = QColor(one), QColor(other)
    pairs = ((first.red(), second.red()), (first.green(), second.green()), (first.blue(), second.blue()))
    red, green, blue = (round(a + (b - a) * part) for a, b in pairs)
    return QColor(red, green, blue)


def veiled(colour: str, opacity: float) -> QColor:
    """The colour, seen through."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made
