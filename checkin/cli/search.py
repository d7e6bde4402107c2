"""`checkin search`: who is in the list, found as the desk's search finds them, without checking anybody in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option
from checkin.cli.output import emit, say
from checkin.cli.overview_place import people_at, reading
from checkin.cli.records import local_time
from checkin.desk.post import chosen_checkpoint
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.domain.registration import Registration, Status
from checkin.domain.tally import Tally
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.overview.watch import counted
from checkin.words import STATUSES

LIMIT = 20


@click.command("search")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--limit", type=click.IntRange(1, 1_000), default=LIMIT, show_default=True, help="No more people than these.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a person.")
@database_option
@pass_home
def command(home: Home, texts: tuple[str, ...], limit: int, database: str, *, as_json: bool) -> None:
    """Look people up by name, company, e-mail, order, badge, id or note: in any order, script or spelling, best first.

    Nobody is checked in. In the home of a hub walk-ins of every desk are found, too. "inside" is meant at the checkpoint of this
    home's settings, by the scans of every desk that is known of here. Exit status: 0 if somebody was found, 1 if nobody.

    \b
    Example:  checkin search el amrani --json
    """
    with people_at(home, database) as people:
        event, registrations = people.event(), people.store.registrations
        found = registrations.search(" ".join(texts), limit)
        alike = registrations.look_alikes(found)
    inside: dict[str, datetime] = {}
    if found:
        with reading(home, database) as reader:
            inside = entered(counted(reader, event).tally, chosen_checkpoint(event, home.settings.checkpoint).id, found)
    for person in found:
        if as_json:
            emit(person_record(person, event, inside.get(person.id), alike=person.id in alike))
        else:
            say(sentence(person, event, home.words, inside.get(person.id), alike=person.id in alike))
    if not found and not as_json:
        say(home.words("Nobody found"))
    raise SystemExit(0 if found else 1)


def entered(tally: Tally, checkpoint: str, people: Sequence[Registration]) -> dict[str, datetime]:
    """Since when those of the people who are inside are."""
    last = {person.id: passages[-1] for person in people if (passages := tally.history(checkpoint, person.id))}
    return {registration: passage.at for registration, passage in last.items() if passage.direction is Direction.ENTRY}


def person_record(person: Registration, event: Event, since: datetime | None, *, alike: bool) -> dict[str, Any]:
    """One person; the keys are a public interface."""
    return {
        "registration": person.id,
        "name": person.name,
        "company": person.company,
        "category": person.category,
        "status": person.status.value,
        "order": person.order,
        "badge": person.badge,
        "inside_since": local_time(since, event.zone) if since else None,
        "alike": alike,
    }


def sentence(person: Registration, event: Event, words: Words, since: datetime | None, *, alike: bool) -> str:
    """One person in one line for people."""
    category = event.categories.get(person.category)
    said = [person.id, person.name, person.company, category.name(words.language) if category else person.category]
    said += [person.order, person.badge]
    if person.status is not Status.CONFIRMED:
        said.append(words(STATUSES[person.status]))
    if since:
        said.append(words("inside since {time}", time=local_time(since, event.zone)))
    if alike:
        said.append(words("another person has this name"))
    return "  ".join(safe_text(one) for one in said if one)
