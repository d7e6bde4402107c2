"""The machine: camera, decoders, fonts, settings, display. What a rehearsal looks at too is in checkin.rehearsal."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.cli.home import Home
from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.scanning.captures import DeviceSource
    from checkin.scanning.opencv import Image

SAMPLE = "7K3MQ2ZXW4HTB9NC"
QT_TRIES_FOR_S = 30.0
FONTS = ("CheckinSans", "IBMPlexSansArabic", "CheckinSansSC")


def camera(_home: Home) -> Finding:
    """Whether a camera is plugged in and may be used, and what it gives."""
    from checkin.scanning.captures import DeviceSource
    from checkin.scanning.devices import plugged_in

    cameras = plugged_in()
    if not cameras:
        return warning(phrase("No camera found. Plug one in; until then use a hand scanner, or the search."))
    usable = [found.device for found in cameras if not is_closed(found.device.path)]
    if not usable:
        return warning(phrase(
            "You may not use the camera {name}. On Linux, add yourself to the group video and log in again.",
            name=cameras[0].device.name,
        ))  # fmt: skip
    return tried(DeviceSource(usable[0]), ", ".join(device.name for device in usable))


def is_closed(path: str) -> bool:
    """Whether this is a device that the system does not let us use."""
    return path.startswith("/dev/") and not os.access(path, os.R_OK | os.W_OK)


def tried(source: "DeviceSource", names: str) -> Finding:
    """Whether the camera gives a picture, and of which kind; `names` are those of all cameras."""
    from checkin.scanning.sources import SourceFault

    try:
        source.open()
        frame, given = source.read(), source.given
    except SourceFault as fault_:
        return warning(fault_.what)
    finally:
        source.close()
    if frame is None or given is None:
        return warning(phrase(
            "The camera {name} opens, but gives no picture. Close other programs that use it, or plug it in again.",
            name=source.name,
        ))  # fmt: skip
    height, width = frame.image.shape[:2]
    return ok(phrase(
        "Found: {names}. {name} gives {width} x {height} pixels, {rate} a second, as {pixels}.", names=names, name=source.name,
        width=width, height=height, rate=round(given.rate), pixels=given.pixels or "?",
    ))  # fmt: skip


def decoders(_home: Home) -> Finding:
    """Whether zxing-cpp reads a symbol that was made here."""
    from checkin.scanning.zxing import ZXing

    if SAMPLE not in [code.text for code in ZXing().read(sample_picture())]:
        return fault(phrase("zxing-cpp does not read a QR code that was made here. Install Check-in again."))
    return ok(phrase("zxing-cpp reads QR codes."))


def zbar(_home: Home) -> Finding:
    """Whether the second decoder is there and reads the same symbol."""
    from checkin.scanning.zbar import ZBar, zbar_available

    if not zbar_available():
        return warning(phrase(
            "The second decoder, zbar, is not installed: some hard badges need a second try. On Debian: "
            "apt-get install libzbar0; on macOS: brew install zbar.",
        ))  # fmt: skip
    if SAMPLE not in [code.text for code in ZBar().read(sample_picture())]:
        return warning(phrase("zbar does not read a QR code that was made here; zxing-cpp works alone."))
    return ok(phrase("zbar reads QR codes."))


def fonts(_home: Home) -> Finding:
    """Whether the fonts that come with the application are there."""
    import ui

    folder = Path(ui.__file__).parent / "resources" / "fonts"
    missing = [name for name in FONTS if not any(folder.glob(f"{name}-Regular.*tf"))]
    if missing:
        return fault(phrase("Fonts are missing: {names}. Install Check-in again.", names=", ".join(missing)))
    return ok(phrase("Latin, Arabic and Chinese names are written with fonts of our own."))


def settings(home: Home) -> Finding:
    """Whether the desk's settings can be read: a desk does not open with settings that it does not understand."""
    try:
        chosen = home.settings
    except Trouble as trouble:
        return fault(trouble.what)
    return ok(phrase("Desk {desk}, language {language}.", desk=chosen.desk, language=chosen.language))


def display(_home: Home) -> Finding:
    """Whether Qt can open a window here: tried in a process of its own, because Qt aborts where it cannot."""
    no_screen = sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    forced = os.environ.get("QT_QPA_PLATFORM", "")
    platform = forced or ("offscreen" if no_screen else "")
    complaint = qt_complaint(platform)
    if complaint is not None:
        return fault(phrase(
            "Qt cannot open a window ({error}). On Debian: apt-get install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 "
            "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0", error=complaint,
        ))  # fmt: skip
    if platform == "offscreen":
        return warning(phrase("There is no screen: the desk runs unseen. Start it from a desktop session."))
    return ok(phrase("A window can be opened."))


def qt_complaint(platform: str) -> str | None:
    """The first words of a Qt that could not start on this platform ("": its own choice); None when it started."""
    program = "import sys; from PySide6.QtWidgets import QApplication; QApplication(sys.argv[:1])"
    environment = dict(os.environ) | ({"QT_QPA_PLATFORM": platform} if platform else {})
    try:
        ran = subprocess.run(
            [sys.executable, "-c", program], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=QT_TRIES_FOR_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "it did not answer"
    said = [line for line in ran.stderr.splitlines() if line.strip()]
    return None if ran.returncode == 0 else (said[0] if said else f"status {ran.returncode}")


def sample_picture() -> "Image":
    """A picture of the sample badge's symbol, eight pixels a module."""
    import numpy as np

    from checkin.badges.symbol import QUIET_MODULES, symbol

    dark = np.pad(np.array(symbol(SAMPLE), dtype=bool), QUIET_MODULES)
    return np.where(dark, 0, 255).astype(np.uint8).repeat(8, axis=0).repeat(8, axis=1)
