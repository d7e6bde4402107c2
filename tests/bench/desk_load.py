"""What a desk costs a laptop: CPU and memory over ten minutes of film, and while nobody is there."""

import os
from pathlib import Path

import cv2
import numpy as np
from desks import PLACE, child, demo_home
from figures import Row

MINUTES = float(os.environ.get("BENCH_MINUTES", "10"))
IDLE_S = min(60.0, MINUTES * 60)
MOST_IDLE_PERCENT, MOST_MB = 25.0, 400.0


def measure() -> list[Row]:
    """A desk, the same film merely played, and a desk before which nothing happens, one after the other."""
    home = demo_home()
    film, seconds = str(home / "film.mp4"), str(MINUTES * 60)
    desk, played = child("desk_child.py", str(home), film, seconds), child("play_child.py", film, str(IDLE_S))
    nobody = str(empty_scene(PLACE / "nobody.mp4", film))
    idle, still = child("desk_child.py", str(home), nobody, str(IDLE_S)), child("play_child.py", nobody, str(IDLE_S))
    cpu, memory = [desk["cpu_percent"]], [desk["rss_mb"]]
    resting = [idle["cpu_percent"]]
    return [
        Row(f"a desk over {MINUTES:g} min of film: CPU", "% of a core", cpu, "the film merely played", [played["cpu_percent"]]),
        Row("a desk while nobody is there: CPU", "% of a core", resting, "the empty scene merely played", [still["cpu_percent"]],
            "under 25 %", resting[0] < MOST_IDLE_PERCENT),
        Row("a desk: memory, the most it held", "MB", memory, "the film merely played", [played["rss_mb"]], "under 400 MB",
            memory[0] < MOST_MB),
    ]  # fmt: skip


def empty_scene(path: Path, film: str) -> Path:
    """Twenty seconds of the film's first picture with the noise of a webcam."""
    there, picture = cv2.VideoCapture(film).read()
    assert there
    height, width = picture.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30, (width, height))
    noise = np.random.default_rng(7)
    for _ in range(600):
        grain = noise.normal(0, 2.0, (height, width, 1)).astype(np.int16)
        writer.write(np.clip(picture + grain, 0, 255).astype(np.uint8))
    writer.release()
    return path
