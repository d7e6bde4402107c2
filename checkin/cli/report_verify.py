"""`checkin report verify`: a report held against its signature and, where they are here, against the journals."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.overview_place import is_hub, journal_option
from checkin.cli.report_place import Source, read
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.domain.journal import Head
from checkin.i18n import Phrase, phrase
from checkin.overview.reports.heads import Seal
from checkin.sync.hublog import Device
from checkin.sync.membership import KEY_FILE
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.overview.heads import HashAt
    from data.store import Store

DOES_NOT_HOLD = 1


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `ok` None: that cannot be told here."""

    name: str
    ok: bool | None
    what: Phrase


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.pdf|FILE.xlsx")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@journal_option
@database_option
@pass_home
def verify(home: Home, file: Path, *, as_json: bool, journals: tuple[Path, ...], database: str) -> None:
    """Say whether a report is as it was made, who signed it, and whether the journals of this home hold what it says of them.
    Status 1 if something does not hold.

    \b
    Example:
      checkin report verify report-2018-04-19-fr.xlsx
    """
    if not file.exists():
        raise Trouble("There is no file {path}.", path=str(file))
    seal, holds = read(file)
    checks = [_whole(seal, holds), *_against(Source(home, database, journals), seal)]
    broken = any(one.ok is False for one in checks)
    if as_json:
        emit({"file": str(file), "ok": not broken, "checks": [
            {"check": one.name, "ok": one.ok, "message": home.words(one.what)} for one in checks]})  # fmt: skip
    else:
        marks = {True: "✓", False: "✗", None: "–"}
        for one in checks:
            say(f"{marks[one.ok]} {home.words(one.what)}")
    if broken:
        raise SystemExit(DOES_NOT_HOLD)


def _whole(seal: Seal, holds: bool) -> Check:
    if not holds or (seal.is_signed and not seal.is_genuine):
        return Check("file", False, phrase("The file was changed since it was made, or its signature is false: do not use it."))
    if not seal.is_signed:
        return Check("file", True, phrase("The file is as it was made; it is not signed, so that anybody may have made it."))
    return Check("file", True, phrase("The file is as it was made and signed."))


def _against(source: Source, seal: Seal) -> list[Check]:
    """The key and the journals, as far as this home knows them."""
    home = source.home
    if not home.database.exists():
        return [Check("journals", None, phrase("There is no journal here to hold it against."))]
    with home.serving() as (store, event):
        if seal.value("event") != json.dumps(event.id, ensure_ascii=False):
            return [Check("journals", None, phrase("The report is of another event than the one here."))]
        with _places(source, store, event) as (hash_at, devices):
            signed = [_signer(seal, home, devices)] if seal.public is not None else []
            return [*signed, *(_journal(hash_at, one) for one in seal.heads)]


@contextmanager
def _places(source: Source, store: "Store", event: Event) -> "Iterator[tuple[HashAt, list[Device]]]":
    """What stands at a place of a journal, and the devices that a hub here has let in."""
    from data.overview.heads import hash_at_desk, hash_in_files, hash_in_hub

    if source.journals:
        yield hash_in_files(source.journals), []
    elif is_hub(source.home, source.database):
        with opened(source.home, source.database) as place:
            yield hash_in_hub(place.log, event.id), list(place.log.roster(event.id).devices.values())
    else:
        yield hash_at_desk(store), []


def _journal(hash_at: "HashAt", head: Head) -> Check:
    found, name, journal, seq = hash_at(head.journal, head.seq), f"journal {head.journal}", safe_text(head.journal), head.seq
    if found is None:
        return Check(name, None, phrase("Journal {journal} is not here, or not up to line {seq}.", journal=journal, seq=seq))
    if found != head.hash:
        what = phrase("Journal {journal}: line {seq} is another one here. The journal or the report was changed.",
                      journal=journal, seq=seq)  # fmt: skip
        return Check(name, False, what)
    return Check(name, True, phrase("Journal {journal} holds up to line {seq}.", journal=journal, seq=seq))


def _signer(seal: Seal, home: Home, devices: "list[Device]") -> Check:
    from data.membership import device_key

    own = home.path / KEY_FILE
    if own.exists() and device_key(own).public_key().public_bytes_raw() == seal.public:
        return Check("key", True, phrase("Signed with the key of this home."))
    device = next((one for one in devices if one.public == seal.public), None)
    if device is None:
        key = seal.public.hex() if seal.public else ""
        return Check("key", None, phrase("The key is not known here. Compare it with that of the device: {key}", key=key))
    if device.revoked_us is not None:
        return Check("key", None, phrase("Signed by {device}, which was cut off.", device=safe_text(device.name)))
    return Check("key", True, phrase("Signed by {device}.", device=safe_text(device.name)))
