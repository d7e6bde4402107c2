"""The protocol played through 1,000 times, and once more with each of its invariants broken: then the witness must complain."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from checkin.domain.journal import microseconds
from checkin.domain.ranges import Bounds, Source, Trust, trust_in
from checkin.simulation import machine, onlooker
from checkin.simulation.play import play
from checkin.sync.client import SyncClient
from checkin.sync.gathering import wanted_by
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes
from checkin.sync.messages import Answer, Claim, Cursor, Delivered, Feed, Page, Refused, Reset, Verdicts
from checkin.sync.reports import Report
from checkin.sync.working import Working

SEEDS, CHUNK = 1000, 100


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_witness_has_nothing_to_complain_of(first: int) -> None:
    befell: Counter[str] = Counter()
    for seed in range(first, first + CHUNK):
        story = play(seed)
        assert story.failures == [], f"seed {seed}"
        befell += story.befell
    assert befell["shown"] > 3000
    assert befell["online"] > 400
    assert befell["excused"] < befell["online"] / 10
    assert befell["bounded"] > 150, "ranges that say something, while the truth is another than what was counted"
    assert min(befell[kind] for kind in ("hub_restore", "desk_restore", "desk_clone", "fire", "hub_crash", "desk_crash")) > 5


class NoDeduplication(Hub):
    """A line that comes again is one more line."""

    def _unknown(self, work: Working, rows: Iterable[Delivered]) -> list[Delivered]:
        return list(rows)


class NoForkCheck(Hub):
    """A number of a journal is taken for the line that stands there."""

    def _differs(self, here: bytes | None, there: bytes) -> bool:
        return False


class TrustingDesk(SyncClient):
    """Never asks itself whether the hub has another line than it has."""

    def _is_other(self, have: int, line_hash: bytes) -> bool:
        return have > self._log.head().seq


class OwnMark(SyncClient):
    """Remembers what was acknowledged once, and resends from there."""

    _marks: Counter[str]

    def _resumed(self, have: int) -> int:
        self._marks = getattr(self, "_marks", Counter())
        journal = self._log.head().journal
        self._marks[journal] = max(self._marks[journal], have)
        return self._marks[journal]


class PositionAlone(Hub):
    """A cursor is a position, whatever the log was when it was read."""

    def _holds(self, chain: bytes | None, cursor: Cursor) -> bool:
        return chain is not None


class NoChain(SyncClient):
    def _continues(self, asked: Cursor, page: Page) -> bool:
        return True


class NoRecovery(Hub):
    """A restored hub answers claims at once."""

    def _begin_epoch(self, work: Working) -> None:
        super()._begin_epoch(work)
        work.set_state(replace(work.state, waiting=frozenset()))


class NoReseed(SyncClient):
    """What the hub forgot is not given back."""

    def _forgotten(self, greeted: object) -> tuple[Delivered, ...]:
        return ()


class EveryClaimAnew(Hub):
    """A claim that comes again is decided again."""

    def _earlier_answer(self, work: Working, claim: Claim) -> Verdicts | None:
        return None


class AnswersBeforeCommit(Hub):
    """What a group says is written with the next one."""

    _late: Changes | None = None

    def answer(self, group: Sequence[Asked]) -> list[Answer]:
        self._write_late()
        with self._log.writing(self._event.id) as transaction:
            wanted = wanted_by((one.device, one.request) for one in group)
            work = Working(transaction.read(wanted), microseconds(self._clock()))
            answers = [self._answer(work, one) for one in group]
        self._late = work.changes
        return answers

    def feed(self, device: str, asked: Feed) -> Page | Reset | Refused:
        self._write_late()
        return super().feed(device, asked)

    def _write_late(self) -> None:
        if self._late:
            with self._log.writing(self._event.id) as transaction:
                transaction.write(self._late)
            self._late = None


class ClaimsUncounted(Hub):
    """Only lines stand against a claim, not what was admitted a moment ago."""

    def _claim(self, work: Working, device: str, claim: Claim) -> Answer:
        answer = super()._claim(work, device, claim)
        kept = work.claim(claim.scan_id)
        if kept is not None:
            work.keep_claim(replace(kept, open=False))
        return answer


MUTANTS: dict[str, tuple[type[Hub], type[SyncClient], str]] = {
    "no de-duplication": (NoDeduplication, SyncClient, "lines are there twice"),
    "trusting own acknowledgements": (Hub, OwnMark, "missing at the hub"),
    "cursor without chain": (PositionAlone, NoChain, "or others"),
    "no fork check": (NoForkCheck, TrustingDesk, "the hub has another line"),
    "no recovery": (NoRecovery, SyncClient, "double online"),
    "no reseed": (Hub, NoReseed, "missing at the hub"),
    "claim not idempotent": (EveryClaimAnew, SyncClient, "different answers"),
    "answering before the commit": (AnswersBeforeCommit, SyncClient, "missing at the hub"),
    "claims without a line not counted": (ClaimsUncounted, SyncClient, "double online"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_protocol_is_caught(name: str) -> None:
    hub, client, complaint = MUTANTS[name]
    seeds = reversed(range(SEEDS))  # the rarest is caught by one of the last
    assert any(complaint in failure for seed in seeds for failure in play(seed, hub, client).failures)


class CompleteAtOnce(Hub):
    """Takes a report for the whole truth although lines of it have not come."""

    def _answer(self, work: Working, asked: Asked) -> Answer:
        if isinstance(asked.request, Report):
            journal = work.journal(asked.request.journal, asked.device)
            asked = replace(asked, request=replace(asked.request, seq=journal.seq, hash=journal.hash))
        return super()._answer(work, asked)


def test_a_hub_that_takes_a_report_for_the_lines_is_caught() -> None:
    failures = (failure for seed in range(SEEDS) for failure in play(seed, CompleteAtOnce).failures)
    assert any("was said to be within" in failure for failure in failures)


def test_totals_as_of_now_instead_of_the_oldest_word_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(sources: Iterable[Source], now: datetime, *said: Bounds, **more: bool) -> Trust:
        return replace(trust_in(sources, now, *said, **more), as_of=now)

    monkeypatch.setattr(onlooker, "trust_in", hasty)
    assert any("was said to be within" in failure for seed in range(SEEDS) for failure in play(seed).failures)


def test_totals_without_a_range_would_be_wrong_most_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onlooker, "trust_in", lambda _sources, now, *_, **__: Trust(now))
    failures = sum("was said to be within" in failure for seed in range(CHUNK) for failure in play(seed).failures)
    assert failures > CHUNK


def test_a_desk_that_forgets_what_was_interrupted_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "settle_interrupted", lambda *_: [])
    assert any("claims stay open" in failure for seed in range(SEEDS) for failure in play(seed).failures)


def test_the_soak_says_what_befell() -> None:
    command = [sys.executable, "-m", "checkin.simulation", "--first", "7", "--seeds", "3"]
    played = subprocess.run(command, capture_output=True, text=True, check=True)
    assert played.stdout.startswith("3 seeds, 0 failed; ")


def test_a_seed_is_one_story() -> None:
    assert play(4) == play(4)
    assert play(4).befell != play(5).befell
