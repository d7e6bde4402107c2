"""What `checkin doctor` looks at: one function a check, each trying the real thing."""

from checkin.cli.examination.machine import camera, decoders, display, fonts, settings, zbar
from checkin.i18n import phrase
from checkin.rehearsal.clock import clock
from checkin.rehearsal.database import database
from checkin.rehearsal.disk import disk
from checkin.rehearsal.findings import Check, Finding, State, examine
from checkin.rehearsal.sound import sound

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
