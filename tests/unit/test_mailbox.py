"""One slot between two threads."""

import threading
import time

from checkin.scanning.mailbox import Mailbox


def test_the_newest_item_wins() -> None:
    box: Mailbox[int] = Mailbox()
    for item in (1, 2, 3):
        box.put(item)
    assert box.take(0) == 3
    assert box.take(0) is None
    assert (box.taken, box.dropped) == (1, 2)


def test_a_waiting_reader_gets_what_comes() -> None:
    box: Mailbox[str] = Mailbox()
    got: list[str | None] = []
    reader = threading.Thread(target=lambda: got.append(box.take(10)))
    reader.start()
    box.put("frame")
    reader.join(5)
    assert got == ["frame"]


def test_an_empty_mailbox_is_waited_for_only_so_long() -> None:
    began = time.monotonic()
    assert Mailbox[int]().take(0.05) is None
    assert 0.04 < time.monotonic() - began < 5


def test_closing_wakes_every_reader_with_none() -> None:
    box: Mailbox[int] = Mailbox()
    got: list[int | None] = []
    readers = [threading.Thread(target=lambda: got.append(box.take())) for _ in range(3)]
    for reader in readers:
        reader.start()
    box.close()
    for reader in readers:
        reader.join(5)
    assert got == [None, None, None]


def test_a_closed_mailbox_takes_nothing_in_and_gives_nothing_out() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.close()
    box.put(2)
    assert box.take() is None


def test_every_item_is_either_taken_or_dropped() -> None:
    box: Mailbox[int] = Mailbox()
    seen: list[int] = []

    def read() -> None:
        while (item := box.take(5)) is not None:
            seen.append(item)
            if item == 2000:
                return

    reader = threading.Thread(target=read)
    reader.start()
    for item in range(1, 2001):
        box.put(item)
    reader.join(10)
    assert seen == sorted(set(seen))
    assert seen[-1] == 2000
    assert box.taken == len(seen)
    assert box.taken + box.dropped == 2000
