"""Plays many seeds: `python -m checkin.simulation --seeds 10000 [--first N]`. Exit status 1 when the witness complains."""

import argparse
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from checkin.simulation.play import Story, play

SAID_AT_MOST = 20


def main() -> int:
    """Play, and say what befell and what failed."""
    parser = argparse.ArgumentParser(prog="python -m checkin.simulation", description="Play the protocol through.")
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    befell: Counter[str] = Counter()
    failed: list[Story] = []
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for story in pool.map(play, range(asked.first, asked.first + asked.seeds), chunksize=50):
            befell += story.befell
            failed += [story] if story.failures else []
    for story in failed[:SAID_AT_MOST]:
        print(f"seed {story.seed}: {'; '.join(story.failures)}")
    print(f"{asked.seeds} seeds, {len(failed)} failed; " + ", ".join(f"{name} {n}" for name, n in sorted(befell.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
