"""The desk's log on disk does what the one in memory does, with which the protocol was played through a thousand times."""

from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from checkin.domain.journal import EPOCH, Head, JournalLine, Kind, NumberedLine, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.simulation.disk import Disk
from checkin.sync.messages import Cursor, Delivered
from data.desk_log import StoredDeskLog
from data.store import open_store

LINE = JournalLine(
    "", Kind.SCAN, EPOCH, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "TEXT", Origin.CAMERA, "A", "1"
)  # fmt: skip


def other_line(rng: Random, scan_id: str) -> Delivered:
    head = Head(f"other{rng.randint(1, 2)}", rng.randint(0, 5), rng.randbytes(32))
    return Delivered(number(head, line(scan_id)), rng.randint(0, 1 << 40), rng.randint(-9, 9))


def line(scan_id: str) -> JournalLine:
    return replace(LINE, scan_id=scan_id)


def seen(log: StoredDeskLog | Disk) -> list[object]:
    head = log.head()
    rows: list[NumberedLine] = list(log.lines())
    return [
        head, log.former(), rows, log.hash_at(head.seq), log.hash_at(head.seq + 1), log.cursor(),
        sorted(log.unseen(1000), key=lambda one: one.row.line.scan_id), sorted(one.scan_id for one in log.intents()),
        log.noticed("e1"), log.noticed("e2"),
    ]  # fmt: skip


def act(rng_seed: int, log: StoredDeskLog | Disk, step: int) -> None:
    rng = Random(f"{rng_seed}/{step}")
    match rng.randint(0, 7):
        case 0 | 1:
            log.conclude(line(f"s{step}"), f"s{rng.randint(0, step)}")
        case 2:
            log.intend(line(f"s{step}"))
        case 3 | 4:
            ids = {f"s{rng.randint(0, step)}" if rng.random() < 0.3 else f"o{rng.randint(0, 40)}" for _ in range(5)}
            log.take([other_line(rng, one) for one in sorted(ids)], Cursor("e1", rng.randint(0, 99), rng.randbytes(32)))
        case 5:
            log.reread()
        case 6:
            log.rejournal(f"j{step}") if rng.random() < 0.5 else None
        case 7:
            log.notice([], f"e{rng.randint(1, 2)}", rng.randint(0, 9), 9)


@pytest.mark.parametrize("seed", range(25))
def test_the_log_on_disk_does_what_the_one_in_memory_does(seed: int) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "desk.db")
        memory = Disk(store.hub.head().journal)
        for step in range(60):
            act(seed, store.hub, step)
            act(seed, memory, step)
            assert seen(store.hub) == seen(memory), step
        store.close()
        again = open_store(Path(folder) / "desk.db")
        assert seen(again.hub) == seen(memory), "after it was opened again"
        assert not list(again.journal.breaks())
        assert not again.journal.missing_guards()
        assert {one.row.line.scan_id for _, one in again.hub.copies()} == memory.copies.keys()
        again.close()
