"""Desks to measure: homes with the demo event and as many registrations as wanted, kept in var/bench between runs."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from string import ascii_uppercase
from time import perf_counter
from typing import Any
from xml.sax.saxutils import escape

from checkin.domain.registration import Registration
from data.demo.event import event_text, today
from data.demo.people import people
from data.importers.event_file import parse_event
from data.store import open_store

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "var" / "bench"
SCALE = float(os.environ.get("BENCH_SCALE", "1"))
"""1 measures what the aims name; less makes a quick try-out, whose figures mean nothing."""

SMALL = 20_000
LARGE = max(SMALL, int(1_000_000 * SCALE))


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that has ended: how long it took (s), the most memory it held (MB), and what it printed."""

    seconds: float
    peak_mb: float
    output: str


def run(*command: str) -> Ran:
    """Run a program to its end; an error if it fails."""
    begun = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=environment())
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}: {output}")
    return Ran(perf_counter() - begun, usage.ru_maxrss / 1024, output)


def environment() -> dict[str, str]:
    """That of a desk without a display, whatever the machine has."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def python(*arguments: str) -> Ran:
    """Run this Python."""
    return run(sys.executable, *arguments)


def checkin(home: Path, *arguments: str) -> Ran:
    """Run a command on a home."""
    return python("-m", "checkin.cli", "--home", str(home), *arguments)


def csv_of(count: int) -> Path:
    """A file with `count` registrations."""
    path = PLACE / f"registrations-{count}.csv"
    if not path.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        names = [item.name for item in fields(Registration)]
        with path.with_suffix(".new").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows(["" if value is None else value for value in astuple(one)] for one in people(7, count))
        path.with_suffix(".new").rename(path)
    return path


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LEAFLETS = {
    "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    "<Override PartName='/xl/workbook.xml' ContentType="
    "'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"
    "<Override PartName='/xl/worksheets/sheet1.xml' ContentType="
    "'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'/>"
    "<Override PartName='/xl/sharedStrings.xml' ContentType="
    "'application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml'/></Types>",
    "_rels/.rels": f"<Relationships xmlns='{RELATIONS}'><Relationship Id='r1' Type='{KINDS}/officeDocument' "
    "Target='xl/workbook.xml'/></Relationships>",
    "xl/workbook.xml": f"<workbook xmlns='{SPACE}' xmlns:r='{KINDS}'><sheets>"
    "<sheet name='people' sheetId='1' r:id='r1'/></sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{RELATIONS}'><Relationship Id='r1' Type='{KINDS}/worksheet' "
    f"Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='{KINDS}/sharedStrings' Target='sharedStrings.xml'/>"
    "</Relationships>",
}


def xlsx_of(count: int) -> Path:
    """The same registrations as a workbook as Excel writes it: every text stands once, and cells refer to it."""
    path = PLACE / f"registrations-{count}.xlsx"
    if path.exists():
        return path
    numbers: dict[str, int] = {}
    fresh = path.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in LEAFLETS.items():
            archive.writestr(name, text)
        with csv_of(count).open(encoding="utf-8", newline="") as file, archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f"<worksheet xmlns='{SPACE}'><sheetData>".encode())
            for number, cells in enumerate(csv.reader(file), start=1):
                told = [
                    f'<c r="{letter}{number}" t="s"><v>{numbers.setdefault(cell, len(numbers))}</v></c>'
                    for letter, cell in zip(ascii_uppercase, cells, strict=False) if cell
                ]  # fmt: skip
                part.write(f'<row r="{number}">{"".join(told)}</row>'.encode())
            part.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f"<sst xmlns='{SPACE}'>".encode())
            for text in numbers:
                part.write(f"<si><t>{escape(text)}</t></si>".encode())
            part.write(b"</sst>")
    return fresh.rename(path)


def empty_home(name: str) -> Path:
    """A fresh home with the demo event and nobody in it."""
    home = PLACE / name
    shutil.rmtree(home, ignore_errors=True)
    store = open_store(home / "desk.db")
    text = event_text(today())
    store.store_event(text, parse_event(text))
    store.close()
    return home


def full_home(count: int) -> Path:
    """A home with `count` registrations and an empty journal, imported once."""
    home = PLACE / f"desk-{count}"
    if not (home / "ready").exists():
        empty_home(home.name)
        checkin(home, "import", str(csv_of(count)))
        (home / "ready").touch()
    return home


def copy_of(home: Path, name: str) -> Path:
    """A copy to write in."""
    shutil.rmtree(PLACE / name, ignore_errors=True)
    return shutil.copytree(home, PLACE / name)


def demo_home() -> Path:
    """The demo: its registrations and its film."""
    home = PLACE / "demo"
    checkin(home, "demo")
    return home


def child(name: str, *arguments: str) -> dict[str, Any]:
    """Run one of the programs beside this file that print a JSON object last."""
    output = python(str(Path(__file__).with_name(name)), *arguments).output
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found
