"""A few thousand inputs for every reader of what strangers hand over, each in a process that is kept within limits.

`make fuzz` tries a million, guided by what they reach.
"""

import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).parents[1] / "fuzz" / "child.py"


@pytest.mark.parametrize(("target", "runs"), [("badge", 2000), ("event", 600), ("csv", 600), ("xlsx", 500)])
def test_any_input_is_read_or_refused_in_time_and_memory_and_the_database_stays(target: str, runs: int) -> None:
    done = subprocess.run(
        [sys.executable, str(CHILD), target, "--runs", str(runs)], capture_output=True, text=True, check=False, timeout=110
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.split()[0]) >= runs * 0.9
