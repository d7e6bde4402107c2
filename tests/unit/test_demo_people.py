"""The demo's people: the same from the same seed, of every kind."""

import unicodedata
from collections import Counter
from datetime import date, timedelta

import pytest

from checkin.domain.badge import TOKEN_ALPHABET, TOKEN_LENGTH
from checkin.domain.registration import Registration, Status
from data.demo.event import DEMO_EVENT, event_days, event_text
from data.demo.people import people
from data.importers.event_file import parse_event

DAYS = event_days(date(2026, 4, 20))


@pytest.fixture(scope="module")
def everybody() -> list[Registration]:
    return list(people(2018, 20_000, DAYS))


def test_the_same_seed_makes_the_same_people(everybody: list[Registration]) -> None:
    assert list(people(2018, 500, DAYS)) == everybody[:500]
    assert [one.badge for one in people(2019, 500, DAYS)] != [one.badge for one in everybody[:500]]


def test_only_limits_in_time_follow_the_days(everybody: list[Registration]) -> None:
    later = list(people(2018, 20_000, [day + timedelta(days=30) for day in DAYS]))
    assert [(one.id, one.badge, one.name) for one in later] == [(one.id, one.badge, one.name) for one in everybody]
    assert {one.valid_from.date() for one in everybody if one.valid_from} <= set(DAYS)
    assert {one.valid_from.date() for one in later if one.valid_from}.isdisjoint(DAYS)


def test_ids_badges_and_addresses_are_each_persons_own(everybody: list[Registration]) -> None:
    for field in ("id", "badge", "email"):
        assert len({getattr(one, field) for one in everybody}) == 20_000
    assert all(len(one.badge) == TOKEN_LENGTH and set(one.badge) <= set(TOKEN_ALPHABET) for one in everybody)
    assert all(one.email.isascii() and one.email.endswith("@example.org") for one in everybody)


def test_every_category_and_status_occurs_and_most_are_confirmed(everybody: list[Registration]) -> None:
    event = parse_event(event_text(DAYS[0]))
    assert {one.category for one in everybody} == set(event.categories)
    statuses = Counter(one.status for one in everybody)
    assert set(statuses) == set(Status)
    assert 0.85 < statuses[Status.CONFIRMED] / 20_000 < 0.95


def test_names_are_in_three_scripts(everybody: list[Registration]) -> None:
    scripts = Counter(unicodedata.name(one.name[0]).split()[0] for one in everybody)
    assert set(scripts) == {"LATIN", "ARABIC", "CJK"}
    assert min(scripts.values()) > 500


def test_groups_share_an_order(everybody: list[Registration]) -> None:
    orders = Counter(one.order for one in everybody)
    assert max(orders.values()) > 4
    assert sum(size > 1 for size in orders.values()) > 1_000


def test_the_event_comes_through_the_organisers_parser() -> None:
    event = parse_event(event_text(DAYS[0]))
    assert event.id == DEMO_EVENT
    assert event.days == DAYS
    assert list(event.gates) == ["A", "B", "C"]
    entrance = event.checkpoints["entrance"]
    assert entrance.opens is None
    assert entrance.closes is None
    assert entrance.capacity == 2500
    assert entrance.admits == set(event.categories) - {"staff"}
    assert event.checkpoints["speakers-lounge"].days == {DAYS[1]}
