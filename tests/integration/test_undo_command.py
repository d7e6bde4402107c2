"""`checkin undo`: what was admitted is taken back, with a reason, and the totals follow."""

import json
from collections.abc import Callable

import pytest

from checkin.domain.journal import JournalLine, Kind
from data.store import Store

Run = Callable[..., tuple[int, list[str], str]]
AMINA, UNPAID = "7K3MQ2ZXW4HTB9NC", "C8V2WKQ5ZNX4JMT7"
AT = "2018-04-18T10:00+01:00"


def scanned(run: Run, text: str, *more: str) -> str:
    scan_id: str = json.loads(run("scan", "--json", "--at", AT, *more, "--", text)[1][0])["scan_id"]
    return scan_id


def lines(store: Store) -> list[JournalLine]:
    return [item.line for item in store.journal.lines()]


def test_a_scan_of_years_ago_is_taken_back_and_it_is_said_whose(run: Run, store: Store) -> None:
    scan = scanned(run, AMINA)
    status, out, _ = run("undo", scan, "--reason", "wrong person", "--json")
    record = json.loads(out[0])
    assert status == 0
    assert (record["scan_id"], record["registration"], record["name"]) == (scan, "R-0001", "Amina El Fassi")
    assert (record["direction"], record["checkpoint"], record["reason"]) == ("entry", "entrance", "wrong person")
    assert record["scanned_at"] == "2018-04-18T10:00:00+01:00"
    undo = lines(store)[-1]
    assert (undo.scan_id, undo.kind, undo.undoes, undo.remark) == (record["undo_id"], Kind.UNDO, scan, "wrong person")
    assert json.loads(run("totals", "--checkpoint", "entrance", "--json")[1][0])["entries"] == 0


def test_it_is_told_to_people_in_a_sentence(run: Run) -> None:
    scanned(run, AMINA)
    scan = scanned(run, AMINA, "--exit")
    assert run("undo", scan, "--reason", "by mistake")[1] == [
        "Taken back: Amina El Fassi left Entrance at 2018-04-18T10:00:00+01:00."
    ]


@pytest.mark.parametrize("reason", ["", "  ", "...", "x" * 201])
def test_without_a_reason_nothing_is_taken_back(run: Run, store: Store, reason: str) -> None:
    scan = scanned(run, AMINA)
    status, _, error = run("undo", scan, "--reason", reason)
    assert status == 2
    assert "reason" in error
    assert len(lines(store)) == 1


def test_what_cannot_be_taken_back_is_said_and_left(run: Run, store: Store) -> None:
    refused, scan = scanned(run, UNPAID), scanned(run, AMINA)
    assert run("undo", refused, "--reason", "why not")[0] == 2
    assert run("undo", "no-such-scan", "--reason", "why not")[0] == 2
    assert run("undo", "", "--reason", "why not")[0] == 2
    assert run("undo", scan, "--reason", "why not")[0] == 0
    assert "before" in run("undo", scan, "--reason", "once more")[2]
    assert len(lines(store)) == 3
