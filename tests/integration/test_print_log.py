"""The print log: apart from who entered, and a second copy has its reason."""

import json
from collections.abc import Callable
from datetime import timedelta
from queue import Queue
from uuid import uuid4

import pytest
from desk_people import NOW, TurningClock, add_people, journal_texts

from checkin.desk.engine import Engine
from checkin.desk.messages import Failed, NotPrinted, PrintBadge, PrintedBefore, Published, ToPrint
from checkin.desk.post import Post
from checkin.desk.printing import print_badge
from checkin.domain.printing import Printed
from checkin.i18n import phrase
from checkin.trouble import Trouble
from data.store import Store, open_store


def asked(store: Store, registration: str, reason: str = "", minutes: int = 0) -> ToPrint | PrintedBefore:
    return print_badge(store, PrintBadge(registration, reason), "2", NOW + timedelta(minutes=minutes))


def test_the_first_copy_needs_no_reason_and_the_log_has_it_before_it_is_printed(store: Store) -> None:
    answer = asked(store, "R-0001")
    assert isinstance(answer, ToPrint)
    assert (answer.registration.badge, answer.copy) == ("7K3MQ2ZXW4HTB9NC", 1)
    other = open_store(store.path, read_only=True)
    try:
        assert list(other.prints.lines()) == [Printed("R-0001", NOW, "", "2", 1)]
    finally:
        other.close()


@pytest.mark.parametrize("blank", ["", "  ", "\t\n", "\u202e"])
def test_another_copy_needs_a_reason_and_blanks_are_none(store: Store, blank: str) -> None:
    asked(store, "R-0001", "first day")
    asked(store, "R-0001", "torn", minutes=5)
    answer = asked(store, "R-0001", blank, minutes=9)
    assert isinstance(answer, PrintedBefore)
    assert (answer.times, answer.last_at) == (2, NOW + timedelta(minutes=5))
    assert asked(store, "R-0001", " lost\tit ", minutes=10) == ToPrint(answer.registration, 3)
    assert [(one.reason, one.copy) for one in store.prints.lines()] == [("first day", 1), ("torn", 2), ("lost it", 3)]


def test_each_registration_has_copies_of_its_own_and_nobody_entered(store: Store) -> None:
    copies = [asked(store, one, "again") for one in ("R-0001", "R-0002", "R-0001")]
    assert [one.copy for one in copies if isinstance(one, ToPrint)] == [1, 1, 2]
    assert journal_texts(store) == []


@pytest.mark.parametrize(
    ("registration", "reason", "said"),
    [("nobody", "", "no registration nobody"), ("R-0001", "r" * 201, "longer than 200"), ("R-0001", "a\x00", "no text")],
)
def test_what_cannot_be_printed_is_said_and_not_logged(store: Store, registration: str, reason: str, said: str) -> None:
    with pytest.raises(Trouble, match=said):
        asked(store, registration, reason)
    assert list(store.prints.lines()) == []


def test_a_registration_without_a_badge_that_works_has_nothing_to_print(store: Store) -> None:
    store.database.execute("UPDATE badges SET revoked = 1 WHERE text = '7K3MQ2ZXW4HTB9NC'")
    with pytest.raises(Trouble, match="Amina El Fassi has no badge"):
        asked(store, "R-0001")
    assert list(store.prints.lines()) == []


def test_a_print_is_noted_only_inside_writing_and_a_failed_one_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.prints.add("R-0001", NOW, "", "2")
    with pytest.raises(ZeroDivisionError), store.writing():
        print(store.prints.add("R-0001", NOW, "", "2").copy / 0)
    assert store.prints.last("R-0001") is None


def test_the_desk_answers_a_print(store: Store) -> None:
    published: Queue[Published] = Queue()
    engine = Engine(
        lambda: open_store(store.path), Post("2", "A"), "entrance", published.put, TurningClock(), lambda: str(uuid4())
    )  # fmt: skip
    engine.start()
    for request in (PrintBadge("R-0001"), PrintBadge("R-0001"), PrintBadge("R-0001", "torn"), PrintBadge("nobody")):
        engine.submit(request)
    engine.stop()
    said = [type(one) for one in list(published.queue)[2:]]
    assert said == [ToPrint, PrintedBefore, ToPrint, Failed]


def test_a_copy_that_did_not_come_out_is_in_no_log_and_asks_for_no_reason(store: Store) -> None:
    published: Queue[Published] = Queue()
    engine = Engine(
        lambda: open_store(store.path), Post("2", "A"), "entrance", published.put, TurningClock(), lambda: str(uuid4())
    )  # fmt: skip
    engine.start()
    jam = phrase("The printer has no paper.")
    for request in (PrintBadge("R-0001"), NotPrinted("R-0001", 1, jam), PrintBadge("R-0001")):
        engine.submit(request)
    engine.stop()
    first, failed, again = list(published.queue)[2:]
    assert (first.copy, again.copy) == (1, 1)
    assert (failed.what, failed.request) == (jam, PrintBadge("R-0001"))
    assert [one.copy for one in store.prints.lines()] == [1]
    with pytest.raises(RuntimeError):
        store.prints.remove("R-0001", 1)


def test_the_command_lists_the_prints(store: Store, run: Callable[..., tuple[int, list[str], str]], tmp_path) -> None:  # type: ignore[no-untyped-def]
    add_people(store, tmp_path, "P-1,,Bad\u200fname,public,confirmed,,,")
    asked(store, "R-0001")
    asked(store, "P-1", minutes=1)
    asked(store, "R-0001", "torn", minutes=2)
    status, lines, _ = run("badges", "log", "--json")
    assert status == 0
    assert json.loads(lines[2]) == {
        "registration": "R-0001", "name": "Amina El Fassi", "at": "2018-04-18T10:02:00+01:00", "copy": 2, "reason": "torn",
        "desk": "2",
    }  # fmt: skip
    _, lines, _ = run("badges", "log")
    assert lines == [
        "2018-04-18T10:00:00+01:00\t1\tR-0001\tAmina El Fassi\t2",
        "2018-04-18T10:01:00+01:00\t1\tP-1\tBad\\u{200f}name\t2",
        "2018-04-18T10:02:00+01:00\t2\tR-0001\tAmina El Fassi\t2\ttorn",
    ]


def test_nothing_printed_is_an_empty_list(run: Callable[..., tuple[int, list[str], str]]) -> None:
    assert run("badges", "log", "--json") == (0, [], "")
