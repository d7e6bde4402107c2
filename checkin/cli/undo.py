"""`checkin undo`: take back an admitted scan."""

import uuid
from datetime import UTC, datetime

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub
from checkin.cli.records import local_time, undo_record
from checkin.desk.judge import Judge
from checkin.desk.post import Post
from checkin.domain.badge import safe_text
from checkin.domain.verdict import Direction
from checkin.i18n import phrase
from checkin.trouble import Trouble


@click.command("undo")
@click.argument("scan_id", metavar="SCAN_ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why: it stands in the journal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def command(home: Home, scan_id: str, *, reason: str, as_json: bool) -> None:
    """Take back an admitted scan, however old: a new line of the journal, after which the scan counts nowhere.

    "checkin journal export" shows the ids of the scans.

    \b
    Example:  checkin undo 0b54a6e2-7f0a-4c53-9a53-0d6f8c9b7e11 --reason "wrong person"
    """
    if is_hub(home, ""):
        raise Trouble("This is the home of a hub, and nobody was scanned here. Take the scan back at the desk that made it.")
    settings = home.settings
    with home.serving() as (store, event):
        post = Post(settings.desk, settings.gate)
        judge = Judge(store, event, post, lambda: datetime.now(UTC), lambda: str(uuid.uuid4()))
        scan = judge.amending.scan_with_id(safe_text(scan_id))
        undone = judge.amending.undo(scan.scan_id, reason, scan.checkpoint, supervised=lambda: True)
    if as_json:
        emit(undo_record(undone, scan, event.zone))
        return
    name = safe_text(undone.registration.name if undone.registration else scan.registration)
    place = event.checkpoints[scan.checkpoint].name(home.words.language) if scan.checkpoint in event.checkpoints else ""
    values = {"name": name, "time": local_time(scan.at, event.zone), "checkpoint": place or scan.checkpoint}
    if scan.direction is Direction.EXIT:
        say(home.words(phrase("Taken back: {name} left {checkpoint} at {time}.", **values)))
    else:
        say(home.words(phrase("Taken back: {name} entered {checkpoint} at {time}.", **values)))
