"""`checkin badges`: badges as pictures or on paper."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from checkin.cli.badges_log import log
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.domain.badge import SignedBadge, safe_text
from checkin.domain.event import Event
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.domain.registration import Registration
    from data.store import Store

MOST_SHOWN = 10


@click.group()
def command() -> None:
    """Render badges as PNG or PDF.

    \b
    Example:
      checkin badges render --format pdf badges.pdf
    """


command.add_command(log)


@command.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["png", "pdf"]), required=True,
    help="png: one file a badge, 300 dpi, in the folder OUT. pdf: sheets of ten with crop marks in the file OUT.",
)  # fmt: skip
@click.option("--ids", metavar="ID,ID...", help="Only the badges of these registrations.")
@click.option("--signed", is_flag=True, help="Signed tokens, which verify without the list, instead of the badges' own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def render(home: Home, out: Path, kind: Literal["png", "pdf"], ids: str | None, *, signed: bool, as_json: bool) -> None:
    """Draw the badges of all registrations, or of some.

    What is in OUT already is replaced when the new is complete.

    \b
    Example:
      checkin badges render --format pdf badges.pdf
      checkin badges render --format png badges --ids R-0001,R-0002
    """
    with home.serving() as (store, event):
        wanted = _wanted(ids)
        chosen = _chosen(store, wanted)
        if signed:
            chosen = map(_signer(home, store, event, wanted), chosen)
        count = _render(chosen, event, out, kind)
    if as_json:
        emit({"format": kind, "out": str(out), "badges": count})
    else:
        say(home.words.plural("{n} badge is in {path}.", "{n} badges are in {path}.", count, path=str(out)))


def _wanted(ids: str | None) -> list[str] | None:
    return None if ids is None else [one.strip() for one in ids.split(",") if one.strip()]


def _render(chosen: "Iterator[Registration]", event: Event, out: Path, kind: Literal["png", "pdf"]) -> int:
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


def _signer(
    home: Home, store: "Store", event: Event, ids: list[str] | None
) -> "Callable[[Registration], Registration]":  # fmt: skip
    """Puts a signed token in the place of a registration's badge. Trouble if no key signs here, or if one cannot be signed."""
    from checkin.badges.signing import Unsignable, encoded, sign
    from data.signing_keys import KeyFolder

    key = KeyFolder(home.private_keys).newest(store.keys.all())
    unsignable = []
    for one in store.registrations.some(ids):
        try:
            encoded(_content(one), key.id)
        except Unsignable:
            unsignable.append(one.id)
    if unsignable:
        raise Trouble(
            "No badge was drawn: {n} registrations cannot be signed: id and category have more than 24 bytes together, "
            "or the validity is out of range: {ids}.",
            n=len(unsignable), ids=", ".join(map(safe_text, unsignable[:MOST_SHOWN])),
        )  # fmt: skip
    return lambda one: replace(one, badge=sign(_content(one), event.id, key))


def _content(one: "Registration") -> SignedBadge:
    return SignedBadge(one.id, one.category, one.valid_from, one.valid_until)
