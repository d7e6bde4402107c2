"""The command line: one file a command, loaded when it is called, so that the desk's window need not wait for the others."""

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from checkin import __version__
from checkin.cli.home import Home, default_home, words_of_the_shell
from checkin.cli.output import USAGE_OR_DATA_ERROR, fail
from checkin.i18n import phrase
from checkin.trouble import Trouble

COMMANDS = {
    "event": ("event", "Check, store and show the event that this desk serves."),
    "import": ("importing", "Import registrations from a file; again = update."),
    "desk": ("desk", "Open the desk: scan badges with the camera."),
    "scan": ("scan", "Decide on badges given as text, as the desk would."),
    "search": ("search", "Look people up, without checking them in."),
    "undo": ("undo", "Take back an admitted scan."),
    "walkin": ("walkin", "Register somebody who is not in the list."),
    "dashboard": ("dashboard", "Open the supervisor's window: live totals, desks, conflicts, alarms."),
    "totals": ("totals", "Show attendance: inside, attended, entries, exits, refused."),
    "queues": ("queues", "Show how long people wait at each gate, and how many desks that takes."),
    "journal": ("journal", "Verify or export the journal of scans."),
    "export": ("export", "Write registrations or scans for a spreadsheet."),
    "badges": ("badges", "Render badges as PNG or PDF."),
    "supervisors": ("supervisors", "Say who may unlock this desk with a PIN."),
    "keys": ("keys", "Make, list and revoke the keys that badges are signed with."),
    "decode": ("decode", "Read the QR codes in pictures."),
    "bench": ("bench", "Measure what the readers read, and how fast."),
    "demo": ("demo", "Make a demo event: 20,000 registrations, badges and a film for the camera."),
    "rehearse": ("rehearse", "Try the whole desk before doors open; test badges, network cut, one page."),
    "hub": ("hub", "Serve the desks of an event; let devices in."),
    "enrol": ("enrol", "Be let in by the hub, with its QR code."),
    "status": ("status", "How this desk, or hub, stands: what waits, what is known, since when."),
    "report": ("report", "Write a day or the whole event as PDF and XLSX: figures, charts, conflicts, journals."),
    "slip": ("slip", "Write a desk's shift on one page: scans made, scans delivered, checksum."),
    "conflicts": ("conflicts", "Badges admitted twice by desks that could not see each other; settle them."),
    "simulate": ("simulate", "Play a whole event through with faults, and hold it against a witness."),
    "doctor": ("doctor", "Say whether this machine can run a desk."),
}


class Commands(click.Group):
    """The commands above, each imported only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"checkin.cli.{COMMANDS[name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), envvar="CHECKIN_HOME",
    help="Folder that holds one desk's data (also CHECKIN_HOME; otherwise your own data folder).",
)  # fmt: skip
@click.version_option(__version__, prog_name="checkin")
@click.pass_context
def checkin(ctx: click.Context, home: Path | None) -> None:
    """Check-in: the desk at the door of an event.

    \b
    A first look:        checkin demo, then checkin desk
    An event of yours:   checkin event init EVENT.toml, checkin import FILE.csv, checkin desk
    """
    from checkin.logs import keep_quiet

    keep_quiet()
    ctx.obj = Home((home or default_home()).absolute())


def main(args: list[str] | None = None) -> Any:
    """Run one command. Trouble becomes a sentence and status 2; an unforeseen error is logged with its trace, not shown."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return checkin.main(args=args, prog_name="checkin")
    except Trouble as trouble:
        fail(trouble, words_of_the_shell())
    except OSError as error:
        said = phrase("Error: {error}. What was decided or stored before is kept.", error=str(error))
        click.echo(words_of_the_shell()(said), err=True)
        raise SystemExit(USAGE_OR_DATA_ERROR) from None
    except Exception as error:
        from checkin.logs import log_crash

        where = log_crash(error)
        said = phrase(
            "Error: Check-in made a mistake ({kind}). Its trace is in {path}; please report it.",
            kind=type(error).__name__, path=str(where),
        )  # fmt: skip
        click.echo(words_of_the_shell()(said), err=True)
        raise SystemExit(USAGE_OR_DATA_ERROR) from None
