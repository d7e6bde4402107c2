"""The keys that badges are signed with: public halves in the database, private ones in files that their owner alone may read."""

import os
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checkin.badges.signing import SigningKey, public_key
from checkin.domain.journal import microseconds, moment
from checkin.ports import VerifyingKey
from checkin.trouble import Trouble
from data.driver import explained

KEY_IDS = 65_536
SEED_BYTES = 32


class StoredKeys:
    """The public keys in a desk's database. Fulfils checkin.ports.SigningKeys."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path

    def get(self, key: int) -> VerifyingKey | None:
        """The key with this id, revoked or not."""
        return next(iter(self._some("WHERE id = ?", key)), None)

    def all(self) -> list[VerifyingKey]:
        """Every key, the oldest first."""
        return self._some("")

    def add(self, key: VerifyingKey) -> None:
        """Store a key. Only inside `writing()`. Trouble if another key has its id."""
        known = self.get(key.id)
        if known is not None and known.public != key.public:
            raise Trouble("This desk has another key with the id {key}. Keys of two events need two homes.", key=f"{key.id:04x}")
        with explained(self._path):
            self._database.execute(
                "INSERT OR IGNORE INTO signing_keys (id, public, made_at_us) VALUES (?, ?, ?)",
                [key.id, key.public, microseconds(key.made_at)],
            )

    def revoke(self, key: int, at: datetime) -> bool:
        """From now on badges signed with this key are refused. Only inside `writing()`. False if it was revoked before."""
        with explained(self._path):
            changed = self._database.execute(
                "UPDATE signing_keys SET revoked_at_us = ? WHERE id = ? AND revoked_at_us IS NULL", [microseconds(at), key]
            )
            return changed.rowcount > 0

    def _some(self, where: str, *values: int) -> list[VerifyingKey]:
        with explained(self._path):
            rows = self._database.execute(
                f"SELECT id, public, made_at_us, revoked_at_us FROM signing_keys {where} ORDER BY made_at_us, id", values
            ).fetchall()
        return list(map(_from_row, rows))


def _from_row(row: Any) -> VerifyingKey:
    identity, public, made_us, revoked_us = row
    return VerifyingKey(identity, bytes(public), moment(made_us), None if revoked_us is None else moment(revoked_us))


class KeyFolder:
    """Private keys, one file each of 64 hexadecimal digits (the Ed25519 seed), that nobody but their owner may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self, taken: Collection[int]) -> SigningKey:
        """A fresh key with an id that is not `taken`, on the disk. Trouble if it cannot be written."""
        free = sorted(set(range(KEY_IDS)) - set(taken))
        key = SigningKey(secrets.choice(free), secrets.token_bytes(SEED_BYTES))
        path = self.path(key.id)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # The rights are given as the file is made: there is no moment at which others may read it.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(key.seed.hex() + "\n")
                file.flush()
                os.fsync(handle)
        except OSError as error:
            raise Trouble(
                "The private key cannot be kept in {path} ({error}). Check the folder and your rights.",
                path=str(path), error=error.strerror,
            ) from error  # fmt: skip
        return key

    def forget(self, key: int) -> None:
        """Remove the private key, where it is."""
        self.path(key).unlink(missing_ok=True)

    def read(self, key: VerifyingKey) -> SigningKey | None:
        """The private half of `key`, None where this machine does not have it. Trouble if others may read the file, or if it
        does not belong to `key`."""
        path = self.path(key.id)
        try:
            with path.open(encoding="ascii") as file:
                if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                    raise Trouble(
                        "Others may read the private key {path}. Revoke the key and make a new one, or take their right away.",
                        path=str(path),
                    )
                private = SigningKey(key.id, bytes.fromhex(file.read(100).strip()))
            fits = public_key(private) == key.public
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise _unusable(path) from error
        if not fits:
            raise _unusable(path)
        return private

    def newest(self, keys: Sequence[VerifyingKey]) -> SigningKey:
        """The key to sign with: the newest of `keys` that is not revoked and whose private half is here. Trouble without one."""
        for key in reversed(keys):
            private = None if key.revoked_at else self.read(key)
            if private is not None:
                return private
        raise Trouble('There is no key to sign with here. Make one with "checkin keys new".')

    def path(self, key: int) -> Path:
        """The file of a private key."""
        return self._folder / f"{key:04x}.key"


def _unusable(path: Path) -> Trouble:
    return Trouble("The private key {path} cannot be used: it is damaged or another key's. Make a new one.", path=str(path))
