"""`checkin supervisors`: who may unlock this desk."""

import sys
from datetime import UTC, datetime
from getpass import getpass

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import local_time
from checkin.domain.badge import safe_text
from checkin.i18n import Words
from checkin.trouble import Trouble


@click.group()
def command() -> None:
    """Say who may unlock this desk with a PIN: to override a refusal, or to take an older scan back.

    \b
    Example:
      checkin supervisors add "Salma Berrada"
    """


@command.command()
@click.argument("name", metavar="NAME")
@click.option("--pin-stdin", is_flag=True, help="Read the PIN from one line of standard input instead of asking for it twice.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def add(home: Home, name: str, *, pin_stdin: bool, as_json: bool) -> None:
    """Make a supervisor. NAME is what the journal says of an override; the PIN has 4 to 12 digits, and is asked for twice.

    \b
    Example:
      checkin supervisors add "Salma Berrada"
    """
    with home.serving() as (store, _):
        pin = sys.stdin.readline().strip() if pin_stdin else _asked(home.words)
        supervisor = store.supervisors.add(name, pin, datetime.now(UTC))
    if as_json:
        emit({"id": supervisor.id, "name": supervisor.name})
    else:
        say(home.words("{name} may unlock this desk from now on (id {id}).", name=supervisor.name, id=supervisor.id))


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a supervisor.")
@pass_home
def list_supervisors(home: Home, *, as_json: bool) -> None:
    """List the supervisors by name, with the ids that "remove" takes, and since when they are.

    \b
    Example:
      checkin supervisors list --json
    """
    with home.serving() as (store, event):
        listed = store.supervisors.listed()
    if not listed and not as_json:
        say(home.words('There is no supervisor yet. Make one with "checkin supervisors add NAME".'))
    for one in listed:
        made_at = local_time(one.made_at, event.zone)
        if as_json:
            emit({"id": one.supervisor.id, "name": one.supervisor.name, "made_at": made_at})
        else:
            say(f"{one.supervisor.id}  {made_at}  {one.supervisor.name}")


@command.command()
@click.argument("supervisor", metavar="ID")
@pass_home
def remove(home: Home, supervisor: str) -> None:
    """Take a supervisor's rights away. What he or she did stays in the journal, under the name.

    \b
    Example:
      checkin supervisors remove 5f1c0a
    """
    with home.serving() as (store, _):
        removed = store.supervisors.remove(safe_text(supervisor))
    say(home.words("{name} may no longer unlock this desk.", name=removed.name))


def _asked(words: Words) -> str:
    """The PIN, typed twice without being shown."""
    if not sys.stdin.isatty():
        raise Trouble("There is no terminal to ask for the PIN. Give it on standard input, with --pin-stdin.")
    pin = getpass(words("PIN (4 to 12 digits, not shown):") + " ")
    if getpass(words("The same PIN again:") + " ") != pin:
        raise Trouble("The two PINs are not the same. Nothing was stored; try again.")
    return pin.strip()
