"""The demo's film: every frame computed from the script, so that any frame can be had alone, and the truth that goes with it."""

import json
import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from checkin.domain.registration import Registration
from checkin.domain.verdict import Outcome
from checkin.scanning.opencv import Image, cv2
from checkin.trouble import Trouble
from data.demo import hands, optics
from data.demo.backdrop import Backdrop
from data.demo.optics import HEIGHT, RATE, WIDTH, Pose, Texture, Window
from data.demo.props import Prop, glare
from data.demo.scenes import LENGTH_S, SCRIPT, STRAY_TEXTS
from data.demo.shot import Shot

WORKERS = 2
AHEAD = 6
SHUTTER_S = 1 / 55
ROOM_FOR_BLUR_PX = 14.0
NOISE_SIGMA = 2.4


@dataclass(frozen=True, slots=True)
class Shown:
    """One scan to expect at the entrance on the first day: when the whole code is in the picture (seconds), its text, whose it
    is (None: nobody's), and the verdict with its reason (None: admitted)."""

    shown_from: float
    shown_to: float
    text: str
    registration: str | None
    verdict: str
    reason: str | None


class Film:
    """The film as a function: frame number in, picture out. `props` by part of the script. Safe in several threads."""

    frames = round(LENGTH_S * RATE)

    def __init__(self, props: Mapping[str, Prop], seed: int) -> None:
        self._props = props
        self._backdrop = Backdrop(seed)
        self._noise = optics.Noise(NOISE_SIGMA, seed)
        self._glare = glare()
        looks = {(shot.skin, shot.sleeve, shot.mirrored) for shot in SCRIPT}
        self._hands = {look: hands.hand(hands.SKINS[look[0]], hands.SLEEVES[look[1]], look[2]) for look in looks}
        self._straps = [hands.lanyard(colour) for colour in hands.STRAPS]

    def frame(self, number: int) -> Image:
        """The picture (HEIGHT, WIDTH, 3), blue, green, red, of frame `number`, from 0."""
        second = number / RATE
        picture = self._backdrop.at(second)
        light = 1.0
        for shot in SCRIPT:
            if (pose := shot.pose_at(second)) is not None:
                self._show(picture, shot, pose, second)
                presence = shot.presence(second - 0.1)
                # The camera takes some light away when a white badge fills its view.
                light *= (1 - 0.09 * presence) * (1 - (1 - shot.light) * presence)
        if light < 0.999:
            picture = np.asarray(cv2.convertScaleAbs(picture, alpha=light), dtype=np.uint8)
        return self._noise.add(picture, number)

    def _show(self, picture: Image, shot: Shot, pose: Pose, second: float) -> None:
        layers = self._layers(shot, pose, second)
        window = Window(0, 0, 0, 0)
        for shape, homography in layers:
            window = window.around(optics.window_of(shape, homography, ROOM_FOR_BLUR_PX))
        if window.out_of_sight:
            return
        canvas = np.zeros((window.bottom - window.top, window.right - window.left, 4), np.uint8)
        for shape, homography in layers:
            optics.paint(canvas, window, shape, homography)
        canvas = optics.defocus(_smeared(canvas, shot, pose, second), shot.blur_at(second))
        left, top, right, bottom = max(window.left, 0), max(window.top, 0), min(window.right, WIDTH), min(window.bottom, HEIGHT)
        part = canvas[top - window.top : bottom - window.top, left - window.left : right - window.left]
        optics.over(picture[top:bottom, left:right], np.ascontiguousarray(part))

    def _layers(self, shot: Shot, pose: Pose, second: float) -> list[tuple[Texture, optics.Matrix]]:
        """What is painted, from the back to the front."""
        prop, hand = self._props[shot.part], self._hands[shot.skin, shot.sleeve, shot.mirrored]
        flat = optics.projection(pose)
        held = optics.projection(_with_roll(optics.place_in_space(pose, shot.grip), shot.arm))
        layers = [(hand.behind, held), (prop.front, flat), (hand.thumb, held)]
        if shot.strap:
            swing = 2.5 * math.sin(second * 3.1)
            hung = _with_roll(optics.place_in_space(pose, prop.slot), swing)
            layers.insert(0, (self._straps[shot.sleeve % len(self._straps)], optics.projection(hung)))
        if shot.glares:
            # A reflection runs across the badge as it is tilted.
            spot = np.array([[1.0, 0, 3.2 * pose.yaw + 58], [0, 1.0, -6 - 0.8 * pose.pitch], [0, 0, 1]])
            layers.insert(-1, (self._glare, flat @ spot))
        return layers


