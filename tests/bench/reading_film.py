"""The demo film before a desk: how long after a badge is fully in the picture it is a scan; badges missed, and scanned twice."""

import json
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desks import demo_home
from figures import ENOUGH_FOR_P95, WRONG, Row, Table, percentile

from checkin.scanning.camera import Camera
from checkin.scanning.captures import open_source
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import CameraState, Condition
from checkin.scanning.opencv import cv2, grey
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Scanner, scan_film
from checkin.scanning.sources import Frame
from checkin.scanning.trial import Reading, single_readers, warm_up

RATE = 30
SPARE_S, LATE_S = 0.1, 1.5
LONGEST_S = 120.0
ANSWER_MS = 300.0
# The others take longer than a frame lasts, and would fall behind the film.
TOO_SLOW = ("tapirscan high", "OpenCV")


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge in the film: its text, and from when to when (s) the whole code is in the picture."""

    text: str
    shown_from: float
    shown_to: float

    def covers(self, text: str, at: float) -> bool:
        """Whether a read of `text` at that moment may be this badge."""
        return text == self.text and self.shown_from - SPARE_S <= at <= self.shown_to + LATE_S


@dataclass(slots=True)
class Score:
    """What came of the badges: when each that was read was so first (s), those missed, those read more than once or long
    after they had gone, and texts that nobody showed."""

    read_at: dict[Shown, float] = field(default_factory=dict)
    missed: int = 0
    repeats: int = 0
    wrong: int = 0

    def delays_ms(self) -> list[float]:
        """From the frame that first shows the whole code, still in motion, to the read."""
        return [1000 * (at - one.shown_from) for one, at in self.read_at.items()]

    def after_ms(self, others: Iterable["Score"]) -> list[float]:
        """From the frame in which the first of `others` reads the code to the read."""
        first = [(at, [other.read_at[one] for other in others if one in other.read_at]) for one, at in self.read_at.items()]
        return [1000 * (at - min(known)) for at, known in first if known]


def measure() -> list[Row | Table]:
    """Every frame in the film's own time, by a desk's steps and by single readers; then by a desk's threads in real time."""
    home = demo_home()
    film, shown = home / "film.mp4", truth_of(home / "film.json")
    own = scored(shown, scan_film(open_source(str(film), pace=False), desk_reader(threads=False), Presence()))
    singles = single_scores(film, shown)
    live = live_score(film, shown)
    return [*_rows("the film, each frame", own, singles), *_rows("the film in real time", live, singles)]


def truth_of(path: Path) -> list[Shown]:
    """The badges of the film in their order."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return [Shown(one["text"], one["shown_from"], one["shown_to"]) for one in told]


def scored(shown: Sequence[Shown], scans: Iterable[tuple[str, float]]) -> Score:
    """Compare scans (text, second of the film) with what was shown."""
    score, texts = Score(), {one.text for one in shown}
    for text, at in scans:
        one = next((one for one in shown if one.covers(text, at)), None)
        if one is not None and one not in score.read_at:
            score.read_at[one] = at
        else:
            score.repeats += text in texts
            score.wrong += text not in texts
    score.missed = len(shown) - len(score.read_at)
    return score


def single_scores(film: Path, shown: Sequence[Shown]) -> dict[str, Score]:
    """The single readers that keep a camera's pace, each by itself."""
    reading = {name: read for name, read in single_readers().items() if name not in TOO_SLOW}
    warm_up(reading)
    return {name: scored(shown, reads) for name, reads in first_reads(film, shown, reading).items()}


def first_reads(film: Path, shown: Sequence[Shown], reading: dict[str, Reading]) -> dict[str, list[tuple[str, float]]]:
    """The first moment at which each reader by itself reads each badge while that is in the picture."""
    found: dict[str, dict[Shown, float]] = {name: {} for name in reading}
    capture, number = cv2.VideoCapture(str(film), cv2.CAP_FFMPEG), 0
    while True:
        arrived, picture = capture.read()
        if not arrived:
            break
        at, number = number / RATE, number + 1
        there = [one for one in shown if one.shown_from - SPARE_S <= at <= one.shown_to + SPARE_S]
        for name, read in reading.items():
            if waited_for := [one for one in there if one not in found[name]]:
                texts = read(grey(picture))
                found[name] |= {one: at for one in waited_for if one.text in texts}
    capture.release()
    return {name: [(one.text, at) for one, at in reads.items()] for name, reads in found.items()}


def live_score(film: Path, shown: Sequence[Shown]) -> Score:
    """The camera's and the scan's own threads, the film at its own pace; the moments are those at which a scan is told."""
    began, ended = list[float](), threading.Event()
    scans: list[tuple[str, float]] = []

    def on_frame(frame: Frame) -> None:
        if not began:
            began.append(frame.taken_at - frame.number / RATE)

    def on_state(state: CameraState) -> None:
        if state.condition is Condition.ENDED:
            ended.set()

    frames: Mailbox[Frame] = Mailbox()
    scanner = Scanner(
        frames, desk_reader(), Presence(), on_badge=lambda text, _: scans.append((text, time.monotonic())),
        on_sighting=lambda sighting: None,
    )  # fmt: skip
    camera = Camera(str(film), frames, on_frame, on_state)
    scanner.start()
    camera.start()
    ended.wait(LONGEST_S)
    time.sleep(0.5)
    camera.stop()
    scanner.stop()
    time.sleep(0.5)  # the deep tier ends the look that it is in
    return scored(shown, ((text, at - began[0]) for text, at in scans))


def _rows(what: str, ours: Score, singles: dict[str, Score]) -> list[Row | Table]:
    name = min(singles, key=lambda name: (singles[name].missed, sum(singles[name].delays_ms())))
    single, after = singles[name], ours.after_ms(singles.values())
    met = percentile(after, 95) < ANSWER_MS if len(after) >= ENOUGH_FOR_P95 else None
    timed = [
        Row(f"{what}: badge fully shown, still in motion, to scan", "ms", ours.delays_ms(), name, single.delays_ms()),
        Row(
            f"{what}: first legible to any single reader to scan",
            "ms",
            after,
            "one frame",
            [1000 / RATE],
            "p95 under 300 ms",
            met,
        ),
    ]
    unit = f"of {len(ours.read_at) + ours.missed} badges"
    return [
        *(timed if after else []),
        Row(f"{what}: missed", unit, [ours.missed], name, [single.missed], "none", ours.missed == 0),
        Row(f"{what}: scanned again", unit, [ours.repeats], "the truth", [0], "none", ours.repeats == 0),
        Row(what, WRONG, [ours.wrong], name, [single.wrong], "none", ours.wrong == 0),
    ]
