"""A PostgreSQL primary with a synchronous standby, killed and replaced by it under load."""

import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from time import sleep

import psycopg
from hub_databases import as_postgres, program
from hub_process import free_port
from kills import loaded_hub
from load import account

from data.demo.event import event_text
from data.importers.event_file import parse_event


class Pair:
    """Two servers on this machine, of which one is the primary."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="checkin-pair-", dir="/tmp"))
        shutil.chown(self.folder, "postgres", "postgres")
        self.ports = [free_port(), free_port()]
        self.primary = 0
        _run("initdb", "-D", self._data(0), "-U", "checkin", "-A", "trust", "-E", "UTF8", "--locale=C")
        self._start(0)
        self._say("CREATE DATABASE hub")
        self._follow()

    @property
    def url(self) -> str:
        """Reaches whichever of them is the primary."""
        places = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"postgresql://checkin@{places}/hub?target_session_attrs=read-write&connect_timeout=2"

    def fail_over(self) -> None:
        """Kill the primary as a power cut would, and let the standby take its place."""
        _run("pg_ctl", "-D", self._data(self.primary), "-m", "immediate", "stop")
        self.primary = 1 - self.primary
        _run("pg_ctl", "-D", self._data(self.primary), "-w", "promote")
        self._say("ALTER SYSTEM SET synchronous_standby_names = ''")
        self._say("SELECT pg_reload_conf()")

    def rebuild(self) -> None:
        """Make a standby again of the one that was killed."""
        shutil.rmtree(self._data(1 - self.primary))
        self._follow()

    def close(self) -> None:
        """End both."""
        for number in (0, 1):
            _run("pg_ctl", "-D", self._data(number), "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _follow(self) -> None:
        standby = 1 - self.primary
        _run("pg_basebackup", "-h", "127.0.0.1", "-p", str(self.ports[self.primary]), "-U", "checkin", "-D", self._data(standby),
             "-R", "-X", "stream", "-c", "fast")  # fmt: skip
        self._start(standby)
        self._say("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._say("SELECT pg_reload_conf()")
        for _ in range(100):
            if self._say("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1:
                return
            sleep(0.1)
        raise AssertionError("the standby does not follow")

    def _start(self, number: int) -> None:
        options = f"-p {self.ports[number]} -k {self.folder} -c listen_addresses=127.0.0.1 -c wal_level=replica -c hot_standby=on"
        _run("pg_ctl", "-D", self._data(number), "-w", "-l", str(self.folder / f"log{number}"), "-o", options, "start")

    def _say(self, statement: str) -> object:
        with psycopg.connect(
            f"postgresql://checkin@127.0.0.1:{self.ports[self.primary]}/postgres", autocommit=True
        ) as connection:
            done = connection.execute(statement)  # type: ignore[arg-type]
            row = done.fetchone() if done.description else None
            return row[0] if row else None

    def _data(self, number: int) -> str:
        return str(self.folder / f"data{number}")


def failed_over(folder: Path, times: int) -> dict[str, int]:
    """So many fail-overs under load; the account afterwards."""
    pair = Pair()
    try:
        with loaded_hub(folder, pair.url) as (_, desks, place):
            sleep(1)
            for left in reversed(range(times)):
                sleep(1)
                pair.fail_over()
                sleep(1)
                if left:
                    pair.rebuild()
        return account(place, parse_event(event_text(date(2018, 4, 18))).id, desks)
    finally:
        pair.close()


def _run(name: str, *arguments: str, check: bool = True) -> None:
    where = program(name)
    assert where is not None
    done = subprocess.run([*as_postgres(), where, *arguments], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
