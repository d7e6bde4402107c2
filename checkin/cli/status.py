"""`checkin status`: what waits, what is known, since when."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub
from checkin.cli.records import local_time, since
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.domain.journal import moment
from checkin.i18n import Words
from checkin.overview.desks import DeskState, state_of
from checkin.sync.hublog import Device

if TYPE_CHECKING:
    from data.store import Store


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@database_option
@pass_home
def command(home: Home, *, as_json: bool, database: str) -> None:
    """Say how this desk stands to its hub: the lines that wait, what is known of other desks, when the hub was last heard.

    It reads the database, also while the desk runs. In the home of a hub it says what the hub has of each desk, and since when.

    \b
    Example:
      checkin status --json
      checkin status --database postgresql://checkin@db.example/checkin
    """
    with home.serving() as (store, event):
        record = desk_record(store, event)
    if is_hub(home, database):
        record |= {"hub": hub_record(home, event, database)}
    if as_json:
        emit(record)
        return
    for line in told(record, home.words):
        say(line)


def desk_record(store: "Store", event: Event) -> dict[str, Any]:
    """How a desk stands, as `checkin status --json` prints it."""
    member, noted, head = store.membership.get(), store.hub.deliveries(), store.journal.head()
    clocks = store.hub.clocks()
    return {
        "event": event.id, "journal": head.journal, "lines": head.seq,
        "enrolled": member is not None and member.revoked_us is None,
        "revoked": member is not None and member.revoked_us is not None,
        "device": member.device if member else None, "host": member.hosts[0] if member else None,
        "waiting": max(0, head.seq - noted.have), "copies": store.hub.last_copy(),
        "registrations": store.registrations.count(),
        "heard_at": local_time(moment(noted.heard_us), event.zone) if noted.heard_us else None,
        "clock_ahead_s": clocks[-1][1] / 1e6 if clocks else None,
    }  # fmt: skip


def hub_record(home: Home, event: Event, database: str = "") -> dict[str, Any]:
    """What the hub in this home, or in this PostgreSQL, has, as `checkin status --json` prints it under "hub"."""
    with opened(home, database) as place:
        page, roster = place.log.page(event.id, 0, 1), place.log.roster(event.id)
    devices = sorted(roster.devices.values(), key=lambda device: device.enrolled_us)
    return {
        "epoch": page.state.epoch, "lines": page.state.position, "notices": page.state.notices,
        "waits_for": sorted(page.state.waiting),
        "desks": [_desk(one, state_of(one, roster), event.zone) for one in devices],
    }  # fmt: skip


def _desk(device: Device, desk: DeskState, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "device": device.id, "name": device.name, "gate": device.gate, "revoked": device.revoked_us is not None,
        "lines": desk.lines, "waiting": desk.waiting, "forks": desk.forks,
        "heard_at": local_time(desk.last_heard_at, zone) if desk.last_heard_at else None,
        "complete_until": local_time(desk.complete_until, zone) if desk.complete_until else None,
    }  # fmt: skip


def told(record: dict[str, Any], words: Words) -> list[str]:
    """The same for people."""
    lines = [words("Event {event}: {lines} lines in this journal, {copies} of other desks, {registrations} registrations.",
                   event=record["event"], lines=record["lines"], copies=record["copies"],
                   registrations=record["registrations"])]  # fmt: skip
    if record["revoked"]:
        lines.append(words("The hub has cut this desk off."))
    elif not record["enrolled"] and "hub" not in record:
        lines.append(words("On its own: enrolled at no hub."))
    elif record["enrolled"]:
        heard = record["heard_at"] or words("never")
        lines.append(words("Hub {host}: last heard {heard}. Lines that wait for it: {waiting}.", host=record["host"], heard=heard,
                           waiting=record["waiting"]))  # fmt: skip
    if record["clock_ahead_s"] is not None:
        lines.append(words("This clock is {seconds} s ahead of the hub's.", seconds=f"{record['clock_ahead_s']:+.1f}"))
    hub = record.get("hub")
    if hub is not None:
        lines.append(words("The hub here has {lines} lines, and waits for {n} journals.", lines=hub["lines"],
                           n=len(hub["waits_for"])))  # fmt: skip
        lines += ["  " + "\t".join(_told_of(one, words)) for one in hub["desks"]]
    return lines


def _told_of(desk: dict[str, Any], words: Words) -> list[str]:
    said = [safe_text(desk["name"]), desk["gate"], str(desk["lines"])]
    if desk["revoked"]:
        said.append(words("cut off"))
    return [*said, *since(desk["heard_at"], desk["forks"], words)]
