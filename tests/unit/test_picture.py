"""What is wrong with a picture, told within a second of the frames' own time."""

from collections.abc import Callable

import numpy as np
import pytest

from checkin.scanning.messages import Code, Flaw, Sighting
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.picture import Mirror, PictureJudge

RATE = 30
Shoot = Callable[[int], Image]


def room(chance: np.random.Generator, size: tuple[int, int] = (320, 180)) -> Image:
    """Walls, furniture and lamps in many colours, without noise."""
    coarse = chance.integers(20, 235, (9, 16, 3)).astype(np.uint8)
    scene = np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    cv2.circle(scene, (size[0] // 4, size[1] // 3), 30, (255, 255, 255), -1)
    return scene


ROOM = room(np.random.default_rng(5))


def noisy(scene: Image) -> Shoot:
    """What a sensor gives of a scene that stands still."""
    chance = np.random.default_rng(6)
    return lambda number: np.clip(scene + chance.normal(0, 2, scene.shape), 0, 255).astype(np.uint8)


def always(scene: Image) -> Shoot:
    return lambda number: scene


def covered(number: int) -> Image:
    """A lens with a lid, at high gain."""
    return np.clip(np.random.default_rng(number).normal(6, 9, ROOM.shape), 0, 255).astype(np.uint8)


def without_chroma(scene: Image, value: int) -> Image:
    yuv = cv2.cvtColor(scene, cv2.COLOR_BGR2YUV)
    yuv[:, :, 1:] = value
    return np.asarray(cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR), dtype=np.uint8)


def luma_for_chroma(scene: Image) -> Image:
    """YUYV taken for UYVY."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(scene, cv2.COLOR_BGR2YUV_YUY2), cv2.COLOR_YUV2BGR_UYVY), dtype=np.uint8)


def told(shoot: Shoot, seconds: float = 1.0, judge: PictureJudge | None = None) -> list[Flaw]:
    """The flaws told in so many seconds of frames, each once."""
    judge, before = judge or PictureJudge(), list[Flaw]()
    for number in range(round(seconds * RATE) + 1):
        before += [flaw for flaw in judge.look(shoot(number), 100 + number / RATE) if flaw not in before]
    return before


@pytest.mark.parametrize(
    ("shoot", "flaw"),
    [
        (covered, Flaw.BLACK),
        (always(np.zeros_like(ROOM)), Flaw.BLACK),
        (always(np.full_like(ROOM, 16)), Flaw.BLACK),
        (always(ROOM), Flaw.FROZEN),
        (noisy(without_chroma(ROOM, 0)), Flaw.COLOURS),
        (noisy(without_chroma(ROOM, 255)), Flaw.COLOURS),
        (noisy(luma_for_chroma(ROOM)), Flaw.COLOURS),
        (noisy(np.ascontiguousarray(ROOM.transpose(1, 0, 2))), Flaw.PORTRAIT),
    ],
)
def test_a_flaw_is_told_within_a_second_and_no_other_one(shoot: Shoot, flaw: Flaw) -> None:
    assert told(shoot) == [flaw]


def test_a_slow_camera_that_freezes_is_told_within_a_second() -> None:
    judge = PictureJudge()
    assert [judge.look(ROOM, n / 5) for n in range(6)][-1] == (Flaw.FROZEN,)


def lit(scene: Image, blue: float, green: float, red: float) -> Image:
    return np.clip(scene * np.array([blue, green, red]), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "scene",
    [
        ROOM,
        lit(ROOM, 0.25, 0.25, 0.3),
        lit(ROOM, 1.0, 0.35, 1.0),
        lit(ROOM, 0.4, 1.0, 0.5),
        lit(ROOM, 0.6, 0.8, 1.2),
        np.full_like(ROOM, 90),
        np.full_like(ROOM, (40, 45, 200)),
    ],
    ids=["bright", "dim", "purple lamps", "leaves", "lamplight", "a grey wall", "a finger on the lens"],
)
def test_a_room_that_stands_still_has_no_flaw(scene: Image) -> None:
    assert told(noisy(scene), 3.0) == []


def test_an_overexposed_picture_is_not_taken_for_a_frozen_one() -> None:
    assert told(always(np.full_like(ROOM, 255)), 3.0) == []


def test_pictures_that_come_twice_or_stop_for_half_a_second_are_not_frozen() -> None:
    alive = noisy(ROOM)
    pictures = [alive(n) for n in range(8)]
    assert told(lambda number: pictures[number // 15 % 8], 4.0) == []


def test_a_hand_before_the_lens_for_half_a_second_is_not_told() -> None:
    alive = noisy(ROOM)
    assert told(lambda number: covered(number) if number % 30 < 15 else alive(number), 4.0) == []


@pytest.mark.parametrize(("flawed", "flaw"), [(covered, Flaw.BLACK), (always(ROOM), Flaw.FROZEN)])
def test_a_flaw_that_has_passed_is_forgotten_within_a_second(flawed: Shoot, flaw: Flaw) -> None:
    judge, alive = PictureJudge(), noisy(ROOM)
    assert told(flawed, judge=judge) == [flaw]
    later = [judge.look(alive(n), 101.1 + n / RATE) for n in range(RATE)]
    assert later[0] == (flaw,)
    assert later[-1] == ()


def test_a_frozen_camera_that_gives_another_frozen_picture_is_still_frozen() -> None:
    judge = PictureJudge()
    told(always(ROOM), judge=judge)
    other = room(np.random.default_rng(8))
    assert {judge.look(other, 103 + n / RATE) for n in range(RATE)} == {(Flaw.FROZEN,)}


def sighting(*mirrored: bool | None) -> Sighting:
    corners = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    return Sighting((640, 360), tuple(Code(str(n), corners, "zxing", mirrored=one) for n, one in enumerate(mirrored)), 0.0)


def test_a_mirrored_camera_is_known_by_three_sightings_that_agree() -> None:
    mirror = Mirror()
    assert [mirror.seen(sighting(True)) for _ in range(3)] == [False, False, True]
    assert [mirror.seen(sighting(False)) for _ in range(3)] == [True, True, False]


def test_what_sightings_do_not_tell_changes_nothing() -> None:
    mirror = Mirror()
    assert not any(mirror.seen(sighting(True, False)) for _ in range(9))
    assert not any(mirror.seen(sighting(None)) for _ in range(9))
    assert not any(mirror.seen(sighting(value)) for value in [True, True, False] * 3)
    assert [mirror.seen(sighting(True)), mirror.seen(sighting()), mirror.seen(sighting(True, None)), mirror.seen(sighting(True))][
        -1
    ]
