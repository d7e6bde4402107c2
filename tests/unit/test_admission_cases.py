"""The tables of docs/admission-cases.md, line by line."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.event import Category, Checkpoint, EntryPolicy, Event, Names
from checkin.domain.registration import Registration, Status
from checkin.domain.rules import Facts, Finding, decide
from checkin.domain.verdict import Direction, Passage, Reason

CASABLANCA = ZoneInfo("Africa/Casablanca")
DAYS = tuple(date(2018, 4, day) for day in (18, 19, 20))
DOCUMENT = Path(__file__).parents[2] / "docs" / "admission-cases.md"


def checkpoint(name: str, entry: EntryPolicy, **fields: object) -> Checkpoint:
    return Checkpoint(name, Names({"en": name}), entry=entry, **fields)  # type: ignore[arg-type]


CHECKPOINTS = {
    c.id: c
    for c in (
        checkpoint("entrance", EntryPolicy.ONCE_PER_DAY, opens=time(8), closes=time(19), capacity=3),
        checkpoint("lounge", EntryPolicy.UNLIMITED, admits=frozenset({"speaker"}), days=frozenset({date(2018, 4, 19)})),
        checkpoint("lunch", EntryPolicy.ONCE, opens=time(12), closes=time(14)),
        checkpoint("hall", EntryPolicy.AFTER_EXIT, capacity=2),
        checkpoint("party", EntryPolicy.AFTER_EXIT, opens=time(20), closes=time(2)),
        checkpoint("tasting", EntryPolicy.UNLIMITED, max_entries=2),
    )
}
EVENT = Event("cases", CASABLANCA, DAYS, Names({"en": "Cases"}), checkpoints=CHECKPOINTS)
FINDINGS = {"unknown", "revoked", "forged", "ambiguous", "not_a_badge"}


def table_lines() -> list[list[str]]:
    lines = [
        line.strip().strip("|").split("|") for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [row for row in cells if len(row) == 9 and row[0] != "case" and not row[0].startswith("---")]


def moment(text: str) -> datetime:
    day, clock = text.split()
    return datetime.combine(date(2018, 4, int(day)), time.fromisoformat(clock), CASABLANCA).astimezone(UTC)


def direction(way: str) -> Direction:
    return {"in": Direction.ENTRY, "out": Direction.EXIT}[way]


def history(text: str) -> tuple[Passage, ...]:
    steps = [step.rsplit(" ", 1) for step in text.split(", ") if step]
    return tuple(Passage(f"s{i}", moment(at), direction(way), "professional", "A", "1") for i, (at, way) in enumerate(steps))


def person(status: str, category: str) -> Registration:
    word, _, day = status.partition(" ")
    first = datetime.combine(date(2018, 4, int(day)), time.min, CASABLANCA) if day else None
    last = datetime.combine(date(2018, 4, int(day)), time.max, CASABLANCA) if day else None
    return Registration("R-1", "Amina El Fassi", category, status=Status(word), valid_from=first, valid_until=last)


@pytest.mark.parametrize("row", table_lines(), ids=lambda row: row[0])
def test_the_rules_give_the_verdict_of_the_table(row: list[str]) -> None:
    _, status, category, where, now, way, before, inside, expected = row
    known = status not in FINDINGS
    facts = Facts(
        Finding.KNOWN if known else Finding[status.upper()], direction(way), moment(now),
        person(status, category) if known else None, history(before), int(inside),
    )  # fmt: skip
    verdict = decide(facts, CHECKPOINTS[where], EVENT)
    assert (verdict.reason.value if verdict.reason else verdict.outcome.value) == expected


def test_the_document_holds_cases_for_every_reason_a_rule_can_give() -> None:
    rows = table_lines()
    given = {row[8] for row in rows}
    assert len(rows) > 50
    assert given >= {
        "admitted", "invalid", "revoked", "forged", "ambiguous", "not_a_badge", "canceled", "blocked", "unapproved",
        "invalid_time", "product", "unpaid", "rules", "full", "already_redeemed",
    }  # fmt: skip


def test_a_repeat_names_the_entry_that_it_repeats() -> None:
    before = history("18 09:00 in, 18 12:00 out, 18 14:00 in")
    facts = Facts(Finding.KNOWN, Direction.ENTRY, moment("18 15:00"), person("confirmed", "professional"), before, 1)
    assert decide(facts, CHECKPOINTS["entrance"], EVENT).first == before[0]


@pytest.mark.parametrize(
    ("now", "where", "opens"),
    [("18 07:00", "entrance", "18 08:00"), ("18 20:00", "entrance", "19 08:00"), ("20 20:00", "entrance", "20 08:00"),
     ("18 03:00", "party", "18 20:00")],
)  # fmt: skip
def test_a_closed_checkpoint_says_when_it_opens(now: str, where: str, opens: str) -> None:
    facts = Facts(Finding.KNOWN, Direction.ENTRY, moment(now), person("confirmed", "professional"))
    window = decide(facts, CHECKPOINTS[where], EVENT).window
    assert window is not None
    assert window.opens == moment(opens)
    assert window.closes is not None
    assert window.closes > window.opens


def test_a_signed_badge_of_a_category_that_the_event_does_not_have_passes_nowhere() -> None:
    now, stranger = moment("18 09:00"), person("confirmed", "professional")
    event = replace(EVENT, categories={"professional": Category("professional", Names())})
    for category, reason in (("professional", None), ("emperor", Reason.PRODUCT)):
        facts = Facts(Finding.KNOWN, Direction.ENTRY, now, replace(stranger, category=category), from_badge=True)
        verdict = decide(facts, CHECKPOINTS["entrance"], event)
        assert (verdict.reason, verdict.from_badge) == (reason, True)
