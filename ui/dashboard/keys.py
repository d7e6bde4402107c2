"""The keys of the dashboard's window."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from ui.dashboard.window import DashboardWindow


def connect_keys(window: "DashboardWindow") -> None:
    """What each key does; Ctrl+1 and so on are the entries of the rail, in their order."""
    set_ = window.preferences
    acts = {
        "F4": set_.switch_language, "F5": set_.switch_appearance, "F6": set_.switch_sound, "F7": window.next_checkpoint,
        "F8": window.open_who, "F11": window.switch_full_screen, "Esc": window.step_back,
        "Ctrl+T": window.switch_tables, "Ctrl+S": window.keep, "Ctrl+R": window.make_report,
    }  # fmt: skip
    acts |= {f"Ctrl+{place}": button.click for place, button in enumerate(window.rail.buttons.values(), 1)}
    for keys, act in acts.items():
        QShortcut(QKeySequence(keys), window).activated.connect(act)
