from threading import Thread, current_thread, main_thread

from desk_samples import AMINA, judged
from PySide6.QtCore import QObject, Slot

from ui.bridge import Bridge


class Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.threads: set[str] = set()

    @Slot(object)
    def on_published(self, message: object) -> None:
        self.heard += 1
        self.threads.add(current_thread().name)


def test_five_thousand_messages_from_a_worker_arrive_in_the_window_s_thread(qtbot) -> None:
    bridge, ear = Bridge(), Ear()
    bridge.published.connect(ear.on_published)
    message = judged(AMINA)

    def work() -> None:
        for _ in range(5000):
            bridge.publish(message)

    worker = Thread(target=work, name="desk")
    worker.start()
    qtbot.waitUntil(lambda: ear.heard == 5000, timeout=20_000)
    worker.join()
    assert ear.threads == {main_thread().name}
