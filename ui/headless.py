"""Drawing where there is no window: in commands, and for files."""

from PySide6.QtGui import QGuiApplication


def drawing() -> QGuiApplication:
    """What Qt needs to draw: the running application, or one without a window. Keep it while you draw."""
    running = QGuiApplication.instance()
    return running if isinstance(running, QGuiApplication) else QGuiApplication(["checkin", "-platform", "offscreen"])
