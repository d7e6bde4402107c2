"""Draws cards that nobody sees while the desk has nothing else to do: whoever comes first is answered as quickly as all others.

The first card of its kind waits for what later ones find ready: fonts in each size, letters, names of days, and the words of a
visitor's language.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from checkin.desk.messages import Judged
from checkin.domain.event import LANGUAGES, Event
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.registration import Registration
from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction, Outcome, Passage, Reason, Verdict
from checkin.i18n import Words
from ui.desk.cards import Card, card_of
from ui.desk.state import DeskState
from ui.desk.verdict import VerdictPanel

BEGINS_AFTER_MS = 1000
"""After the window was dressed: it is to be on the screen, and the camera open, before anything is done in advance."""
EVERY_MS = 40

NAMES = (
    "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", "abcdefghijklmn", "opqrstuvwxyz-'’.", "éèêëàâäçîïôöùûüñ", "áíóúãõåøæœßÿý",
    "ÉÈÊÀÂÇÎÔØÖÜÁÑÅ&,",
    "ببب تتت ثثث ججج ححح", "خخخ سسس ششش صصص ضضض", "ططط ظظظ ععع غغغ ففف", "ققق ككك للل ممم ننن", "ههه ييي ئئئ لا لأ لإ لله",
    "با بد بذ بر بز بو بة بى بأ", "ا د ذ ر ز و ة ى أ إ آ ء ؤ بؤ بآ بإ",
    "张伟 王芳 李娜",
)  # fmt: skip
"""Letters of names, in Arabic as they stand within words, and a few of Chinese for their font; each text short enough for the
largest size."""


def samples(event: Event, words: Words) -> Iterator[Card]:
    """Cards of people who were admitted, with all letters; then one of each refusal. Visitors speak each language in turn."""
    at = datetime.now(UTC)
    first = Passage("", at - timedelta(days=1), Direction.ENTRY, "", next(iter(event.gates), ""), "1")
    verdicts = [Verdict(Outcome.ADMITTED)] * len(NAMES) + [Verdict(Outcome.REFUSED, reason, first) for reason in Reason]
    for number, verdict in enumerate(verdicts):
        name, language = NAMES[number % len(NAMES)], LANGUAGES[number % len(LANGUAGES)]
        person = Registration("", name, next(iter(event.categories), ""), "", name, language=language)
        line = JournalLine(
            "", Kind.SCAN, at, event.id, next(iter(event.checkpoints)), Direction.ENTRY, verdict.outcome, verdict.reason,
            "", person.category, "", Origin.CAMERA, first.gate, "1",
        )  # fmt: skip
        yield card_of(Judged(line, verdict, person, Figures(), Figures()), event, words)


class Warming(QObject):
    """Draws the sample cards for `panel`, one at a time, each time after `begin`, once `state` knows an event."""

    def __init__(self, panel: VerdictPanel, state: DeskState) -> None:
        super().__init__(panel)
        self._panel = panel
        self._state = state
        self._words: Words | None = None
        self._left: Iterator[Card] = iter(())
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._draw)

    @property
    def is_going_on(self) -> bool:
        """Whether there is something left to draw."""
        return self._next.isActive()

    def begin(self, words: Words) -> None:
        """From the first card on, soon, in the sizes that the panel then has."""
        self._words = words
        self._next.start(BEGINS_AFTER_MS)

    @Slot()
    def _draw(self) -> None:
        if self._words is not None:
            if self._state.event is None:
                self._next.start(BEGINS_AFTER_MS)
                return
            self._left, self._words = samples(self._state.event, self._words), None
        card = next(self._left, None)
        if card is not None:
            self._panel.draw_unseen(card)
            self._next.start(EVERY_MS)
