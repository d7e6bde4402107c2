"""Cameras of this machine: what their drivers are asked for, and how they are found again. The drivers are stood in for, the
loop that watches them is the real one, and their pictures come through cv2 from a network camera."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from network_camera import HASTE, MjpegServer, rolling_ball, serving, working
from structlog.testing import capture_logs

from checkin.cli.examination.machine import tried
from checkin.rehearsal.findings import Finding, State
from checkin.scanning.asking import Asking
from checkin.scanning.captures import DeviceSource
from checkin.scanning.devices import Found
from checkin.scanning.messages import Condition, Flaw
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.sources import Device, Frame

BLANK = np.zeros((2, 2, 3), np.uint8)
NAMES = {
    getattr(cv2, f"CAP_PROP_{name}"): name
    for name in ("FOURCC", "FRAME_WIDTH", "FRAME_HEIGHT", "FPS", "BUFFERSIZE", "AUTOFOCUS", "AUTO_EXPOSURE")
}


class Driver:
    """A camera's driver as cv2 shows it: it refuses some settings, and remembers what it was asked for."""

    def __init__(self, backend: str = "V4L2", refuses: Callable[[str, float], bool] = lambda name, value: False) -> None:
        self.asked: list[tuple[str, float]] = []
        self._backend = backend
        self._refuses = refuses
        self._is: dict[str, float] = {"FRAME_WIDTH": 640.0, "FRAME_HEIGHT": 480.0, "FPS": 30.0, "FOURCC": -1.0}
        self._shots = 0

    def getBackendName(self) -> str:
        return self._backend

    def isOpened(self) -> bool:
        return True

    def set(self, setting: int, value: float) -> bool:
        name = NAMES[setting]
        self.asked.append((name, value))
        if self._refuses(name, value):
            return False
        self._is[name] = value
        return True

    def get(self, setting: int) -> float:
        return self._is.get(NAMES[setting], -1.0)

    def pixels(self) -> str:
        return int(self._is["FOURCC"]).to_bytes(4, "little").decode()

    def read(self) -> tuple[bool, Image]:
        """Green when its pixels are JPEGs."""
        self._shots += 1
        scene = (20, 150, 20) if self.pixels() == "MJPG" else (120, 130, 140)
        chance = np.random.default_rng(self._shots)
        return True, np.clip(chance.normal(scene, 3, (90, 160, 3)), 0, 255).astype(np.uint8)

    def release(self) -> None:
        pass


def exposures(driver: Driver) -> list[float]:
    return [value for name, value in driver.asked if name == "AUTO_EXPOSURE"]


def test_a_camera_is_asked_for_jpegs_of_its_size_automatic_focus_and_exposure() -> None:
    driver = Driver()
    given = Asking((1920, 1080)).ask(driver)
    assert [name for name, _ in driver.asked] == list(NAMES.values())
    assert (given.width, given.height, given.rate, given.pixels, given.refused) == (1920, 1080, 30.0, "MJPG", ())


@pytest.mark.parametrize(
    ("backend", "knows", "tried"),
    [("V4L2", 3.0, [3.0]), ("V4L2", 0.0, [3.0, 0.0]), ("MSMF", -6.0, [1.0, -6.0]), ("DSHOW", 1.0, [1.0]), ("GSTREAMER", 1.0, [])],
)
def test_automatic_exposure_is_asked_for_in_the_system_s_own_numbers(backend: str, knows: float, tried: list[float]) -> None:
    driver = Driver(backend, refuses=lambda name, value: name == "AUTO_EXPOSURE" and value != knows)
    given = Asking((1280, 720)).ask(driver)
    assert exposures(driver) == tried
    assert ("exposure" in given.refused) is (not tried)


def test_what_a_driver_refuses_is_told_and_does_no_harm() -> None:
    driver = Driver(refuses=lambda name, value: True)
    given = Asking((1280, 720)).ask(driver)
    assert given.refused == ("pixels", "width", "height", "rate", "buffers", "focus", "exposure")
    assert (given.width, given.height, given.pixels) == (640, 480, "")


def test_after_wrong_colours_uncompressed_pixels_are_asked_for_and_after_black_the_exposure_is_stirred() -> None:
    driver = Driver()
    assert Asking((1280, 720)).after([Flaw.COLOURS, Flaw.BLACK]).ask(driver).pixels == "YUYV"
    assert exposures(driver) == [1.0, 3.0]
    assert Asking((1280, 720)).after([Flaw.COLOURS, Flaw.FROZEN, Flaw.COLOURS]).ask(Driver("MSMF")).pixels == "MJPG"
    assert Asking((1280, 720)).after([Flaw.COLOURS]).ask(Driver("MSMF")).pixels == "YUY2"


def device(path: str, name: str = "HD Webcam", usb: str = "046D:0825") -> Device:
    return Device(path=path, usb=usb, name=name)


