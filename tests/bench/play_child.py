"""The yardstick of a desk: `play_child.py FILM SECONDS` merely plays the film in a window, looped, and prints what that cost."""

import json
import sys
import time

import cv2
import psutil
from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

WARM_UP_S = 5.0


class Screen(QWidget):
    """Shows the film at its own pace."""

    def __init__(self, film: str) -> None:
        super().__init__()
        cv2.setNumThreads(1)
        self._film = film
        self._capture = cv2.VideoCapture(film)
        self._frame = self._capture.read()[1]
        self.resize(1280, 720)
        self._next = QTimer(self, interval=33)
        self._next.timeout.connect(self.step)
        self._next.start()

    @Slot()
    def step(self) -> None:
        """The next frame."""
        there, frame = self._capture.read()
        if there:
            self._frame = frame
            self.update()
        else:
            self._capture = cv2.VideoCapture(self._film)

    def paintEvent(self, event: QPaintEvent) -> None:
        height, width = self._frame.shape[:2]
        image = QImage(self._frame.data, width, height, self._frame.strides[0], QImage.Format.Format_BGR888)
        painter = QPainter(self)
        painter.drawImage(0, 0, image)
        painter.end()


def play(film: str, seconds: float) -> dict[str, float]:
    """CPU in percent of one core after the warm-up, and memory."""
    app = QApplication(sys.argv[:1])
    screen = Screen(film)
    screen.show()
    begun: list[float] = []
    QTimer.singleShot(int(min(WARM_UP_S, seconds / 2) * 1000), lambda: begun.extend((time.process_time(), time.monotonic())))
    QTimer.singleShot(int(seconds * 1000), app.quit)
    app.exec()
    spent, passed = time.process_time() - begun[0], time.monotonic() - begun[1]
    return {"cpu_percent": 100 * spent / passed, "rss_mb": psutil.Process().memory_info().rss / 1e6}


if __name__ == "__main__":
    print(json.dumps(play(sys.argv[1], float(sys.argv[2]))))
