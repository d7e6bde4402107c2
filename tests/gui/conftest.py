"""Windows for the tests; they need no display."""

import os
from collections.abc import Callable, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desk_samples import SALMA, YOUSSEF, Desk, build, ready
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkin.i18n import Words
from checkin.settings import Settings
from ui.language import apply_language

BuildDesk = Callable[..., Desk]
PATIENCE_MS = 30_000
"""What a test waits for comes at once; how long a busy machine takes for it is not what is tested."""


class PatientBot(QtBot):
    """Waits for facts longer than pytest-qt by itself does."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:  # type: ignore[override]
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """A patient one."""
    return PatientBot(request)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[BuildDesk]:
    """Builds desks; `settings` by keyword, `size` in pixels, told that it is ready unless `told=False`."""
    built: list[Desk] = []

    def make(size: tuple[int, int] = (1366, 768), *, told: bool = True, **settings: object) -> Desk:
        chosen = {"language": "en", "appearance": "light", "desk": "2", "gate": "A"} | settings
        one = build(qapp, Settings(**chosen), size)  # type: ignore[arg-type]
        built.append(one)
        # shortcuts belong to the active window
        one.window.activateWindow()
        qtbot.waitUntil(one.window.isActiveWindow)
        if told:
            one.window.on_published(ready())
        return one

    yield make
    for one in built:
        one.window.close()
        one.window.deleteLater()
    apply_language(qapp, Words("en"))


@pytest.fixture
def supervised(desk: BuildDesk) -> BuildDesk:
    """Builds desks with supervisors, two if not others; `unlocked_by` one of them."""

    def make(*args: object, supervisors: object = (SALMA, YOUSSEF), unlocked_by: object = None, **settings: object) -> Desk:
        one = desk(*args, told=False, **settings)
        one.window.on_published(ready(supervisors=supervisors, unlocked_by=unlocked_by))  # type: ignore[arg-type]
        return one

    return make


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., None]:
    """Presses keys one after the other, where the keyboard is; a text is typed by hand."""

    def keys(one: Desk, *pressed: object) -> None:
        for key in pressed:
            if isinstance(key, str):
                for letter in key:
                    one.window.on_typed(letter)
            else:
                qtbot.keyClick(one.window.focusWidget(), key)

    return keys
