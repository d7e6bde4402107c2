"""The hub killed under load, and its PostgreSQL failing over: what was acknowledged is there, once; nobody is admitted twice."""

import sys
from pathlib import Path

import pytest
from failover import failed_over
from hub_databases import program
from kills import killed_often


def holds(found: dict[str, int]) -> bool:
    return (found["lost"], found["doubled"], found["broken"], found["twice"]) == (0, 0, 0, 0) and found["acknowledged"] > 1000


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_hub_that_is_killed_under_load_loses_and_doubles_nothing(tmp_path: Path) -> None:
    found = killed_often(tmp_path, 3)
    assert holds(found), found
    assert found["granted"] > 0, "the kills came while admissions were granted"


@pytest.mark.skipif(sys.platform != "linux" or program("initdb") is None, reason="PostgreSQL is not installed here")
def test_a_primary_that_is_lost_loses_nothing_with_a_synchronous_standby(tmp_path: Path) -> None:
    found = failed_over(tmp_path, 1)
    assert holds(found), found