def test_wrong_colours_heal_by_other_pixels() -> None:
    there = [Found(device("/dev/video0"), 0, cv2.CAP_V4L2)]
    drivers: list[Driver] = []

    def opened(index: int, backend: int) -> Driver:
        drivers.append(Driver())
        return drivers[-1]

    def source(text: str) -> DeviceSource:
        return DeviceSource(Device(), cameras=lambda: there, capture=opened)  # type: ignore[arg-type]

    with capture_logs() as logs, working("device", patience=HASTE, open_source=source) as desk:
        desk.becomes(Condition.LIVE, Flaw.COLOURS)
        desk.becomes(Condition.LIVE)
        assert [driver.pixels() for driver in drivers] == ["MJPG", "YUYV"]
    assert [line["pixels"] for line in logs if line["event"] == "a camera was opened"] == ["MJPG", "YUYV"]


class Machine:
    """A machine's USB ports: which cameras are plugged in, and the network cameras from which their pictures come."""

    def __init__(self) -> None:
        self.cameras: list[Found] = []
        self.urls: dict[int, str] = {}
        self.opened: list[int] = []

    def plug(self, found: Device, index: int, url: str) -> None:
        self.cameras.append(Found(found, index, cv2.CAP_V4L2))
        self.urls[index] = url

    def unplug(self) -> None:
        self.cameras = []

    def source(self, wanted: Device) -> DeviceSource:
        return DeviceSource(wanted, cameras=lambda: self.cameras, capture=self._capture)

    def _capture(self, index: int, backend: int) -> cv2.VideoCapture:
        self.opened.append(index)
        return cv2.VideoCapture(self.urls[index], cv2.CAP_FFMPEG)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with serving(rolling_ball) as server:
        yield server


@pytest.mark.parametrize("usb", ["046D:0825", ""], ids=["by its usb id", "by its name"])
def test_a_camera_plugged_into_another_port_is_found_again_and_no_other_one_is_taken(
    machine: Machine, server: MjpegServer, usb: str
) -> None:
    remembered = device("/dev/video0", usb=usb)
    machine.plug(remembered, 0, server.url)
    with working(remembered.text, patience=HASTE, open_source=lambda text: machine.source(remembered)) as desk:
        desk.becomes(Condition.LIVE)
        machine.unplug()
        machine.plug(device("/dev/video9", "Integrated", "13D3:5666"), 9, server.url)
        server.die()
        desk.becomes(Condition.LOST)
        with serving(rolling_ball) as other_port:
            machine.plug(device("/dev/video2", usb=usb), 2, other_port.url)
            desk.becomes(Condition.LIVE)
    assert desk.conditions == ["opening", "live", "lost", "live"]
    assert set(machine.opened) == {0, 2}


def test_a_camera_that_another_program_holds_is_told_and_starts_when_it_is_let_go(machine: Machine, server: MjpegServer) -> None:
    server.die()
    machine.plug(device("/dev/video0"), 0, server.url)
    with working("device", patience=HASTE, open_source=lambda text: machine.source(Device())) as desk:
        desk.becomes(Condition.BUSY)
        assert "Another program holds the camera HD Webcam" in str(desk.states[-1].what)
        with serving(rolling_ball, server.port):
            desk.becomes(Condition.LIVE)
    assert desk.conditions == ["opening", "busy", "live"]


def frames_of(rate: float, seconds: float) -> list[Frame]:
    """What a camera gives that is asked as often, by a clock that goes as fast as it says."""
    now = [100.0]
    source = DeviceSource(
        Device(), clock=lambda: now[0], cameras=lambda: [Found(device("/dev/video0"), 0, cv2.CAP_V4L2)],
        capture=lambda index, backend: Driver(),  # type: ignore[arg-type,return-value]
    )  # fmt: skip
    source.open()
    frames = []
    for _ in range(round(seconds * rate)):
        now[0] += 1 / rate
        frame = source.read()
        assert frame is not None
        frames.append(frame)
    source.close()
    return frames


@pytest.mark.parametrize(("rate", "slow"), [(8.0, [True]), (24.0, [])])
def test_a_camera_that_slows_down_in_the_dark_is_told_in_the_log(rate: float, slow: list[bool]) -> None:
    with capture_logs() as logs:
        assert len(frames_of(rate, 10)) == 10 * rate
    assert [line["slow"] for line in logs if line["event"] == "the camera's pace changed"] == slow


def doctored(driver: Driver) -> Finding:
    there = [Found(device("/dev/video0"), 0, cv2.CAP_V4L2)]
    return tried(DeviceSource(Device(), cameras=lambda: there, capture=lambda index, backend: driver), "HD Webcam")  # type: ignore[arg-type,return-value]


def test_doctor_tells_what_a_camera_gives() -> None:
    finding = doctored(Driver())
    assert finding.state is State.OK
    assert str(finding.message) == "Found: HD Webcam. HD Webcam gives 160 x 90 pixels, 30 a second, as MJPG."


def test_doctor_warns_of_a_camera_that_gives_nothing_or_is_held_by_another_program() -> None:
    silent, held = Driver(), Driver()
    silent.read = lambda: (False, BLANK)  # type: ignore[method-assign]
    held.isOpened = lambda: False  # type: ignore[method-assign]
    assert [doctored(driver).state for driver in (silent, held)] == [State.WARNING, State.WARNING]
    assert "gives no picture" in str(doctored(silent).message)
    assert "Another program holds" in str(doctored(held).message)
