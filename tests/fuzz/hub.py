"""`make fuzz-hub`: Schemathesis over the hub's description, on SQLite and PostgreSQL, as a device and as a stranger."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))

import hub_databases
from hub_probing import probed
from test_hub_server import Desk, Running


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask the hub everything that its description allows, and much that it does not.")
    parser.add_argument("--examples", type=int, default=200, help="requests of each kind to each route")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    faults = 0
    with places() as found:
        for name, place in found:
            for restored in (False, True):
                faults += tried(name, place, given.examples, given.seed, restored=restored)
    raise SystemExit(1 if faults else 0)


@contextmanager
def places() -> Iterator[list[tuple[str, str]]]:
    """The databases that this machine has."""
    if hub_databases.program("initdb") is None:
        print("Without PostgreSQL: it is not installed here.")
        yield [("SQLite", "")]
        return
    with hub_databases.server() as start:
        yield [("SQLite", ""), ("PostgreSQL", start + "postgres")]


def tried(name: str, place: str, examples: int, seed: int, *, restored: bool) -> int:
    """Runs that found something, of one as a device and one as a stranger."""
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        hub = Running(Path(folder), plain=True, place=place, restored=restored)
        desk = Desk(hub, hub.token())
        epoch = desk.hello().epoch
        device = {
            "HUB_DEVICE": desk.device, "HUB_KEY": desk.key.private_bytes_raw().hex(), "HUB_EVENT": "e", "HUB_EPOCH": epoch,
        }  # fmt: skip
        for who, identity in (("device", device), ("stranger", {})):
            begun = time.monotonic()
            status, report = probed(hub.address, Path(folder), examples, seed, identity)
            found += status != 0
            cases = next((one.strip() for one in report.splitlines() if " generated, " in one), "")
            kind = f"{name}{', restored' if restored else ''}, as a {who}"
            print(f"{kind:32} {time.monotonic() - begun:6.0f} s  {cases}{'' if status == 0 else chr(10) + report}", flush=True)
        hub.close()
    return found


if __name__ == "__main__":
    main()
