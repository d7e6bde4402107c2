"""`checkin walkin` and `checkin scan --order` as a script uses them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

AT = "2018-04-18T10:00+01:00"
SARA = ("--name", "Sara Bennani", "--company", "Studio Ziz", "--category", "public")

Run = Callable[..., tuple[int, list[str], str]]


def answers(run: Run, *args: str) -> tuple[int, list[dict[str, Any]]]:
    status, lines, _ = run(*args, "--json")
    return status, [json.loads(line) for line in lines]


def test_somebody_is_registered_without_a_scan_and_the_badge_works(run: Run) -> None:
    status, (made,) = answers(run, "walkin", *SARA)
    assert status == 0
    assert {key: made[key] for key in ("registered", "name", "company", "category", "status")} == {
        "registered": True, "name": "Sara Bennani", "company": "Studio Ziz", "category": "public", "status": "confirmed",
    }  # fmt: skip
    assert list(made) == ["registered", "registration", "badge", "name", "company", "category", "status"]
    status, (scan,) = answers(run, "scan", "--at", AT, made["badge"])
    assert (status, scan["registration"], scan["verdict"]) == (0, made["registration"], "admitted")
    assert answers(run, "totals", "--checkpoint", "entrance")[1][0]["by_category"]["public"]["entries"] == 1


def test_somebody_alike_is_shown_and_nothing_is_written_unless_despite(run: Run) -> None:
    amina = ("walkin", "--name", "amina el fasi", "--category", "public")
    status, (found,) = answers(run, *amina)
    assert status == 1
    assert found == {
        "registered": False, "registration": "R-0001", "badge": "7K3MQ2ZXW4HTB9NC", "name": "Amina El Fassi",
        "company": "Agence Urbaine de Casablanca", "category": "professional", "status": "confirmed",
    }  # fmt: skip
    assert answers(run, "event", "show")[1][0]["registrations"] == 7
    status, lines, _ = run(*amina)
    assert (status, len(lines)) == (1, 2)
    assert lines[1].split("\t") == ["  R-0001", "Amina El Fassi", "Agence Urbaine de Casablanca", "confirmed"]
    assert run(*amina, "--despite")[0] == 0
    assert answers(run, "event", "show")[1][0]["registrations"] == 8


def test_with_admit_the_person_is_scanned_too_and_a_refusal_is_status_1(run: Run) -> None:
    status, (made,) = answers(run, "walkin", *SARA, "--admit")  # the event is long over
    assert status == 1
    assert (made["registered"], made["scan"]["verdict"], made["scan"]["reason"]) == (True, "refused", "invalid_time")
    assert made["scan"]["registration"] == made["registration"]
    assert answers(run, "walkin", *SARA, "--admit")[1][0]["registered"] is False
    status, lines, _ = run("walkin", *SARA, "--admit", "--despite")
    assert lines[0].startswith("Sara Bennani is registered: W-")
    assert "Not valid now" in lines[1]


@pytest.mark.parametrize(
    ("args", "said"),
    [(("--name", " ", "--category", "public"), "name is empty"), (("--name", "A", "--category", "king"), "no category"),
     (("--name", "N" * 201, "--category", "public"), "longer than 200"), (("--name", "A"), "--category")],
)  # fmt: skip
def test_what_cannot_be_registered_is_status_2(run: Run, args: tuple[str, ...], said: str) -> None:
    status, lines, error = run("walkin", *args)
    assert (status, lines) == (2, [])
    assert said in error
    assert answers(run, "event", "show")[1][0]["registrations"] == 7


def test_a_whole_order_is_scanned_and_who_is_refused_stops_nobody(run: Run) -> None:
    status, scans = answers(run, "scan", "--order", "ORD-3", "--at", AT)
    assert status == 1
    assert [(one["registration"], one["verdict"]) for one in scans] == [("R-0003", "refused"), ("R-0004", "admitted")]
    status, scans = answers(run, "scan", "--order", "ORD-3", "--at", "2018-04-19T10:00+01:00")
    assert (status, [one["verdict"] for one in scans]) == (0, ["admitted", "admitted"])


@pytest.mark.parametrize("args", [(), ("--order", "ORD-3", "7K3MQ2ZXW4HTB9NC"), ("--order", "ORD-99"), ("--order", "ORD-5")])
def test_an_order_of_nobody_or_beside_badges_is_status_2(run: Run, args: tuple[str, ...]) -> None:
    status, lines, error = run("scan", *args)
    assert (status, lines) == (2, [])
    assert "Error" in error
