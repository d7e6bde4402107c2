"""A desk in a process of its own, to be killed or starved: appends scans, and says each number when it is committed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome
from checkin.trouble import Trouble
from data.store import open_store


def limit_files(most_bytes: int) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def main() -> None:
    store = open_store(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        limit_files(int(sys.argv[2]))
    at = datetime(2018, 4, 18, 9, 30, tzinfo=UTC)
    try:
        for n in range(1, 5000):
            with store.writing():
                store.journal.append(JournalLine(
                    f"s{n}", Kind.SCAN, at, "scec-2018", "entrance", Direction.ENTRY, Outcome.ADMITTED, None, "R-0001",
                    "professional", "x" * 500, Origin.CAMERA, "A", "1",
                ))  # fmt: skip
            print(n, flush=True)
    except Trouble as trouble:
        print(store.journal.head().seq, trouble.what.msgid)


if __name__ == "__main__":
    main()
