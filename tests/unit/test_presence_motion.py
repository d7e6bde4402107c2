"""Whether anything moves before the camera."""

import numpy as np
import pytest

from checkin.scanning.motion import Motion
from checkin.scanning.opencv import Image, cv2

RNG = np.random.default_rng(3)
DESK = cv2.resize(RNG.integers(60, 190, (9, 16, 3), dtype=np.uint8), (1280, 720), interpolation=cv2.INTER_CUBIC)


def seen(noise: float, drift: float = 0.0, badge: int = 0, x: int = 600) -> Image:
    """The desk with sensor noise, a lamp's drift and maybe something the size of a badge."""
    image = DESK.astype(np.float32) + drift
    if badge:
        image[300 : 300 + badge, x : x + badge] = 235
    return np.clip(image + RNG.normal(0, noise, image.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("noise", [0, 4, 10, 20])
def test_noise_is_no_movement(noise: float) -> None:
    motion = Motion()
    assert motion.moved(seen(noise), 0.0)
    assert not any(motion.moved(seen(noise), n / 30) for n in range(1, 12))


@pytest.mark.parametrize("noise", [0, 4, 10, 20])
def test_a_small_badge_is_movement(noise: float) -> None:
    motion = Motion()
    motion.moved(seen(noise), 0.0)
    assert motion.moved(seen(noise, badge=70), 0.1)


def checked(image: Image, light: float = 1.0) -> Image:
    """The desk with a chequered card as grey, as a whole, as what it hides."""
    picture = image.astype(np.float32)
    rows, columns = np.mgrid[0:70, 0:70] // 5
    picture[300:370, 600:670] += np.where((rows + columns) % 2, 45, -45)[:, :, None]
    return np.clip(picture * light + RNG.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("light", [1.0, 0.25])
def test_a_badge_as_grey_as_the_desk_is_movement_in_the_dark_too(light: float) -> None:
    motion = Motion()
    dim = np.clip(DESK * light + RNG.normal(0, 2, DESK.shape), 0, 255).astype(np.uint8)
    motion.moved(dim, 0.0)
    assert not motion.moved(np.clip(dim + RNG.normal(0, 2, DESK.shape), 0, 255).astype(np.uint8), 0.1)
    assert motion.moved(checked(DESK, light), 0.2)


@pytest.mark.parametrize("noise", [2, 10, 20])
def test_a_second_of_noise_is_no_movement(noise: float) -> None:
    frames = [seen(noise)[:, :, 1] for _ in range(25)]
    motion = Motion()
    motion.moved(frames[0], 0.0)
    assert not any(motion.moved(frame, n / 30) for n, frame in enumerate(frames))


def test_a_lamp_that_flickers_is_no_movement() -> None:
    motion = Motion()
    motion.moved(seen(3), 0.0)
    assert not any(motion.moved(seen(3, drift=drift), n / 30) for n, drift in enumerate((4, -4, 8, -8, 35), 1))


def test_what_changes_slowly_is_movement_in_the_end() -> None:
    """A badge that comes out of the shade: compared with the frame before, it would never move."""
    motion = Motion()
    motion.moved(DESK, 0.0)
    shade = DESK.astype(np.int16)
    told = []
    for n in range(1, 20):
        shade[300:370, 600:670] += 3
        told.append(motion.moved(np.clip(shade, 0, 255).astype(np.uint8), n / 30))
    assert any(told)


def test_a_camera_that_is_turned_away_is_movement() -> None:
    motion = Motion()
    motion.moved(seen(3), 0.0)
    assert motion.moved(np.ascontiguousarray(seen(3)[:, ::-1]), 0.1)


def test_the_scene_is_still_after_two_seconds_without_movement_and_at_once_no_more() -> None:
    motion = Motion(still_after_s=2.0)
    for n in range(20):
        motion.moved(seen(3), n / 10)
    assert not motion.still(1.9)
    motion.moved(seen(3), 2.1)
    assert motion.still(2.1)
    motion.moved(seen(3, badge=70), 2.2)
    assert not motion.still(2.2)


@pytest.mark.parametrize("shape", [(1, 1, 3), (9, 7, 3), (1, 500, 3), (240, 320), (720, 1280, 3)])
def test_frames_of_any_size_can_be_compared(shape: tuple[int, ...]) -> None:
    motion = Motion()
    assert motion.moved(np.zeros(shape, np.uint8), 0.0)
    assert not motion.moved(np.zeros(shape, np.uint8), 0.1)


def test_another_frame_size_is_movement() -> None:
    motion = Motion()
    motion.moved(np.zeros((720, 1280, 3), np.uint8), 0.0)
    assert motion.moved(np.zeros((480, 640, 3), np.uint8), 0.1)
