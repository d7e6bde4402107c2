"""The kiosk's window: the panel for visitors, the camera's picture, a button that calls staff, and the PIN that ends it all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from checkin.i18n import phrase
from ui.desk.forms import FormPage
from ui.desk.preview import Preview
from ui.desk.sizes import scale_for
from ui.desk.takeover import UNLIMITED
from ui.desk.wedge import Wedge
from ui.kiosk.cards import in_all
from ui.kiosk.panel import VisitorPanel
from ui.widgets.button import Button, Kind, WideButton
from ui.widgets.look import Look

CALL, HERE = phrase("Call staff"), phrase("Staff is here")
CALL_KEYS, LEAVE_KEYS = "F1", "Ctrl+K"
SIDE_SHARE = 0.3


class FormPlace(QStackedWidget):
    """The place of the PIN's form, empty while none is asked for (see ui.desk.pin_asking)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._nothing = QWidget(self)
        self.addWidget(self._nothing)
        self.hide()

    def add_form(self) -> FormPage:
        """A form of this place."""
        page = FormPage(self)
        self.addWidget(page)
        return page

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show it."""
        super().setCurrentWidget(page)
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        super().setCurrentWidget(self._nothing)
        self.hide()


class KioskWindow(QWidget):
    """Everything that visitors see and touch. It is not closed: whoever tries is asked for the PIN, as `leaving` says.

    `scanned` with the text of a hand scanner, `called` when the button is pressed.
    """

    scanned = Signal(str)
    called = Signal()
    leaving = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.may_close = False
        self.setMinimumSize(640, 400)
        self.panel = VisitorPanel(self)
        self.call = WideButton(self, "hand", Kind.MAIN)
        self.leave = Button(self, "shield")
        for button in (self.call, self.leave):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the Enter of a hand scanner presses neither
        self.form = FormPlace(self)
        self._look: Look | None = None
        self._preview: Preview | None = None
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.addWidget(self.call, 1)
        self._foot.addWidget(self.leave)
        self._whole.addWidget(self.panel, 1)
        self._whole.addLayout(self._side)
        self._connect()

    def _connect(self) -> None:
        self.call.clicked.connect(self.called)
        self.leave.clicked.connect(self.leaving)
        self.wedge = Wedge(self)
        self.wedge.scanned.connect(self.scanned)
        self.wedge.typed.connect(self.type)
        for keys, signal in ((CALL_KEYS, self.called), (LEAVE_KEYS, self.leaving)):
            QShortcut(QKeySequence(keys), self).activated.connect(signal)

    def take_preview(self, preview: Preview) -> None:
        """Show the camera's picture, without its button."""
        self._preview = preview
        preview.choose.hide()
        preview.setMinimumHeight(96)
        preview.setMaximumHeight(UNLIMITED)
        preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for place, (part, share) in enumerate(((preview, 1), (self.form, 2))):
            self._side.insertWidget(place, part, share)
        self._side.addLayout(self._foot)
        preview.show()

    def give_preview_back(self) -> None:
        """It is the desk's again."""
        if self._preview is not None:
            self._side.removeWidget(self._preview)
            self._side.removeItem(self._foot)
            self._preview.choose.show()
            self._preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._preview = None

    def dress(self, look: Look, languages: tuple[str, ...], *, calling: bool) -> None:
        """Words, colours and sizes; `calling`: the button says that staff have come."""
        scale = scale_for(max(self.width(), 800), max(self.height(), 600))
        self._look = look = Look(look.words, look.theme.but(scale=scale))
        said = " · ".join(one.text for one in in_all(CALL, languages)) if not calling else look.words(HERE)
        large = Look(look.words, look.theme.but(scale=scale * 1.3))
        self.call.say(large, said, look.words(HERE if calling else CALL), CALL_KEYS, hinted=False)
        self.call.setMinimumHeight(2 * look.theme.target_px)
        self.leave.say(look, "", look.words("Leave the kiosk with a PIN"), LEAVE_KEYS)
        self.leave.setMinimumHeight(2 * look.theme.target_px)
        self.panel.dress(look.theme)
        for place in range(self.form.count()):
            page = self.form.widget(place)
            if isinstance(page, FormPage):
                page.dress(look)
        self.setStyleSheet(look.theme.style_sheet())
        self._fit(look)

    def _fit(self, look: Look) -> None:
        gap, upright = look.theme.px(12), self.height() > self.width()
        self._whole.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        self._whole.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._whole, self._side, self._foot):
            layout.setSpacing(gap)
        room = self.height() if upright else self.width()
        side = round(room * SIDE_SHARE)
        for part in (self._preview, self.form, self.call):
            if part is not None:
                part.setMaximumWidth(UNLIMITED if upright else side - look.theme.target_px * (part is self.call))
        self._whole.setStretch(0, 7)
        self._whole.setStretch(1, 3)

    def type(self, text: str) -> None:
        """What is typed is for the PIN, or for nobody."""
        page = self.form.currentWidget()
        if isinstance(page, FormPage) and self.form.isVisible():
            page.type(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size."""
        if self._look is not None:
            self._fit(self._look)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not without a PIN."""
        if self.may_close:
            event.accept()
        else:
            event.ignore()
            self.leaving.emit()
