"""`checkin conflicts`: admissions that were one too many, listed and settled."""

import uuid
from typing import Any

import click

from checkin.cli.clocks import utc_now
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub, reading
from checkin.cli.records import local_time
from checkin.desk.amending import unsettled
from checkin.desk.earlier import stated
from checkin.desk.judge import Judge
from checkin.desk.messages import Settle
from checkin.desk.post import Post
from checkin.domain.conflicts import Conflict
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick
from checkin.logs import log_to
from checkin.overview.watch import counted
from checkin.ports import Clock, Wait
from checkin.sentences import Teller
from checkin.trouble import Trouble
from checkin.words import found_out


@click.group(invoke_without_command=True)
@click.option("--all", "also_settled", is_flag=True, help="Those that are settled, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a conflict.")
@database_option
@pass_home
@click.pass_context
def command(context: click.Context, home: Home, *, also_settled: bool, as_json: bool, database: str) -> None:
    """List the people whom desks admitted more often than allowed, while they could not see each other: of every desk in the home
    of a hub, elsewhere of those that this desk knows.

    \b
    Example:
      checkin conflicts --json
      checkin conflicts settle SCAN_ID --words "left by the garden" --supervisor 3fa2c1
    """
    if context.invoked_subcommand is not None:
        return
    with reading(home, database) as reader:
        event = reader.event()
        found = [one for one in counted(reader, event).conflicts.found() if also_settled or one.settled is None]
        for one in found:
            person = reader.person(one.surplus.registration)
            if as_json:
                emit(record(one, person, event))
            else:
                say(sentence(one, person, event, home))
    if not found and not as_json:
        say(home.words("There is no conflict."))


@command.command()
@click.argument("scan_id", metavar="SCAN_ID")
@click.option("--words", "said", required=True, help="same_person, second_person or staff_mistake; else in your own words.")
@click.option("--supervisor", required=True, metavar="ID", help='As "checkin supervisors list" shows it.')
@click.option("--pin", prompt=True, hide_input=True, help="The supervisor's PIN; asked for unless given.")
@database_option
@pass_home
def settle(home: Home, scan_id: str, said: str, supervisor: str, pin: str, database: str) -> None:
    """Keep what a supervisor found out about a conflict. SCAN_ID is the admission that is one too many.

    \b
    Example:
      checkin conflicts settle 0b54a6e2-7f0a-4c53-9a53-0d6f8c9b7e11 --words staff_mistake --supervisor 3fa2c1
    """
    log_to(home.path / "logs")
    checked = settled(home, Settle(scan_id, said, supervisor, pin), database)
    if isinstance(checked, Wait):
        raise Trouble("The PIN is wrong. The next one counts after {seconds} seconds.", seconds=round(checked.seconds))
    say(home.words("Settled by {name}.", name=checked.name))


def settled(home: Home, asked: Settle, database: str = "", clock: Clock = utc_now) -> Supervisor | Wait:
    """Who settled it, in a line of the journal of this desk, or of the hub in this home; or that the PIN was wrong. Trouble if
    there is no such conflict any more."""
    with home.serving() as (store, event):
        checked = store.supervisors.check(asked.supervisor, asked.pin, clock())
        if isinstance(checked, Wait):
            return checked
        if not is_hub(home, database):
            post = Post(home.settings.desk, home.settings.gate)
            judge = Judge(store, event, post, clock, lambda: str(uuid.uuid4()))
            judge.amending.settle(asked.scan_id, checked, asked.words)
            return checked
        with reading(home, database) as reader:
            found = unsettled(counted(reader, event).conflicts.found(), asked.scan_id)
        from data.hub.own_journal import OwnJournal

        with opened(home, database) as place:
            own = OwnJournal(home.path, store, place.log, place.hub, event)
            own.settle(found, checked, stated(asked.words), clock())
    return checked


def record(one: Conflict, person: Registration | None, event: Event) -> dict[str, Any]:
    """A conflict as a JSON object."""
    return {
        "scan_id": one.surplus.scan_id, "reason": one.reason.value, "checkpoint": one.surplus.checkpoint,
        "registration": one.surplus.registration, "name": person.name if person else None,
        "first": _scan(one.first, event), "surplus": _scan(one.surplus, event),
        "settled_by": one.settled[0] if one.settled else None, "settled_as": one.settled[1] if one.settled else None,
    }  # fmt: skip


def _scan(line: Tick, event: Event) -> dict[str, Any]:
    return {"scan_id": line.scan_id, "at": local_time(line.at, event.zone), "gate": line.gate, "desk": line.desk}


def sentence(one: Conflict, person: Registration | None, event: Event, home: Home) -> str:
    """A conflict in words."""
    teller = Teller(home.words, event)
    name = person.name if person else one.surplus.registration
    places = [teller.passed(line.at, line.gate, line.desk, utc_now()) for line in (one.first, one.surplus)]
    settled = ""
    if one.settled is not None:
        settled = home.words("settled by {name}: {words}", name=one.settled[0], words=found_out(one.settled[1]))
    return "\t".join((one.surplus.scan_id, name, *places, settled)).rstrip()
