"""Power cuts, thousands of them: what a real run wrote is recorded, and a disk is made that kept only what had been synced."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from checkin.trouble import Trouble
from data.hub.store import open_hub
from data.store import open_store

HERE = Path(__file__).parent
ENTRY = struct.Struct("<cHQI")
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done to a file: W written, S synced, T truncated, U removed."""

    kind: str
    path: str
    offset: int
    content: bytes


@dataclass(slots=True)
class File:
    """A file on the disk: what is surely there, and what was done to it since."""

    durable: bytearray = field(default_factory=bytearray)
    since: list[Act] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What came of so many cuts: acknowledged rows that were lost, databases that were corrupt."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0


def recorded(what: str, folder: Path, rows: int, synchronous: str = "FULL") -> list[Act]:
    """Run the real program, and what it did to the files of its folder, in order."""
    shim, record, inside = folder / "recorder.so", folder / "record", folder / "inside"
    inside.mkdir()
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler is not None, "a C compiler is needed: apt-get install gcc libc6-dev"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", shim, HERE / "recorder.c", "-ldl", "-lpthread"], check=True)
    environment = {
        **os.environ, "LD_PRELOAD": str(shim), "CHECKIN_RECORD": str(record), "CHECKIN_RECORD_FOLDER": str(inside) + "/"
    }  # fmt: skip
    subprocess.run(
        [sys.executable, HERE / "power_child.py", what, inside, str(rows), synchronous], env=environment, check=True
    )  # fmt: skip
    return list(_acts(record.read_bytes()))


def _acts(record: bytes) -> Iterator[Act]:
    names: dict[int, str] = {}
    place = 0
    while place < len(record):
        kind, path, offset, length = ENTRY.unpack_from(record, place)
        place += ENTRY.size
        content = record[place : place + length]
        place += length
        if kind == b"N":
            names[path] = Path(content.decode()).name
        else:
            yield Act(kind.decode(), names[path], offset, content)


def cut_often(what: str, acts: list[Act], cuts: int, folder: Path, seed: int) -> Outcome:
    """So many cuts at random moments, each with another choice of what the disk kept, held against what was acknowledged."""
    rng, outcome = Random(seed), Outcome()
    moments = sorted(rng.randrange(1, len(acts)) for _ in range(cuts))
    files: dict[str, File] = {}
    acknowledged, done = 0, 0
    for moment in moments:
        while done < moment:
            act = acts[done]
            done += 1
            if act.path == "acknowledged":
                acknowledged += act.kind == "W"
            elif not act.path.endswith("-shm"):  # shared memory does not outlive the machine
                _do(files, act)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, file in files.items():
            (folder / name).write_bytes(_left(file, rng))
        outcome.cuts += 1
        outcome.acknowledged += acknowledged
        _judge(what, folder / "rows.db", acknowledged, outcome)
    return outcome


def _do(files: dict[str, File], act: Act) -> None:
    if act.kind == "U":
        files.pop(act.path, None)
        return
    file = files.setdefault(act.path, File())
    if act.kind == "S":
        for one in file.since:
            _apply(file.durable, one, one.content)
        file.since.clear()
    else:
        file.since.append(act)


def _left(file: File, rng: Random) -> bytes:
    """What the disk has: all that was synced, and of each later write everything, nothing, or some of its sectors."""
    content = bytearray(file.durable)
    for one in file.since:
        fate = rng.random()
        if fate < 0.4:
            continue
        if one.kind == "T" or fate < 0.7:
            _apply(content, one, one.content)
            continue
        for start in range(0, len(one.content), SECTOR):
            if rng.random() < 0.5:
                piece = one.content[start : start + SECTOR]
                _apply(content, Act("W", one.path, one.offset + start, piece), piece)
    return bytes(content)


def _apply(content: bytearray, act: Act, data: bytes) -> None:
    if act.kind == "T":
        del content[act.offset :]
        content.extend(bytes(act.offset - len(content)))
        return
    if len(content) < act.offset:
        content.extend(bytes(act.offset - len(content)))
    content[act.offset : act.offset + len(data)] = data


def _judge(what: str, database: Path, acknowledged: int, outcome: Outcome) -> None:
    readers: dict[str, Callable[[Path], int | None]] = {"desk": _rows_of_desk, "hub": _rows_of_hub}
    try:
        rows = readers[what](database)
    except Trouble:
        rows = None
    if rows is None:
        outcome.corrupt += 1
    elif rows < acknowledged:
        outcome.lost += acknowledged - rows


def _rows_of_desk(database: Path) -> int | None:
    """How many rows a desk finds when it is opened again; None where something does not hold."""
    store = open_store(database)
    try:
        whole = store.database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if not whole or list(store.journal.breaks()) or store.journal.missing_guards():
            return None
        return store.journal.count()
    finally:
        store.close()


def _rows_of_hub(database: Path) -> int | None:
    """The same of a hub, its chain worked out anew."""
    from checkin.domain.journal import GENESIS
    from checkin.sync.working import chained

    log = open_hub(database, "e", "epoch")
    try:
        page = log.page("e", 0, 1_000_000)
        chain = GENESIS
        for place, row in enumerate(page.rows, 1):
            chain = chained(chain, row.delivered.row.hash)
            if (row.position, row.chain) != (place, chain):
                return None
        return len(page.rows) if page.state.position == len(page.rows) and page.state.chain == chain else None
    finally:
        log.close()
