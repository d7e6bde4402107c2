"""Whatever a desk does in a day, its figures are a recount of its journal from zero, and its journal holds."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.desk.judge import Judge
from checkin.desk.post import Post
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import Tally
from checkin.domain.verdict import Direction
from checkin.trouble import Trouble
from data.store import Store, open_store

START = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
SALMA = Supervisor("5f1c0a", "Salma: B")
BADGES = ("7K3MQ2ZXW4HTB9NC", "P9XW3VJ4KQ7M2TRD", "C8V2WKQ5ZNX4JMT7", "QQQQQQQQQQQQQQQQ")

acts = st.lists(
    st.tuples(
        st.sampled_from(["entry", "entry", "entry", "exit", "undo", "undo last", "override", "override", "identity"]),
        st.sampled_from(BADGES), st.integers(0, 12), st.sampled_from([-1, 0, 1, 20, 600]),
    ),
    max_size=25,
)  # fmt: skip


class Day:
    """One desk, its clock, and the acts that staff and a supervisor try."""

    def __init__(self, store: Store) -> None:
        event = store.event()
        assert event is not None
        self.store, self.event, self.now, self._numbers = store, event, START, count()
        self.judge = Judge(store, event, Post("1"), lambda: self.now, lambda: f"s{next(self._numbers)}")

    def tries(self, act: str, badge: str, number: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        where, scan = self.event.checkpoints["entrance"], f"s{number}"
        if act in ("entry", "exit"):
            self.judge.scan(badge, Origin.CAMERA, where, Direction(act))
        elif act in ("undo", "undo last"):
            self.judge.amending.undo(
                "" if act == "undo last" else scan, "by mistake", where.id, supervised=lambda: badge == BADGES[0]
            )
        elif act == "override":
            self.judge.amending.override(scan, SALMA, "let in")
        else:
            self.judge.amending.confirm_identity(scan)

    def lines(self) -> list[JournalLine]:
        return [item.line for item in self.store.journal.lines()]


def entries_by_hand(lines: list[JournalLine]) -> int:
    """The admitted entries that still count, counted the plainest way."""
    undone = {line.undoes for line in lines if line.kind is Kind.UNDO}
    return sum(line.counts and line.direction is Direction.ENTRY and line.scan_id not in undone for line in lines)


@given(acts)
@settings(max_examples=60, deadline=None)
def test_the_figures_are_a_recount_after_every_act(example_desk: Path, moves: list[tuple[str, str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(copyfile(example_desk / "desk.db", Path(folder) / "desk.db"))
        day = Day(store)
        for move in moves:
            with suppress(Trouble):
                day.tries(*move)
            lines = day.lines()
            recount = Tally(day.event.zone)
            recount.extend(lines)
            assert day.judge.ledger.tally.by("category", "entrance") == recount.by("category", "entrance")
            assert day.judge.ledger.tally.by_day("entrance") == recount.by_day("entrance")
            assert recount.figures("entrance").entries == entries_by_hand(lines)
        assert list(store.journal.breaks()) == []
        standing = [line for line in day.lines() if line.override and not day.judge.ledger.tally.is_undone(line.scan_id)]
        assert len({line.undoes for line in standing}) == len(standing)
        assert all(line.override == ("Salma: B", "let in") for line in standing)
        store.close()
