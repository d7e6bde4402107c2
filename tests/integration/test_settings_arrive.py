"""Supervisors and the event, changed at the hub: at every desk, which counts anew only where that comes to something else."""

from datetime import timedelta

import pytest
from test_desk_and_hub import AT_THE_EVENT, PROFILE, Desk, Site, badge, knows, site

from checkin.desk.ledger import Ledger
from checkin.desk.messages import Ready, RoleChanged, Synced, Unlock
from checkin.domain.event import Event
from checkin.domain.supervisor import Supervisor
from checkin.domain.verdict import Reason
from data.importers.event_file import parse_event

__all__ = ["site"]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """One more for each time that a desk counts its journal from the first line on."""
    begun: list[Event] = []
    forget = Ledger.forget

    def noted(self: Ledger) -> None:
        begun.append(self._event)
        forget(self)

    monkeypatch.setattr(Ledger, "forget", noted)
    return begun


def ready(desk: Desk) -> Ready:
    said = desk.next_of(Ready)
    assert isinstance(said, Ready)
    return said


def changed(site: Site, desk: Desk, was: str, becomes: str) -> Ready:
    """What the desk says once the organiser has changed this in the event."""
    text = site.home.event_text().replace(was, becomes, 1)
    site.home.store_event(text, parse_event(text))
    said = desk.next_of(Ready, lambda one: isinstance(one, Ready) and one.event == parse_event(text))
    assert isinstance(said, Ready)
    return said


def has_supervisors(desk: Desk, *names: str) -> Ready:
    said = desk.next_of(Ready, lambda one: isinstance(one, Ready) and [who.name for who in one.supervisors] == list(names))
    assert isinstance(said, Ready)
    return said


def test_a_desk_counts_its_lines_anew_only_where_they_come_to_something_else(site: Site, counted: list[Event]) -> None:
    one = site.desk("one")
    ready(one)
    knows(one.strict(), 50)
    assert one.scan(badge(1)).verdict.admitted
    before = len(counted)
    site.home.supervisors.add("Salma", "4711", AT_THE_EVENT)
    assert has_supervisors(one, "Salma").figures.entries == 1
    changed(site, one, "Entrance", "Main entrance")
    changed(site, one, "capacity = 2500", "capacity = 1")
    assert len(counted) == before, "who may unlock a desk, names and room change no figure"
    assert one.scan(badge(2)).verdict.reason is Reason.FULL, "but the new event decides"
    changed(site, one, "capacity = 1", "capacity = 9")
    said = changed(site, one, "once_per_day", "unlimited")
    assert len(counted) == before + 1
    assert (said.figures.entries, said.figures.refused) == (1, 1)
    assert one.scan(badge(1)).verdict.admitted


def test_the_last_supervisor_who_is_removed_at_the_hub_is_removed_at_the_desk_and_locks_it(site: Site) -> None:
    salma: Supervisor = site.home.supervisors.add("Salma", "4711", AT_THE_EVENT)
    one = site.desk("one").strict()
    has_supervisors(one, "Salma")
    one.do(Unlock(salma.id, "4711"), RoleChanged)
    site.home.supervisors.remove(salma.id)
    assert has_supervisors(one).unlocked_by is None


def test_a_supervisor_who_stays_keeps_the_desk_unlocked(site: Site) -> None:
    salma = site.home.supervisors.add("Salma", "4711", AT_THE_EVENT)
    ahmed = site.home.supervisors.add("Ahmed", "481516", AT_THE_EVENT)
    one = site.desk("one").strict()
    has_supervisors(one, "Ahmed", "Salma")
    one.do(Unlock(salma.id, "4711"), RoleChanged)
    site.home.supervisors.remove(ahmed.id)
    assert has_supervisors(one, "Salma").unlocked_by == salma


def test_a_clock_that_is_set_makes_no_line_count_anew_that_was_written_before(site: Site, counted: list[Event]) -> None:
    one = site.desk("one", timedelta(hours=3))
    one.until(lambda state: state.ahead_s > 60)
    knows(one.strict(), 50)
    assert one.scan(badge(1)).verdict.admitted
    before = len(counted)
    one.ahead = timedelta()
    one.next_of(Synced, lambda said: isinstance(said, Synced) and abs(said.ahead_s) < 2)
    assert len(counted) == before
    assert one.scan(badge(1)).verdict.reason is Reason.ALREADY_REDEEMED, "the first line keeps its correction"
    assert one.scan(badge(2)).figures.entries == 2


def test_the_example_has_what_is_changed_here() -> None:
    for text in ("Entrance", "capacity = 2500", "once_per_day"):
        assert text in PROFILE
