"""The cameras of this machine, and which of them is the one that was remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2_enumerate_cameras as system
from cv2_enumerate_cameras.camera_info import CameraInfo

from checkin.i18n import Phrase, phrase
from checkin.scanning.messages import CameraList, Condition
from checkin.scanning.opencv import cv2
from checkin.scanning.sources import Device, SourceFault, name_of, parse_source

# Each system's own way to its cameras, best first; the same camera is listed once for each of them.
_BACKENDS = (cv2.CAP_MSMF, cv2.CAP_DSHOW, cv2.CAP_V4L2, cv2.CAP_AVFOUNDATION)


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera to choose: `source` finds this very camera again, `name` is for people."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A camera of this machine as cv2 opens it."""

    device: Device
    index: int
    backend: int


def list_cameras() -> list[CameraChoice]:
    """The cameras that are plugged in, in the system's order; cameras with one name are told apart by a number."""
    cameras = plugged_in()
    names = [camera.device.name for camera in cameras]
    return [
        CameraChoice(camera.device.text, name if names.count(name) == 1 else f"{name} ({names[: place + 1].count(name)})")
        for place, (camera, name) in enumerate(zip(cameras, names, strict=True))
    ]


def list_with(watched: str) -> CameraList:
    """The cameras that are plugged in, and the source text `watched` among them: as one of them where it means one, else beside
    them, so that it can be chosen again."""
    choices = tuple((choice.source, choice.name) for choice in list_cameras())
    wanted = parse_source(watched)
    if isinstance(wanted, Device):
        try:
            watched = find_device(wanted, plugged_in()).device.text
        except SourceFault:
            if wanted.any:
                return CameraList(choices, "")
    if watched not in dict(choices):
        choices = ((watched, name_of(wanted)), *choices)
    return CameraList(choices, watched)


def plugged_in() -> list[Found]:
    """The cameras of this machine by the system's best way to them."""
    for backend in _BACKENDS:
        if backend in system.supported_backends:
            cameras = sorted(system.enumerate_cameras(backend), key=lambda info: info.index)
            return [Found(_device(info), info.index, backend) for info in cameras]
    return []


def find_device(wanted: Device, cameras: Sequence[Found]) -> Found:
    """The camera that is meant, never another one; SourceFault when it is not there.

    A remembered camera is the one at its path, unless its USB id shows that another one was plugged in there; else the only
    one with its USB id; else, where there is no such id, the only one with its name.
    """
    if wanted.any and cameras:
        return cameras[0]
    if wanted.number is not None:
        numbered = [camera for camera in cameras if camera.index == wanted.number]
        return numbered[0] if numbered else Found(wanted, wanted.number, cv2.CAP_ANY)
    for fits in (_same_path, _same_usb, _same_name):
        matches = [camera for camera in cameras if fits(wanted, camera.device)]
        if len(matches) == 1:
            return matches[0]
    raise SourceFault(Condition.MISSING, _not_there(wanted))


def _not_there(wanted: Device) -> Phrase:
    if wanted.any:
        return phrase("No camera found. Plug one in: it starts by itself. Until then, use the search or a hand scanner.")
    return phrase(
        "The camera {name} is not plugged in. Plug it in: it starts by itself. Or choose another one.",
        name=wanted.name or wanted.path or wanted.usb,
    )


def _device(info: CameraInfo) -> Device:
    usb = f"{info.vid:04X}:{info.pid:04X}" if info.vid is not None and info.pid is not None else ""
    return Device(path=info.path or "", usb=usb, name=info.name or "")


def _same_path(wanted: Device, there: Device) -> bool:
    return bool(wanted.path) and wanted.path == there.path and wanted.usb in ("", there.usb)


def _same_usb(wanted: Device, there: Device) -> bool:
    return bool(wanted.usb) and wanted.usb == there.usb


def _same_name(wanted: Device, there: Device) -> bool:
    return bool(wanted.name) and wanted.name == there.name and not (wanted.usb and there.usb)
