"""Network cameras whose pictures go wrong: really served, opened and read, told in a sentence, and healed without a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import qrcode
from network_camera import HASTE, Desk, MjpegServer, Shoot, serving, wait_until, working

from checkin.scanning.messages import Condition, Flaw, Sighting
from checkin.scanning.opencv import Image, cv2, grey
from checkin.scanning.zxing import ZXing


def hall() -> Image:
    """A hall with a badge in it."""
    coarse = np.random.default_rng(3).integers(30, 220, (9, 16, 3)).astype(np.uint8)
    scene = np.asarray(cv2.resize(coarse, (640, 360), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data("7K3MQ2ZXW4HTB9NC")
    badge = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8).repeat(6, axis=0).repeat(6, axis=1)
    scene[60 : 60 + len(badge), 350 : 350 + len(badge)] = badge[:, :, None]
    return scene


HALL = hall()
BLACK = np.zeros_like(HALL)
GREEN = np.full_like(HALL, (0, 140, 0))


def noise(scene: Image, number: int) -> Image:
    return np.clip(scene + np.random.default_rng(number).normal(0, 4, scene.shape), 0, 255).astype(np.uint8)


def alive(number: int, connection: int) -> Image:
    return noise(HALL, number)


@contextmanager
def watched(shoot: Shoot) -> Iterator[tuple[Desk, MjpegServer]]:
    """A camera of ours on a served one, live and without a flaw to begin with, when `shoot` gives such pictures at first."""
    with serving(shoot) as server, working(server.url, patience=HASTE) as desk:
        yield desk, server


def until(frames: int, first: Image, then: Shoot = alive) -> Shoot:
    """Alive for half a second, then `first` up to that frame of the first connection, then `then`."""
    return lambda number, connection: (
        noise(first, number) if connection == 1 and 15 <= number < frames else then(number, connection)
    )


def sentence(desk: Desk) -> str:
    return str(desk.states[-1].what)


def test_a_room_that_stands_still_is_live_without_a_flaw() -> None:
    with watched(alive) as (desk, server):
        wait_until(lambda: len(desk.shown) > 60)
        assert [(state.condition, state.flaws) for state in desk.states[1:]] == [(Condition.LIVE, ())]
        assert server.connections == 1


def test_a_covered_lens_is_told_and_heals_when_light_comes() -> None:
    with watched(until(45, BLACK)) as (desk, server):
        desk.becomes(Condition.LIVE, Flaw.BLACK)
        assert "is black. Open its shutter" in sentence(desk)
        desk.becomes(Condition.LIVE)
        assert server.connections == 1


def test_a_picture_that_stays_black_is_opened_anew_once() -> None:
    with watched(until(100_000, BLACK)) as (desk, server):
        desk.becomes(Condition.LIVE, Flaw.BLACK)
        desk.becomes(Condition.LIVE)
        assert server.connections == 2
    assert Condition.LOST not in {state.condition for state in desk.states}


def test_a_frozen_picture_is_told_and_its_camera_opened_anew() -> None:
    def frozen(number: int, connection: int) -> Image:
        return HALL if connection == 1 and number >= 15 else alive(number, connection)

    with watched(frozen) as (desk, server):
        desk.becomes(Condition.LIVE, Flaw.FROZEN)
        assert "stands still. It is being started again" in sentence(desk)
        desk.becomes(Condition.LIVE)
        assert server.connections == 2
    assert [state.flaws for state in desk.states] == [(), (), (Flaw.FROZEN,), ()], "nothing else is told while it is opened anew"


def test_frames_go_on_being_handed_on_while_a_picture_is_flawed() -> None:
    with watched(lambda number, connection: noise(GREEN, number)) as (desk, _):
        desk.becomes(Condition.LIVE, Flaw.COLOURS)
        seen = len(desk.shown)
        wait_until(lambda: len(desk.shown) > seen + 10)


def test_a_green_picture_is_told_and_its_camera_opened_anew() -> None:
    with watched(until(100_000, GREEN)) as (desk, server):
        desk.becomes(Condition.LIVE, Flaw.COLOURS)
        assert "colours of the camera" in sentence(desk)
        desk.becomes(Condition.LIVE)
        assert server.connections == 2


def test_an_upright_camera_is_told_and_stays_open() -> None:
    with watched(lambda number, connection: noise(np.ascontiguousarray(HALL.transpose(1, 0, 2)), number)) as (desk, server):
        desk.becomes(Condition.LIVE, Flaw.PORTRAIT)
        assert "stands upright" in sentence(desk)
        wait_until(lambda: len(desk.shown) > 20)
        assert server.connections == 1


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_mirrored_camera_is_known_by_the_badges_read_in_it(mirrored: bool) -> None:
    scene = np.ascontiguousarray(HALL[:, ::-1]) if mirrored else HALL
    reader = ZXing()
    with watched(lambda number, connection: noise(scene, number)) as (desk, _):
        for _ in range(5):
            frame = desk.frames.take(5)
            assert frame is not None
            codes = reader.read(frame.image)
            assert [code.text for code in codes] == ["7K3MQ2ZXW4HTB9NC"]
            desk.camera.sighted(Sighting((640, 360), codes, frame.taken_at))
        desk.becomes(Condition.LIVE, *([Flaw.MIRRORED] if mirrored else []))
    assert ("mirrors its picture" in sentence(desk)) is mirrored


def test_films_and_folders_are_not_judged(tmp_path: Path) -> None:
    (tmp_path / "black.png").write_bytes(cv2.imencode(".png", BLACK.transpose(1, 0, 2))[1].tobytes())
    with working(str(tmp_path)) as desk:
        desk.becomes(Condition.ENDED)
    assert all(state.flaws == () for state in desk.states)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("mirrored", [False, True])
def test_zxing_s_codes_tell_whether_they_are_mirrored(mirrored: bool, inverted: bool, turn: int) -> None:
    plane = np.rot90(grey(HALL), turn)
    plane = plane[:, ::-1] if mirrored else plane
    (code,) = ZXing().read(np.ascontiguousarray(255 - plane if inverted else plane))
    assert code.mirrored is mirrored
