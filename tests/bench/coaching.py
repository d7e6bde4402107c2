"""What the scan coach says to badges that cannot be read, by the cause that each was painted with.

    python tests/bench/coaching.py --seed 83 --each 30

prints the table of docs/reading.md. Limits were set on the seeds 11 to 14, 501 to 524 and 84; 601 to 606 are for the tests.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import Any

import causes

from checkin.scanning.coach import Coach
from checkin.scanning.messages import Hint
from checkin.scanning.presence import Presence
from checkin.scanning.reader import Reader, desk_reader
from checkin.scanning.scanner import Eyes
from checkin.scanning.sources import Frame

EVERY_S = 0.1
EMPTY_FRAMES, BADGE_FRAMES = 3, 13
COLUMNS = (*(hint.name.lower() for hint in Hint), "nothing")


def unread(reader: Reader, making: Any, painter: Any, each: int) -> Iterator[Any]:
    """Frames with badges that a desk does not read, however long it looks at this one picture."""
    found = number = 0
    while found < each and number < 10 * each:
        frame = causes.badge(making, painter, long=number % 2 == 1)
        number += 1
        if not reader.read(frame):
            found += 1
            yield frame


def said_to(frames: Iterator[Any]) -> str | None:
    """The last hint given while these are shown one after the other; None when something was read in them after all."""
    eyes = Eyes(desk_reader(threads=False), Presence(), coach=Coach())
    hint = None
    for number, frame in enumerate(frames):
        look = eyes.look(Frame(frame, number * EVERY_S, number))
        if look.codes:
            return None
        hint = look.hint or hint
    return hint.name.lower() if hint else "nothing"


def row(making: Any, painter: Any, each: int) -> Counter[str]:
    """How often each hint was given for badges of one kind."""
    reader, given = desk_reader(threads=False), Counter[str]()
    for first in unread(reader, making, painter, each):
        shown = (*(causes.empty(painter) for _ in range(EMPTY_FRAMES)), *causes.trembling(first, painter, BADGE_FRAMES))
        hint = said_to(iter(shown))
        if hint is not None:
            given[hint] += 1
    return given


def main() -> None:
    parser = argparse.ArgumentParser(description="Show unreadable badges to the scan coach.")
    parser.add_argument("--seed", type=int, default=83)
    parser.add_argument("--each", type=int, default=30)
    given = parser.parse_args()
    print("| painted with | shown | " + " | ".join(name.replace("_", " ") for name in COLUMNS) + " |")
    print("|---|" + "---:|" * (len(COLUMNS) + 1))
    for place, (name, making) in enumerate({**causes.CAUSES, **causes.OTHERS}.items()):
        counts = row(making, causes.synthetic.Painter(given.seed * 1000 + place), given.each)
        cells = " | ".join(str(counts[column]) if counts[column] else "" for column in COLUMNS)
        print(f"| {name.replace('_', ' ')} | {sum(counts.values())} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
