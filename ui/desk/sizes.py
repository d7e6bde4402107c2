"""How large everything is in a window of a given size."""

from dataclasses import dataclass

from ui.theme import Theme

USUAL = (1366, 768)
LEAST_SCALE, GREATEST_SCALE = 0.6, 6.0
STEP = 0.02
# of the window's area; the issue of a scan must be seen from where the visitor stands
PANEL_SHARE = 0.605
NARROWEST_SIDE_PX = 270


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels: `margin` around everything, `gap` between things, `side` the width of the column beside the panel."""

    margin: int
    gap: int
    side: int


def scale_for(width: int, height: int) -> float:
    """How much larger than in the usual window everything is, in steps, so that dragging an edge is no flood of changes."""
    scale = min(width / USUAL[0], height / USUAL[1])
    return max(LEAST_SCALE, min(GREATEST_SCALE, round(scale / STEP) * STEP))


def sizes_for(width: int, height: int, theme: Theme) -> Sizes:
    """The column at the side gets what the panel does not need for its share of the window."""
    margin, gap = max(8, theme.px(14)), max(8, theme.px(12))
    panel_height = height - 2 * margin - theme.target_px - gap
    panel_width = PANEL_SHARE * width * height / max(1, panel_height)
    side = int(width - 2 * margin - gap - panel_width)
    return Sizes(margin, gap, max(NARROWEST_SIDE_PX, side))
