"""Synthetic badges, a class for each thing that goes wrong: the reporting set, on whose seed nothing was tuned."""

import shutil

from desks import PLACE, SCALE
from figures import Row, Table
from grid import write_grid
from trials import classes_row, rows_of, table_of, trial_of

from checkin.scanning.trial import FAST

SEED, EACH = 20261123, 20
WHAT = "synthetic badges (reporting set)"


def measure() -> list[Row | Table]:
    """Every reader on every frame."""
    folder, each = PLACE / "grid", max(1, round(EACH * SCALE))
    shutil.rmtree(folder, ignore_errors=True)
    write_grid(folder, SEED, each)
    trial = trial_of(folder)
    easy = trial.by_kind["easy"]
    ours, zxing = easy[FAST].badge_ms, easy["zxing-cpp"].badge_ms
    met = sorted(ours)[len(ours) // 2] <= 2 * sorted(zxing)[len(zxing) // 2]
    title = f"Synthetic badges: {each} a class, seed {SEED}; reporting set, nothing was tuned on it"
    return [
        *rows_of(WHAT, trial), classes_row(WHAT, trial),
        Row(f"{WHAT}: an easy badge, fast tier", "ms", ours, "zxing-cpp", zxing, "within 2x", met), table_of(title, trial),
    ]  # fmt: skip
