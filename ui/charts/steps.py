"""How a reader walks over a chart by keyboard."""

from ui.charts.values import Chart, HeatMap, Spot


def step(chart: Chart, spot: Spot | None, slots: int, rows: int = 0) -> Spot:
    """The spot so many slots and rows on from `spot`, within the chart. Whoever is nowhere yet begins at the newest number."""
    if spot is None:
        spot, slots, rows = first(chart), slots if abs(slots) >= chart.slots.count else 0, 0
    most = len(chart.rows) - 1 if isinstance(chart, HeatMap) else 0
    return Spot(max(0, min(chart.slots.count - 1, spot.slot + slots)), max(0, min(most, spot.row + rows)))


def first(chart: Chart) -> Spot:
    """The newest slot that has begun and whose number is known; the first slot where there is none."""
    if isinstance(chart, HeatMap):
        return Spot(max((slot for _, slot, value in chart.cells() if value is not None), default=0))
    return Spot(max((slot for slot, value in enumerate(chart.counts) if value is not None), default=0))
