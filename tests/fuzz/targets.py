"""What is fuzzed: each target takes any bytes, and may end in nothing but Trouble or another expected outcome."""

import io
import resource
import shutil
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from checkin.badges.signing import Malformed, SigningKey, encoded, parse, public_key, sign
from checkin.desk.signed import find_signed
from checkin.domain.badge import MAX_TEXT_BYTES, SignedBadge, claims_a_signature, looks_like_a_badge, safe_text
from checkin.domain.rules import Finding
from checkin.ports import VerifyingKey
from checkin.trouble import Trouble
from data.importers.columns import look_at
from data.importers.event_file import parse_event, read_event
from data.importers.registrations_file import Wishes, import_registrations
from data.store import Store, open_store

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
EXAMPLES = HERE.parent / "examples"
KEY = SigningKey(0x7F3A, bytes(range(32)))

MOST_SECONDS, MOST_MB = 1.0, 300.0
"""One input may take so much processor time, and the process so much memory, Python and its libraries included."""

PARTS = (
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
)  # fmt: skip

Target = Callable[[bytes], None]


class Fault(Exception):
    """Something that must never happen has happened."""


class Desk:
    """A desk of its own in `folder`, whose database no input may change."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "input"
        self.store = open_store(folder / "desk.db")
        text, self.event = read_event(EXAMPLES / "event.toml")
        self.store.store_event(text, self.event)
        import_registrations(self.store, EXAMPLES / "registrations.csv")
        with self.store.writing():
            self.store.keys.add(VerifyingKey(KEY.id, public_key(KEY), datetime.now(UTC)))
        self._before = contents(self.store)
        self._skeleton = parts_of(CORPUS / "book.xlsx")
        self._genuine = {claim.body + claim.signature for claim in map(parse, genuine_texts())}

    def check_unchanged(self) -> None:
        """Fault if the database has changed."""
        if contents(self.store) != self._before:
            raise Fault("the database has changed")

    def badge(self, raw: bytes) -> None:
        """What a decoder might hand over: any text."""
        text = raw.decode("utf-8", "surrogateescape" if raw[:1] < b"\x80" else "replace")
        safe = safe_text(text)
        if len(safe.encode()) > MAX_TEXT_BYTES or any(map(is_control, safe)) or safe_text(safe) != safe:
            raise Fault("an unsafe text")
        if claims_a_signature(text):
            self._signed(text)
        self.store.registrations.stands_behind(text)
        known = self.store.registrations.find_badge(text).finding is Finding.KNOWN
        if known and not looks_like_a_badge(text):
            raise Fault("a badge is known that nobody has")

    def _signed(self, text: str) -> None:
        found = find_signed(self.store, self.event, text)
        try:
            claim = parse(text)
        except Malformed:
            if found.finding is not Finding.FORGED:
                raise Fault("what cannot be read was believed") from None
            return
        if encoded(claim.badge, claim.key) != claim.body:
            raise Fault("what was read is not what would be written")
        if (found.finding is Finding.KNOWN) != (claim.body + claim.signature in self._genuine):
            raise Fault("a badge was believed that nobody signed, or a genuine one was not")

    def event_file(self, raw: bytes) -> None:
        """A file that calls itself an event."""
        self.file.write_bytes(raw)
        with suppress(Trouble):
            text, event = read_event(self.file)
            if parse_event(text) != event:
                raise Fault("the same text is two events")

    def csv(self, raw: bytes) -> None:
        """A file that calls itself a table."""
        self.file.write_bytes(raw)
        for act in (
            lambda: look_at(self.store, self.file),
            lambda: import_registrations(self.store, self.file, wishes=Wishes(dry_run=True, cancel_missing=True)),
        ):
            with suppress(Trouble):
                act()

    def xlsx(self, raw: bytes) -> None:
        """A whole workbook, or (after the number of the part) one part of an otherwise sound one."""
        if raw[:2] == b"PK":
            self.csv(raw)
        elif raw:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for name, content in (self._skeleton | {PARTS[raw[0] % len(PARTS)]: raw[1:]}).items():
                    archive.writestr(name, content)
            self.csv(packed.getvalue())

    def targets(self) -> dict[str, Target]:
        """Each by its name."""
        return {"badge": self.badge, "event": self.event_file, "csv": self.csv, "xlsx": self.xlsx}


def is_control(letter: str) -> bool:
    """Whether a letter does something to the text around it."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def contents(store: Store) -> list[list[Any]]:
    """All rows of all tables."""
    names = [name for name in store.database.table_names() if not name.startswith("sqlite_")]
    return [store.database.execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted(names)]


def parts_of(book: Path) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def genuine_texts() -> list[str]:
    """Badges that the desk's own key has signed."""
    end = datetime(2018, 4, 19, 23, 59, 59, tzinfo=UTC)
    opaque, short = SignedBadge("R-0412", "professional"), SignedBadge("R-9001", "public", None, end)
    badges = (opaque, short, SignedBadge("é", "ب", end - timedelta(days=1), end))
    return [sign(badge, "scec-2018", KEY) for badge in badges]


def seeds(name: str) -> list[bytes]:
    """What mutations of a target start from."""
    kept = [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]
    match name:
        case "badge":
            return [*kept, *(text.encode() for text in genuine_texts())]
        case "event":
            return [*kept, (EXAMPLES / "event.toml").read_bytes()]
        case "csv":
            return [*kept, (EXAMPLES / "registrations.csv").read_bytes()]
        case _:
            whole, parts = (CORPUS / "book.xlsx").read_bytes(), parts_of(CORPUS / "book.xlsx")
            return [*kept, whole, *(bytes([place]) + parts[part] for place, part in enumerate(PARTS) if part in parts)]


def bounded(desk: Desk, target: Target) -> Target:
    """`target`, with a Fault where one input takes too long, or memory too much, or the database has changed."""

    def run(raw: bytes) -> None:
        begun = time.process_time()
        target(raw)
        if (taken := time.process_time() - begun) > MOST_SECONDS:
            raise Fault(f"an input took {taken:.2f} s")
        if (held := peak_mb()) > MOST_MB:
            raise Fault(f"{held:.0f} MB were held")
        desk.check_unchanged()

    return run


def peak_mb() -> float:
    """The most memory that this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss of a child begins with what its parent held
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    """A desk, removed at the end."""
    desk = Desk(folder)
    try:
        yield desk
    finally:
        desk.store.close()
        shutil.rmtree(folder)
