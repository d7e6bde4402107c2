"""A dashboard's window without threads behind it, and pictures of a small event in a real hub's log."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication
from three_days import ThreeDays

from checkin.desk.messages import Settle
from checkin.domain.alarms import Alarm, Limits
from checkin.i18n import Words
from checkin.overview.alarming import Alarming
from checkin.overview.picture import Chosen, Painter, Picture
from checkin.overview.reading import Reader
from checkin.overview.watch import counted
from checkin.settings import Settings
from data.hub.store import open_hub
from data.overview.hub_reader import HubReader
from data.overview.people import People
from data.store import open_store
from ui.dashboard.window import DashboardWindow
from ui.language import apply_language, load_fonts
from ui.sounds import Sound
from ui.theme import Theme, apply_theme, colours_for

NOW = datetime.fromisoformat("2018-04-19T11:42:30+01:00")
SILENT = "4"
PIN = "739154"


def small_event(home: Path) -> Path:
    """Two days of 250 people, until NOW; desk 4 was not heard of for six minutes, and one supervisor may settle."""
    ThreeDays(250, until=NOW).play().store(home, {SILENT: timedelta(minutes=6)})
    with closing(open_store(home / "desk.db")) as store:
        store.supervisors.add("Salma Bennani", PIN, NOW)
    return home


@contextmanager
def reading(home: Path, now: datetime = NOW) -> Iterator[Reader]:
    people = People(home / "desk.db")
    log = open_hub(home / "hub.db", people.event().id, "unused")
    with closing(log), closing(HubReader(log, people, lambda: now)) as reader:
        yield reader


def picture_of(home: Path, chosen: Chosen | None = None, now: datetime = NOW) -> Picture:
    """What a supervisor sees."""
    with reading(home, now) as reader:
        counting = counted(reader, reader.event())
        outlook = reader.outlook()
        alarms = Alarming(Limits()).look(counting.tally, counting.event, outlook, {})
        painter = Painter(counting, outlook, reader.roll(), reader.person, reader.supervisors(), alarms)
        return painter.picture(chosen or Chosen())


@dataclass(slots=True)
class Asked:
    """Keeps what the window asks."""

    chosen: list[Chosen] = field(default_factory=list)
    settled: list[Settle] = field(default_factory=list)
    seen: list[Alarm] = field(default_factory=list)
    settings: list[Settings] = field(default_factory=list)
    reports: list[tuple[Path, date, str]] = field(default_factory=list)

    def choose(self, chosen: Chosen) -> None:
        self.chosen.append(chosen)

    def settle(self, asked: Settle) -> None:
        self.settled.append(asked)

    def see(self, alarm: Alarm, by: str) -> None:
        self.seen.append(alarm)

    def make_report(self, folder: Path, day: date, language: str) -> None:
        self.reports.append((folder, day, language))

    def settings_changed(self, settings: Settings) -> None:
        self.settings.append(settings)


@dataclass(slots=True)
class Loudspeaker:
    """Keeps what would be heard."""

    played: list[Sound] = field(default_factory=list)

    def play(self, sound: Sound) -> None:
        self.played.append(sound)

    def mute(self, muted: bool) -> None:
        pass


@dataclass(slots=True)
class Dashboard:
    """A window, and what it asked."""

    window: DashboardWindow
    asked: Asked
    heard: Loudspeaker
    folder: Path

    def shown_tile(self, name: str) -> tuple[str, str]:
        """The number and the range of a tile."""
        told = self.window.pages.now.tiles[name].told
        return told.number, told.note


def build(app: QApplication, folder: Path, size: tuple[int, int] = (1366, 768), **settings: object) -> Dashboard:
    chosen = Settings(**{"language": "en", "appearance": "light"} | settings)  # type: ignore[arg-type]
    words, theme = Words(chosen.language), Theme(colours_for(chosen.appearance))
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    asked, heard = Asked(), Loudspeaker()
    window = DashboardWindow(words, theme, chosen, asked, folder, speaker=heard, now=lambda: NOW)
    window.resize(*size)
    window.show()
    return Dashboard(window, asked, heard, folder)
