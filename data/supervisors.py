"""Who may unlock a desk: names and hashed PINs in its database, and the brake on guessing."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlite_utils import Database

from checkin.domain.folding import fold
from checkin.domain.journal import microseconds, moment
from checkin.domain.supervisor import Supervisor, is_guessable, pin_digits, wait_after
from checkin.ports import Wait
from checkin.trouble import Trouble
from data.driver import explained

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST_NAME = 60
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$tCOZKWKuKjjJAdTJacI4bw$fBgUFh"
    "+eD7OZa5jAPT8QhdhN/f5AWsKXZkJRUE40Z3Q"
)  # fmt: skip
"""Of no PIN: whoever asks for a supervisor that is not there waits as long as for one that is."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listed:
    """A supervisor, and since when."""

    supervisor: Supervisor
    made_at: datetime


class StoredSupervisors:
    """The supervisors in a desk's database. Fulfils checkin.ports.Supervisors."""

    def __init__(self, database: Database, path: Path, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._database = database
        self._path = path
        self._writing = writing

    def all(self) -> list[Supervisor]:
        """Every supervisor, by name."""
        return [one.supervisor for one in self.listed()]

    def listed(self) -> list[Listed]:
        """Every supervisor, by name, and since when."""
        rows = self._rows("SELECT id, name, made_at_us FROM supervisors")
        found = [Listed(Supervisor(row[0], row[1]), moment(row[2])) for row in rows]
        return sorted(found, key=lambda one: (fold(one.supervisor.name), one.supervisor.id))

    def add(self, name: str, pin: str, now: datetime) -> Supervisor:
        """Make a supervisor, in a transaction of its own. Trouble if the name cannot stand in the journal or is taken, or if the
        PIN is none or the first that anybody would try."""
        digits, name = _good_pin(pin), _good_name(name)
        hashed = _hasher().hash(digits)
        with self._writing(), explained(self._path):
            if any(one.name.casefold() == name.casefold() for one in self.all()):
                raise Trouble("There is a supervisor called {name} already. Choose another name.", name=name)
            supervisor = Supervisor(secrets.token_hex(3), name)
            self._database.execute(
                "INSERT INTO supervisors (id, name, hash, made_at_us) VALUES (?, ?, ?, ?)",
                [supervisor.id, name, hashed, microseconds(now)],
            )
        return supervisor

    def remove(self, supervisor: str) -> Supervisor:
        """Take a supervisor's rights away, in a transaction of its own; whose they were. The journal keeps the name."""
        with self._writing(), explained(self._path):
            known = next((one for one in self.all() if one.id == supervisor), None)
            if known is None:
                raise Trouble(
                    'There is no supervisor {id}. "checkin supervisors list" shows those that there are.', id=supervisor
                )
            self._database.execute("DELETE FROM supervisors WHERE id = ?", [supervisor])
        return known

    def check(self, supervisor: str, pin: str, now: datetime) -> Supervisor | Wait:
        """See checkin.ports.Supervisors. The wait goes by the clock; one that was set back makes it begin again."""
        with self._writing(), explained(self._path):
            wrong, left = self._wait_left(now)
            if left > timedelta():
                log.warning("PIN not looked at", supervisor=supervisor, wait_s=left.total_seconds())
                return Wait(left.total_seconds())
            found = self._matching(supervisor, pin)
            wrong = 0 if found else wrong + 1
            self._remember(wrong, now)
        if found:
            log.info("PIN right", supervisor=supervisor)
            return found
        wait_s = wait_after(wrong).total_seconds()
        log.warning("PIN wrong", supervisor=supervisor, in_a_row=wrong, wait_s=wait_s)
        return Wait(wait_s)

    def _wait_left(self, now: datetime) -> tuple[int, timedelta]:
        """The wrong PINs in a row, and how long no further one is looked at."""
        wrong, last_us = self._rows("SELECT in_a_row, last_at_us FROM wrong_pins")[0]
        last = moment(last_us)
        if wrong and now < last:
            self._remember(wrong, now)
            last = now
        return wrong, last + wait_after(wrong) - now

    def _remember(self, wrong: int, now: datetime) -> None:
        self._database.execute("UPDATE wrong_pins SET in_a_row = ?, last_at_us = ?", [wrong, microseconds(now)])

    def _matching(self, supervisor: str, pin: str) -> Supervisor | None:
        from argon2.exceptions import InvalidHashError, VerificationError

        digits = pin_digits(pin)
        rows = self._rows("SELECT name, hash FROM supervisors WHERE id = ?", supervisor)
        if not digits:
            return None
        name, hashed = rows[0] if rows else ("", NOBODYS_HASH)
        try:
            _hasher().verify(hashed, digits)
        except (VerificationError, InvalidHashError):
            return None
        return Supervisor(supervisor, name) if rows else None

    def _rows(self, query: str, *values: str) -> list[Any]:
        with explained(self._path):
            return list(self._database.execute(query, values).fetchall())


def _hasher() -> "PasswordHasher":
    """Argon2id as OWASP's cheat sheet on password storage has it: 19 MiB, two passes, one lane."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _good_pin(pin: str) -> str:
    digits = pin_digits(pin)
    if not digits:
        raise Trouble("A PIN has 4 to 12 digits, and nothing else.")
    if is_guessable(digits):
        raise Trouble("This PIN would be guessed at once: no repeated and no running digits. Choose another.")
    return digits


def _good_name(name: str) -> str:
    name = " ".join(name.split(" ")).strip()
    if not name.isprintable() or not any(c.isalnum() for c in name) or len(name) > LONGEST_NAME:
        raise Trouble("A supervisor's name has 1 to {most} visible characters.", most=LONGEST_NAME)
    return name
