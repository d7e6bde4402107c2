"""`checkin rehearse`: the whole desk tried before doors open."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.desk import no_display
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.rehearsal.findings import Checked, State
from checkin.rehearsal.report import MARKS, record, verdict_record
from checkin.rehearsal.samples import TITLES

if TYPE_CHECKING:
    from checkin.rehearsal.stage import Tried

NOT_READY = 1


@click.command("rehearse")
@click.option(
    "--camera", "cameras", multiple=True, metavar="SOURCE",
    help='"device", "device:1", a film, a folder of pictures or an http address; given again, the first that is there.',
)  # fmt: skip
@click.option("--for", "waits_s", type=click.FloatRange(min=0.1), default=60.0, show_default=True, metavar="SECONDS",
              help="How long test badges are waited for.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.pdf", help="Keep the page as a PDF.")
@click.option("--print", "on_paper", is_flag=True, help="Print the page on the printer of the settings, else on the usual one.")
@click.option("--badges", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.pdf",
              help="Only write a page with the four test badges, to print or to show on a phone.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True,
              help='One JSON object a check: {"check", "state", "message", "measured"}; the whole last.')  # fmt: skip
@pass_home
def command(
    home: Home, cameras: tuple[str, ...], waits_s: float, out: Path | None, *, on_paper: bool, badges: Path | None, as_json: bool
) -> None:
    """Try this desk before doors open: pass, look or fail for everything it needs, and one verdict.

    Hold the four test badges before the camera, one after another: they go through the desk's own camera, decoders, rules and
    disk while the network is cut, and nothing of it is ever counted. Exit status 0 when the desk can open, 1 when not.

    \b
    Example:  checkin rehearse --badges test-badges.pdf
              checkin rehearse --camera device --out rehearsal.pdf
    """
    if no_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.badges.render import drawing

    application = drawing()
    try:
        if badges is not None:
            _write_badges(home, badges)
            return
        state = _rehearse(home, cameras or (home.settings.camera or "device",), waits_s, out, on_paper, as_json)
    finally:
        del application
    raise SystemExit(NOT_READY if state is State.FAULT else 0)


def _write_badges(home: Home, path: Path) -> None:
    from ui.rehearsal.sheet import write_sheet

    write_sheet(path)
    say(home.words("The four test badges are in {path}. Print the page, or show it on a phone.", path=str(path)))


def _rehearse(
    home: Home, cameras: tuple[str, ...], waits_s: float, out: Path | None, on_paper: bool, as_json: bool
) -> State:  # fmt: skip
    from ui.rehearsal.paper import print_report, write_report
    from ui.rehearsal.unattended import Plan, rehearse

    words = home.words
    marks = {state: words(mark) for state, mark in MARKS.items()}

    def tell(one: Checked) -> None:
        if as_json:
            emit(record(one, words))
        else:
            say(f"{words(one.title):<16} {marks[one.finding.state]:<6} {words(one.finding.message)}")

    def tried(one: "Tried") -> None:
        if not as_json:
            say(words("Test badge read: {badge}", badge=words(TITLES[one.sample])))

    if not as_json:
        say(words("Hold the four test badges before the camera, one after another."))
    report = rehearse(Plan(home, cameras, waits_s, tell, tried))
    if as_json:
        emit(verdict_record(report, words))
    else:
        say("")
        say(words(report.verdict))
    if out is not None:
        write_report(report, words, out)
    if on_paper:
        print_report(report, words, home.settings.printer)
    return report.state
