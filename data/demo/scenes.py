"""The film's script: who comes when, how it is held, and what the entrance must answer on the event's first day."""

from checkin.domain.verdict import Reason
from data.demo.optics import Pose
from data.demo.shot import Shot

LENGTH_S = 64.0

STRAY_TEXTS = {
    "leaflet": "https://tours.example.org/casablanca?src=leaflet",
    "wifi": "WIFI:T:WPA;S:Hotel Guest;P:bienvenue2030;;",
    "foreign": "Q7WJ5XK2TNH8RBVM",
}
"""Codes that are not of this event: a leaflet, the hotel's network, and a badge of another event."""

SCRIPT: tuple[Shot, ...] = (
    Shot(1.6, "regular", pose=Pose(-10, 8, 290, 6, -8, -4), skin=1, sleeve=0, strap=True),
    Shot(3.9, "arabic", pose=Pose(20, 0, 300, 34, -6, 8), grip=(6, 27), arm=-12, skin=2, sleeve=2, side="right", away="right"),
    Shot(6.1, "chinese", pose=Pose(-20, -10, 310, -8, 6, -90), grip=(-43, 6), arm=8, skin=0, sleeve=1),
    Shot(8.4, "canceled", Reason.CANCELED, pose=Pose(10, 5, 280, -14, -12, 5), grip=(0, 27), skin=1, sleeve=3, mirrored=True),
    Shot(10.7, "vip", hold=4.4, pose=Pose(0, 0, 270, 8, -4, 3), drift=Pose(20, -10, -45, -22, 9, -14), skin=1,
         sleeve=5, strap=True),
    Shot(15.9, "leaflet", Reason.NOT_A_BADGE, hold=1.5, pose=Pose(15, -6, 350, 12, -10, 6), grip=(-28, 52), arm=14,
         skin=2, sleeve=4),
    Shot(18.2, "exhibitor", hold=1.9, pose=Pose(-5, 6, 300, -4, -6, 10), shake=15, grip=(-22, 27), skin=3, sleeve=0),
    Shot(23.0, "unpaid", Reason.UNPAID, pose=Pose(-30, 4, 300, -28, 10, 22), arm=18, skin=0, sleeve=3, side="left", away="left"),
    Shot(25.1, "speaker", hold=2.6, pose=Pose(-78, 6, 330, 12, -6, -6), drift=Pose(6, -3, -15), side="left",
         away="left", skin=0, sleeve=5),
    Shot(26.0, "companion", hold=2.0, pose=Pose(76, -4, 340, -14, -4, 8), drift=Pose(-6, 3, -10), side="right", away="right",
         grip=(-4, 27), skin=1, sleeve=1, mirrored=True),
    Shot(29.3, "press", hold=2.3, pose=Pose(6, 0, 285, -6, -10, -7), hunts=True, skin=1, sleeve=2, strap=True),
    Shot(32.2, "regular", Reason.ALREADY_REDEEMED, pose=Pose(14, 4, 280, -10, -6, 7), skin=1, sleeve=0, strap=True),
    Shot(34.2, "blocked", Reason.BLOCKED, pose=Pose(-16, -4, 320, 20, 16, 40), grip=(30, 27), arm=-20, skin=2, sleeve=3),
    Shot(36.3, "english", hold=1.8, pose=Pose(4, 0, 275, -16, -12, -5), drift=Pose(4, -6, -20, 24, 8, 4),
         glares=True, skin=0, sleeve=1),
    Shot(38.9, "wavering", hold=3.0, pose=Pose(-12, 2, 295, 6, -4, -10), aside=(1.5, 0.9), away="right", skin=1, sleeve=4),
    Shot(43.2, "unapproved", Reason.UNAPPROVED, pose=Pose(12, 8, 260, -20, -8, -16), arm=-10, skin=0, sleeve=0, mirrored=True),
    Shot(45.3, "foreign", Reason.INVALID, pose=Pose(-8, 0, 300, 10, 6, 4), skin=3, sleeve=2, strap=True),
    Shot(49.6, "screen", hold=1.4, pose=Pose(0, -4, 350, 10, -8, 6), grip=(-34, 37), arm=10, skin=0, sleeve=5),
    Shot(51.6, "later", Reason.INVALID_TIME, hold=1.2, pose=Pose(18, 6, 300, 16, 12, -28), arm=12, skin=1, sleeve=1,
         side="right", away="right"),
    Shot(53.4, "staff", Reason.PRODUCT, hold=1.2, pose=Pose(-6, 4, 290, -12, -6, 9), skin=2, sleeve=4, strap=True),
    Shot(55.2, "overturned", hold=1.3, pose=Pose(6, -8, 310, 8, -10, 172), grip=(-20, -27), skin=1, sleeve=0),
    Shot(57.1, "wifi", Reason.NOT_A_BADGE, hold=1.2, pose=Pose(-10, -6, 340, -10, 8, -12), grip=(-28, 52), arm=10,
         skin=0, sleeve=2),
    Shot(59.0, "dimmed", hold=1.2, pose=Pose(4, 0, 340, -8, -6, -4), grip=(30, 37), arm=-10, skin=0, sleeve=3, mirrored=True),
    Shot(60.8, "late", hold=1.3, pose=Pose(0, 4, 300, -10, -8, 14), light=0.5, skin=1, sleeve=5),
)  # fmt: skip
