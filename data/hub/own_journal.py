"""What is said at the hub itself, as lines of a journal of its own: the one of its home, brought to the log beside it."""

import uuid
from datetime import datetime
from pathlib import Path

from checkin.domain.conflicts import Conflict
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Kind, Origin, microseconds, settled_remark
from checkin.domain.supervisor import Supervisor
from checkin.domain.verdict import Direction
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Device, HubLog
from checkin.sync.membership import KEY_FILE
from checkin.sync.messages import HaveSeq, Push, Role
from checkin.trouble import Trouble
from data.membership import device_key
from data.store import Store

NAME = "hub"
OWN = "hub "
"""So the id of its device begins; those of devices that were let in are UUIDs."""
BATCH = 500


class OwnJournal:
    """The journal in the hub's home. Its device scans nobody, so that no restored hub waits for it."""

    def __init__(self, home: Path, store: Store, log: HubLog, hub: Hub, event: Event) -> None:
        self._home = home
        self._store = store
        self._log = log
        self._hub = hub
        self._event = event

    def settle(self, conflict: Conflict, by: Supervisor, words: str, now: datetime) -> None:
        """Keep what a supervisor says of a conflict; durable, and on its way to every desk, when this returns."""
        surplus = conflict.surplus
        line = JournalLine(
            str(uuid.uuid4()), Kind.REMARK, now, self._event.id, surplus.checkpoint, Direction(surplus.direction), None, None,
            surplus.registration, surplus.category, "", Origin.COMMAND, "", NAME, surplus.scan_id, settled_remark(by.name, words),
        )  # fmt: skip
        with self._store.writing():
            self._store.journal.append(line)
        self.bring(now)

    def bring(self, now: datetime) -> None:
        """Bring to the log what it does not have, as a desk would. Trouble if it refuses."""
        head = self._store.journal.head()
        device = f"{OWN}{head.journal}"
        roster = self._log.roster(self._event.id)
        if device not in roster.devices:
            self._let_in(device, now)
        known = roster.journals.get(head.journal)
        lines = list(self._store.journal.lines(known.seq if known else 0))
        for at in range(0, len(lines), BATCH):
            some = lines[at : at + BATCH]
            push = Push(
                self._event.id, head.journal, some[0].seq, some[0].prev, some[-1].hash, 0, tuple(one.line for one in some)
            )
            if not isinstance(self._hub.answer([Asked(device, push)])[0], HaveSeq):
                raise Trouble("The hub's log contradicts the journal in its own home. Look with: checkin journal verify")

    def _let_in(self, device: str, now: datetime) -> None:
        public = device_key(self._home / KEY_FILE).public_key().public_bytes_raw()
        made = Device(device, public, NAME, "", Role.SUPERVISOR, microseconds(now))
        with self._log.writing(self._event.id) as transaction:
            transaction.write(Changes(devices={device: made}))
