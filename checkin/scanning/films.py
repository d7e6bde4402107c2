"""Films and folders of images as cameras: in real time, or every frame once for tests and measurements."""

import time
from collections.abc import Callable
from pathlib import Path

from checkin.i18n import phrase
from checkin.scanning.messages import Condition
from checkin.scanning.opencv import Image, bgr, cv2, read_image
from checkin.scanning.sources import Film, Folder, Frame, SourceFault, name_of

Clock = Callable[[], float]

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"})
"""How the names of image files end."""

_SHOWN_S = 1.0
_PICTURE_EVERY_S = 0.1


class Pace:
    """Holds a film's frames back until they are due. Without `real_time` each is due at once, at the film's own time."""

    def __init__(self, real_time: bool = True, clock: Clock = time.monotonic) -> None:
        self.real_time = real_time
        self._clock = clock
        self._began = 0.0

    def begin(self) -> None:
        """The film's time 0 is now."""
        self._began = self._clock() if self.real_time else 0.0

    def over(self, film_time: float) -> bool:
        """Whether the moment `film_time` (s) has passed."""
        return self.real_time and self._clock() > self._began + film_time

    def wait_for(self, film_time: float) -> float:
        """Wait for the moment `film_time` and return it as the time of a frame."""
        due = self._began + film_time
        if self.real_time:
            time.sleep(max(0.0, due - self._clock()))
        return due


class FilmSource:
    """A video file, each frame at its own time."""

    def __init__(self, film: Film, pace: Pace, loop: bool = False) -> None:
        self.name = name_of(film)
        self.ended = False
        self._path = film.path
        self._pace = pace
        self._loop = loop
        self._capture: cv2.VideoCapture | None = None
        self._number = 0
        self._film_time = 0.0
        self._frame_s = 1 / 30

    def open(self) -> None:
        """See FrameSource."""
        if not self._path.is_file():
            raise SourceFault(Condition.MISSING, phrase("There is no file {path}. Choose another camera.", path=str(self._path)))
        self._capture = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            what = phrase("{path} is not a film that can be played. Choose another camera.", path=str(self._path))
            raise SourceFault(Condition.MISSING, what)
        self._frame_s = 1 / (self._capture.get(cv2.CAP_PROP_FPS) or 30)
        self._number = 0
        self.ended = False
        self._rewound()

    def read(self) -> Frame | None:
        """See FrameSource."""
        capture = self._capture
        if capture is None or not self._next_due(capture):
            return None
        arrived, image = capture.retrieve()
        return Frame(bgr(image), self._pace.wait_for(self._film_time), self._number - 1) if arrived else None

    def close(self) -> None:
        """See FrameSource."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _next_due(self, capture: cv2.VideoCapture) -> bool:
        """Go on to the next frame whose time is not over; False at the end."""
        while self._grab(capture):
            if not self._pace.over(self._film_time + self._frame_s):
                return True
        self.ended = True
        return False

    def _grab(self, capture: cv2.VideoCapture) -> bool:
        if not capture.grab():
            if not self._loop or not capture.set(cv2.CAP_PROP_POS_FRAMES, 0):
                return False
            self._rewound()
            if not capture.grab():
                return False
        film_time = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        # A container without times says 0 for ever: then the frame rate counts.
        self._film_time = film_time if film_time > self._film_time else self._film_time + self._frame_s
        self._number += 1
        return True

    def _rewound(self) -> None:
        self._film_time = -self._frame_s
        self._pace.begin()


class FolderSource:
    """The images of a folder in the order of their names, each shown for a second; what is no image is passed over."""

    def __init__(self, folder: Folder, pace: Pace, loop: bool = False) -> None:
        self.name = name_of(folder)
        self.ended = False
        self._path = folder.path
        self._pace = pace
        self._loop = loop
        self._waiting: list[Path] = []
        self._image: Image | None = None
        self._shown_from = 0.0
        self._film_time = 0.0
        self._number = 0

    def open(self) -> None:
        """See FrameSource."""
        if not self._pictures():
            what = phrase("There are no images in {path}. Choose another camera.", path=str(self._path))
            raise SourceFault(Condition.MISSING, what)
        self._waiting = self._pictures()
        self._image, self._film_time, self._number, self.ended = None, 0.0, 0, False
        self._pace.begin()

    def read(self) -> Frame | None:
        """See FrameSource."""
        while self._image is None or self._film_time >= self._shown_from + _SHOWN_S - 1e-6:
            if not self._turn_over():
                self.ended = True
                return None
        frame = Frame(self._image, self._pace.wait_for(self._film_time), self._number)
        self._film_time += _PICTURE_EVERY_S if self._pace.real_time else _SHOWN_S
        self._number += 1
        return frame

    def close(self) -> None:
        """See FrameSource."""
        self._waiting = []
        self._image = None

    def _turn_over(self) -> bool:
        """Show the next image; False when there is none."""
        if not self._waiting and self._loop and self._image is not None:
            self._waiting = self._pictures()
        self._image, self._shown_from = None, self._film_time
        while self._waiting and self._image is None:
            try:
                self._image = read_image(self._waiting.pop(0))
            except OSError:
                continue
        return self._image is not None

    def _pictures(self) -> list[Path]:
        try:
            return sorted(path for path in self._path.iterdir() if path.suffix.lower() in PICTURES and path.is_file())
        except OSError:
            return []
