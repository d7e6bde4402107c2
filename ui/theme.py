"""How everything looks: one theme of colours and sizes, light or dark, that grows with the window."""

import dataclasses
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

FAMILIES = ("Checkin Sans", "IBM Plex Sans Arabic", "Checkin Sans SC")
"""One family a script; Qt takes from each what the ones before it lack."""

LEAST_TEXT_PX = 14
LEAST_TARGET_PX = 52


class Tone(Enum):
    """What a card means, in colour. Each tone has a shape of its own as well (ui.reasons)."""

    READY = auto()
    ADMITTED = auto()
    LOOK = auto()
    REFUSED = auto()
    QUIET = auto()
    NEUTRAL = auto()


@dataclass(frozen=True, slots=True)
class Paint:
    """A surface and what is written on it: `fill`, `ink`, and the colour of the shape, which on plain surfaces differs."""

    fill: str
    ink: str
    accent: str


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one appearance."""

    dark: bool
    window: str
    surface: str
    border: str
    field: str
    text: str
    muted: str
    accent: str
    selected: str
    admitted: str
    look: str
    refused: str


# The verdicts: told apart by colour-blind staff, and the same in both appearances.
VERDICTS = {
    Tone.ADMITTED: Paint("#006D5B", "#FFFFFF", "#FFFFFF"),
    Tone.LOOK: Paint("#FFB000", "#000000", "#000000"),
    Tone.REFUSED: Paint("#B3261E", "#FFFFFF", "#FFFFFF"),
}

LIGHT = Colours(
    dark=False, window="#F1F3F8", surface="#FFFFFF", border="#D5DBE7", field="#7B869C", text="#111827", muted="#4B5568",
    accent="#0B57A4", selected="#DCE9F8", admitted="#006D5B", look="#B36B00", refused="#B3261E",
)  # fmt: skip
DARK = Colours(
    dark=True, window="#0D121C", surface="#161E2D", border="#29344A", field="#65728C", text="#F4F6FB", muted="#A9B4C7",
    accent="#8CC4FF", selected="#223352", admitted="#4FD0B4", look="#FFB000", refused="#FF8A80",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours, and sizes: `scale` is 1 for a window of 1366x768."""

    colours: Colours = LIGHT
    scale: float = 1.0

    def but(self, **changes: object) -> "Theme":
        """This theme with something changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def px(self, size: float) -> int:
        """A length as it is at this scale, in pixels."""
        return max(1, round(size * self.scale))

    def text_px(self, size: float) -> int:
        """A text size at this scale, never under the least that can be read."""
        return max(LEAST_TEXT_PX, round(size * self.scale))

    @property
    def target_px(self) -> int:
        """The height of everything that is touched."""
        return max(LEAST_TARGET_PX, round(LEAST_TARGET_PX * self.scale))

    @property
    def gap_px(self) -> int:
        """The distance between two things that are touched."""
        return max(8, round(12 * self.scale))

    def font(self, size: float, weight: QFont.Weight = QFont.Weight.Normal, *, figures: bool = False) -> QFont:
        """The product's font. `size` in pixels at scale 1; `figures` all equally wide, for what changes in place."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.text_px(size))
        font.setWeight(weight)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def paint(self, tone: Tone) -> Paint:
        """The colours of a card."""
        c = self.colours
        if tone in VERDICTS:
            return VERDICTS[tone]
        accents = {Tone.QUIET: c.look, Tone.NEUTRAL: c.muted, Tone.READY: c.accent}
        return Paint(c.surface, c.text, accents[tone])

    def palette(self) -> QPalette:
        """For what Qt draws by itself."""
        c, palette, role = self.colours, QPalette(), QPalette.ColorRole
        texts = (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText)
        surfaces = (role.Base, role.Button, role.ToolTipBase, role.AlternateBase)
        for roles, colour in ((texts, c.text), (surfaces, c.surface)):
            for one in roles:
                palette.setColor(one, QColor(colour))
        palette.setColor(role.Window, QColor(c.window))
        palette.setColor(role.Highlight, QColor(c.selected))
        palette.setColor(role.PlaceholderText, QColor(c.muted))
        palette.setColor(role.Accent, QColor(c.accent))
        return palette

    def style_sheet(self) -> str:
        """For the few widgets that Qt draws: fields, lists, tooltips."""
        c, radius, pad = self.colours, self.px(12), self.px(16)
        return f"""
            QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.field}; padding: 6px 8px; }}
            QLineEdit {{ background: {c.surface}; color: {c.text}; border: 2px solid {c.field}; border-radius: {radius}px;
                         padding: 0 {pad}px; selection-background-color: {c.selected}; selection-color: {c.text}; }}
            QLineEdit:focus {{ border: 3px solid {c.accent}; padding: 0 {pad - 1}px; }}
            QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.field}; padding: 6px; }}
            QMenu::item {{ padding: 9px 28px; border-radius: 8px; }}
            QMenu::item:selected {{ background: {c.selected}; color: {c.text}; }}
            QMenu::section {{ color: {c.muted}; padding: 8px 14px 2px 14px; }}
            QListView {{ background: transparent; border: none; outline: none; }}
            QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
            QScrollBar::handle:vertical {{ background: {c.field}; border-radius: 4px; min-height: 52px; margin: 1px; }}
            QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
            QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
        """


def colours_for(appearance: str) -> Colours:
    """The colours for a setting: "light", "dark", or "system" for what the machine is set to."""
    if appearance == "system":
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if appearance == "dark" else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Make the whole application look like `theme`."""
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(theme.palette())


def readable_on(fill: str) -> str:
    """Black or white, whichever contrasts more with `fill` ("#RRGGBB")."""
    return "#000000" if contrast(fill, "#000000") >= contrast(fill, "#FFFFFF") else "#FFFFFF"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
