"""A group at a desk whose hub hears and does not answer: staff wait for that once, not once for each person."""

from test_backlog import WatchedDesk, desk
from test_desk_and_hub import Site, site

from checkin.desk.messages import GroupJudged, ScanGroup
from checkin.sync.link import Standing
from checkin.sync.messages import Claim

__all__ = ["desk", "site"]
GROUP = tuple(f"R-{number}" for number in range(8))


def judged(desk: WatchedDesk) -> GroupJudged:
    group = desk.do(ScanGroup(GROUP), GroupJudged)
    assert isinstance(group, GroupJudged)
    assert [scan.verdict.admitted for scan in group.scans] == [True] * len(GROUP)
    return group


def claims(desk: WatchedDesk) -> list[str]:
    return [one.registration for one in desk.wire.requests if isinstance(one, Claim)]


def test_each_of_a_group_is_asked_for_where_the_hub_answers(desk: WatchedDesk) -> None:
    judged(desk)
    assert claims(desk) == list(GROUP)


def test_a_group_waits_once_in_all_for_a_hub_that_does_not_answer(site: Site, desk: WatchedDesk) -> None:
    with site.running.log.writing(site.running.event.id):  # what is claimed cannot be kept, so it is not answered
        judged(desk)
        assert claims(desk) == [GROUP[0]]
        desk.until(lambda state: state.standing is Standing.ALONE)
    desk.state = None
    desk.until(lambda state: state.standing is Standing.STRICT and state.waiting == 0)
    rows = [one.delivered.row.line for one in site.running.log.page(site.running.event.id, 0, 100).rows]
    assert [line.registration for line in rows] == list(GROUP), "none is lost, none is there twice"
