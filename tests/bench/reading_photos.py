"""Photographs of QR codes that lie beside the project: the tuning set."""

from desks import ROOT, SCALE
from figures import Row, Table
from trials import rows_of, table_of, trial_of

PHOTOS = ROOT.parent / "shared/qr/photos"
WHAT = "photographs (tuning set)"


def measure() -> list[Row | Table]:
    """Every reader on every photograph; nothing where they are not."""
    if not PHOTOS.is_dir():
        return []
    trial = trial_of(PHOTOS, max(12, round(179 * SCALE)) if SCALE < 1 else None)
    title = f"Photographs: {trial.pictures} pictures, {trial.whole['zxing-cpp'].codes} codes; tuning set, its figures flatter"
    return [*rows_of(WHAT, trial), table_of(title, trial)]
