"""Sources of frames: films, folders, devices that are not there."""

import time
from pathlib import Path

import numpy as np
import pytest
from cv2_enumerate_cameras.camera_info import CameraInfo

from checkin.scanning import devices
from checkin.scanning.captures import open_source
from checkin.scanning.devices import Found, find_device, list_cameras
from checkin.scanning.messages import Condition
from checkin.scanning.opencv import cv2
from checkin.scanning.sources import Device, Film, Folder, Frame, FrameSource, SourceFault, Stream, name_of, parse_source


def make_film(path: Path, frames: int = 30, rate: float = 30.0) -> Path:
    """A film whose frames tell their number by their brightness: frame n is 10 n grey, and from 250 on from 0 again."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate, (320, 240))
    for number in range(frames):
        writer.write(np.full((240, 320, 3), number * 10 % 250, np.uint8))
    writer.release()
    return path


def make_folder(path: Path, *levels: int) -> Path:
    path.mkdir()
    for place, level in enumerate(levels):
        (path / f"{place} é城.png").write_bytes(cv2.imencode(".png", np.full((24, 32), level, np.uint8))[1].tobytes())
    return path


def all_frames(source: FrameSource) -> list[Frame]:
    source.open()
    frames = []
    while not source.ended:
        if (frame := source.read()) is not None:
            frames.append(frame)
    source.close()
    return frames


def level(frame: Frame) -> int:
    return round(float(frame.image.mean()))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Device()),
        ("device", Device()),
        ("device:2", Device(number=2)),
        ("/dev/video3", Device(path="/dev/video3")),
        ("http://10.0.0.7:8080/video", Stream("http://10.0.0.7:8080/video")),
        ("HTTPS://cam.example/x", Stream("HTTPS://cam.example/x")),
        ("some film.mp4", Film(Path("some film.mp4"))),
        ("device:x", Film(Path("device:x"))),
    ],
)
def test_a_source_text_means(text: str, kind: object) -> None:
    assert parse_source(text) == kind


def test_a_folder_is_told_from_a_film(tmp_path: Path) -> None:
    assert parse_source(str(tmp_path)) == Folder(tmp_path)


@pytest.mark.parametrize(
    "device",
    [Device(), Device(number=1), Device(path=r"\\?\usb#vid_046d&pid=1;x", name="Caméra HD; 100 %"), Device(name="城")],
)
def test_a_remembered_camera_survives_its_text(device: Device) -> None:
    assert parse_source(device.text) == device


@pytest.mark.parametrize("text", ["camera:", "camera:nonsense", "camera:path=", "camera:number=3"])
def test_a_remembered_camera_without_marks_is_not_any_camera(text: str) -> None:
    kind = parse_source(text)
    assert isinstance(kind, Device)
    assert not kind.any


def test_passwords_in_an_address_are_not_shown() -> None:
    assert name_of(Stream("http://admin:secret@cam.example:81/video?token=abc")) == "cam.example:81/video"


ONE = Found(Device(path="/dev/video0", usb="046D:0825", name="HD Webcam"), 200, 200)
TWIN = Found(Device(path="/dev/video2", usb="046D:0825", name="HD Webcam"), 202, 200)
OTHER = Found(Device(path="/dev/video4", usb="13D3:5666", name="Integrated Camera"), 204, 200)
PLAIN = Found(Device(path="", usb="", name="Continuity"), 206, 200)


def moved_to(found: Found, path: str) -> Found:
    return Found(Device(path=path, usb=found.device.usb, name=found.device.name), found.index, found.backend)


def test_the_first_camera_is_the_first_of_the_list() -> None:
    assert find_device(Device(), [OTHER, ONE]) is OTHER


def test_a_remembered_camera_is_known_by_its_path_then_its_usb_id_then_its_name() -> None:
    assert find_device(TWIN.device, [ONE, TWIN, OTHER]) is TWIN
    assert find_device(moved_to(ONE, "/dev/video9").device, [OTHER, ONE]) is ONE
    assert find_device(Device(path="/gone", name="Continuity"), [OTHER, PLAIN]) is PLAIN


def test_another_camera_at_the_remembered_path_is_not_taken() -> None:
    impostor = moved_to(OTHER, "/dev/video0")
    with pytest.raises(SourceFault) as fault:
        find_device(ONE.device, [impostor])
    assert fault.value.condition is Condition.MISSING
    assert "HD Webcam" in str(fault.value)


def test_of_two_equal_cameras_none_is_guessed() -> None:
    with pytest.raises(SourceFault):
        find_device(Device(path="/gone", usb="046D:0825", name="HD Webcam"), [ONE, TWIN])


def test_the_same_name_with_another_usb_id_is_another_camera() -> None:
    with pytest.raises(SourceFault):
        find_device(Device(usb="AAAA:BBBB", name="Integrated Camera"), [OTHER])


def test_no_camera_at_all_is_said_with_the_way_out() -> None:
    with pytest.raises(SourceFault, match="Plug one in"):
        find_device(Device(), [])


def test_cameras_are_offered_by_name_and_found_again_by_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [CameraInfo(index, "HD Webcam", f"/dev/video{index}", 0x46D, 0x825, 200) for index in (2, 0)]
    monkeypatch.setattr(devices.system, "supported_backends", (cv2.CAP_V4L2,))
    monkeypatch.setattr(devices.system, "enumerate_cameras", lambda backend: list(there))
    choices = list_cameras()
    assert [choice.name for choice in choices] == ["HD Webcam (1)", "HD Webcam (2)"]
    wanted = parse_source(choices[1].source)
    assert isinstance(wanted, Device)
    assert find_device(wanted, devices.plugged_in()).index == there[0].index


@pytest.mark.parametrize("text", ["device:97", "camera:name=Nowhere", "/dev/video97", "no such film.mp4"])
def test_what_is_not_there_is_missing(text: str) -> None:
    with pytest.raises(SourceFault) as fault:
        open_source(text).open()
    assert fault.value.condition is Condition.MISSING


def test_a_file_that_is_no_film_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("not a film")
    with pytest.raises(SourceFault, match=r"notes\.mp4 is not a film"):
        open_source(str(tmp_path / "notes.mp4")).open()


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceFault, match="no images"):
        open_source(str(tmp_path)).open()


def test_without_pace_every_frame_of_a_film_comes_once_at_the_films_own_time(tmp_path: Path) -> None:
    film = make_film(tmp_path / "été.mp4", 20, 25)
    frames = all_frames(open_source(str(film), pace=False))
    assert [frame.number for frame in frames] == list(range(20))
    assert np.allclose([frame.taken_at for frame in frames], np.arange(20) / 25, atol=0.002)
    assert all(abs(level(frame) - frame.number * 10) <= 4 for frame in frames)
    assert frames[0].image.shape == (240, 320, 3)


def test_with_pace_a_film_takes_its_time(tmp_path: Path) -> None:
    began = time.monotonic()
    frames = all_frames(open_source(str(make_film(tmp_path / "film.mp4", 15, 30))))
    assert time.monotonic() - began >= 14 / 30
    assert frames[-1].taken_at >= began + 14 / 30


def test_with_pace_a_late_reader_misses_frames(tmp_path: Path) -> None:
    source = open_source(str(make_film(tmp_path / "film.mp4", 60, 30)))
    source.open()
    first = source.read()
    time.sleep(0.5)
    later = source.read()
    source.close()
    assert first is not None
    assert later is not None
    assert later.number >= 14
    assert abs(level(later) - later.number * 10 % 250) <= 4


def test_a_film_that_starts_over_goes_on_in_time(tmp_path: Path) -> None:
    source = open_source(str(make_film(tmp_path / "film.mp4", 10, 30)), loop=True)
    source.open()
    frames = [frame for _ in range(25) if (frame := source.read()) is not None]
    source.close()
    assert not source.ended
    times = [frame.taken_at for frame in frames]
    assert times == sorted(times)
    assert [frame.number for frame in frames] == sorted({frame.number for frame in frames})
    assert sum(level(frame) < 3 for frame in frames) >= 2


def test_a_film_that_starts_over_for_a_very_late_reader_starts_now(tmp_path: Path) -> None:
    source = open_source(str(make_film(tmp_path / "film.mp4", 10, 30)), loop=True)
    source.open()
    source.read()
    time.sleep(1.5)
    frame = source.read()
    source.close()
    assert frame is not None
    assert frame.number == 10
    assert level(frame) < 3


def test_a_folder_shows_its_images_by_name_and_passes_over_what_is_none(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "pictures", 10, 20, 30)
    (folder / "0a.png").write_bytes(b"not an image")
    (folder / "notes.txt").write_text("nothing")
    frames = all_frames(open_source(str(folder), pace=False))
    assert [(level(frame), frame.taken_at) for frame in frames] == [(10, 0.0), (20, 1.0), (30, 2.0)]


def test_a_folder_in_real_time_holds_each_image_for_a_second(tmp_path: Path) -> None:
    began = time.monotonic()
    frames = all_frames(open_source(str(make_folder(tmp_path / "pictures", 10, 20))))
    assert time.monotonic() - began >= 1.8
    assert [level(frame) for frame in frames] == [10] * 10 + [20] * 10


def test_a_closed_source_gives_nothing_and_can_be_opened_again(tmp_path: Path) -> None:
    for text in (str(make_film(tmp_path / "film.mp4", 3)), str(make_folder(tmp_path / "pictures", 1))):
        source = open_source(text, pace=False)
        first = all_frames(source)
        assert source.read() is None
        source.close()
        assert [frame.taken_at for frame in all_frames(source)] == [frame.taken_at for frame in first]
