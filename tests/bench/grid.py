"""The grid of synthetic frames as a set for `checkin bench reading`: a folder a class, and truth.json."""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
from harder import ALWAYS_LONG, HARDER
from synthetic import CLASSES, HEIGHT, WIDTH, Painter, Picture

# Each class has a source of chance of its own: those of harder.py stay what they are when CLASSES grows.
_HARDER_FROM, _EMPTY = 500, 999


def write_grid(folder: Path, seed: int, each: int) -> None:
    """`each` frames a class, and as many frames without any code under `empty`, with their truth.json."""
    truth: dict[str, list[str]] = {}
    placed = {**dict(enumerate(CLASSES)), **dict(enumerate(HARDER, _HARDER_FROM))}
    for place, name in placed.items():
        making = CLASSES.get(name) or HARDER[name]
        painter = Painter(seed * 1000 + place)
        for number in range(each):
            text = painter.text(long=number % 2 == 1 or name in ALWAYS_LONG)
            truth[_write(folder, name, number, painter.frame(text, making(painter)))] = [text]
    painter = Painter(seed * 1000 + _EMPTY)
    for number in range(each):
        empty = painter.scenery() + painter.chance.normal(0, 0.012, (HEIGHT, WIDTH))
        truth[_write(folder, "empty", number, np.clip(empty * 255, 0, 255).astype(np.uint8))] = []
    (folder / "truth.json").write_text(json.dumps(truth, indent=0), encoding="utf-8")


def _write(folder: Path, kind: str, number: int, picture: Picture) -> str:
    """Its name in the set."""
    name = f"{kind}/{number:03}.jpg"
    (folder / kind).mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return name


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a grid of synthetic badges.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12)
    given = parser.parse_args()
    write_grid(given.folder, given.seed, given.each)


if __name__ == "__main__":
    main()
