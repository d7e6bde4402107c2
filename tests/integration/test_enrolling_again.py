"""A desk that is let in once more: after it was cut off, and at another hub of the same event."""

from pathlib import Path

import pytest
from desk_people import door, judge_of
from test_desk_and_hub import PEOPLE, PROFILE, Desk, Site, badge, event_clock, knows, site
from test_hub_server import Running, forget_cut_handshakes

from checkin.cli.enrol import enrolled
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction, Reason
from checkin.sync.bulletin import Bulletin
from checkin.sync.invitation import Invitation
from checkin.sync.membership import Membership
from checkin.sync.messages import Cause, Role
from data.importers.event_file import parse_event
from data.importers.registrations_file import import_registrations
from data.publishing import Publishing
from data.store import Store, open_store

__all__ = ["site"]


def let_in(desk: Desk, running: Running, token: str) -> None:
    """Enrol the desk, which does not run, and start it."""
    invitation = Invitation(("127.0.0.1",), running.port, running.fingerprint, running.event.id, running.token(token))
    desk.member = enrolled(desk.home, invitation, "", desk.name)
    desk.state = None
    desk.start()


def test_a_desk_that_was_cut_off_and_let_in_again_is_told_everything_anew(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    two.scan(badge(2))
    one.until(lambda state: state.figures.inside == 1)
    one.scan(badge(1))
    site.running.hub.revoke(one.member.device)
    one.until(lambda state: state.refused is Cause.REVOKED)
    one.stop()
    store = open_store(one.home.database)
    assert list(store.hub.copies()) == [], "who passed at other desks is known of people, too"
    store.close()
    let_in(one, site.running, "AGAIN".ljust(26, "X"))
    one.strict()
    knows(one, 50)
    one.until(lambda state: state.figures.inside == 2)
    assert one.scan(badge(2)).verdict.reason is Reason.ALREADY_REDEEMED
    assert one.scan(badge(3)).verdict.admitted


def test_a_desk_that_moves_to_another_hub_of_the_event_brings_its_own_scans_and_no_other_hub_s(
    site: Site, tmp_path: Path
) -> None:  # fmt: skip
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    two.scan(badge(2))
    one.until(lambda state: state.figures.inside == 1)
    one.scan(badge(1))
    one.until(lambda state: state.waiting == 0)
    one.stop()
    elsewhere = tmp_path / "elsewhere"
    home = open_store(elsewhere / "desk.db")
    home.store_event(PROFILE, parse_event(PROFILE))
    (elsewhere / "people.csv").write_text(PEOPLE, encoding="utf-8")
    import_registrations(home, elsewhere / "people.csv")
    running = Running(elsewhere, parse_event(PROFILE), PROFILE, clock=event_clock)
    try:
        Publishing(lambda: home, Bulletin(running.hub, running.log), running.serve).look(home)
        let_in(one, running, "MOVED".ljust(26, "X"))
        one.until(lambda state: state.waiting == 0 and state.heard_at is not None and state.figures.inside == 1)
        state = running.log.page(running.event.id, 0, 10).state
        assert (len(state.epochs), state.position) == (1, 1), "the new hub has lost nothing, and has this desk's one scan"
        assert one.scan(badge(2)).verdict.admitted, "nobody was admitted at this hub before"
    finally:
        one.stop()
        site.desks.remove(one)
        running.close()
        home.close()
        forget_cut_handshakes()


@pytest.mark.parametrize("text", ["NOBODYSBADGE2345", "https://example.org/not-a-badge"])
def test_a_desk_that_was_let_in_and_told_half_of_the_list_cannot_tell_whose_a_badge_is(store: Store, text: str) -> None:
    judge = judge_of(store)
    assert not judge.scan(text, Origin.CAMERA, door(store), Direction.ENTRY).verdict.needs_help, "enrolled nowhere"
    member = Membership("d", "e", "A", Role.DESK, ("127.0.0.1",), 1, bytes(32), "", 0)
    with store.writing():
        store.membership.put(member)
    judge = judge_of(store, 10)
    for position, arriving in ((0, True), (5, True), (9, False)):
        store.hub.notice([], "epoch", position, 9)
        judged = judge.scan(text, Origin.CAMERA, door(store), Direction.ENTRY)
        assert (judged.verdict.arriving, judged.verdict.needs_help, judged.verdict.admitted) == (arriving, arriving, False)
        assert judge.answers.remembered(judged.line) == judged.verdict
    store.hub.notice([], "epoch", 9, 12)
    judged = judge.scan(text, Origin.CAMERA, door(store), Direction.ENTRY)
    assert not judged.verdict.arriving, "once it was whole, what is added is a change"
