"""`checkin desk`: the window that staff look at all day."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import say
from checkin.desk.post import chosen_checkpoint
from checkin.logs import log_to
from checkin.settings import Settings
from checkin.sync.membership import KEY_FILE
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from checkin.sync.http import HubConnection
    from checkin.sync.membership import Membership


@click.command("desk")
@click.option(
    "--camera", "cameras", multiple=True, metavar="SOURCE",
    help='"device", "device:1", a film, a folder of pictures or an http address; given again, the first that is there.',
)  # fmt: skip
@click.option("--checkpoint", metavar="ID", help="The checkpoint that this desk serves; the event's first one otherwise.")
@click.option("--desk", "desk_name", metavar="NAME", help="The name of this desk.")
@click.option("--gate", metavar="ID", help="The gate at which it stands.")
@click.option("--kiosk", is_flag=True, help="For visitors alone: full screen, in their languages, left with a supervisor's PIN.")
@pass_home
def command(
    home: Home, cameras: tuple[str, ...], checkpoint: str | None, desk_name: str | None, gate: str | None, *, kiosk: bool
) -> None:
    """Open the desk: badges held before the camera are admitted or refused, and written to the journal.

    Without a display the desk runs unattended until its camera ends: a line for each verdict, pictures in the home's
    folder "pictures", and the totals.

    Keys of the window: type to search, Enter to scan the person found, Esc to clear, Ctrl+Z to undo, F2 entry or exit,
    F3 camera, F4 language, F5 light or dark, F6 sound, F7 identity card seen, F8 override, F9 lock, F10 details, F11 full
    screen, F12 group, Ctrl+D dashboard, Ctrl+N walk-in, Ctrl+P print, Ctrl+R rehearse, Ctrl+K kiosk.

    \b
    Example:  checkin desk --camera device --desk 2 --gate A
    """
    log_to(home.path / "logs")
    unattended = no_display()
    if kiosk and unattended:
        raise Trouble("A kiosk needs a screen, and there is none here. Start it from a desktop session.")
    settings = chosen_settings(home, checkpoint, desk_name, gate)
    check_place(home, settings, attended=not unattended)
    if unattended:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        say(home.words("No display: the desk runs unattended until its camera ends."))
    from data.locking import the_only_desk
    from ui.app import DeskPlan, run_desk

    sources = cameras or (settings.camera or "device",)
    pictures = home.path / "pictures" if unattended else None
    plan = DeskPlan(home.database, home.settings_file, settings, sources, pictures, kiosk, connecting(home), overseeing(home))
    with the_only_desk(home.path):
        status = run_desk(plan)
    if pictures is not None:
        report(home, settings, pictures)
    raise SystemExit(status)


def connecting(home: Home) -> "Callable[[Membership], HubConnection]":
    """Leads to the hub that the desk is enrolled at, when it is first wanted."""

    def connect(member: "Membership") -> "HubConnection":
        from checkin.sync.discovery import found_nearby
        from checkin.sync.http import HubConnection
        from data.membership import device_key

        key = device_key(home.path / KEY_FILE)
        return HubConnection(member.hosts, member.port, member.fingerprint, member.device, key, found_nearby)

    return connect


def overseeing(home: Home) -> list[str]:
    """What starts the dashboard of this desk, in a process of its own: counting must not hold up a scan."""
    return [sys.executable, "-m", "checkin.cli", "--home", str(home.path), "dashboard"]


def chosen_settings(home: Home, checkpoint: str | None, desk: str | None, gate: str | None) -> Settings:
    """The settings with what the command line says instead."""
    given = {"checkpoint": checkpoint, "desk": desk, "gate": gate}
    return home.settings.but(**{name: value for name, value in given.items() if value is not None})


def check_place(home: Home, settings: Settings, *, attended: bool) -> None:
    """Trouble when there is no event, or it has no such checkpoint or gate. A database that cannot be opened is left to the
    window of a desk that is attended: staff look there, not at a terminal."""
    try:
        home.open().close()
    except Trouble:
        if attended:
            return
        raise
    with home.serving() as (_, event):
        chosen_checkpoint(event, settings.checkpoint)
    if settings.gate and settings.gate not in event.gates:
        raise Trouble("The event has no gate {gate}. It has: {known}.", gate=settings.gate, known=", ".join(event.gates))


def no_display() -> bool:
    """Whether windows cannot be shown here: on Linux, without X or Wayland."""
    given = os.environ.get("QT_QPA_PLATFORM", "")
    if given:
        return given in ("offscreen", "minimal")
    return sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def report(home: Home, settings: Settings, pictures: Path) -> None:
    """The totals, and where the pictures are."""
    from checkin.cli.overview_place import reading
    from checkin.cli.records import totals_record
    from checkin.cli.totals import table
    from checkin.overview.watch import counted

    with reading(home) as reader:
        event = reader.event()
        counting = counted(reader, event)
    say("")
    say(table(totals_record(counting, chosen_checkpoint(event, settings.checkpoint), None, None), event, home.words))
    say(home.words("Pictures of the desk are in {folder}.", folder=str(pictures)))