def _with_roll(pose: Pose, roll: float) -> Pose:
    return Pose(pose.x, pose.y, pose.z, 0.0, 0.0, roll)


def _smeared(canvas: Image, shot: Shot, pose: Pose, second: float) -> Image:
    before = shot.pose_at(second - SHUTTER_S)
    if before is None:
        return canvas
    here, there = (optics.project(optics.projection(one), np.zeros((1, 2)))[0] for one in (pose, before))
    dx, dy = here - there
    return optics.smear(canvas, float(dx), float(dy)) if math.hypot(dx, dy) > 1.0 else canvas


def truth(players: Mapping[str, Registration], props: Mapping[str, Prop]) -> list[Shown]:
    """What the entrance must answer, in the order in which the codes come into the picture; from the script alone."""
    shown = []
    for shot in SCRIPT:
        player = players.get(shot.part)
        seconds = [number / RATE for number in range(Film.frames) if _whole_code(shot, props[shot.part], number / RATE)]
        text = player.badge if player else STRAY_TEXTS[shot.part]
        verdict = Outcome.REFUSED if shot.reason else Outcome.ADMITTED
        times = (round(seconds[0], 3), round(seconds[-1], 3))
        shown.append(Shown(*times, text, player.id if player else None, verdict.value, shot.reason and shot.reason.value))
    return sorted(shown, key=lambda one: one.shown_from)


def _whole_code(shot: Shot, prop: Prop, second: float) -> bool:
    pose = shot.pose_at(second)
    if pose is None:
        return False
    corners = optics.project(optics.projection(pose), prop.code)
    return bool((corners >= 0).all() and (corners <= (WIDTH, HEIGHT)).all())


def write_truth(path: Path, shown: list[Shown]) -> None:
    """Write the truth as JSON, a list of objects with the fields of Shown."""
    fields = Shown.__dataclass_fields__
    path.write_text(
        json.dumps([{name: getattr(one, name) for name in fields} for one in shown], ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )


def write_film(path: Path, film: Film, progress: Callable[[float], None]) -> None:
    """Write the film; `progress` gets the share that is done. `path` appears only when it is complete."""
    fresh = path.with_name(f"{path.stem}.part{path.suffix}")
    writer = cv2.VideoWriter(str(fresh), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), RATE, (WIDTH, HEIGHT))
    try:
        if not writer.isOpened():
            raise Trouble("The film {path} cannot be written. Check the folder, your rights and the disk.", path=str(path))
        for number, picture in enumerate(_rendered(film)):
            writer.write(picture)
            if number % 15 == 0:
                progress(number / film.frames)
        writer.release()
        _check(fresh, path, film.frames)
        fresh.replace(path)
    finally:
        writer.release()
        fresh.unlink(missing_ok=True)


def _rendered(film: Film) -> Iterator[Image]:
    """All frames in order, computed a little ahead by a few threads."""
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="film") as pool:
        coming: deque[Future[Image]] = deque()
        for number in range(film.frames):
            coming.append(pool.submit(film.frame, number))
            if len(coming) > AHEAD:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _check(fresh: Path, path: Path, frames: int) -> None:
    """The writer says nothing when the disk is full: see whether all frames arrived."""
    film = cv2.VideoCapture(str(fresh), cv2.CAP_FFMPEG)
    counted = round(film.get(cv2.CAP_PROP_FRAME_COUNT)) if film.isOpened() else 0
    film.release()
    if counted != frames:
        raise Trouble("The film {path} cannot be written completely. Is the disk full?", path=str(path))
