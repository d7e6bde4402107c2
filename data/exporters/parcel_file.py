"""A desk's journal and walk-ins as a file for its hub (checkin.sync.parcel)."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.sync.client import BATCH
from checkin.sync.clocks import ahead_at
from checkin.sync.membership import Membership
from checkin.sync.messages import Push
from checkin.sync.notices import Announce
from checkin.sync.parcel import Packed, pack
from data.exporters.replacing import put_in_place
from data.store import Store

NO_EPOCH = ""


def write_parcel(store: Store, member: Membership, key: Ed25519PrivateKey, path: Path, *, overwrite: bool = False) -> int:
    """Pack the whole journal for the hub that the desk is enrolled at; how many lines it has. Trouble if it cannot be written."""

    def fill(fresh: Path) -> int:
        fresh.write_bytes(pack(_messages(store, member.event), member.device, key, member.certificate))
        return store.journal.head().seq

    return put_in_place(path, fill, overwrite=overwrite)


def _messages(store: Store, event: str) -> Iterator[Packed]:
    brought = 0
    while True:
        walk_ins, brought = store.board.walk_ins(brought, BATCH)
        if not walk_ins:
            break
        yield Announce(event, NO_EPOCH, tuple(walk_ins))
    lines, clocks = store.journal.lines(), store.hub.clocks()
    while some := list(islice(lines, BATCH)):
        first = some[0]
        ahead_us = ahead_at(clocks, first.seq)
        yield Push(event, first.journal, first.seq, first.prev, some[-1].hash, ahead_us, tuple(one.line for one in some))
