"""Rehearsing in the window: begun with a key or on the idle card, ended by the next badge that is no test badge."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from checkin.domain.verdict import Direction
from checkin.i18n import Phrase, phrase
from checkin.rehearsal.findings import Checked, State
from checkin.rehearsal.report import LOOK, NOT_READY, READY, TITLES, worst
from checkin.rehearsal.samples import Sample
from checkin.rehearsal.sound import SoundFacts, judged_sound
from checkin.rehearsal.stage import Tried
from ui.desk.actions import DeskActions
from ui.desk.idle import IdleKey
from ui.desk.rehearsal_checks import SEALS
from ui.desk.rehearsal_page import RehearsalPage
from ui.desk.takeover import Takeover
from ui.reasons import Shape, face
from ui.rehearsal.looks import FOUR_SOUNDS, SOUND_EVERY_S, checked
from ui.rehearsal.windowed import Kept, Told
from ui.sounds import Hearing, Sounds, Speaker
from ui.theme import Tone

if TYPE_CHECKING:
    from ui.desk.window import DeskWindow

KEYS = "Ctrl+R"
WAITING = {
    "badges": phrase("Waits for the first test badge"),
    "speed": phrase("Waits for the first test badge"),
    "network": phrase("The network is cut; waits for the first test badge"),
}
SENTENCES = {State.OK: READY, State.WARNING: LOOK, State.FAULT: NOT_READY}
ASKED = phrase("Did you hear four different sounds?")


@dataclass(slots=True)
class Heard:
    """What is known of the sounds: how many of the four are still to come, what they are played on, and what was answered."""

    left: int = 0
    outputs: tuple[str, ...] | None = None
    played: bool = False
    answer: bool | None = None
    check: Checked | None = None


class Rehearsing(QObject):
    """Ties the page to the desk's rehearsal. Fulfils ui.desk.activity.Activity."""

    def __init__(self, window: "DeskWindow", actions: DeskActions, speaker: Speaker) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._speaker = speaker
        self._sounds = Heard()
        self.page = RehearsalPage(window)
        self._place = Takeover(window, self.page, self.page.slot, (window.panel, window.side), window.side)
        self.key = IdleKey(window.panel, "scan-line")
        self._playing = QTimer(self, interval=round(SOUND_EVERY_S * 1000))
        self._playing.timeout.connect(self._play_next)
        QShortcut(QKeySequence(KEYS), window).activated.connect(self.begin)
        page = self.page
        for button, act in (
            (self.key, self.begin), (page.done, window.close_lists), (page.again, self.play), (page.heard, self._was_heard),
            (page.not_heard, self._was_not_heard), (page.save, self._save), (page.print, self._print),
        ):  # fmt: skip
            button.clicked.connect(act)

    @property
    def is_going_on(self) -> bool:
        """Whether the page is open."""
        return self._place.is_on

    @Slot()
    def begin(self) -> None:
        """Open the page and begin, unless it is open: then end."""
        again = self.is_going_on
        self._window.close_lists()
        if again:
            return
        self._window.clear_card()
        self.page.checks.forget(WAITING)
        for tile in self.page.tiles.values():
            tile.show_answer(None)
        self._sounds = Heard()
        # whoever turns the sound on because the page says so wants to go on with it
        self._window.preferences.changed.disconnect(self._window.close_lists)
        self._place.begin()
        self.dress()
        self.page.done.setFocus()
        size = self._window.screen().availableGeometry().size()
        self._actions.rehearse((size.width(), size.height()))

    def end(self) -> None:
        """Close the page; the network is joined again."""
        if self.is_going_on:
            self._playing.stop()
            self._place.end()
            self._window.preferences.changed.connect(self._window.close_lists)
            self._actions.stop_rehearsing()

    def dress(self) -> None:
        """Words, colours and sizes."""
        look = self._window.preferences.look
        self.key.say_on_card(look, look.words("Rehearse"), look.words("Try the whole desk before doors open"), KEYS)
        if self.is_going_on:
            self.page.fit(look, self._window.side.width())
            self._ask()
            self._sum_up()
        self.refresh()

    def refresh(self) -> None:
        """The button on the idle card is there until the first scan of the day."""
        state = self._window.state
        begun = state.today.entries + state.today.exits + state.today.refused > 0
        self.key.show_if(state.event is not None and state.shown is None and not begun)

    # --- what the rehearsal tells

    @Slot(object)
    def hear(self, message: Told) -> None:
        """A check was made, a test badge answered, the page kept."""
        if not self.is_going_on:
            return
        match message:
            case Checked():
                self.page.checks.show_check(message)
            case Tried():
                self._tried(message)
            case SoundFacts(outputs=outputs):
                self._sounds.outputs = outputs
                self.play()
            case Kept(what=what):
                self.page.ask(self._window.preferences.look, self._window.preferences.look.words(what), loud=True)
        self._sum_up()

    def _tried(self, one: Tried) -> None:
        tile = self.page.tiles[one.sample]
        if tile.answer is None:
            tile.show_answer(one.expected)
        if not self._playing.isActive():
            self._speaker.play(face(one.verdict, Direction.ENTRY).sound)

    def _sum_up(self) -> None:
        """The one sentence above the checks: final once nothing is waited for."""
        look, made = self._window.preferences.look, self.page.checks.made
        state = worst(one.finding.state for one in made.values())
        complete = len(made) == len(TITLES) and all(tile.answer is not None for tile in self.page.tiles.values())
        if complete or state is State.FAULT:
            self.page.banner.show_sentence(look, look.words(SENTENCES[state]), SEALS[state])
            return
        left = sum(1 for sample in Sample if self.page.tiles[sample].answer is None)
        waits = phrase("Looking…") if not left else phrase("Hold the test badges before the camera, one after another.")
        self.page.banner.show_sentence(look, look.words(waits), (Shape.FRAME, Tone.READY))

    # --- sounds

    @Slot()
    def play(self) -> None:
        """Play the four sounds, one after the other; a second time from the first."""
        self._sounds.left, self._sounds.played, self._sounds.answer = len(FOUR_SOUNDS), False, None
        if self._sounds.outputs and not self._window.preferences.settings.muted:
            self._play_next()
            self._playing.start()
        else:
            self._judge_sound()

    @Slot()
    def _play_next(self) -> None:
        left = self._sounds.left
        if left:
            self._speaker.play(FOUR_SOUNDS[-left])
            self._sounds.left = left - 1
            return
        self._playing.stop()
        self._sounds.played = True
        self._judge_sound()

    @Slot()
    def _was_heard(self) -> None:
        self._sounds.answer = True
        self._judge_sound()

    @Slot()
    def _was_not_heard(self) -> None:
        self._sounds.answer = False
        self._judge_sound()

    def _judge_sound(self) -> None:
        sounds, muted = self._sounds, self._window.preferences.settings.muted
        silent = isinstance(self._speaker, Sounds) and self._speaker.state is Hearing.NO_DEVICE
        opened = None if not sounds.played else not silent
        facts = SoundFacts(sounds.outputs or (), muted, opened, sounds.answer if sounds.played else None)
        sounds.check = checked("sound", judged_sound(facts))
        self.page.checks.show_check(sounds.check)
        self._ask()
        self._sum_up()

    def _ask(self) -> None:
        """The question, while it has no answer."""
        look, sounds = self._window.preferences.look, self._sounds
        open_ = sounds.played and sounds.answer is None
        for button in (self.page.heard, self.page.not_heard):
            button.setEnabled(open_)
        said: Phrase = ASKED if open_ or not sounds.check else sounds.check.finding.message
        self.page.ask(look, look.words(said), loud=open_)

    # --- its page

    @Slot()
    def _save(self) -> None:
        self._actions.keep_rehearsal(self._sounds.check, False)

    @Slot()
    def _print(self) -> None:
        self._actions.keep_rehearsal(self._sounds.check, True)
