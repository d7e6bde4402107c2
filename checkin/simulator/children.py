"""The processes of a simulated event, as whoever runs it sees them: begun, told what to do, killed, begun again."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from socket import create_connection
from threading import Condition, Thread
from time import monotonic, sleep
from typing import Any

from checkin.simulator.place import Place
from checkin.trouble import Trouble

PATIENCE_S = 60.0


def command(home: Path, *arguments: str) -> str:
    """What a command of this program says. Trouble if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "checkin.cli", "--home", str(home), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble("checkin {command} failed: {error}", command=" ".join(arguments), error=done.stderr.strip()[-400:])
    return done.stdout


class HubChild:
    """The real `checkin hub`, on this machine alone."""

    def __init__(self, home: Path, port: int, clock: Path | None, database: str) -> None:
        self.home = home
        self.port = port
        self._database = ["--database", database] if database else []
        self._clock = ["--clock", str(clock)] if clock else []
        self._process: subprocess.Popen[str] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not killed since."""
        return self._process is not None

    def start(self) -> None:
        """Serve. Trouble if it does not; then it is ended. Once at a time."""
        assert self._process is None
        with (self.home / "said.txt").open("w", encoding="utf-8") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "checkin.cli", "--home", str(self.home), "hub", "--host", "127.0.0.1", "--port",
                 str(self.port), "--backup-every", "0", "--no-announce", "--no-reports", *self._clock, *self._database],
                stdout=subprocess.PIPE, stderr=said, text=True,
            )  # fmt: skip
        assert self._process.stdout is not None
        if not self._process.stdout.readline() or not until(self._listens, PATIENCE_S):
            self.kill()
            error = (self.home / "said.txt").read_text(encoding="utf-8").strip()[-400:]
            raise Trouble("The hub of the simulation does not start ({error}).", error=error)

    def _listens(self) -> bool:
        try:
            create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def do(self, *arguments: str) -> str:
        """Run a command of the hub in its home."""
        return command(self.home, "hub", *arguments, *self._database)


class DeskChild:
    """A desk in its own process. One scan at a time; `heard` is told of everything that it says, on another thread."""

    def __init__(self, place: Place, heard: Callable[[str, dict[str, Any]], None]) -> None:
        self.place = place
        self._heard = heard
        self._process: subprocess.Popen[str] | None = None
        self._changed = Condition()
        self._is_ready = self._is_busy = False
        self._runs = 0
        self.standing, self.waiting = "ALONE", -1

    def start(self) -> None:
        """Open the desk; it takes a moment until it is ready."""
        self._is_ready = self._is_busy = False
        self.standing, self.waiting = "ALONE", -1
        self._runs += 1
        self._process = subprocess.Popen(
            [sys.executable, "-m", "checkin.simulator.desk_process", self.place.argument(), f"{self.name} {self._runs}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        Thread(target=self._listen, args=(self._process,), daemon=True).start()

    @property
    def home(self) -> Path:
        """Its folder."""
        return self.place.folder

    @property
    def name(self) -> str:
        """Its name."""
        return self.place.name

    def is_free(self) -> bool:
        """Whether staff can scan, waited for. False if the desk does not answer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_ready and not self._is_busy, PATIENCE_S)

    def staff(self, what: str, text: str = "") -> None:
        """Staff do something that is answered."""
        with self._changed:
            self._is_busy = True
        self.tell(do=what, text=text)

    def tell(self, **said: object) -> None:
        """Something befalls the desk."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(said) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Trouble("The desk {name} of the simulation has ended by itself.", name=self.name) from error

    def set_clock(self, ahead_s: float) -> None:
        """Its clock is so far ahead from now on, also after it is started again."""
        self.place = replace(self.place, ahead_s=ahead_s)
        self.tell(do="clock", ahead_s=ahead_s)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdin is not None
            with suppress(OSError):  # what was not read any more
                self._process.stdin.close()
            with self._changed:
                self._is_ready = self._is_busy = False

    def stop(self) -> None:
        """Close it as staff would."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                self._process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._take(json.loads(line))

    def _take(self, said: dict[str, Any]) -> None:
        self._heard(self.name, said)
        with self._changed:
            self._is_ready |= "ready" in said
            self._is_busy &= not ("judged" in said or "failed" in said)
            self.standing, self.waiting = said.get("standing", self.standing), said.get("waiting", self.waiting)
            self._changed.notify_all()


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes to hold within so many seconds."""
    end = monotonic() + seconds
    while not holds():
        if monotonic() > end:
            return False
        sleep(0.02)
    return True
