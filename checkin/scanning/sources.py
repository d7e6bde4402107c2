"""What a camera's frames can come from, written in one text; free of cv2 and numpy, so that a window can open before these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from urllib.parse import parse_qsl, urlencode, urlsplit

from checkin.i18n import Phrase
from checkin.scanning.messages import Condition, Flaw

if TYPE_CHECKING:
    from checkin.scanning.opencv import Image

_REMEMBERED = "camera:"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: blue-green-red, uint8, (height, width, 3), not to be written to; `taken_at` in monotonic seconds (or in the
    film's own time, when it is read without pace); `number` counts from 0 since the source was opened."""

    image: "Image"
    taken_at: float
    number: int


class SourceFault(Exception):
    """A source that gives no frames: in which condition it is, and what to do."""

    def __init__(self, condition: Condition, what: Phrase) -> None:
        super().__init__(str(what))
        self.condition = condition
        self.what = what


class FrameSource(Protocol):
    """Frames from anywhere. It belongs to one thread; only `close` may be called from another."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def ended(self) -> bool:
        """Whether no frame can come any more: the end of a film. Never for a camera."""

    def open(self) -> None:
        """Make it ready; SourceFault when it is not there or not to be had."""

    def read(self) -> Frame | None:
        """The next frame, waited for at the source's own pace; None when none came."""

    def close(self) -> None:
        """Give the device or file back. More than once does no harm."""


@runtime_checkable
class LiveSource(FrameSource, Protocol):
    """Frames from a lens: their picture can go wrong, and then the source is opened once more."""

    @property
    def particulars(self) -> Mapping[str, object]:
        """What was got when it was opened, for the log."""

    def reconsider(self, flaws: Sequence[Flaw]) -> None:
        """Told before `open`: for each of these flaws it was opened anew, so that it may ask its driver in another way."""


@dataclass(frozen=True, slots=True)
class Device:
    """A camera of this machine: the first one, one by its number, or the one that was remembered by what it is."""

    number: int | None = None
    path: str = ""
    usb: str = ""
    name: str = ""

    @property
    def any(self) -> bool:
        """Whether any camera will do."""
        return self == Device()

    @property
    def text(self) -> str:
        """The source text that `parse_source` reads."""
        if self.number is not None:
            return f"device:{self.number}"
        parts = {"path": self.path, "usb": self.usb, "name": self.name}
        return "device" if self.any else _REMEMBERED + urlencode({key: value for key, value in parts.items() if value})


@dataclass(frozen=True, slots=True)
class Film:
    """A video file."""

    path: Path


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of images, shown one after the other in the order of their names."""

    path: Path


@dataclass(frozen=True, slots=True)
class Stream:
    """A network camera: MJPEG over HTTP."""

    url: str


SourceKind = Device | Film | Folder | Stream


def parse_source(text: str) -> SourceKind:
    """What a source text means. Every text means something: what is nothing else is the path of a video file or folder.

    "" and "device" are the first camera, "device:1" the system's camera 1, "camera:..." one that was remembered, "http://..."
    a network camera.
    """
    text = text.strip()
    if text in ("", "device"):
        return Device()
    if text.startswith("device:") and text[7:].isdecimal():
        return Device(number=int(text[7:]))
    if text.startswith(_REMEMBERED):
        return _remembered(dict(parse_qsl(text[len(_REMEMBERED) :])))
    if text.lower().startswith(("http://", "https://")):
        return Stream(text)
    if text.startswith("/dev/"):
        return Device(path=text)
    return Folder(Path(text)) if Path(text).is_dir() else Film(Path(text))


def _remembered(parts: Mapping[str, str]) -> Device:
    # A text that names nothing must not come to mean "any camera".
    device = Device(path=parts.get("path", ""), usb=parts.get("usb", ""), name=parts.get("name", ""))
    return Device(name="?") if device.any else device


def name_of(kind: SourceKind) -> str:
    """What people call a source, without passwords."""
    match kind:
        case Device():
            return kind.name or kind.path or kind.usb or kind.text
        case Stream():
            parts = urlsplit(kind.url)
            return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
        case Film() | Folder():
            return kind.path.name or str(kind.path)
