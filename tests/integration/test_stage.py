"""The throw-away desk of a rehearsal, with its real desk thread and disk."""

import time
from pathlib import Path
from queue import Queue

from checkin.rehearsal.samples import TEXTS, Sample
from checkin.rehearsal.stage import Stage, Tried
from checkin.settings import Settings
from ui.rehearsal.windowed import DeskPlace


def test_a_test_badge_that_was_read_before_the_stage_was_ready_is_decided_without_its_waiting(home: Path) -> None:
    told: Queue[object] = Queue()
    stage = Stage(DeskPlace(home / "desk.db", Settings()), told.put)
    seen_at = time.monotonic()
    stage.scan(TEXTS[Sample.ADMITTED], seen_at)
    time.sleep(1)
    stage.start()
    early = told.get(timeout=30)
    told_at = time.monotonic()
    stage.scan(TEXTS[Sample.FORGED], None)
    later = told.get(timeout=30)
    stage.stop()
    assert isinstance(early, Tried)
    assert isinstance(later, Tried)
    assert [early.sample, later.sample] == [Sample.ADMITTED, Sample.FORGED]
    assert early.expected
    assert early.ms is not None
    assert early.ms <= (told_at - seen_at) * 1000 - 1000
