"""`checkin doctor`: whether this machine can run a desk."""

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say

CANNOT_RUN = 1


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help='One JSON object a check: {"check", "state", "message"}.')
@pass_home
def command(home: Home, as_json: bool) -> None:
    """Say in plain words whether this machine can run a desk.

    Camera, decoders, fonts, sound, disk, clock, database and display are tried, each for real. Every check is ok, a warning
    (a desk runs without it) or a fault. Exit status 0 when a desk can run, 1 otherwise. Nothing is changed.

    \b
    Example:  checkin doctor --json
    """
    from checkin.cli.examination import CHECKS, State, examine

    words = home.words
    marks = {State.OK: words("ok"), State.WARNING: words("warning"), State.FAULT: words("FAULT")}
    worst = State.OK
    for check in CHECKS:
        finding = examine(check, home)
        worst = max(worst, finding.state, key=list(State).index)
        message = words(finding.message)
        if as_json:
            emit({"check": check.name, "state": finding.state.value, "message": message})
        else:
            say(f"{words(check.title):<12} {marks[finding.state]:<8} {message}")
    if not as_json:
        say("")
        say(words("This machine cannot run a desk yet: see the faults above.") if worst is State.FAULT
            else words("This machine can run a desk."))  # fmt: skip
    raise SystemExit(CANNOT_RUN if worst is State.FAULT else 0)
