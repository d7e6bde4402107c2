"""The desks as they were heard of last."""

from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.telling import Telling
from checkin.hub.totals import rfc3339
from checkin.overview.courses import natural
from checkin.overview.desks import DeskState
from checkin.overview.telling import standing, trusted
from checkin.sentences import grouped


def desk_rows(telling: Telling) -> Html:
    """Those that scan, or may, in the order in which people count them."""
    scan = [one for one in telling.figures.desks if _scans(one)]
    if not scan:
        return tag("p", telling.words("No desk was let in yet."), class_="definition")
    return tag("ul", *(_row(telling, one) for one in sorted(scan, key=lambda one: natural(one.desk))), class_="desks")


def _scans(desk: DeskState) -> bool:
    return desk.role == "desk" if desk.condition is None else desk.condition.checkpoint != ""


def _row(telling: Telling, desk: DeskState) -> Html:
    words = telling.words
    state, level = standing(words, desk, telling.figures.at)
    lines = words.plural("{count} scan", "{count} scans", desk.lines, count=grouped(desk.lines))
    heard = words("last heard {time}", time=telling.teller.clock(desk.last_heard_at)) if desk.last_heard_at else ""
    facts = " · ".join(one for one in (*_place(telling, desk), lines, heard) if one)
    waiting = words.plural("{count} scan waits", "{count} scans wait", desk.waiting, count=grouped(desk.waiting))
    return tag(
        "li",
        tag("h3", words("Desk {desk}", desk=desk.desk)), tag("p", state, class_=f"state {level}"),
        tag("p", facts, class_="facts"), tag("p", waiting, class_="range") if desk.waiting else "",
    )  # fmt: skip


def _place(telling: Telling, desk: DeskState) -> list[str]:
    teller, words = telling.teller, telling.words
    where = [teller.gate(desk.gate)] if desk.gate else []
    if desk.condition is not None:
        elsewhere = desk.condition.checkpoint != telling.checkpoint.id
        where += [teller.checkpoint(desk.condition.checkpoint)] if elsewhere else []
        where.append(words("Exit") if desk.condition.direction == "exit" else words("Entry"))
    return where


def footing(telling: Telling) -> Html:
    """Where the figures come from, how far they can be trusted, and as of when."""
    words, figures = telling.words, telling.figures
    state, level, why = trusted(words, telling.silent(), is_recovering=bool(figures.waiting_journals))
    as_of = words("as of {time}", time=telling.teller.seconds(figures.as_of))
    return joined([
        tag("p", tag("span", state, class_=f"state {level}"), " ", tag("time", as_of, datetime=rfc3339(figures.as_of))),
        tag("p", why, class_="definition"),
    ])  # fmt: skip
