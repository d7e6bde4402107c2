"""Every number of a tally, by part and by time, against the plainest recount; whatever the order and the batches."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from checkin.domain.passing import ARRIVED, ENTERED, EXITED, MINUTE_US, REFUSED, SLOT_US
from checkin.domain.tally import Figures, Part, Tally
from checkin.domain.tick import Tick

ZONE = ZoneInfo("Africa/Casablanca")
BEGIN = datetime(2018, 4, 18, 22, tzinfo=UTC)  # an hour before the local midnight
DAYS = (date(2018, 4, 18), date(2018, 4, 19), date(2018, 4, 20))
WHERE = ("door", "lounge")
PARTS: tuple[Part, ...] = ("category", "gate", "desk")


@st.composite
def scans(draw: st.DrawFn) -> list[Tick]:
    moves = st.tuples(
        st.integers(0, 26 * 60 * 60), st.sampled_from(WHERE), st.sampled_from(["entry", "entry", "exit"]), st.booleans(),
        st.sampled_from(["R-1", "R-2", "R-3"]), st.sampled_from(["public", "press"]), st.sampled_from("AB"),
    )  # fmt: skip
    ticks = []
    for n, (seconds, where, way, admitted, who, category, gate) in enumerate(draw(st.lists(moves, max_size=25))):
        at_us = int((BEGIN + timedelta(seconds=seconds)).timestamp() * 1e6)
        outcome, reason = ("admitted", None) if admitted or way == "exit" else ("refused", "unpaid")
        ticks.append(Tick(f"s{n}", "scan", at_us, where, way, outcome, reason, who, category, gate, f"{gate}{n % 2}", "", ""))
    taken_back = draw(st.lists(st.sampled_from(ticks), unique=True)) if ticks else []
    return ticks + [one._replace(scan_id=f"u{one.scan_id}", kind="undo", outcome=None, undoes=one.scan_id) for one in taken_back]


def day_of(tick: Tick) -> date:
    return tick.at.astimezone(ZONE).date()


class Plain:
    """Counts by looking at everything again for every question."""

    def __init__(self, ticks: list[Tick]) -> None:
        undone = {one.undoes for one in ticks if one.kind == "undo"}
        self.scans = sorted(
            (one for one in ticks if one.kind == "scan" and one.scan_id not in undone), key=lambda one: (one.at_us, one.scan_id)
        )

    def of(self, where: str, day: date | None = None, before_us: int = 1 << 62) -> list[Tick]:
        here = [one for one in self.scans if one.checkpoint == where and one.at_us < before_us]
        return [one for one in here if day is None or day_of(one) == day]

    def inside(self, where: str, day: date | None = None, before_us: int = 1 << 62) -> list[Tick]:
        last = {one.registration: one for one in self.of(where, day, before_us) if one.outcome == "admitted"}
        return [one for one in last.values() if one.direction == "entry"]

    def first_entries(self, where: str, day: date | None = None) -> list[Tick]:
        first: dict[str, Tick] = {}
        for one in self.of(where, day):
            if one.outcome == "admitted" and one.direction == "entry":
                first.setdefault(one.registration, one)
        return list(first.values())

    def figures(self, where: str, day: date | None, part: Part, name: str) -> Figures:
        passed = [one for one in self.of(where, day) if one.outcome == "admitted"]
        several = (
            self.inside(where, day), self.first_entries(where, day), [one for one in passed if one.direction == "entry"],
            [one for one in passed if one.direction == "exit"], [one for one in self.of(where, day) if one.outcome == "refused"],
        )  # fmt: skip
        return Figures(*(sum(getattr(one, part) == name for one in some) for some in several))


def in_batches(ticks: list[Tick], sizes: list[int]) -> Tally:
    tally = Tally(ZONE)
    left = list(ticks)
    for size in sizes:
        tally.take(left[:size])
        left = left[size:]
    tally.take(left)
    return tally


@given(scans(), st.data())
def test_every_number_is_that_of_a_plain_recount(ticks: list[Tick], drawn: st.DataObject) -> None:
    shuffled = drawn.draw(st.permutations(ticks + ticks[::3]))
    tally = in_batches(shuffled, drawn.draw(st.lists(st.integers(1, 9), max_size=6)))
    plain = Plain(ticks)
    for where in WHERE:
        for day in (None, *DAYS):
            for part in PARTS:
                found = tally.by(part, where, day)
                names = {getattr(one, part) for one in ticks}
                assert {name: found.get(name, Figures()) for name in names} == {
                    name: plain.figures(where, day, part, name) for name in names
                }
                assert sum(found.values(), Figures()) == tally.figures(where, day)


@given(scans(), st.data())
def test_every_number_by_time_is_that_of_a_plain_recount(ticks: list[Tick], drawn: st.DataObject) -> None:
    tally = in_batches(drawn.draw(st.permutations(ticks)), drawn.draw(st.lists(st.integers(1, 9), max_size=6)))
    plain = Plain(ticks)
    gate = drawn.draw(st.sampled_from("AB"))
    for where in WHERE:
        for day in DAYS:
            those = plain.of(where, day)
            passed = [one for one in those if one.outcome == "admitted"]
            for what, some in (
                (ARRIVED, plain.first_entries(where, day)), (ENTERED, [one for one in passed if one.direction == "entry"]),
                (EXITED, [one for one in passed if one.direction == "exit"]),
                (REFUSED, [one for one in those if one.outcome == "refused"]),
            ):  # fmt: skip
                counted = tally.slots(what, where, day, ("gate", gate))
                slots = [one.at_us // SLOT_US for one in some if one.gate == gate]
                assert counted == {slot: slots.count(slot) for slot in sorted(set(slots))}


@given(scans(), st.integers(0, 27 * 60), st.data())
def test_inside_at_any_minute_is_that_of_a_plain_recount(ticks: list[Tick], minutes: int, drawn: st.DataObject) -> None:
    tally = in_batches(drawn.draw(st.permutations(ticks)), drawn.draw(st.lists(st.integers(1, 9), max_size=6)))
    plain, at = Plain(ticks), BEGIN + timedelta(minutes=minutes)
    day, minute = at.astimezone(ZONE).date(), int(at.timestamp()) // 60
    for where in WHERE:
        for gate in "AB":
            changes = tally.inside_changes(where, day, ("gate", gate))
            inside = tally.inside_before(where, day, ("gate", gate)) + sum(by for one, by in changes.items() if one < minute)
            assert inside == sum(one.gate == gate for one in plain.inside(where, None, minute * MINUTE_US))
