"""The hub that a desk is enrolled at, in its database; and the device's private key, a file for its owner alone."""

import json
import os
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database

from checkin.private import private_folder
from checkin.sync.membership import Membership
from checkin.sync.messages import Role
from checkin.trouble import Trouble
from data.desk_log import BEGIN_ANEW
from data.driver import explained

PERSONAL = (
    "registrations", "badges", "spellings", "endings", "sounds", "supervisors", "signing_keys", "prints", "copies", "intents"
)  # fmt: skip
"""The tables that hold what is known of people, beside the journal."""

COUNTED = "overview.*"
"""What a dashboard has counted, other desks' scans too (data.overview.memory_file)."""


class StoredMembership:
    """At most one hub."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path

    def get(self) -> Membership | None:
        """The hub, None while the desk is enrolled at none."""
        with explained(self._path):
            row = self._database.execute("SELECT * FROM membership").fetchone()
        return None if row is None else _from_row(row)

    def put(self, membership: Membership) -> None:
        """Be enrolled there from now on. Only inside `writing()`."""
        values: list[Any] = list(astuple(membership))
        values[3], values[4] = membership.role.value, json.dumps(membership.hosts)
        with explained(self._path):
            self._database.execute("DELETE FROM membership")
            marks = ", ".join("?" * len(values))
            self._database.execute(f"INSERT INTO membership VALUES (1, {marks})", values)

    def move(self, hosts: tuple[str, ...], port: int) -> None:
        """Look for the hub there from now on. Only inside `writing()`."""
        with explained(self._path):
            self._database.execute("UPDATE membership SET hosts = ?, port = ?", [json.dumps(hosts), port])

    def wipe(self, now_us: int) -> None:
        """The hub has cut this device off: remove what is known of people; the journal stays. Only inside `writing()`."""
        with explained(self._path):
            self._database.execute("PRAGMA secure_delete = 1")
            self._database.execute("UPDATE membership SET revoked_us = ?", [now_us])
            self._database.execute("INSERT INTO words (words) VALUES ('delete-all')")
            self._database.execute("DELETE FROM badges")  # they refer to the registrations
            for table in PERSONAL:
                self._database.execute(f"DELETE FROM {table}")
            self._database.execute(BEGIN_ANEW)  # let in again, the desk has to be told everything
            self._database.execute("UPDATE desk SET registrations_version = registrations_version + 1")

    def wipe_traces(self) -> bool:
        """Overwrite what a wipe left behind in the file and in its log of changes, and remove what was counted; whether nothing
        is left: while another program reads what was there before, the log cannot be emptied. Not inside `writing()`."""
        with explained(self._path):
            self._database.execute("VACUUM")
            busy, _, _ = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for path in self._path.parent.glob(COUNTED):
            with suppress(OSError):  # Windows, while it is read
                path.unlink(missing_ok=True)
        return not busy and not any(self._path.parent.glob(COUNTED))


def _from_row(row: Any) -> Membership:
    _, device, event, gate, role, hosts, port, fingerprint, certificate, enrolled_us, revoked_us = row
    return Membership(
        device, event, gate, Role(role), tuple(json.loads(hosts)), port, bytes(fingerprint), certificate, enrolled_us, revoked_us
    )  # fmt: skip


def device_key(path: Path) -> Ed25519PrivateKey:
    """The device's private key in `path`, made if there is none. Trouble if the file cannot be used."""
    try:
        if path.exists():
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
            if isinstance(key, Ed25519PrivateKey):
                return key
            raise ValueError("another kind of key")
        key = Ed25519PrivateKey.generate()
        private_folder(path.parent)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ))  # fmt: skip
    except (OSError, ValueError) as error:
        raise Trouble(
            "The key of this device in {path} cannot be used ({error}). Let the device in anew: remove the file, and enrol.",
            path=str(path), error=str(error),
        ) from error  # fmt: skip
    return key
