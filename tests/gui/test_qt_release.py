"""PySide6 6.12.0 aborts on CPython 3.11 after some 570 signals emitted from Python: a release that does must not get in."""

from PySide6.QtCore import QObject, Signal, Slot


class Sender(QObject):
    told = Signal(object)


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[bool] = []

    @Slot(object)
    def on_told(self, what: bool) -> None:
        self.heard.append(what)


def test_five_thousand_signals_from_python_arrive() -> None:
    sender, receiver = Sender(), Receiver()
    sender.told.connect(receiver.on_told)
    for number in range(5_000):
        sender.told.emit(number % 2 == 0)
    assert receiver.heard == [True, False] * 2_500
