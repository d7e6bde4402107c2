"""What `checkin doctor` looks at: one function a check, each trying the real thing."""

from checkin.cli.examination.findings import Check, Finding, State, examine
from checkin.cli.examination.keeping import clock, database, disk, settings
from checkin.cli.examination.machine import camera, decoders, display, fonts, sound, zbar
from checkin.i18n import phrase

__all__ = ["CHECKS", "Finding", "State", "examine"]

CHECKS = (
    Check("camera", phrase("Camera"), camera),
    Check("decoders", phrase("Decoders"), decoders),
    Check("zbar", phrase("zbar"), zbar),
    Check("fonts", phrase("Fonts"), fonts),
    Check("sound", phrase("Sound"), sound),
    Check("disk", phrase("Disk"), disk),
    Check("clock", phrase("Clock"), clock),
    Check("settings", phrase("Settings"), settings),
    Check("database", phrase("Database"), database),
    Check("display", phrase("Display"), display),
)
