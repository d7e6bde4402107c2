"""A desk that its hub has cut off says so, at once and to everything it is asked, until it is enrolled again."""

from queue import Empty
from time import monotonic

import pytest
from test_desk_and_hub import AT_THE_EVENT, Desk, Site, badge, knows, site

from checkin.desk.hubward import CUT_OFF
from checkin.desk.messages import (
    Failed,
    Published,
    Ready,
    Request,
    RoleChanged,
    Scan,
    ScanPerson,
    SwitchDirection,
    Unlock,
    WalkIn,
)
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.sync.messages import Cause
from data.store import open_store
from ui.desk.state import DeskState

__all__ = ["site"]


def shown_when_cut_off(site: Site, desk: Desk) -> DeskState:
    """What the window knows once the hub has cut the desk off, and the desk has told all that follows from it."""
    state = DeskState()
    site.running.hub.revoke(desk.member.device)
    until = monotonic() + 40
    while monotonic() < until and not (
        state.synced is not None and state.synced.refused is Cause.REVOKED and not state.supervisors
    ):
        state.take(desk.published.get(timeout=40))
    return state


def rest(desk: Desk) -> list[Published]:
    left = []
    while True:
        try:
            left.append(desk.published.get(timeout=0.3))
        except Empty:
            return left


def test_the_card_stays_that_says_that_the_hub_has_cut_the_desk_off(site: Site) -> None:
    supervisor = site.home.supervisors.add("Salma", "4711", AT_THE_EVENT)
    one = site.desk("one")
    one.next_of(Ready, lambda said: isinstance(said, Ready) and bool(said.supervisors))
    knows(one.strict(), 50)
    one.scan(badge(1))
    one.do(Unlock(supervisor.id, "4711"), RoleChanged)
    state = shown_when_cut_off(site, one)
    for message in rest(one):
        state.take(message)
    words = Words("en")
    assert state.card(words).reason == words(CUT_OFF)
    assert [judged.registration for judged in state.recent] == [None], "nobody's name stays on the screen"
    assert (state.supervisors, state.unlocked_by) == ((), None)
    state.clear()
    assert state.card(words).reason == words(CUT_OFF), "there is no Ready to go back to"


def test_without_supervisors_no_name_stays_on_the_screen_either(site: Site) -> None:
    one = site.desk("one").strict()
    knows(one, 50)
    one.scan(badge(1))
    site.running.hub.revoke(one.member.device)
    ready = one.next_of(Ready)
    assert isinstance(ready, Ready)
    assert [judged.registration for judged in ready.recent] == [None]
    failed = one.next_of(Failed)
    assert isinstance(failed, Failed)
    assert failed.what == CUT_OFF


@pytest.mark.parametrize("restarted", [False, True])
def test_a_desk_that_was_cut_off_answers_everything_with_that_and_writes_nothing(site: Site, restarted: bool) -> None:
    one = site.desk("one").strict()
    knows(one, 50)
    one.scan(badge(1))
    site.running.hub.revoke(one.member.device)
    one.until(lambda state: state.refused is Cause.REVOKED)
    if restarted:
        one.stop()
        one.start()
        one.until(lambda state: state.refused is Cause.REVOKED)
    rest(one)
    asked: tuple[Request, ...] = (
        Scan(badge(2), Origin.CAMERA), ScanPerson("R-3"), WalkIn("Nadia Berrada", "", "public"), SwitchDirection(Direction.EXIT),
    )  # fmt: skip
    for request in asked:
        one.engine.submit(request)
    answers = [one.next_of(Failed) for _ in asked]
    assert [getattr(answer, "what", None) for answer in answers] == [CUT_OFF] * len(asked)
    one.stop()
    site.desks.clear()
    store = open_store(one.home.database)
    assert (store.journal.count(), store.registrations.count()) == (1, 0)
    store.close()
