"""What the hub tells all desks (docs/sync.md): registrations, event, supervisors, keys of signed badges; as text and back."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import structlog
from sqlite_utils import Database

from checkin.domain.journal import microseconds, moment
from checkin.domain.registration import Registration, Status
from checkin.ports import VerifyingKey
from checkin.sync.notices import Notice, NoticeKind
from checkin.trouble import Trouble
from data.driver import explained
from data.events import StoredEvent
from data.importers.event_file import parse_event
from data.registrations import StoredRegistrations
from data.search_index import Spellings
from data.signing_keys import StoredKeys

log = structlog.get_logger()


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """A registration as it is told. `earlier`: the texts of badges that do not work any more."""

    id: str
    name: str
    category: str
    badge: str
    company: str
    email: str
    status: str
    order: str
    language: str
    from_us: int | None
    until_us: int | None
    note: str
    origin: str
    earlier: tuple[str, ...]


class Named(msgspec.Struct, frozen=True, array_like=True):
    """A supervisor: id, name, hash of the PIN, since when."""

    id: str
    name: str
    hash: str
    made_us: int


class Key(msgspec.Struct, frozen=True, array_like=True):
    """The public half of a key of signed badges, in hexadecimal."""

    id: int
    public: str
    made_us: int
    revoked_us: int | None


def person_notice(one: Registration, earlier: Sequence[str] = ()) -> Notice:
    """The notice of a registration."""
    from_us, until_us = (None if at is None else microseconds(at) for at in (one.valid_from, one.valid_until))
    told = Person(
        one.id, one.name, one.category, one.badge, one.company, one.email, one.status.value, one.order, one.language, from_us,
        until_us, one.note, one.origin, tuple(earlier),
    )  # fmt: skip
    return Notice(NoticeKind.REGISTRATION, one.id, msgspec.json.encode(told).decode())


def _registration(told: Person) -> Registration:
    from_us, until_us = told.from_us, told.until_us
    return Registration(
        told.id, told.name, told.category, told.badge, told.company, told.email, Status(told.status), told.order, told.language,
        None if from_us is None else moment(from_us), None if until_us is None else moment(until_us), told.note, told.origin,
    )  # fmt: skip


class Noticeboard:
    """Takes notices into a desk's database, and reads out of it what there is to be told."""

    def __init__(
        self, database: Database, path: Path, registrations: StoredRegistrations, keys: StoredKeys, event: StoredEvent
    ) -> None:
        self._database = database
        self._path = path
        self._registrations = registrations
        self._keys = keys
        self._event = event

    def take_all(self, notices: Sequence[Notice]) -> None:
        """Do what they say. Only inside `writing()`. The spellings of all of them are stored in one go."""
        spellings = Spellings()
        for one in notices:
            self._take(one, spellings)
        spellings.store(self._database)

    def _take(self, notice: Notice, spellings: Spellings) -> None:
        """Do what it says. One that makes no sense here is left out, and logged: it must not stop what comes after it."""
        acts: dict[NoticeKind, Callable[[str], None]] = {
            NoticeKind.REGISTRATION: partial(self._take_person, spellings), NoticeKind.EVENT: self._take_event,
            NoticeKind.SUPERVISORS: self._take_supervisors, NoticeKind.KEYS: self._take_keys,
        }  # fmt: skip
        try:
            acts[notice.kind](notice.content)
        except (msgspec.MsgspecError, ValueError, OverflowError) as error:
            log.warning("a notice of the hub makes no sense", kind=notice.kind.value, error=type(error).__name__)
        except Trouble as trouble:
            if not isinstance(trouble.__cause__, Exception):
                log.warning("a notice of the hub cannot be followed", kind=notice.kind.value, what=trouble.what.msgid)
                return
            raise

    def _take_person(self, spellings: Spellings, content: str) -> None:
        told = msgspec.json.decode(content, type=Person)
        self._registrations.put(_registration(told), told.earlier, spellings)

    def _take_event(self, content: str) -> None:
        if content != self._event.text():
            self._event.write(content, parse_event(content))

    def _take_supervisors(self, content: str) -> None:
        people = msgspec.json.decode(content, type=list[Named])
        with explained(self._path):
            self._database.execute("DELETE FROM supervisors")
            self._database.conn.executemany(
                "INSERT INTO supervisors (id, name, hash, made_at_us) VALUES (?, ?, ?, ?)",
                [(one.id, one.name, one.hash, one.made_us) for one in people],
            )

    def _take_keys(self, content: str) -> None:
        for one in msgspec.json.decode(content, type=list[Key]):
            self._keys.add(VerifyingKey(one.id, bytes.fromhex(one.public), moment(one.made_us)))
            if one.revoked_us is not None:
                self._keys.revoke(one.id, moment(one.revoked_us))

    def walk_ins(self, after: int, limit: int) -> tuple[Sequence[Notice], int]:
        """Walk-ins of this desk above a number, and the number of the last of them."""
        found = list(islice(self._registrations.walk_ins(after), limit))
        return [person_notice(one) for _, one in found], found[-1][0] if found else after

    def version(self) -> tuple[int, int]:
        """Changes when something was written by another program, and when a registration was."""
        with explained(self._path):
            seen = self._database.execute("PRAGMA data_version").fetchone()[0]
            return int(seen), int(self._database.execute("SELECT registrations_version FROM desk").fetchone()[0])

    def settings(self) -> Iterator[Notice]:
        """The event, the supervisors and the keys as they are. No supervisors: none, or none any more."""
        yield Notice(NoticeKind.EVENT, "", self._event.text())
        with explained(self._path):
            people = self._database.execute("SELECT id, name, hash, made_at_us FROM supervisors ORDER BY id").fetchall()
        yield Notice(NoticeKind.SUPERVISORS, "", _text([Named(*row) for row in people]))
        yield Notice(NoticeKind.KEYS, "", _text([_told_key(one) for one in self._keys.all()]))

    def people(self, after: int) -> Iterator[Notice]:
        """Every registration that was changed in a version above `after`, as it is. Memory stays flat."""
        for one in self._registrations.changed(after):
            with explained(self._path):
                earlier = self._database.execute(
                    """SELECT text FROM badges WHERE revoked = 1
                        AND registration = (SELECT number FROM registrations WHERE id = ?)""",
                    [one.id],
                ).fetchall()
            yield person_notice(one, sorted(row[0] for row in earlier))


def _told_key(one: VerifyingKey) -> Key:
    revoked_us = None if one.revoked_at is None else microseconds(one.revoked_at)
    return Key(one.id, one.public.hex(), microseconds(one.made_at), revoked_us)


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
