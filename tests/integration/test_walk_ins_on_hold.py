"""A walk-in at a checkpoint that admits nobody without the hub: admitted while the hub answers, held while it does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_desk_and_hub import PROFILE, Desk, Site, badge, knows

from checkin.desk.messages import Judged, Ready, WalkIn
from checkin.domain.verdict import Reason
from data.importers.event_file import parse_event

HELD = PROFILE.replace('id = "entrance"\n', 'id = "entrance"\noffline = "hold"\n', 1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    one = Site(tmp_path)
    one.home.store_event(HELD, parse_event(HELD))
    yield one
    one.close()


def holding(site: Site, name: str) -> Desk:
    """A desk that stands strict at a checkpoint that holds, and knows everybody."""
    desk = site.desk(name)
    desk.next_of(Ready, lambda said: isinstance(said, Ready) and said.event == parse_event(HELD))
    knows(desk.strict(), 50)
    return desk


def walk_in(desk: Desk, name: str) -> Judged:
    judged = desk.do(WalkIn(name, "", "public"))
    assert isinstance(judged, Judged)
    return judged


def test_a_walk_in_is_admitted_at_a_checkpoint_that_holds_while_the_hub_answers(site: Site) -> None:
    one, two = holding(site, "one"), holding(site, "two")
    walked = walk_in(one, "Nadia Berrada")
    assert (walked.verdict.admitted, walked.line.held) == (True, False)
    assert walked.registration is not None
    knows(two, 51)
    assert two.scan(walked.registration.badge).verdict.reason is Reason.ALREADY_REDEEMED, "its admission came before its name"


def test_a_walk_in_is_held_there_while_the_hub_does_not_answer(site: Site) -> None:
    one = holding(site, "one")
    site.hub_gone()
    assert one.scan(badge(1)).verdict.held
    walked = walk_in(one, "Nadia Berrada")
    assert (walked.verdict.reason, walked.verdict.held) == (Reason.ERROR, True)
    assert walked.line.may_be_overridden
    site.hub_back()
