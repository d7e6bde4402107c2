"""`checkin badges`: badges as pictures or on paper."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from checkin.badges.layout import Template
from checkin.cli.badges_chosen import chosen, wanted_ids
from checkin.cli.badges_log import log
from checkin.cli.badges_preview import preview
from checkin.cli.badges_templates import template_option, templates
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.watching import Watch, watching
from checkin.domain.badge import SignedBadge, safe_text
from checkin.domain.event import Event
from checkin.trouble import Trouble
from data.badge_templates import find_template

if TYPE_CHECKING:
    from checkin.domain.registration import Registration
    from data.store import Store

MOST_SHOWN = 10


@click.group()
def command() -> None:
    """Look at badges, and draw them as PNG or PDF.

    \b
    Example:
      checkin badges render --format pdf badges.pdf
    """


command.add_command(templates)
command.add_command(preview)
command.add_command(log)


@command.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["png", "pdf"]), required=True,
    help="png: one file a badge, 300 dpi, in the folder OUT. pdf: the template's pages in the file OUT.",
)  # fmt: skip
@template_option
@click.option("--ids", metavar="ID,ID...", help="Only the badges of these registrations.")
@click.option("--signed", is_flag=True, help="Signed tokens, which verify without the list, instead of the badges' own.")
@click.option("--front-only", is_flag=True, help="Leave out the backs of a template that has them.")
@click.option(
    "--skip", type=click.IntRange(min=0), default=0, metavar="N", help="Leave the first N places of the first page empty."
)
@click.option("--progress", is_flag=True, help="Say on standard error how many badges were drawn.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def render(
    home: Home, out: Path, kind: Literal["png", "pdf"], *, template: str, ids: str | None, signed: bool, front_only: bool,
    skip: int, progress: bool, as_json: bool,
) -> None:  # fmt: skip
    """Draw the badges of all registrations, or of some.

    What is in OUT already is replaced when the new is complete; Ctrl+C leaves a PDF as it was. A template with backs gives
    pages of fronts and of backs in turn: print them two-sided, turned over the long edge, at 100 %.

    \b
    Example:
      checkin badges render --format pdf badges.pdf
      checkin badges render --format pdf --template a6-sheet --progress badges.pdf
      checkin badges render --format png badges --ids R-0001,R-0002
    """
    chosen_template = find_template(template)
    if front_only:
        chosen_template = replace(chosen_template, back=())
    with home.serving() as (store, event):
        wanted = wanted_ids(ids)
        people = chosen(store, wanted)
        if signed:
            people = map(_signer(home, store, event, wanted), people)
        said = (lambda n: home.words.plural("{n} badge drawn", "{n} badges drawn", n)) if progress else None
        with watching(said) as watch:
            count = _render(people, event, out, kind, chosen_template, watch, skip)
    if as_json:
        emit({"format": kind, "template": chosen_template.name, "out": str(out), "badges": count})
    else:
        say(home.words.plural("{n} badge is in {path}.", "{n} badges are in {path}.", count, path=str(out)))


def _render(
    people: "Iterator[Registration]", event: Event, out: Path, kind: str, template: Template, watch: Watch, skip: int
) -> int:  # fmt: skip
    from ui.badges.render import drawing, render_pdf, render_png

    application = drawing()
    try:
        if kind == "png":
            return render_png(people, event, out, template, watch)
        return render_pdf(people, event, out, template, watch=watch, skip=skip)
    finally:
        del application


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
