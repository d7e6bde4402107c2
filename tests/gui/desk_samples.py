"""Sample messages, and a desk's window without a desk behind it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from checkin.desk.messages import Judged, Override, Ready, Remarked, Settle, Undone, WalkIn
from checkin.domain.event import Category, Checkpoint, EntryPolicy, Event, Gate, Names
from checkin.domain.journal import IDENTITY_SEEN, JournalLine, Kind, Origin, override_remark
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction, Outcome, Passage, Reason, Verdict, Window
from checkin.i18n import Words
from checkin.settings import Settings
from ui.desk.window import DeskWindow
from ui.language import apply_language, load_fonts
from ui.sounds import Sound
from ui.theme import Theme, apply_theme, colours_for

ZONE = ZoneInfo("Africa/Casablanca")
NOW = datetime(2026, 11, 15, 8, 42, 7, tzinfo=UTC)


def names(fr: str, ar: str, en: str) -> Names:
    return Names({"fr": fr, "ar": ar, "en": en})


CATEGORIES = (
    Category("professional", names("Professionnel", "مهني", "Professional"), colour="#0B57A4"),
    Category("public", names("Grand public", "الجمهور", "Public"), "connect", "#5B6B7F"),
    Category("speaker", names("Intervenant", "متحدث", "Speaker"), colour="#6B2FA0"),
    Category("press", names("Presse", "صحافة", "Press"), colour="#B45309"),
    Category("vip", names("VIP", "كبار الشخصيات", "VIP"), colour="#D4AF37", note=names(
        "Accompagner jusqu'au salon", "رافقه إلى القاعة", "Walk the guest to the lounge")),
    Category("delegation", names("Délégation", "وفد", "Delegation"), colour="#0F766E"),
    Category("official", names("Officiel", "رسمي", "Official"), colour="#7A1F3D", ask_id=True),
)  # fmt: skip

EVENT = Event(
    "sce", ZONE, tuple(date(2026, 11, day) for day in (14, 15, 16)),
    names("Smart City Expo Casablanca", "معرض المدن الذكية الدار البيضاء", "Smart City Expo Casablanca"),
    categories={category.id: category for category in CATEGORIES},
    gates={g: Gate(g.lower(), names(f"Porte {g}", f"البوابة {g}", f"Gate {g}")) for g in ("A", "B", "C")},
    checkpoints={
        "entrance": Checkpoint(
            "entrance", names("Entrée principale", "المدخل الرئيسي", "Main entrance"), entry=EntryPolicy.ONCE_PER_DAY,
            opens=time(9), closes=time(19),
        ),
        "plenary": Checkpoint("plenary", names("Plénière", "الجلسة العامة", "Plenary"), capacity=600),
    },
)  # fmt: skip

AMINA = Registration("R1", "Amina El Fassi", "professional", "AAAA2222BBBB3333", "Attijariwafa bank", language="fr")
MOHAMMED = Registration("R2", "محمد عبد الرحمن الإدريسي", "speaker", "B2", "اتصالات المغرب", language="ar")
ZHANG = Registration("R3", "张伟 Zhang Wei", "delegation", "B3", "Shanghai Municipal Government", language="en")
JEAN = Registration("R4", "Jean-Luc Béchard", "press", "B4", "Le Matin", language="fr")
CHLOE = Registration("R5", "Chloë Núñez-Østergård", "vip", "B5", "Ville de København", language="en")
NADIA = Registration("R8", "Nadia Berrada", "official", "B8", "Ministère de l'Intérieur", language="fr")
LONG = Registration(
    "R6", "Maximiliana Wolfeschlegelsteinhausenbergerdorff de la Villa-Señor y Montenegro-Benítez", "professional", "B6",
    "Fédération internationale des collectivités territoriales et des métropoles numériques de la Méditerranée occidentale",
)  # fmt: skip
LONG_ARABIC = Registration(
    "R7", "عبد الرحمن بن محمد بن عبد العزيز بن إبراهيم العلوي الإدريسي الحسني", "vip", "B7", "الاتحاد الدولي", language="ar",
)  # fmt: skip

SALMA, YOUSSEF = Supervisor("s1", "Salma Bennani"), Supervisor("s2", "Youssef Tazi")

FIGURES = Figures(inside=3482, attended=5127, entries=5400, exits=1900, refused=41)
TODAY = Figures(inside=3482, attended=2127, entries=2400, exits=900, refused=41)

_serial = iter(range(1, 10**9))


def judged(
    person: Registration | None,
    reason: Reason | None = None,
    *,
    direction: Direction = Direction.ENTRY,
    at: datetime = NOW,
    text: str = "",
    quiet: bool = False,
    first: Passage | None = None,
    window: Window | None = None,
    origin: Origin = Origin.CAMERA,
    companions: int = 0,
) -> Judged:
    outcome = Outcome.ADMITTED if reason is None else Outcome.REFUSED
    line = JournalLine(
        f"scan-{next(_serial)}", Kind.SCAN, at, "sce", "entrance", direction, outcome, reason, person.id if person else "",
        person.category if person else "", text or (person.badge if person else ""), origin, "A", "2",
    )  # fmt: skip
    return Judged(line, Verdict(outcome, reason, first, window), person, FIGURES, TODAY, quiet, companions=companions)


def undone(message: Judged) -> Undone:
    line = message.line
    back = JournalLine(
        f"scan-{next(_serial)}", Kind.UNDO, NOW, "sce", "entrance", line.direction, None, None, line.registration, line.category,
        line.text, Origin.CAMERA, "A", "2", undoes=line.scan_id, remark="x",
    )  # fmt: skip
    return Undone(back, message.registration, FIGURES, TODAY)


def overridden(refused: Judged, name: str = "Salma Bennani", reason: str = "Proof of payment seen") -> Judged:
    line = replace(
        refused.line, scan_id=f"scan-{next(_serial)}", outcome=Outcome.ADMITTED, undoes=refused.line.scan_id,
        remark=override_remark(refused.line, name, reason),
    )  # fmt: skip
    return replace(refused, line=line, verdict=Verdict(Outcome.ADMITTED, refused.line.reason))


def remarked(message: Judged) -> Remarked:
    line = replace(
        message.line, scan_id=f"scan-{next(_serial)}", kind=Kind.REMARK, outcome=None, reason=None, text="",
        undoes=message.line.scan_id, remark=IDENTITY_SEEN,
    )  # fmt: skip
    return Remarked(line)


def earlier(minutes: int, gate: str = "C", desk: str = "4") -> Passage:
    return Passage("first", NOW - timedelta(minutes=minutes), Direction.ENTRY, "press", gate, desk)


def first_entry(person: Registration = ZHANG) -> Judged:
    return judged(person, Reason.ALREADY_REDEEMED, first=earlier(11))


def recent() -> tuple[Judged, ...]:
    def before(seconds: int) -> datetime:
        return NOW - timedelta(seconds=seconds)

    return (
        judged(AMINA, at=before(9)),
        judged(ZHANG, at=before(18)),
        judged(JEAN, Reason.ALREADY_REDEEMED, at=before(36), first=earlier(20)),
        judged(MOHAMMED, at=before(54)),
        judged(None, Reason.INVALID, at=before(73), text="XK7F-OTHER-EVENT"),
        judged(CHLOE, at=before(85)),
    )


def ready(
    direction: Direction = Direction.ENTRY, scans: tuple[Judged, ...] | None = None, *,
    supervisors: tuple[Supervisor, ...] = (), unlocked_by: Supervisor | None = None,
) -> Ready:  # fmt: skip
    shown = recent() if scans is None else scans
    return Ready(EVENT, "entrance", direction, FIGURES, TODAY, shown, supervisors=supervisors, unlocked_by=unlocked_by)


@dataclass
class AskedActions:
    """Remembers what the window asked for."""

    asked: list[tuple[object, ...]] = field(default_factory=list)

    def scan_text(self, text: str, origin: Origin) -> None:
        self.asked.append(("scan", text, origin))

    def scan_person(self, registration: str) -> None:
        self.asked.append(("person", registration))

    def undo(self, remark: str, scan_id: str) -> None:
        self.asked.append(("undo", scan_id, remark))

    def override(self, request: Override) -> None:
        self.asked.append(("override", request))

    def confirm_identity(self, scan_id: str) -> None:
        self.asked.append(("identity", scan_id))

    def unlock(self, supervisor: str, pin: str) -> None:
        self.asked.append(("unlock", supervisor, pin))

    def settle(self, request: Settle) -> None:
        self.asked.append(("settle", request))

    def open_dashboard(self) -> None:
        self.asked.append(("open_dashboard",))

    def lock(self) -> None:
        self.asked.append(("lock",))

    def search(self, text: str) -> None:
        self.asked.append(("search", text))

    def list_group(self, registration: str) -> None:
        self.asked.append(("group of", registration))

    def scan_group(self, registrations: tuple[str, ...]) -> None:
        self.asked.append(("group", registrations))

    def walk_in(self, request: WalkIn) -> None:
        self.asked.append(("walk in", request))

    def print_badge(self, registration: str, reason: str) -> None:
        self.asked.append(("print", registration, reason))

    def switch_direction(self, direction: Direction) -> None:
        self.asked.append(("direction", direction))

    def switch_checkpoint(self, checkpoint: str) -> None:
        self.asked.append(("checkpoint", checkpoint))

    def switch_camera(self, source: str) -> None:
        self.asked.append(("camera", source))

    def try_camera(self, source: str) -> None:
        self.asked.append(("try", source))

    def leave_camera(self) -> None:
        self.asked.append(("leave",))

    def list_cameras(self) -> None:
        self.asked.append(("cameras",))

    def rehearse(self, screen: tuple[int, int]) -> None:
        self.asked.append(("rehearse", screen))

    def stop_rehearsing(self) -> None:
        self.asked.append(("stop rehearsing",))

    def keep_rehearsal(self, sound: object, on_paper: bool) -> None:
        self.asked.append(("keep rehearsal", sound, on_paper))

    def settings_changed(self, settings: Settings) -> None:
        self.asked.append(("settings", settings))


@dataclass
class Heard:
    """A loudspeaker that remembers."""

    sounds: list[Sound] = field(default_factory=list)
    muted: bool = False

    def play(self, sound: Sound) -> None:
        if not self.muted:
            self.sounds.append(sound)

    def mute(self, muted: bool) -> None:
        self.muted = muted


@dataclass
class Desk:
    window: DeskWindow
    actions: AskedActions
    heard: Heard
    frames: list[object]


def build(app: QApplication, settings: Settings, size: tuple[int, int] = (1366, 768)) -> Desk:
    """A window on the screen; nothing has been told to it yet."""
    words = Words(settings.language)
    theme = Theme(colours_for(settings.appearance))
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    actions, heard, frames = AskedActions(), Heard(), []
    heard.muted = settings.muted
    window = DeskWindow(
        words, theme, settings, actions, lambda: frames.pop() if frames else None, speaker=heard,
        now=lambda: NOW,
    )  # fmt: skip
    window.resize(*size)
    window.show()
    return Desk(window, actions, heard, frames)


def frame(image: object) -> object:
    return SimpleNamespace(image=image, taken_at=0.0, number=0)
