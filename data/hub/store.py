"""The hub's log in SQLite or PostgreSQL. Fulfils checkin.sync.hublog.HubLog."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Engine, Select, Table, select, tuple_
from sqlalchemy.dialects import sqlite

from checkin.domain.journal import GENESIS
from checkin.sync.hublog import Changes, Device, Known, LogPage, LogState, NoticePage, Roster, TickPage, Token, Wanted
from checkin.sync.notices import Notice, NoticeKind
from checkin.sync.wire import delivered_of
from checkin.trouble import Trouble
from data.hub import records
from data.hub.engine import WRITING, explained, open_engine
from data.hub.tables import claims, devices, heads, journals, notices, places, reports, rows, tokens

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

AT_ONCE = 1_000
"""So many keys or records at most in one statement: SQLite takes 32,766 values in one, PostgreSQL 65,535."""


def open_hub(place: str | Path, event: str, epoch: str, *, makes: bool = True) -> "SqlHubLog":
    """The log of `event` at a Path (SQLite) or a URL "postgresql://...". A new one begins in `epoch`. Trouble if the database
    cannot be used, or, unless it `makes` one, has no such log."""
    engine = open_engine(place, makes=makes)
    log = SqlHubLog(engine)
    if not makes:
        _require(log, event)
        return log
    with explained(), engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        fresh = {"event": event, **records.state_record(LogState((epoch,)))}
        connection.execute(_insert(engine, heads).values(fresh).on_conflict_do_nothing())
    return log


def _require(log: "SqlHubLog", event: str) -> None:
    with explained(), log.engine.connect() as connection:
        found = connection.execute(select(heads.c.event).where(heads.c.event == event)).first()
    if found is None:
        log.close()
        raise Trouble('There is no hub of the event "{event}" in this database. Begin one: checkin hub', event=event)


class SqlHubLog:
    """Any number of them, in any number of processes, may share one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    @contextmanager
    def writing(self, event: str) -> Iterator["SqlTransaction"]:
        """See HubLog: the head row is held until the end, so that nobody else gives out positions meanwhile."""
        with explained(), self.engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            yield SqlTransaction(connection, event)

    def page(self, event: str, position: int, limit: int) -> LogPage:
        """See HubLog."""
        with self._reading() as connection:
            state = _state(connection, event)
            chain = _chains(connection, event, {position}).get(position)
            behind = select(rows).where(rows.c.event == event, rows.c.position > position).order_by(rows.c.position).limit(limit)
            found = [records.log_row_of(one) for one in connection.execute(behind).mappings()] if chain is not None else []
        return LogPage(chain, found, state)

    def ticks(self, event: str, position: int, limit: int) -> TickPage:
        """See HubLog."""
        query = select(rows.c.position, rows.c.chain, rows.c.row).where(rows.c.event == event, rows.c.position > position)
        with self._reading() as connection:
            state, chain = _state(connection, event), _chains(connection, event, {position}).get(position)
            found = connection.execute(query.order_by(rows.c.position).limit(limit)).all() if chain is not None else []
        last = (found[-1][0], bytes(found[-1][1])) if found else (position, chain or GENESIS)
        return TickPage(chain, [records.tick_in(row) for _, _, row in found], last, state)

    def notices(self, event: str, since: int, limit: int) -> NoticePage:
        """See HubLog."""
        behind = select(notices).where(notices.c.event == event, notices.c.position > since)
        with self._reading() as connection:
            state = _state(connection, event)
            found = connection.execute(behind.order_by(notices.c.position).limit(limit)).mappings()
            return NoticePage([records.notice_of(one) for one in found], state)

    def latest(self, event: str, kind: NoticeKind) -> Notice | None:
        """See HubLog."""
        of_it = select(notices).where(notices.c.event == event, notices.c.kind == kind.value, notices.c.id == "")
        with self._reading() as connection:
            found = connection.execute(of_it.order_by(notices.c.position.desc()).limit(1)).mappings().first()
        return None if found is None else records.notice_of(found)

    def device(self, event: str, device: str) -> Device | None:
        """See HubLog."""
        with self._reading() as connection:
            found = select(devices).where(devices.c.event == event, devices.c.id == device)
            row = connection.execute(found).mappings().first()
        return None if row is None else records.device_of(row)

    def roster(self, event: str) -> Roster:
        """See HubLog."""
        with self._reading() as connection:
            return Roster(
                {one.id: one for one in map(records.device_of, _all(connection, devices, event))},
                {one.id: one for one in map(records.journal_of, _all(connection, journals, event))},
                {one.journal: one for one in map(records.report_of, _all(connection, reports, event))},
            )

    def tokens(self, event: str) -> list[Token]:
        """Every token that was given out. Waits for no writer."""
        with self._reading() as connection:
            return [records.token_of(one) for one in _all(connection, tokens, event)]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """All of one moment, and no writer is waited for."""
        with explained(), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection


