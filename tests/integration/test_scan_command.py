"""`checkin scan` and `checkin totals` as a script uses them."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkin.cli import main

AMINA, MOHAMED, WEI, BECHARD, UNPAID, CANCELED, BLOCKED = (
    "7K3MQ2ZXW4HTB9NC", "P9XW3VJ4KQ7M2TRD", "ZT5H8NCW2QJ6XKV3", "M4B7RQX9TJ2WKHC6", "C8V2WKQ5ZNX4JMT7", "H6TN3XZ9QW5KVBM2",
    "K2QX7MWJ5TR9HZC4",
)  # fmt: skip
AT = "2018-04-18T10:00+01:00"

Run = Callable[..., tuple[int, list[str], str]]


def scans(run: Run, *args: str) -> tuple[int, list[dict[str, Any]]]:
    status, lines, _ = run("scan", "--json", *args)
    return status, [json.loads(line) for line in lines]


def test_a_badge_is_admitted_with_its_person(run: Run) -> None:
    status, (record,) = scans(run, "--at", AT, AMINA)
    assert status == 0
    assert record.pop("scan_id")
    assert record == {
        "at": "2018-04-18T10:00:00+01:00", "verdict": "admitted", "reason": None, "registration": "R-0001",
        "name": "Amina El Fassi", "category": "professional", "checkpoint": "entrance",
    }  # fmt: skip


def test_a_repeat_names_the_first_scan(run: Run) -> None:
    _, (first,) = scans(run, "--at", AT, AMINA)
    status, (again,) = scans(run, "--at", "2018-04-18T11:00+01:00", AMINA)
    assert status == 1
    assert (again["verdict"], again["reason"]) == ("refused", "already_redeemed")
    assert again["first"]["scan_id"] == first["scan_id"]
    assert again["first"]["at"] == first["at"]


@pytest.mark.parametrize(
    ("badge", "reason"),
    [(UNPAID, "unpaid"), (CANCELED, "canceled"), (BLOCKED, "blocked"), (WEI, "invalid_time"), ("QQQQQQQQQQQQQQQQ", "invalid"),
     ("https://example.org", "not_a_badge")],
)  # fmt: skip
def test_a_refusal_gives_its_reason_and_status_1(run: Run, badge: str, reason: str) -> None:
    status, (record,) = scans(run, "--at", AT, badge)
    assert status == 1
    assert (record["verdict"], record["reason"]) == ("refused", reason)


def test_several_badges_and_standard_input_are_decided_in_order(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO(f"{BECHARD}\r\n\n  {CANCELED}  \n".encode()))
    monkeypatch.setattr(sys, "stdin", typed)
    status, records = scans(run, "--at", AT, AMINA, "-", MOHAMED)
    assert status == 1
    assert [r["registration"] for r in records] == ["R-0001", "R-0004", "R-0006", "R-0002"]
    assert [r["verdict"] for r in records] == ["admitted", "admitted", "refused", "admitted"]


def test_an_exit_frees_the_place_and_the_totals_tell_the_numbers_apart(run: Run) -> None:
    for args in (("--at", AT, AMINA, MOHAMED), ("--at", "2018-04-18T12:00+01:00", "--exit", AMINA),
                 ("--at", "2018-04-18T13:00+01:00", AMINA, AMINA), ("--at", "2018-04-19T09:00+01:00", AMINA, WEI)):  # fmt: skip
        run("scan", *args)
    status, lines, _ = run("totals", "--checkpoint", "entrance", "--json")
    record = json.loads(lines[0])
    assert status == 0
    assert {key: record[key] for key in ("checkpoint", "inside", "attended", "entries", "exits", "refused")} == {
        "checkpoint": "entrance", "inside": 3, "attended": 3, "entries": 5, "exits": 1, "refused": 1,
    }  # fmt: skip
    assert record["by_category"]["professional"] == {"inside": 2, "attended": 2, "entries": 4, "exits": 1, "refused": 1}
    assert record["by_category"]["speaker"]["entries"] == 1
    assert record["by_day"]["2018-04-18"] == {"inside": 2, "attended": 2, "entries": 3, "exits": 1, "refused": 1}
    assert record["by_day"]["2018-04-19"]["attended"] == 2
    _, lines, _ = run("totals", "--checkpoint", "entrance", "--day", "2018-04-19", "--json")
    assert json.loads(lines[0])["entries"] == 2
    assert list(json.loads(lines[0])["by_day"]) == ["2018-04-19"]


def test_totals_speak_of_every_checkpoint_unless_one_is_named(run: Run) -> None:
    _, lines, _ = run("totals", "--json")
    assert [json.loads(line)["checkpoint"] for line in lines] == ["entrance", "speakers-lounge"]


def test_queues_are_told_as_they_were_known_at_a_moment(run: Run) -> None:
    for minute in range(30, 36):
        run("scan", "--at", f"2018-04-18T09:{minute}+01:00", AMINA)
    status, lines, _ = run("queues", "--at", "2018-04-18T09:36", "--json")
    assert status == 0
    (record,) = map(json.loads, lines)
    assert (record["gate"], record["direction"], record["open_more"], record["close"]) == ("", "entry", 0, 0)
    assert len(record["ahead"]) == 9
    assert [(one["desk"], one["is_at_work"]) for one in record["desks"]] == [("1", True)]
    assert record["desks"][0]["refused"] > 0.5, "she entered once, and was refused since"
    assert run("queues", "--at", "2018-04-18T09:00", "--json")[1] == []
    assert run("queues", "--at", "2018-04-18T09:00")[1] == ["Nobody has come of late."]
    (sentence,) = run("queues", "--at", "2018-04-18T09:36")[1]
    assert sentence.startswith("no gate: No wait")
    assert run("queues", "--checkpoint", "kitchen")[0] == 2


@pytest.mark.parametrize(
    "args",
    [("scan",), ("scan", "--at", "yesterday", AMINA), ("scan", "--at", "9999-12-31T23:59:59-14:00", AMINA),
     ("scan", "--checkpoint", "kitchen", AMINA), ("totals", "--day", "monday"),
     ("totals", "--checkpoint", "kitchen"), ("scan", "--frobnicate", AMINA), ("frobnicate",)],
)  # fmt: skip
def test_a_wrong_argument_is_status_2_and_writes_nothing(run: Run, args: tuple[str, ...]) -> None:
    status, lines, error = run(*args)
    assert status == 2
    assert lines == []
    assert "Error" in error
    assert "Traceback" not in error
    assert run("scan", "--at", AT, "--json", AMINA)[1][0].count('"admitted"') == 1


def test_people_read_a_sentence(run: Run) -> None:
    _, lines, _ = run("scan", "--at", AT, AMINA, "\u202ex\x1b[31m")
    assert lines[0].split("  ")[1:] == ["Welcome", "Amina El Fassi"]
    assert "\x1b" not in lines[1]
    assert "\u202e" not in lines[1]


def test_bytes_that_are_no_text_are_an_attempt_like_any_other(run: Run) -> None:
    status, (record,) = scans(run, "--at", AT, os.fsdecode(b"\xff\xfeABCD"))
    assert status == 1
    assert record["reason"] == "not_a_badge"


def test_a_home_without_a_desk_is_said_and_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--home", str(tmp_path / "nobody"), "totals"])
    assert left.value.code == 2
    assert not (tmp_path / "nobody").exists()
