"""A hand scanner that types like a keyboard is told from a person by its speed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

LEAST_LENGTH = 6
LONGEST_GAP_MS = 35.0
TERMINATORS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(slots=True)
class Burst:
    """Letters that follow each other faster than a person types. Times in milliseconds."""

    letters: list[str] = field(default_factory=list)
    last_ms: float = 0.0

    def continues(self, at_ms: float) -> bool:
        """Whether something typed at `at_ms` belongs to this burst."""
        return bool(self.letters) and 0 <= at_ms - self.last_ms < LONGEST_GAP_MS

    def add(self, letter: str, at_ms: float) -> None:
        """One more letter."""
        self.letters.append(letter)
        self.last_ms = at_ms

    def is_scan(self, at_ms: float) -> bool:
        """Whether a terminator at `at_ms` ends a scan."""
        return len(self.letters) >= LEAST_LENGTH and self.continues(at_ms)

    def take(self) -> str:
        """The letters; the burst is empty afterwards."""
        text = "".join(self.letters)
        self.letters.clear()
        return text


class Wedge(QObject):
    """Watches every key that is pressed in `window`, whatever has the focus.

    A letter is held back for some 35 ms: what goes on as fast as a scanner types, and ends with Enter or Tab, is `scanned`;
    all else is `typed`, in the order in which it was.
    """

    scanned = Signal(str)
    typed = Signal(str)

    def __init__(self, window: QWidget, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._burst = Burst()
        self._patience = QTimer(self, singleShot=True, interval=round(LONGEST_GAP_MS) + 5)
        self._patience.timeout.connect(self._release)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True where a key was taken."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        return self._takes(event) if watched.window() is self._window else False

    def _takes(self, event: QKeyEvent) -> bool:
        at_ms = self._time_of(event)
        if event.key() in TERMINATORS:
            return self._ends(at_ms)
        if not self._is_letter(event):
            if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_AltGr):
                self._release()
            return False
        if not self._burst.continues(at_ms) or event.isAutoRepeat():
            self._release()
        self._burst.add(event.text(), at_ms)
        self._patience.start()
        return True

    def _ends(self, at_ms: float) -> bool:
        if not self._burst.is_scan(at_ms):
            self._release()
            return False
        self._patience.stop()
        self.scanned.emit(self._burst.take())
        return True

    def _is_letter(self, event: QKeyEvent) -> bool:
        commands = event.modifiers() & COMMANDS
        # AltGr arrives as Ctrl+Alt from Windows
        if commands and commands != Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier:
            return False
        if event.key() == Qt.Key.Key_Space and not self._burst.letters:
            return self._focus_reads()
        return bool(event.text()) and event.text().isprintable()

    def _focus_reads(self) -> bool:
        """Whether a space is a letter here; on a button it presses."""
        focus: QWidget | None = self._window.focusWidget()
        return focus is None or focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def _time_of(self, event: QKeyEvent) -> float:
        # when the window was busy, keys that wait arrive together: only their own time tells how fast they were typed
        return float(event.timestamp()) if event.timestamp() else self._clock() * 1000

    def _release(self) -> None:
        self._patience.stop()
        if self._burst.letters:
            self.typed.emit(self._burst.take())
