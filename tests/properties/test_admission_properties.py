"""Facts that hold for every history: random visitors, hours, policies and exits, decided one after the other."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.journal import IDENTITY_SEEN, JournalLine, Kind, Origin, override_remark
from checkin.domain.registration import Registration, Status
from checkin.domain.rules import Facts, Finding, decide
from checkin.domain.tally import Figures, Tally
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict

ZONE = ZoneInfo("Africa/Casablanca")
DAYS = tuple(date(2018, 4, day) for day in (18, 19, 20))
START = datetime.combine(DAYS[0], time.min, ZONE).astimezone(UTC)
PEOPLE = {
    f"R-{i}": Registration(f"R-{i}", f"Person {i}", category, status=status)
    for i, (category, status) in enumerate(
        [("professional", Status.CONFIRMED), ("public", Status.CONFIRMED), ("speaker", Status.CONFIRMED),
         ("public", Status.UNPAID), ("speaker", Status.BLOCKED)]
    )
}  # fmt: skip

checkpoints = st.builds(
    Checkpoint, st.just("door"), st.just(Names()), st.sampled_from([None, frozenset({"professional", "public"})]),
    st.sampled_from(EntryPolicy), st.sampled_from([None, time(9)]), st.sampled_from([None, time(18), time(1)]),
    st.sampled_from([None, frozenset(DAYS[:2])]), st.sampled_from([None, 1, 2]), st.sampled_from([None, 1, 2]),
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(list(PEOPLE)), st.sampled_from(Direction), st.integers(1, 240)), max_size=40
)  # fmt: skip


def line(number: int, person: Registration, at: datetime, direction: Direction, verdict: Verdict) -> JournalLine:
    return JournalLine(
        f"s{number:03}", Kind.SCAN, at, "e", "door", direction, verdict.outcome, verdict.reason, person.id, person.category,
        "TEXT", Origin.CAMERA, "A", "1",
    )  # fmt: skip


def undo(target: JournalLine) -> JournalLine:
    return JournalLine(
        f"u{target.scan_id}", Kind.UNDO, target.at, "e", "door", target.direction, None, None, target.registration,
        target.category, "", target.origin, "A", "1", target.scan_id, "by mistake",
    )  # fmt: skip


def override(target: JournalLine) -> JournalLine:
    """Admits, half an hour later, whom `target` refused."""
    return replace(
        target, scan_id=f"o{target.scan_id}", at=target.at + timedelta(minutes=30), outcome=Outcome.ADMITTED,
        undoes=target.scan_id, remark=override_remark(target, "Salma", "let in"),
    )  # fmt: skip


def remark(target: JournalLine) -> JournalLine:
    return replace(undo(target), scan_id=f"r{target.scan_id}", kind=Kind.REMARK, remark=IDENTITY_SEEN)


def played(checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]]) -> tuple[list[JournalLine], list[Verdict], Event]:
    """What a desk writes when these people come, so many minutes after each other."""
    event = Event("e", ZONE, DAYS, Names(), checkpoints={"door": checkpoint})
    tally, lines, verdicts, now = Tally(ZONE), [], [], START
    for number, (who, direction, minutes) in enumerate(moves):
        now += timedelta(minutes=minutes)
        person = PEOPLE[who]
        facts = Facts(Finding.KNOWN, direction, now, person, tally.history("door", who), tally.figures("door").inside)
        verdict = decide(facts, checkpoint, event)
        verdicts.append(verdict)
        lines.append(line(number, person, now, direction, verdict))
        tally.add(lines[-1])
    return lines, verdicts, event


def recount(lines: list[JournalLine], day: date | None = None) -> Figures:
    """The definitions of the product, written a second time and as plainly as can be."""
    undone = {item.undoes for item in lines if item.kind is Kind.UNDO}
    standing = [item for item in lines if item.kind is Kind.SCAN and item.scan_id not in undone]
    standing = [item for item in standing if day is None or item.at.astimezone(ZONE).date() == day]
    admitted = sorted((item for item in standing if item.counts), key=lambda item: (item.at, item.scan_id))
    last = {item.registration: item.direction for item in admitted}
    entries = [item for item in admitted if item.direction is Direction.ENTRY]
    return Figures(
        inside=sum(direction is Direction.ENTRY for direction in last.values()),
        attended=len({item.registration for item in entries}),
        entries=len(entries),
        exits=len(admitted) - len(entries),
        refused=len(standing) - len(admitted),
    )


@given(checkpoints, steps)
def test_no_policy_admits_more_often_than_it_says(checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]]) -> None:
    lines, _, _ = played(checkpoint, moves)
    entered: Counter[tuple[str, date]] = Counter()
    inside: set[str] = set()
    total: Counter[str] = Counter()
    for item in lines:
        if not item.counts:
            continue
        who, today = item.registration, item.at.astimezone(ZONE).date()
        if item.direction is Direction.EXIT:
            inside.discard(who)
            continue
        if checkpoint.entry is EntryPolicy.ONCE:
            assert total[who] == 0
        if checkpoint.entry is EntryPolicy.AFTER_EXIT:
            assert who not in inside
        if checkpoint.entry is EntryPolicy.ONCE_PER_DAY and who in inside:
            assert entered[who, today] == 0
        assert checkpoint.max_entries is None or total[who] < checkpoint.max_entries
        inside.add(who)
        entered[who, today] += 1
        total[who] += 1
        assert checkpoint.capacity is None or len(inside) <= checkpoint.capacity


@given(checkpoints, steps)
def test_nobody_enters_whom_status_category_or_hour_forbids(
    checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]]
) -> None:
    lines, _, _ = played(checkpoint, moves)
    for item in lines:
        if item.counts and item.direction is Direction.ENTRY:
            local = item.at.astimezone(ZONE)
            assert PEOPLE[item.registration].status is Status.CONFIRMED
            assert checkpoint.admits is None or item.category in checkpoint.admits
            overnight = checkpoint.closes == time(1)
            day = local.date() - timedelta(days=1) if overnight and local.time() <= time(1) else local.date()
            assert overnight or day in (checkpoint.days or DAYS)
            assert checkpoint.opens is None or overnight or local.time() >= checkpoint.opens


@given(checkpoints, steps)
def test_whoever_is_inside_may_leave(checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]]) -> None:
    lines, verdicts, _ = played(checkpoint, moves)
    inside: set[str] = set()
    for item, verdict in zip(lines, verdicts, strict=True):
        if item.direction is Direction.EXIT and item.registration in inside:
            assert verdict.outcome is Outcome.ADMITTED
        if item.counts:
            (inside.add if item.direction is Direction.ENTRY else inside.discard)(item.registration)


@given(checkpoints, steps)
def test_a_refusal_for_a_repeat_names_an_earlier_entry_of_the_same_person(
    checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]]
) -> None:
    lines, verdicts, _ = played(checkpoint, moves)
    known = {item.scan_id: item for item in lines}
    for item, verdict in zip(lines, verdicts, strict=True):
        if verdict.reason in (Reason.ALREADY_REDEEMED, Reason.RULES):
            assert verdict.first is not None
            first = known[verdict.first.scan_id]
            assert first.counts
            assert first.registration == item.registration
            assert first.at < item.at


@given(checkpoints, steps, st.data())
def test_the_tally_is_a_recount_from_zero_in_whatever_order_the_lines_come(
    checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]], drawn: st.DataObject
) -> None:
    lines, _, _ = played(checkpoint, moves)
    set_aside = drawn.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else []
    lines += [override(item) for item in set_aside if item.may_be_overridden]
    taken_back = drawn.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else []
    spoken_of = drawn.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else []
    everything = lines + [undo(item) for item in taken_back] + [remark(item) for item in spoken_of]
    shuffled = drawn.draw(st.permutations(everything))
    twice = drawn.draw(st.lists(st.sampled_from(everything))) if everything else []
    tally = Tally(ZONE)
    tally.extend([*shuffled, *twice])
    assert tally.figures("door") == recount(everything)
    for day in DAYS:
        assert tally.figures("door", day) == recount(everything, day)
    assert sum(figures.entries for figures in tally.by("category", "door").values()) == recount(everything).entries
    assert sum(figures.entries for figures in tally.by_day("door").values()) == recount(everything).entries


@given(checkpoints, steps)
def test_taking_the_last_scan_back_leaves_things_as_they_were(
    checkpoint: Checkpoint, moves: list[tuple[str, Direction, int]]
) -> None:
    lines, _, _ = played(checkpoint, moves)
    before, after = Tally(ZONE), Tally(ZONE)
    admitted = [item for item in lines if item.counts]
    if not admitted:
        return
    before.extend(item for item in lines if item is not admitted[-1])
    after.extend([*lines, undo(admitted[-1])])
    assert before.by("category", "door") == after.by("category", "door")
    assert before.history("door", admitted[-1].registration) == after.history("door", admitted[-1].registration)
