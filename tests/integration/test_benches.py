"""What `make bench` counts: the film's badges, classes won, wrong texts; and that its pictures stay the same."""

import json
from collections.abc import Sequence
from pathlib import Path

import grid
import harder
import negatives
import numpy as np
import pytest
import run
import synthetic
import trials
from bursts import Burst
from figures import WRONG, Row
from reading_film import Shown, scored

from checkin.scanning.opencv import cv2
from checkin.scanning.trial import BOTH, FAST, Result, Trial
from checkin.scanning.zxing import ZXing

SHOWN = [Shown("A", 1.0, 3.0), Shown("B", 4.0, 6.0), Shown("A", 9.0, 11.0)]


def test_a_scan_counts_for_the_badge_that_is_in_the_picture_then() -> None:
    score = scored(SHOWN, [("A", 1.2), ("B", 4.1), ("A", 9.5)])
    assert [round(ms) for ms in score.delays_ms()] == [200, 100, 500]
    assert (score.missed, score.repeats, score.wrong) == (0, 0, 0)


@pytest.mark.parametrize(
    ("scans", "missed", "repeats", "wrong"),
    [
        ([], 3, 0, 0), ([("A", 1.2), ("A", 2.9), ("B", 4.1), ("A", 9.5)], 0, 1, 0), ([("A", 7.0), ("B", 4.0)], 2, 1, 0),
        ([("A", 1.2), ("X", 1.3), ("B", 4.1), ("A", 9.5)], 0, 0, 1), ([("B", 0.5)], 3, 1, 0),
    ],
    ids=["none", "twice", "long after", "invented", "too early"],
)  # fmt: skip
def test_badges_missed_scanned_again_and_invented_are_told_apart(
    scans: Sequence[tuple[str, float]], missed: int, repeats: int, wrong: int
) -> None:
    score = scored(SHOWN, scans)
    assert (score.missed, score.repeats, score.wrong) == (missed, repeats, wrong)


def test_a_scan_is_timed_from_the_first_single_reader_that_reads_the_badge() -> None:
    singles = [scored(SHOWN, [("A", 1.5), ("B", 4.4)]), scored(SHOWN, [("A", 1.1)])]
    after = scored(SHOWN, [("A", 1.2), ("B", 4.3), ("A", 9.5)]).after_ms(singles)
    assert [round(ms) for ms in after] == [100, -100]


def trial_with(**read: int) -> Trial:
    """One class "hard" of nine codes, in which the readers read so many."""
    names = {"zxing": "zxing-cpp", "tapirscan": "tapirscan low", "fast": FAST, "both": BOTH}
    trial = Trial({names[short]: lambda plane: () for short in read})
    results = {names[short]: Result(9, count, 0, [1.0]) for short, count in read.items()}
    trial.by_kind["hard"] = trial.whole = results
    return trial


@pytest.mark.parametrize(("ours", "best", "ahead"), [(6, 5, 1), (5, 5, 0), (9, 9, 1), (4, 5, 0)])
def test_a_class_is_won_by_more_than_the_best_single_reader_or_by_all(ours: int, best: int, ahead: int) -> None:
    trial = trial_with(zxing=1, tapirscan=best, fast=0, both=ours)
    row = trials.classes_row("grid", trial)
    assert (row.samples, row.beside, row.met) == ([ahead], [1], bool(ahead))
    assert (f"**{ours}**" in trials.table_of("grid", trial).text) is bool(ahead)
    assert trials.single(trial)[0] == "tapirscan low"
    assert trials.single(trial, but="tapirscan")[0] == "zxing-cpp"


def test_wrong_texts_are_added_up_over_all_benches() -> None:
    rows = [Row("a", WRONG, [2], "single", [5]), Row("b", WRONG, [1], "single", [0]), Row("c", "ms", [100], "single", [0])]
    assert run.wrong_texts(rows).endswith(": 3.")
    assert run.wrong_texts(rows[2:]) == ""


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.jpg")}


def test_new_classes_leave_the_pictures_of_the_others_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    easy, torn = {"easy": synthetic.CLASSES["easy"]}, {"torn": harder.HARDER["torn"]}
    made = []
    for number, more in enumerate(({}, {"dark": synthetic.CLASSES["dark"]})):
        monkeypatch.setattr(grid, "CLASSES", easy | more)
        monkeypatch.setattr(grid, "HARDER", torn | ({"dense": harder.HARDER["dense"]} if more else {}))
        grid.write_grid(tmp_path / str(number), seed=3, each=2)
        made.append(pictures(tmp_path / str(number)))
    assert len(made[0]) == 6
    assert len(made[1]) == 10
    assert made[0].items() <= made[1].items()


def test_the_grid_says_what_its_pictures_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "CLASSES", {"easy": synthetic.CLASSES["easy"]})
    monkeypatch.setattr(grid, "HARDER", {"close": harder.HARDER["close"]})
    grid.write_grid(tmp_path, seed=3, each=2)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    lengths = {name: len("".join(texts)) for name, texts in truth.items()}
    assert lengths == {f"{kind}/{number:03}.jpg": (16, 130)[number] for kind in ("easy", "close") for number in range(2)} | {
        "empty/000.jpg": 0, "empty/001.jpg": 0,
    }  # fmt: skip
    for name, texts in truth.items():
        assert [code.text for code in ZXing().read(cv2.imread(str(tmp_path / name)))] == texts


@pytest.mark.parametrize("name", harder.HARDER)
def test_each_harder_class_spoils_a_badge_that_was_legible(name: str) -> None:
    painter = synthetic.Painter(8)
    text = painter.text(long=False)
    pose = harder.HARDER[name](painter)
    picture = painter.frame(text, pose)
    assert picture.shape == (synthetic.HEIGHT, synthetic.WIDTH)
    card = spoilt = synthetic.symbol(text)
    for change in pose.on_card:
        spoilt = change(spoilt)
    assert spoilt.shape == card.shape
    assert pose.on_frame
    assert bool(pose.on_card) is not np.array_equal(spoilt, card)


def test_frames_without_a_code_are_of_every_kind_and_without_a_code() -> None:
    painter = synthetic.Painter(4)
    frames = [negatives.frame(painter, drawing) for drawing in negatives.DRAWINGS]
    assert len({frame.tobytes() for frame in frames}) == len(negatives.DRAWINGS) >= 8
    assert [ZXing().read(frame) for frame in frames] == [()] * len(frames)


def test_the_frames_of_a_burst_differ_in_place_and_noise_and_show_one_badge_together() -> None:
    burst = Burst(synthetic.Painter(11))
    frames = [frame for frame, _ in zip(burst.frames(), range(5), strict=False)]
    assert len({frame.tobytes() for frame in frames}) == 5
    assert [ZXing().read(frame) for frame in frames] == [()] * 5
    quiet = np.clip(burst._scene * 255, 0, 255).astype(np.uint8)
    assert [code.text for code in ZXing().read(quiet)] == [burst.text]
