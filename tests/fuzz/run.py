"""`make fuzz`: a million inputs in all, each target in a process of its own, guided by the branches that inputs reach.

What was found is kept in var/fuzz: the inputs that reach something new, and those that led to a fault.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOUND = ROOT / "var" / "fuzz"
SHARES = {"xlsx": 0.02, "csv": 0.04, "event": 0.24, "badge": 0.70}
"""A table goes through the whole dry run of an import, and takes a hundred times as long as a badge."""


class Ended(NamedTuple):
    """How fuzzing one target ended."""

    target: str
    inputs: int
    seconds: float
    reached: str
    peak_mb: str
    fault: str


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the readers.")
    parser.add_argument("--runs", type=int, default=1_000_000, help="inputs in all")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="targets at a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--install", action="store_true", help="install what pyproject.toml names for fuzzing")
    given = parser.parse_args()
    if given.install and importlib.util.find_spec("atheris") is None:
        install()
    FOUND.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(given.jobs) as pool:
        ended = list(pool.map(lambda one: fuzz(one[0], int(given.runs * one[1]), given.seed), SHARES.items()))
    for one in ended:
        fault = f"  FAULT\n{one.fault}" if one.fault else ""
        print(f"{one.target:6} {one.inputs:>9,} inputs {one.seconds:7.0f} s  {one.reached} kept  {one.peak_mb} MB at most{fault}")
    print(f"{sum(one.inputs for one in ended):,} inputs, {sum(bool(one.fault) for one in ended)} targets with a fault")
    raise SystemExit(1 if any(one.fault for one in ended) else 0)


def install() -> None:
    """Into this environment, which need not have a pip that knows groups."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *groups["fuzz"]], check=True)


def fuzz(target: str, runs: int, seed: int) -> Ended:
    """Run one target to its end."""
    child = [sys.executable, str(Path(__file__).with_name("child.py")), target, "--engine", "atheris"]
    begun = time.monotonic()
    done = subprocess.run(
        [*child, "--runs", str(runs), "--seed", str(seed), "--found", str(FOUND)],
        capture_output=True, text=True, errors="replace", check=False, preexec_fn=lambda: os.nice(10),
    )  # fmt: skip
    said = done.stdout + done.stderr
    figures = dict(re.findall(r"stat::(\w+):\s+(\d+)", said))
    fault = "" if done.returncode == 0 and figures else said[-4000:]
    return Ended(
        target, int(figures.get("number_of_executed_units", 0)), time.monotonic() - begun,
        figures.get("new_units_added", "0"), figures.get("peak_rss_mb", "?"), fault,
    )  # fmt: skip


if __name__ == "__main__":
    main()
