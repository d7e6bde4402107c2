"""`checkin badges preview`: badges and their sheets on the screen."""

from pathlib import Path

import click

from checkin.cli.badges_chosen import chosen, wanted_ids
from checkin.cli.badges_templates import template_option
from checkin.cli.desk import no_display
from checkin.cli.home import Home, pass_home
from checkin.cli.output import say
from checkin.domain.event import Event
from checkin.logs import log_to
from checkin.trouble import Trouble


@click.command()
@template_option
@click.option("--ids", metavar="ID,ID...", help="Only the badges of these registrations.")
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=(
    "Write the first badge and its page as one picture into FILE, and open no window."
))  # fmt: skip
@pass_home
def preview(home: Home, *, template: str, ids: str | None, png: Path | None) -> None:
    """Look at badges and sheets before they are printed; print them, or save them as a PDF.

    A template of your own is drawn anew whenever its file is saved.

    Keys of the window: PgUp and PgDn for another badge or page, Ctrl+plus, Ctrl+minus and Ctrl+0 to zoom, F4 language, F5
    light or dark, Ctrl+P to print, Ctrl+S to save a PDF, Esc to stop that.

    \b
    Example:
      checkin badges preview
      checkin badges preview --template my-badge.toml --ids R-0001 --png look.png
    """
    from data.badge_templates import find_template
    from ui.badges.preview_picture import save_preview

    find_template(template)
    log_to(home.path / "logs")
    with home.serving() as (store, event):
        wanted = wanted_ids(ids)
        next(chosen(store, wanted))
        if png is not None:
            save_preview(home.database, event, template, wanted, png)
    if png is None:
        raise SystemExit(_run(home, event, template, wanted))
    say(home.words("The preview is in {path}.", path=str(png)))


def _run(home: Home, event: Event, template: str, ids: list[str] | None) -> int:
    from ui.badges.preview import PreviewPlan, run_preview

    if no_display():
        raise Trouble("There is no display for a window. Write the preview into a picture with --png FILE.")
    return run_preview(
        PreviewPlan(home.database, home.settings_file, home.settings, event, template, tuple(ids) if ids else None)
    )
