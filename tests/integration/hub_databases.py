"""The hub's databases that tests run against: in memory, SQLite, and a PostgreSQL of their own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

MUST = "CHECKIN_MUST_HAVE_POSTGRES"
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is."""
    found = shutil.which(name) or next((str(place / name) for place in PLACES if (place / name).exists()), None)
    if found is None and os.environ.get(MUST):
        raise AssertionError(f"{MUST} is set, and PostgreSQL's {name} is not here: apt-get install postgresql")
    return found


def as_postgres() -> list[str]:
    """PostgreSQL does not run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL with nothing in it, safe as it comes (fsync on): the start of a URL that reaches it on this machine."""
    folder = Path(tempfile.mkdtemp(prefix="checkin-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        _run("initdb", "-D", f"{folder}/data", "-U", "checkin", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        _run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
        yield f"postgresql://checkin@127.0.0.1:{port}/"
    finally:
        _run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(name: str, *arguments: str, check: bool = True) -> None:
    where = program(name)
    assert where is not None
    done = subprocess.run([*as_postgres(), where, *arguments], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
