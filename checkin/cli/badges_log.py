"""`checkin badges log`: which badges were put on paper."""

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import local_time
from checkin.domain.badge import safe_text
from checkin.domain.printing import Printed


@click.command("log")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a print instead of a line.")
@pass_home
def log(home: Home, *, as_json: bool) -> None:
    """List the badges that this desk printed: when, which copy, and from the second on why.

    \b
    Example:
      checkin badges log --json
    """
    with home.serving() as (store, event):
        for one in store.prints.lines():
            person = store.registrations.get(one.registration)
            name, at = person.name if person else "", local_time(one.at, event.zone)
            if as_json:
                emit({
                    "registration": one.registration, "name": name, "at": at, "copy": one.copy, "reason": one.reason,
                    "desk": one.desk,
                })  # fmt: skip
            else:
                say("\t".join((at, str(one.copy), *map(safe_text, _told(one, name)))).rstrip())


def _told(one: Printed, name: str) -> tuple[str, ...]:
    return one.registration, name, one.desk, one.reason
