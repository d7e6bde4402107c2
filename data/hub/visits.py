"""Who looks on with a phone, where all hub processes on one database see it. Fulfils checkin.hub.phone.door.Visits."""

from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, delete, insert, select

from data.hub.engine import WRITING, explained
from data.hub.tables import visits


class StoredVisits:
    """The visits of one event. Any thread may ask."""

    def __init__(self, engine: Engine, event: str) -> None:
        self._engine = engine
        self._event = event

    def begin(self, digest: bytes, supervisor: str, now_us: int, until_us: int) -> None:
        """See Visits. Those that are over are forgotten by the way."""
        fresh = {"event": self._event, "digest": digest, "supervisor": supervisor, "until_us": until_us}
        with explained(), self._writing() as connection, connection.begin():
            connection.execute(delete(visits).where(visits.c.event == self._event, visits.c.until_us <= now_us))
            connection.execute(insert(visits).values(fresh))

    def whose(self, digest: bytes, now_us: int) -> str | None:
        """See Visits. Waits for no writer."""
        there = visits.c.event == self._event, visits.c.digest == digest, visits.c.until_us > now_us
        with explained(), self._engine.connect() as connection, connection.begin():
            found = connection.execute(select(visits.c.supervisor).where(*there)).scalar()
        return None if found is None else str(found)

    def end(self, digest: bytes) -> None:
        """See Visits."""
        with explained(), self._writing() as connection, connection.begin():
            connection.execute(delete(visits).where(visits.c.event == self._event, visits.c.digest == digest))

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._engine.connect().execution_options(**{WRITING: True})
