"""Desks that bring rows and claim admissions as fast as they can, and the account of what the hub acknowledged."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from time import sleep

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from power_child import line

from checkin.domain.journal import GENESIS
from checkin.simulation.disk import Disk
from checkin.sync.client import SyncClient
from checkin.sync.http import HubConnection, Unanswered
from checkin.sync.hublog import Changes, Device
from checkin.sync.link import Link, Standing
from checkin.sync.messages import Admit, Answer, Claim, Feed, Push, Role
from checkin.sync.working import chained
from data.hub.store import open_hub

ROWS_A_TURN = 150
PATIENCE_S = 5.0


class Worker:
    """One device in a thread of its own: writes lines, claims, pushes; goes on whatever the hub does."""

    def __init__(self, name: str, port: int, fingerprint: bytes, event: str, people: int) -> None:
        self.name = name
        self.key = Ed25519PrivateKey.generate()
        self.disk = Disk(f"journal {name}")
        self.acknowledged = 0
        self.granted: list[tuple[str, str]] = []
        self._event = event
        self._people = people
        self._link = Link()
        numbers = count()
        self._client = SyncClient(event, self.disk, self._link, lambda: f"{name} id {next(numbers)}")
        self._way = HubConnection(("127.0.0.1",), port, fingerprint, name, self.key)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        """No new lines; what is there is brought."""
        self._ending.set()

    def join(self) -> None:
        """Wait until the hub has everything."""
        self._thread.join(120)
        assert not self._thread.is_alive(), self.name
        self._way.close()

    def _run(self) -> None:
        turn = 0
        while not self._ending.is_set() or self._client.backlog != 0:
            if not self._ending.is_set() and not self._client.backlog:
                turn += 1
                self._write(turn)
            asked = self._client.request(datetime.now(UTC))
            if isinstance(asked, Feed):
                continue  # these devices only bring
            try:
                answer: Answer = self._way.ask(asked, PATIENCE_S)
            except Unanswered:
                self._client.unanswered()
                sleep(0.05)
                continue
            self._client.answered(asked, answer, datetime.now(UTC))
            if isinstance(asked, Push) and self._client.backlog is not None:
                self.acknowledged = max(self.acknowledged, self.disk.head().seq - self._client.backlog)

    def _write(self, turn: int) -> None:
        for place in range(ROWS_A_TURN):
            one = line(turn * ROWS_A_TURN + place)
            scan = f"{self.name} {turn} {place}"
            self.disk.conclude(replace(one, scan_id=scan, registration=f"{self.name} {place}", event=self._event), scan)
        if self._link.standing is Standing.STRICT:
            self._claim(turn)

    def _claim(self, turn: int) -> None:
        person, scan = f"P-{turn % self._people}", f"claim {self.name} {turn}"
        claim = Claim(
            self._event, self.disk.journal, self._link.contact.epoch, scan, "door", person, "public", "A", self.name, 0, 0
        )  # fmt: skip
        try:
            if isinstance(self._way.ask(claim, PATIENCE_S), Admit):
                self.granted.append((person, scan))
        except Unanswered:
            self._link.lost()


def let_in(database: object, event: str, workers: list[Worker]) -> None:
    """Make the workers' devices known to the hub."""
    log = open_hub(database, event, "epoch")  # type: ignore[arg-type]
    with log.writing(event) as transaction:
        devices = {
            one.name: Device(one.name, one.key.public_key().public_bytes_raw(), one.name, "", Role.DESK, 0) for one in workers
        }  # fmt: skip
        transaction.write(Changes(devices=devices))
    log.close()


def account(database: object, event: str, workers: list[Worker], told: Callable[[str], None] = print) -> dict[str, int]:
    """What the log holds against what was acknowledged: rows acknowledged, lost, doubled; persons admitted twice."""
    log = open_hub(database, event, "epoch")  # type: ignore[arg-type]
    rows, chain, places, broken = 0, GENESIS, defaultdict(list), 0
    while page := log.page(event, rows, 1000).rows:
        for row in page:
            chain = chained(chain, row.delivered.row.hash)
            broken += row.position != rows + 1 or row.chain != chain
            places[row.delivered.row.journal].append(row.delivered.row)
            rows += 1
    log.close()
    lost = doubled = 0
    for worker in workers:
        there = places[worker.disk.journal]
        doubled += len(there) - len({one.line.scan_id for one in there})
        lost += len({one.seq for one in worker.disk.rows[: worker.acknowledged]} - {one.seq for one in there})
        broken += [one.hash for one in there] != [one.hash for one in worker.disk.rows[: len(there)]]
    granted: dict[str, set[str]] = defaultdict(set)
    for worker in workers:
        for person, scan in worker.granted:
            granted[person].add(scan)
    twice = sum(len(scans) > 1 for scans in granted.values())
    found = {
        "acknowledged": sum(one.acknowledged for one in workers), "rows": rows, "lost": lost, "doubled": doubled,
        "broken": broken, "granted": len(granted), "twice": twice,
    }  # fmt: skip
    told(str(found))
    return found
