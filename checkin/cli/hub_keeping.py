"""`checkin hub backup`, `restore`, `restored`, `accept`: what keeps a hub's rows when a disk, a laptop or a network is lost."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.domain.badge import safe_text
from checkin.private import private_folder
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def backup(home: Home, file: Path | None, *, force: bool, as_json: bool) -> None:
    """Copy the hub's database, also while it runs; into the home's folder "hub/backups" unless FILE says where.

    \b
    Example:
      checkin hub backup /media/stick/hub.db
    """
    from data.hub.backup import NAME, back_up

    database = home.path / "hub.db"
    if not database.exists():
        raise Trouble("There is no hub with SQLite in {path}. PostgreSQL is backed up with its own tools.", path=str(home.path))
    if file is None:
        private_folder(backups_of(home))
    target = file or backups_of(home) / datetime.now(UTC).strftime(NAME)
    size = back_up(database, target, overwrite=force or file is None)
    if as_json:
        emit({"file": str(target), "bytes": size})
    else:
        say(home.words("Backed up: {path}", path=str(target)))


@click.command()
@click.argument("file", type=FILE)
@pass_home
def restore(home: Home, file: Path) -> None:
    """Put a backup in the place of the hub's database, which is kept beside it. The hub must not run.

    Started again, the hub knows that it is behind: it asks every desk for what it forgot, and decides nothing meanwhile.

    \b
    Example:
      checkin hub restore /media/stick/hub.db
    """
    from data.hub.backup import put_back, replacing

    if not file.exists():
        raise Trouble("There is no file {path}.", path=str(file))
    with home.serving() as (_, event), replacing(home.path / "hub"):
        done = put_back(file, home.path / "hub.db", event)
    if done.replaced is not None:
        say(home.words("The database that was there is now {path}.", path=str(done.replaced)))
    if done.knows_devices:
        say(home.words("Who was let in or cut off since the backup was taken over from it."))
    else:
        say(home.words("Invitations that were not used are void."))
        _say_what_to_check(home)
    say(home.words("Restored. Start the hub: it gathers what the desks know."))


def _say_what_to_check(home: Home) -> None:
    """What a backup alone cannot know."""
    say(
        home.words(
            'Nobody knows here who was let in or cut off since. Look with "checkin hub devices": cut off again whom you cut off '
            'since, and let in again, with a new invitation, each desk that says "Refused by the hub".'
        )
    )


@click.command()
@database_option
@pass_home
def restored(home: Home, *, database: str) -> None:
    """Say that the database was restored by other means (PostgreSQL): the hub gathers what the desks know.

    \b
    Example:
      checkin hub restored --database postgresql://checkin@db.example/checkin
    """
    with opened(home, database) as place:
        place.hub.restored()
    _say_what_to_check(home)
    say(home.words("Restored. Start the hub: it gathers what the desks know."))


@click.command()
@click.argument("file", type=FILE)
@click.option("--revoked-too", is_flag=True, help="Also from a device that was cut off. Whoever has taken its laptop may have "
              "invented admissions; only where it was never in other hands.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@database_option
@pass_home
def accept(home: Home, file: Path, *, revoked_too: bool, as_json: bool, database: str) -> None:
    """Take in what a desk has packed with "checkin journal pack": once, however often it is tried, also while the hub runs.

    \b
    Example:
      checkin hub accept /media/stick/desk-7.parcel
    """
    from checkin.sync.accepting import Accepting
    from checkin.sync.parcel import unpack

    parcel = unpack(_content(file), _hub_key(home))
    with opened(home, database) as place:
        device = place.log.device(place.event.id, parcel.device)
        if device is None:
            raise Trouble("The parcel is of a desk that this hub has not let in.")
        accepting = Accepting(place.log, place.event, lambda: datetime.now(UTC), revoked_too=revoked_too)
        done = accepting.accept(device.id, parcel.proven(device.public))
    if as_json:
        emit({"desk": device.name, "lines": done.lines, "added": done.added, "there": done.lines - done.added,
              "walk_ins": done.walk_ins, "forked": done.forked})  # fmt: skip
        return
    say(home.words("{desk}: {lines} lines, {added} of them new; {walk_ins} walk-ins.", desk=safe_text(device.name),
                   lines=done.lines, added=done.added, walk_ins=done.walk_ins))  # fmt: skip
    if done.forked:
        say(home.words("The journal had forked: its lines are kept beside those that were here."))


def _content(file: Path) -> bytes:
    from checkin.sync.parcel import MOST_BYTES

    if not file.exists():
        raise Trouble("There is no file {path}.", path=str(file))
    if file.stat().st_size > MOST_BYTES:
        raise Trouble('This is no parcel of a desk. Make one at the desk with "checkin journal pack FILE".')
    return file.read_bytes()


def _hub_key(home: Home) -> "EllipticCurvePrivateKey":
    from checkin.hub.certificate import private_key_in

    return private_key_in(home.path / "hub")


def backups_of(home: Home) -> Path:
    """Where the hub's own backups are."""
    return home.path / "hub" / "backups"


@click.command()
@click.argument("file", type=FILE, metavar="FILE.csv|FILE.jsonl")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@database_option
@pass_home
def export(home: Home, file: Path, *, force: bool, as_json: bool, database: str) -> None:
    """Write every line of every desk that the hub has, in its order, with when it got it: for a spreadsheet, or for
    "checkin dashboard --journal".

    \b
    Example:
      checkin hub export scans.jsonl
    """
    from data.exporters.journal_file import export_rows

    with opened(home, database) as place:
        lines = export_rows(place.rows(), file, overwrite=force)
    if as_json:
        emit({"file": str(file), "lines": lines})
    else:
        say(home.words("{lines} lines are in {path}.", lines=lines, path=str(file)))
