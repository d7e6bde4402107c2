"""`checkin demo`: an event, people, badges and a film to try the desk with."""

import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home, default_home, pass_home
from checkin.cli.output import say
from checkin.i18n import Phrase, Words, phrase

if TYPE_CHECKING:
    from data.demo.make import DemoHome, Made

CLEAR_LINE = "\r\x1b[K"


class ProgressLine:
    """Tells how far the making is: one line rewritten on a terminal, a line for each step elsewhere."""

    def __init__(self, words: Words, terminal: bool) -> None:
        self._words = words
        self._terminal = terminal
        self._told: tuple[Phrase, int] | None = None

    def __call__(self, what: Phrase, share: float) -> None:
        """Tell that `what` is being made, and which share of the whole is done."""
        percent = round(share * 100)
        if self._told == (what, percent) or (not self._terminal and self._told and self._told[0] == what):
            return
        self._told = (what, percent)
        line = self._words("{step} … {percent} %", step=what, percent=percent)
        click.echo(f"{CLEAR_LINE}{line}" if self._terminal else line, nl=not self._terminal, err=True)

    def clear(self) -> None:
        """Leave a clean line for what is said next."""
        if self._terminal and self._told:
            click.echo(CLEAR_LINE, nl=False, err=True)


@click.command()
@click.option("--reset", is_flag=True, help="Remove the demo, its scans included, and make it anew.")
@pass_home
def command(home: Home, *, reset: bool) -> None:
    """Make a demo event of three days that begins today: 20,000 registrations, badges, and a film for the camera.

    What is there already is left as it is. A demo whose days are over is put aside, and a new one made.

    \b
    Example:
      checkin demo
      checkin --home try-out demo --reset
    """
    from data.demo.event import today
    from data.demo.make import DemoHome, demo_stands

    if not reset and demo_stands(home.path, today()):
        say(home.words("The demo is ready in {path}; nothing was left to make.", path=str(home.path)))
    else:
        began = time.monotonic()
        made = _make(home, reset)
        for sentence in _report(home.words, DemoHome(home.path), made, time.monotonic() - began):
            say(sentence)
    say(_next_steps(home))


def _make(home: Home, reset: bool) -> "Made":
    from data.demo.event import today
    from data.demo.make import FILMED, DemoHome, make_demo
    from ui.badges.render import drawing, face_pixels, render_pdf, render_png

    application, place = drawing(), DemoHome(home.path)
    progress = ProgressLine(home.words, sys.stderr.isatty())
    try:
        made = make_demo(home.path, progress, face_pixels, today(), reset=reset)
        progress(phrase("Drawing the badges"), FILMED)
        render_png(made.players, made.event, place.badges)
        render_pdf(made.players, made.event, place.sheet)
    finally:
        progress.clear()
        del application
    return made


def _report(words: Words, place: "DemoHome", made: "Made", seconds: float) -> Iterable[str]:
    """What was made, in plain words."""
    if made.kept is not None:
        yield words("The demo before was over; its database is kept as {path}.", path=str(made.kept))
    yield words(
        'The demo is ready in {path} after {seconds} s: "{event}", from {first} to {last}.',
        path=str(place.path), seconds=round(seconds), event=made.event.name(words.language),
        first=made.event.days[0].isoformat(), last=made.event.days[-1].isoformat(),
    )  # fmt: skip
    if made.registrations:
        yield words.plural("  {n} registration", "  {n} registrations", made.registrations)
    if made.film:
        yield words("  {path}: a film of people who show their badges, for a desk without a camera", path=place.film.name)
    yield words(
        "  {path}: the badges in the film, to print and to hold before your camera",
        path=place.sheet.relative_to(place.path).as_posix(),
    )  # fmt: skip


def _next_steps(home: Home) -> str:
    """What to type next; the folder need not be named where it is the usual one."""
    checkin = "checkin" if home.path == default_home() else f'checkin --home "{home.path}"'
    return home.words(
        "Next, with your webcam:  {webcam}\nor with the film:        {film}",
        webcam=f"{checkin} desk", film=f'{checkin} desk --camera "{home.path / "film.mp4"}"',
    )  # fmt: skip
