"""What a page shows, as files: its chart as a picture, as shapes and as a table, and the figures of the minute."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from checkin.i18n import Phrase, phrase
from checkin.overview.picture import Picture
from checkin.trouble import Trouble
from data.exporters.spreadsheet import Table, write_table
from ui.charts.export import save_csv, save_png, save_svg
from ui.charts.values import Chart
from ui.widgets.look import Look

COLUMNS = ("moment", "checkpoint", "part", "id", "inside")


def kept(picture: Picture, charts: dict[str, Chart], look: Look, folder: Path) -> tuple[Phrase, bool]:
    """Write them to `folder`, under names with the moment in them; what to say of it, and whether that is a warning."""
    try:
        count = _written(picture, charts, look, folder)
    except Trouble as trouble:
        return trouble.what, True
    except OSError as error:
        said = phrase("{path} cannot be written ({error}). Choose another place, or free some space.",
                      path=str(folder), error=error.strerror)  # fmt: skip
        return said, True
    return _files(count, folder), False


def reported(came_to: Sequence[Path] | Phrase, folder: Path) -> tuple[Phrase, bool]:
    """The same of a report: its files, or what went wrong."""
    if isinstance(came_to, Phrase):
        return came_to, True
    return (_files(len(came_to), folder) if came_to else phrase("Nothing has changed since the last report.")), False


def _files(count: int, folder: Path) -> Phrase:
    return phrase("Files written to {folder}: {count}", count=count, folder=str(folder))


def _written(picture: Picture, charts: dict[str, Chart], look: Look, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    at = minute_of(picture)
    stamp = f"{picture.checkpoint.id}-{at.astimezone(picture.event.zone):%Y-%m-%d-%H%M}"
    for name, chart in charts.items():
        stem = f"{name}-{stamp}"
        save_png(chart, folder / f"{stem}.png", look)
        save_svg(chart, folder / f"{stem}.svg", look)
        save_csv(chart, folder / f"{stem}.csv", look.words)
    rows = list(rows_of(picture, at))
    write_table(Table("inside", COLUMNS, rows, picture.event.zone), folder / f"minute-{stamp}.csv", overwrite=True)
    return 3 * len(charts) + 1


def minute_of(picture: Picture) -> datetime:
    """The moment that a picture is of."""
    return picture.replay.at if picture.replay is not None else picture.outlook.now


def rows_of(picture: Picture, at: datetime) -> Iterator[tuple[datetime, str, str, str, int]]:
    """Who is inside at that moment: in all, by category, by gate of entry."""
    inside, by_category, by_gate = inside_of(picture)
    where = picture.checkpoint.id
    yield at, where, "all", "", inside
    for part, numbers in (("category", by_category), ("gate", by_gate)):
        for name, number in sorted(numbers.items()):
            yield at, where, part, name, number


def inside_of(picture: Picture) -> tuple[int, dict[str, int], dict[str, int]]:
    """Who is inside, now or at the minute that is looked back at: in all, by category, by gate of entry."""
    if picture.replay is not None:
        return picture.replay.inside, picture.replay.by_category, picture.replay.by_gate
    totals = picture.totals
    by = [{name: part.inside for name, part in parts.items() if part.inside} for parts in (totals.by_category, totals.by_gate)]
    return totals.inside, by[0], by[1]
