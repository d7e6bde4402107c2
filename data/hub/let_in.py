"""Who may ask a hub, out of the database that a backup replaces: what was granted or taken away since must not be forgotten."""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from checkin.sync.hublog import Changes, Device, HubTransaction, Token, Wanted
from data.hub import records


@dataclass(frozen=True, slots=True)
class LetIn:
    """The devices and the tokens of a hub."""

    devices: list[Device]
    tokens: list[Token]


def let_in_at(database: Path, event: str) -> LetIn | None:
    """Who was let in by the hub whose database this is; None where that cannot be read. The database may be damaged: a copy is
    opened, as SQLite would remove what is beside it."""
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".replaced-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "hub.db"
        try:
            for end in ("", "-wal"):
                if Path(f"{database}{end}").exists():
                    shutil.copyfile(f"{database}{end}", f"{copy}{end}")
            return _read(copy, event)
        except (dbapi2.Error, OSError, KeyError, TypeError, ValueError):
            return None


def take_over(transaction: HubTransaction, there: LetIn) -> None:
    """Let in whoever was let in there, cut off whoever was cut off there, and let no token be used again."""
    wanted = Wanted(devices={one.id for one in there.devices}, tokens={one.digest for one in there.tokens})
    known = transaction.read(wanted)
    devices = {one.id: _merged(known.devices.get(one.id), one) for one in there.devices}
    tokens = {one.digest: _used(known.tokens.get(one.digest), one) for one in there.tokens}
    transaction.write(Changes(devices=devices, tokens=tokens))


def void(tokens: Iterable[Token]) -> Changes:
    """Where nobody knows which of them were used since: none that was not is good any more."""
    return Changes(tokens={one.digest: replace(one, expires_us=0) for one in tokens if not one.device})


def _merged(known: Device | None, there: Device) -> Device:
    cut_off = [one.revoked_us for one in (known, there) if one is not None and one.revoked_us is not None]
    return replace(there, revoked_us=min(cut_off, default=None))


def _used(known: Token | None, there: Token) -> Token:
    return known if known is not None and known.device else there


def _read(database: Path, event: str) -> LetIn:
    with closing(dbapi2.connect(str(database))) as opened:
        opened.row_factory = dbapi2.Row
        devices = opened.execute("SELECT * FROM hub_devices WHERE event = ?", [event]).fetchall()
        tokens = opened.execute("SELECT * FROM hub_tokens WHERE event = ?", [event]).fetchall()
    return LetIn([records.device_of(one) for one in devices], [records.token_of(one) for one in tokens])
