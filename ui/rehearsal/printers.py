"""What the system says of its printers, asked in a process of its own: a print server that hangs must not hang the desk.

Run as a program (`python -m ui.rehearsal.printers [NAME]`) it prints {"names": [...], "usual": "...", "accepts": "..."}.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from checkin.rehearsal.printer import Accepts, PrinterFacts

WAITS_S = 12.0


def printer_facts(wanted: str) -> PrinterFacts:
    """Whether the printer of the settings ("": the system's own choice) is there, and takes something."""
    from ui.badges.printing import PDF_FOLDER

    if wanted.startswith(PDF_FOLDER):
        folder = Path(wanted.removeprefix(PDF_FOLDER))
        writable = folder.is_dir() and os.access(folder, os.W_OK)
        return PrinterFacts(wanted, (wanted,) if writable else (PDF_FOLDER,), "", Accepts.YES)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "ui.rehearsal.printers", wanted], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            encoding="utf-8", timeout=WAITS_S, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        told = json.loads(ran.stdout)
    except subprocess.TimeoutExpired:
        return PrinterFacts(wanted, error=f"{WAITS_S:.0f} s")
    except ValueError:
        return PrinterFacts(wanted, error=f"status {ran.returncode}")
    return PrinterFacts(wanted, tuple(told["names"]), told["usual"], Accepts(told["accepts"]))


def main() -> None:
    """Say what there is."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    usual = QPrinterInfo.defaultPrinterName()
    info = QPrinterInfo.printerInfo(wanted or usual) if wanted or usual else QPrinterInfo()
    troubled = not info.isNull() and info.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
    accepts = Accepts.UNKNOWN if info.isNull() else Accepts.NO if troubled else Accepts.YES
    told = {"names": QPrinterInfo.availablePrinterNames(), "usual": usual, "accepts": accepts.value}
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode())
    del app


if __name__ == "__main__":
    main()
