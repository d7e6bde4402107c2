"""`checkin badges`: badges as pictures or on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.domain.registration import Registration
    from data.store import Store


@click.group()
def command() -> None:
    """Render badges as PNG or PDF.

    \b
    Example:
      checkin badges render --format pdf badges.pdf
    """


@command.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["png", "pdf"]), required=True,
    help="png: one file a badge, 300 dpi, in the folder OUT. pdf: sheets of ten with crop marks in the file OUT.",
)  # fmt: skip
@click.option("--ids", metavar="ID,ID...", help="Only the badges of these registrations.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def render(home: Home, out: Path, kind: Literal["png", "pdf"], ids: str | None, *, as_json: bool) -> None:
    """Draw the badges of all registrations, or of some.

    What is in OUT already is replaced when the new is complete.

    \b
    Example:
      checkin badges render --format pdf badges.pdf
      checkin badges render --format png badges --ids R-0001,R-0002
    """
    with home.serving() as (store, event):
        count = _render(store, event, out, kind, _wanted(ids))
    if as_json:
        emit({"format": kind, "out": str(out), "badges": count})
    else:
        say(home.words.plural("{n} badge is in {path}.", "{n} badges are in {path}.", count, path=str(out)))


def _wanted(ids: str | None) -> list[str] | None:
    return None if ids is None else [one.strip() for one in ids.split(",") if one.strip()]


def _render(store: "Store", event: Event, out: Path, kind: Literal["png", "pdf"], ids: list[str] | None) -> int:
    chosen = _chosen(store, ids)
    from ui.badges.render import drawing, render_pdf, render_png

    application = drawing()
    try:
        return render_png(chosen, event, out) if kind == "png" else render_pdf(chosen, event, out)
    finally:
        del application


def _chosen(store: "Store", ids: list[str] | None) -> "Iterator[Registration]":
    """The registrations to draw, read as they are drawn. Trouble lists the ids that there are not, or says that there is none."""
    if ids is None and store.registrations.count() == 0:
        raise Trouble('There are no registrations yet. Import them with "checkin import FILE.csv" first.')
    if ids is not None and not ids:
        raise Trouble("--ids names no registration. Write the ids with commas between them, as in --ids R-0001,R-0002.")
    unknown = [one for one in ids or () if store.registrations.get(one) is None]
    if unknown:
        raise Trouble(
            "No badge was drawn: there are no registrations with these ids: {ids}. Correct them and try again.",
            ids=", ".join(map(safe_text, unknown)),
        )
    return store.registrations.some(ids)
