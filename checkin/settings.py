"""What one desk remembers, in settings.toml in its home; each default is written here and nowhere else."""

import dataclasses
import math
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

import tomlkit
from tomlkit.exceptions import TOMLKitError

from checkin.domain.alarms import Limits
from checkin.i18n import Phrase, phrase
from checkin.private import private_folder
from checkin.trouble import Mistake, Trouble

Language = Literal["fr", "ar", "en"]
Appearance = Literal["light", "dark", "system"]
CameraSize = Literal["1280x720", "1920x1080"]

MOST_MINUTES = 720
MOST_OF_AN_ALARM = 1000
USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Settings:
    """One desk's settings. Times in seconds. A desk that a supervisor unlocked locks itself after `supervisor_minutes` without an
    act of a supervisor. `camera` is a source as `checkin desk --camera` takes it, "" the first one found; `camera_size` is what
    it is asked for: larger pictures show smaller badges, where the camera keeps its pace. `printer` is the system's name of the
    printer for badges, or "pdf:FOLDER"; `badge_template` a template's name, or a file. `alarm_...` are the limits of a
    supervisor's alarms (checkin.domain.alarms.Limits), 0 for never."""

    language: Language = "fr"
    appearance: Appearance = "system"
    muted: bool = False
    mirrored_preview: bool = True
    desk: str = "1"
    gate: str = ""
    checkpoint: str = ""
    camera: str = ""
    camera_size: CameraSize = "1280x720"
    gone_after_s: float = 1.5
    quiet_repeat_s: float = 10.0
    admitted_shown_s: float = 4.0
    hide_people_when_idle: bool = False
    supervisor_minutes: int = 5
    printer: str = ""
    badge_template: str = "card"
    alarm_capacity_percent: int = USUAL.capacity_percent
    alarm_silent_minutes: int = USUAL.silent_minutes
    alarm_forged: int = USUAL.forged
    alarm_refused_percent: int = USUAL.refused_percent
    alarm_wait_minutes: int = USUAL.wait_minutes

    @property
    def limits(self) -> Limits:
        """The limits of a supervisor's alarms."""
        return Limits(
            self.alarm_capacity_percent, self.alarm_silent_minutes, self.alarm_forged, self.alarm_refused_percent,
            self.alarm_wait_minutes,
        )  # fmt: skip

    def but(self, **changes: Any) -> "Settings":
        """These settings with some changed."""
        return dataclasses.replace(self, **changes)


CHOICES = {"language": get_args(Language), "appearance": get_args(Appearance), "camera_size": get_args(CameraSize)}


def read_settings(path: Path) -> Settings:
    """The settings in `path`; the defaults if there is no such file. Trouble names every key that is wrong."""
    if not path.exists():
        return Settings()
    try:
        table = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise Trouble(
            "The settings in {path} cannot be read ({error}). Correct the file, or delete it to start from the defaults.",
            path=str(path), error=str(error),
        ) from error  # fmt: skip
    mistakes = [Mistake(0, key, what) for key, value in table.items() if (what := _fault(key, value)) is not None]
    if mistakes:
        raise Trouble("The settings in {path} have mistakes.", path=str(path), mistakes=mistakes)
    return Settings().but(**{key: float(value) if key.endswith("_s") else value for key, value in table.items()})


def keep_changes(path: Path, before: Settings, after: Settings) -> None:
    """Keep what differs between two settings, and leave alone what another window has changed meanwhile. Trouble if that cannot
    be."""
    changes = {one.name: getattr(after, one.name) for one in fields(Settings)
               if getattr(after, one.name) != getattr(before, one.name)}  # fmt: skip
    if changes:
        write_settings(path, read_settings(path).but(**changes))


def write_settings(path: Path, settings: Settings) -> None:
    """Keep what differs from the defaults, with the comments that a person left in the file. Trouble if that cannot be."""
    try:
        _write(path, settings)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise Trouble(
            "The settings cannot be kept in {path} ({error}). They hold until the desk is closed.",
            path=str(path),
            error=str(error),
        ) from error


def _write(path: Path, settings: Settings) -> None:
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    for item in fields(Settings):
        value = getattr(settings, item.name)
        if value != item.default:
            document[item.name] = value
        elif item.name in document:
            del document[item.name]
    private_folder(path.parent)
    fresh = path.with_suffix(".new")
    fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
    fresh.replace(path)


def _fault(key: str, value: object) -> Phrase | None:
    known = {item.name: item.default for item in fields(Settings)}
    if key not in known:
        return phrase("there is no such setting")
    if key in CHOICES and value not in CHOICES[key]:
        return phrase("must be one of {choices}", choices=", ".join(CHOICES[key]))
    expected = type(known[key])
    if expected is float and type(value) in (int, float):
        return None if 0 <= float(str(value)) < math.inf else phrase("must be a number of seconds, 0 or more")
    if key.startswith("alarm_") and expected is int and type(value) is int:
        return None if 0 <= value <= MOST_OF_AN_ALARM else phrase("must be 0 (never) to {most}", most=MOST_OF_AN_ALARM)
    if expected is int and type(value) is int:
        return None if 1 <= value <= MOST_MINUTES else phrase("must be 1 to {most} minutes", most=MOST_MINUTES)
    return None if type(value) is expected else phrase("must be of the kind {kind}", kind=expected.__name__)
