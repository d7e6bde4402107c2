"""`checkin status`: what waits, what is known, since when."""

from typing import TYPE_CHECKING, Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import local_time
from checkin.domain.event import Event
from checkin.domain.journal import moment
from checkin.i18n import Words

if TYPE_CHECKING:
    from data.store import Store


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def command(home: Home, *, as_json: bool) -> None:
    """Say how this desk stands to its hub: the lines that wait, what is known of other desks, when the hub was last heard.

    It reads the database, also while the desk runs. In the home of a hub it says what the hub has of each desk.

    \b
    Example:
      checkin status --json
    """
    with home.serving() as (store, event):
        record = desk_record(store, event)
    if (home.path / "hub.db").exists():
        record |= {"hub": hub_record(home, event)}
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


def hub_record(home: Home, event: Event) -> dict[str, Any]:
    """What the hub in this home has, as `checkin status --json` prints it under "hub"."""
    from checkin.cli.hub_place import opened

    with opened(home, "") as place:
        page, roster = place.log.page(event.id, 0, 1), place.log.roster(event.id)
    journals = [one for one in roster.journals.values() if not one.retired]
    return {
        "epoch": page.state.epoch, "lines": page.state.position, "notices": page.state.notices,
        "waits_for": sorted(page.state.waiting),
        "desks": [
            {"device": one.id, "name": one.name, "gate": one.gate, "revoked": one.revoked_us is not None,
             "lines": sum(journal.seq for journal in journals if journal.device == one.id)}
            for one in sorted(roster.devices.values(), key=lambda device: device.enrolled_us)
        ],
    }  # fmt: skip


def told(record: dict[str, Any], words: Words) -> list[str]:
    """The same for people."""
    lines = [words("Event {event}: {lines} lines in this journal, {copies} of other desks, {registrations} registrations.",
                   event=record["event"], lines=record["lines"], copies=record["copies"],
                   registrations=record["registrations"])]  # fmt: skip
    if record["revoked"]:
        lines.append(words("The hub has cut this desk off."))
    elif not record["enrolled"]:
        lines.append(words("On its own: enrolled at no hub."))
    else:
        heard = record["heard_at"] or words("never")
        lines.append(words("Hub {host}: last heard {heard}. Lines that wait for it: {waiting}.", host=record["host"], heard=heard,
                           waiting=record["waiting"]))  # fmt: skip
    if record["clock_ahead_s"] is not None:
        lines.append(words("This clock is {seconds} s ahead of the hub's.", seconds=f"{record['clock_ahead_s']:+.1f}"))
    hub = record.get("hub")
    if hub is not None:
        lines.append(words("The hub here has {lines} lines, and waits for {n} journals.", lines=hub["lines"],
                           n=len(hub["waits_for"])))  # fmt: skip
        lines += [f"  {one['name']}\t{one['gate']}\t{one['lines']}" for one in hub["desks"]]
    return lines
