"""One desk of a simulated event, in a process of its own: the real engine on the real store, driven by lines of JSON."""

import json
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Lock
from typing import Any

from checkin.desk.engine import Engine
from checkin.desk.machine import condition_of_machine
from checkin.desk.messages import Failed, Judged, Published, Ready, Scan, SwitchDirection, Synced, Undo, Undone, WalkIn
from checkin.desk.post import Post
from checkin.desk.syncing import FEED_S, Rhythm
from checkin.domain.journal import Origin, microseconds
from checkin.logs import log_to
from checkin.ports import Clock
from checkin.simulator.clock import SharedClock
from checkin.simulator.place import Place, place_in
from checkin.simulator.trouble import TroubledCarrier
from checkin.sync.http import HubConnection
from checkin.sync.membership import KEY_FILE, Membership
from checkin.sync.reporting import EVERY
from data.membership import device_key
from data.store import open_store

CATEGORY = "public"


FASTEST_REPORTS_S = 0.15
"""In a simulation that runs fast, a desk reports so often at most, by the clock on the wall."""


class DeskProcess:
    """Reads what staff do from standard input, and writes what the desk answers to standard output, a JSON object a line."""

    def __init__(self, place: Place, seed: str) -> None:
        self._place = place
        self._seed = seed
        self._lock = Lock()
        self._carrier: TroubledCarrier | None = None
        self._clock = SharedClock(Path(place.clock), timedelta(seconds=place.ahead_s))
        self._engine = Engine(
            lambda: open_store(place.folder / "desk.db"), Post(place.name, place.gate), "", self._publish, self._clock,
            lambda: str(uuid.uuid4()), self._connect, lambda: condition_of_machine(place.folder, "live"),
            rhythm_of(place.speed, SharedClock(Path(place.clock))),
        )  # fmt: skip

    def run(self) -> None:
        """Until there is nothing more to read."""
        self._engine.start()
        self._engine.submit(SwitchDirection(self._place.direction))
        for line in sys.stdin:
            self._do(json.loads(line))
        self._engine.stop()

    def _connect(self, member: Membership) -> TroubledCarrier:
        key = device_key(self._place.folder / KEY_FILE)
        way = HubConnection(member.hosts, member.port, member.fingerprint, member.device, key)
        self._carrier = TroubledCarrier(way, Random(self._seed), lambda scan_id: self._say(granted=scan_id))
        return self._carrier

    def _do(self, said: dict[str, Any]) -> None:
        match said["do"]:
            case "scan":
                self._engine.submit(Scan(said["text"], Origin.CAMERA))
            case "undo":
                self._engine.submit(Undo("by mistake"))
            case "walk in":
                self._engine.submit(WalkIn(said["text"], "", CATEGORY, despite=True))
            case "cut":
                if self._carrier is not None:
                    self._carrier.is_cut = said["on"]
            case "rough":
                if self._carrier is not None:
                    self._carrier.roughness = said["share"]
            case "clock":
                self._clock.ahead = timedelta(seconds=said["ahead_s"])
            case "full":
                _fill_disk(full=said["on"])

    def _publish(self, message: Published) -> None:
        match message:
            case Judged(line, _, _, _, _, quiet):
                self._say(judged=line.scan_id, outcome=line.outcome, quiet=quiet)
            case Undone(line):
                self._say(judged=line.scan_id, outcome=None, quiet=False)
            case Synced(standing, waiting):
                self._say(standing=standing.name, waiting=waiting)
            case Ready():
                self._say(ready=True)
            case Failed(what, asked) if asked is not None:  # otherwise nobody waits for it
                self._say(failed=what.msgid)

    def _say(self, **said: object) -> None:
        with self._lock:
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()


def _fill_disk(*, full: bool) -> None:
    """From now on no file of this process can grow, as on a full disk; or they can again. Where the system has no such limit,
    nothing happens."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 if full else hard, hard))


def rhythm_of(speed: float, clock: Clock) -> Rhythm:
    """How often a desk talks with its hub where time runs so much faster: as often by that time, as far as the machine can.
    `clock`: one that nobody sets."""
    if not speed:
        return Rhythm()
    every = max(EVERY, timedelta(seconds=FASTEST_REPORTS_S * speed))
    return Rhythm(lambda: microseconds(clock()), max(FASTEST_REPORTS_S, FEED_S / speed), every)


def main() -> None:
    """Run the desk that the arguments describe."""
    place, seed = place_in(sys.argv[1]), sys.argv[2]
    log_to(place.folder / "logs")
    DeskProcess(place, seed).run()


if __name__ == "__main__":
    main()