class SqlTransaction:
    """Fulfils checkin.sync.hublog.HubTransaction."""

    def __init__(self, connection: Connection, event: str) -> None:
        self._connection = connection
        self._event = event
        self._state = _state(connection, event, held=True)

    def read(self, wanted: Wanted) -> Known:
        """See HubTransaction."""
        known = Known(self._state)
        known.rows = {one["scan_id"]: delivered_of(one["row"]) for one in self._find(rows, [rows.c.scan_id], wanted.scan_ids)}
        known.history = {person: [] for person in wanted.persons}
        for one in self._find(rows, [rows.c.checkpoint, rows.c.registration], wanted.persons, order=rows.c.position):
            known.history[one["checkpoint"], one["registration"]].append(delivered_of(one["row"]))
        kept = [*self._find(claims, [claims.c.scan_id], wanted.scan_ids), *self._open_claims(wanted)]
        known.claims = {one["scan_id"]: records.claim_of(one) for one in kept}
        known.journals = {one.id: one for one in map(records.journal_of, self._find(journals, [journals.c.id], wanted.journals))}
        found = self._find(places, [places.c.journal, places.c.seq], wanted.places)
        known.places = {(one["journal"], one["seq"]): bytes(one["hash"]) for one in found}
        known.chains = _chains(self._connection, self._event, wanted.positions)
        known.tokens = {one.digest: one for one in map(records.token_of, self._find(tokens, [tokens.c.digest], wanted.tokens))}
        told = self._find(notices, [notices.c.kind, notices.c.id], wanted.told, order=notices.c.position)
        known.told = {(one.kind, one.id): one.content for one in map(records.notice_of, told)}
        said = self._find(reports, [reports.c.journal], wanted.reported)
        known.reports = {one.journal: one for one in map(records.report_of, said)}
        ids = wanted.devices | {token.device for token in known.tokens.values()}
        known.devices = {one.id: one for one in map(records.device_of, self._find(devices, [devices.c.id], ids))}
        return known

    def _open_claims(self, wanted: Wanted) -> Iterator[Any]:
        return self._find(claims, [claims.c.checkpoint, claims.c.registration], wanted.persons, claims.c.open)

    def write(self, changes: Changes) -> None:
        """See HubTransaction."""
        self._add(rows, map(records.row_record, changes.rows))
        self._add(places, ({"journal": at[0], "seq": at[1], "hash": digest} for at, digest in changes.places.items()))
        self._put(claims, map(records.claim_record, changes.claims.values()))
        for table, kept in ((journals, changes.journals), (devices, changes.devices), (tokens, changes.tokens)):
            self._put(table, map(records.plain_record, kept.values()))
        self._put(reports, map(records.report_record, changes.reports.values()))
        self._add(notices, itertools.starmap(records.notice_record, changes.notices.items()))
        if changes.state is not None:
            self._state = changes.state
            self._put(heads, [records.state_record(changes.state)])

    def _find(
        self, table: Table, keys: Sequence[Column[Any]], wanted: Iterable[Any], *also: Any, order: Column[Any] | None = None
    ) -> Iterator[Any]:
        """The records whose keys are among those wanted."""
        among = keys[0] if len(keys) == 1 else tuple_(*keys)
        for some in _portions(wanted):
            query: Select[Any] = select(table).where(table.c.event == self._event, among.in_(some), *also)
            yield from self._connection.execute(query if order is None else query.order_by(order)).mappings()

    def _add(self, table: Table, fresh: Iterable[records.Record]) -> None:
        for some in _portions(fresh):
            self._connection.execute(table.insert(), [{"event": self._event, **one} for one in some])

    def _put(self, table: Table, kept: Iterable[records.Record]) -> None:
        """Add, or replace what has the same key."""
        statement = _insert(self._connection.engine, table)
        keys = [column.name for column in table.primary_key]
        changed = {one.name: statement.excluded[one.name] for one in table.columns if one.name not in keys}
        upsert = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        for some in _portions(kept):
            self._connection.execute(upsert, [{"event": self._event, **one} for one in some])


def _portions(things: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(things)
    while some := list(itertools.islice(left, AT_ONCE)):
        yield some


def _insert(engine: Engine, table: Table) -> "sqlite.Insert | postgresql.Insert":
    if engine.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def _state(connection: Connection, event: str, *, held: bool = False) -> LogState:
    head = select(heads).where(heads.c.event == event)
    return records.state_of(connection.execute(head.with_for_update() if held else head).mappings().one())


def _chains(connection: Connection, event: str, positions: Iterable[int]) -> dict[int, bytes]:
    wanted = set(positions)
    found = select(rows.c.position, rows.c.chain).where(rows.c.event == event, rows.c.position.in_(wanted))
    chains = {position: bytes(chain) for position, chain in connection.execute(found)} if wanted - {0} else {}
    return chains | ({0: GENESIS} if 0 in wanted else {})


def _all(connection: Connection, table: Table, event: str) -> Iterator[Any]:
    yield from connection.execute(select(table).where(table.c.event == event)).mappings()
