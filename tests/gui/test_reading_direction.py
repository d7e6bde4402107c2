"""Badges shown together, decided on in the order in which staff read: a whole desk without its window."""

from pathlib import Path

import numpy as np
import qrcode
from PySide6.QtCore import QObject, Slot

from checkin.desk.messages import Judged
from checkin.scanning.opencv import cv2
from checkin.settings import Settings
from ui.app import Desk, DeskPlan
from ui.bridge import Bridge


class Ear(QObject):
    """Hears what badges are decided on."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    @Slot(object)
    def on_published(self, message: object) -> None:
        if isinstance(message, Judged):
            self.texts.append(message.line.text)


def picture_of(folder: Path, *texts: str) -> str:
    """A camera source that shows these badges side by side."""
    image = np.full((360, 640), 120, dtype=np.uint8)
    for place, text in enumerate(texts):
        code = qrcode.QRCode(box_size=1, border=4)
        code.add_data(text)
        symbol = np.where(np.array(code.get_matrix()), 20, 235).astype(np.uint8).repeat(4, 0).repeat(4, 1)
        x, side = 60 + 220 * place, symbol.shape[0]
        image[120 : 120 + side, x : x + side] = symbol
    folder.mkdir()
    cv2.imwrite(str(folder / "badges.png"), image)
    return str(folder)


def test_staff_who_switch_to_arabic_hear_of_the_badge_on_the_right_first(qtbot, home, tmp_path) -> None:
    settings = Settings(language="fr", checkpoint="entrance")
    first, second = picture_of(tmp_path / "first", "ONE", "TWO"), picture_of(tmp_path / "second", "THREE", "FOUR")
    bridge, ear = Bridge(), Ear()
    bridge.published.connect(ear.on_published)
    desk = Desk(DeskPlan(home / "desk.db", tmp_path / "settings.toml", settings, (first,)), bridge)
    desk.start()
    try:
        qtbot.waitUntil(lambda: len(ear.texts) == 2, timeout=20_000)
        desk.settings_changed(settings.but(language="ar"))
        desk.switch_camera(second)
        qtbot.waitUntil(lambda: len(ear.texts) == 4, timeout=20_000)
    finally:
        desk.stop()
    assert ear.texts == ["ONE", "TWO", "FOUR", "THREE"]
