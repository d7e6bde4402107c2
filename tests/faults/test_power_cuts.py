"""The power goes, and the disk keeps what was synced and a random part of the rest: nothing that was acknowledged is lost."""

import sys
from pathlib import Path

import pytest
from power import cut_often, recorded

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a program writes is recorded with LD_PRELOAD")


@pytest.mark.parametrize("what", ["desk", "hub"])
def test_nothing_that_was_acknowledged_is_lost_by_a_power_cut(what: str, tmp_path: Path) -> None:
    acts = recorded(what, tmp_path, 60)
    assert sum(act.kind == "S" for act in acts) > 60, "every commit is synced"
    outcome = cut_often(what, acts, 150, tmp_path / "cut", 1)
    assert (outcome.lost, outcome.corrupt) == (0, 0)
    assert outcome.acknowledged > 1000


def test_a_database_that_does_not_sync_every_commit_is_seen_to_lose_rows(tmp_path: Path) -> None:
    outcome = cut_often("desk", recorded("desk", tmp_path, 60, "NORMAL"), 150, tmp_path / "cut", 1)
    assert outcome.lost > 0
