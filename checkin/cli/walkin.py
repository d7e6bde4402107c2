"""`checkin walkin`: somebody who is not in the list."""

from typing import Any

import click

from checkin.cli.clocks import utc_now
from checkin.cli.deciding import Deciding, deciding
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import scan_record
from checkin.cli.scan import sentence
from checkin.desk.messages import Alike, Judged, WalkIn
from checkin.desk.post import chosen_checkpoint
from checkin.desk.walkins import alike, newcomer, register
from checkin.domain.badge import safe_text
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.words import STATUSES

Answer = Registration | Judged | Alike


@click.command("walkin")
@click.option("--name", required=True, help="As on the badge.")
@click.option("--company", default="", help="May be left out.")
@click.option("--category", required=True, metavar="ID", help="A category of the event, by id or by name.")
@click.option("--despite", is_flag=True, help="Register although somebody alike is in the list.")
@click.option("--admit", is_flag=True, help="Scan the person too, at the desk's checkpoint.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of sentences.")
@pass_home
def command(home: Home, name: str, company: str, category: str, *, despite: bool, admit: bool, as_json: bool) -> None:
    """Register somebody, who gets an id and a badge that works at once. Needs no network.

    Exit status: 1 if people alike are in the list, and nothing was written, or if --admit was refused.

    \b
    Example:
      checkin walkin --name "Sara Bennani" --company "Studio Ziz" --category public --admit
    """
    request = WalkIn(name, company, category, despite)
    with home.serving() as (store, event):
        person = newcomer(request, event, utc_now())
        answer: Answer
        if admit:
            with deciding(home, store) as desk:
                where = chosen_checkpoint(desk.event, home.settings.checkpoint)
                answer = desk.judge.walk_in(request, where, Direction.ENTRY)
                _tell(answer, desk, home.words, as_json)
        else:
            found = () if despite else alike(store.registrations, person)
            answer = Alike(request, found) if found else register(store, person)
            _tell(answer, None, home.words, as_json)
    raise SystemExit(0 if isinstance(answer, Registration) or (isinstance(answer, Judged) and answer.verdict.admitted) else 1)


def _tell(answer: Answer, desk: Deciding | None, words: Words, as_json: bool) -> None:
    if isinstance(answer, Alike):
        _tell_alike(answer, words, as_json)
        return
    person = answer if isinstance(answer, Registration) else answer.registration
    assert person is not None  # a walk-in is decided on as the registration that was just made
    if as_json:
        scan: dict[str, Any] = {}
        if isinstance(answer, Judged) and desk is not None:
            scan["scan"] = scan_record(answer, desk.event.zone, desk.asked)
        emit({"registered": True, **_record(person), **scan})
        return
    say(words("{name} is registered: {id}, badge {badge}", name=person.name, id=person.id, badge=person.badge))
    if isinstance(answer, Judged) and desk is not None:
        say(sentence(answer, desk.event, words, desk.unasked(answer)))


def _tell_alike(answer: Alike, words: Words, as_json: bool) -> None:
    if as_json:
        for one in answer.registrations:
            emit({"registered": False, **_record(one)})
        return
    say(words("Nobody was registered: people who could be the same are in the list. If none of them is, add --despite."))
    for one in answer.registrations:
        say("  " + "\t".join((safe_text(one.id), safe_text(one.name), safe_text(one.company), words(STATUSES[one.status]))))


def _record(one: Registration) -> dict[str, Any]:
    return {
        "registration": one.id, "badge": one.badge, "name": one.name, "company": one.company, "category": one.category,
        "status": one.status.value,
    }  # fmt: skip
