"""A desk's journal: lines that are only ever added, numbered without gaps, each chained to the one before by a hash."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from checkin.domain.verdict import FINAL, Direction, Outcome, Passage, Reason

GENESIS = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FROM_BADGE, UNKNOWN_KEY = "from_badge", "unknown_key"
_UNKNOWN_KEY = re.compile(UNKNOWN_KEY + " ([0-9a-f]{4})")

IDENTITY_SEEN = "identity seen"
"""The remark that staff have seen the identity card of the person of a scan."""

HELD = "held"
"""The remark of a scan that was refused because the hub could not be asked, at a checkpoint that admits nobody without."""

ARRIVING = "list arriving"
"""The remark of a scan of an unknown badge at a desk to which the hub had not handed on the whole list yet."""

INTERRUPTED = "interrupted"
"""The remark of a refused scan that stands for one that the desk asked the hub about and never showed: it broke down."""

_SETTLED = re.compile(r"settled ([^:]*): (.*)", re.DOTALL)
_OVERRIDE = re.compile(rf"(?:{FROM_BADGE} [0-9a-f]{{4}} )?override ([^:]*): (.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{(10[0-9a-f]{4}|[1-9a-f][0-9a-f]{0,4}|0)\}")


class Kind(StrEnum):
    """What a line says: a scan happened, an earlier scan is taken back, or something is said of one."""

    SCAN = "scan"
    UNDO = "undo"
    REMARK = "remark"


class Origin(StrEnum):
    """Where the text of a scan came from."""

    CAMERA = "camera"
    SCANNER = "scanner"
    SEARCH = "search"
    COMMAND = "command"


class FoundOut(StrEnum):
    """What a conflict mostly turns out to be: a code, to be said in every language. Anything else is in somebody's own words."""

    SAME_PERSON = "same_person"
    SECOND_PERSON = "second_person"
    STAFF_MISTAKE = "staff_mistake"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line. `at` is aware UTC, to the microsecond; `text` is what was read, safe to store (see domain.badge).

    An undo and a remark repeat checkpoint, direction, registration and category of the scan that they name in `undoes`; an undo
    gives its reason in `remark`; their `outcome` is None. `registration` and `category` are "" where the person is unknown. The
    `remark` of a scan is "", or FROM_BADGE and the id of the key where the content of a signed badge decided, or UNKNOWN_KEY and
    the id of one that the desk did not have, or ARRIVING; it ends in HELD where the hub was wanted and did not answer. A scan
    that admits on a supervisor's word names in `undoes` the refused one that it overrides, keeps that one's `reason`, and has a
    `remark` that `override` reads.
    """

    scan_id: str
    kind: Kind
    at: datetime
    event: str
    checkpoint: str
    direction: Direction
    outcome: Outcome | None
    reason: Reason | None
    registration: str
    category: str
    text: str
    origin: Origin
    gate: str
    desk: str
    undoes: str = ""
    remark: str = ""

    @property
    def counts(self) -> bool:
        """Whether this line lets a person pass."""
        return self.kind is Kind.SCAN and self.outcome is Outcome.ADMITTED

    @property
    def from_badge(self) -> bool:
        """Whether a signed badge's own content decided, as the desk's list did not know the person."""
        return self.kind is Kind.SCAN and self.remark.split(" ")[0] == FROM_BADGE

    @property
    def unknown_key(self) -> int | None:
        """The id of the key that signed the badge, where the desk did not have it."""
        said = _UNKNOWN_KEY.fullmatch(self.remark) if self.kind is Kind.SCAN else None
        return int(said[1], 16) if said else None

    @property
    def override(self) -> tuple[str, str] | None:
        """The supervisor's name and reason, where this scan admits on a supervisor's word."""
        return override_in(self.remark) if self.counts else None

    @property
    def settlement(self) -> tuple[str, str] | None:
        """The supervisor's name and words, or a FoundOut, where this remark settles a conflict."""
        return settlement_in(self.remark) if self.kind is Kind.REMARK else None

    @property
    def abandons(self) -> str:
        """The id of the scan that was interrupted before its verdict, and that this line stands for; "" for any other line."""
        return self.undoes if self.kind is Kind.SCAN and self.remark == INTERRUPTED else ""

    @property
    def held(self) -> bool:
        """Whether this scan was refused for want of the hub alone."""
        return self.outcome is Outcome.REFUSED and self.remark.rpartition(" ")[2] == HELD

    @property
    def arriving(self) -> bool:
        """Whether the badge was unknown at a desk whose list was not whole yet."""
        return self.outcome is Outcome.REFUSED and self.remark == ARRIVING

    @property
    def may_be_overridden(self) -> bool:
        """Whether this is a refusal, of a person who is known, that a supervisor may set aside."""
        refused = self.kind is Kind.SCAN and self.outcome is Outcome.REFUSED
        return refused and self.registration != "" and (self.reason not in FINAL or self.held)

    def passage(self) -> Passage:
        """What later decisions need of this line."""
        return Passage(self.scan_id, self.at, self.direction, self.category, self.gate, self.desk)


def override_in(remark: str) -> tuple[str, str] | None:
    """The supervisor's name and reason in the remark of a scan that admits on a supervisor's word."""
    return _said_by(_OVERRIDE, remark)


def settlement_in(remark: str) -> tuple[str, str] | None:
    """The supervisor's name and words in a remark that settles a conflict."""
    return _said_by(_SETTLED, remark)


def _said_by(pattern: re.Pattern[str], remark: str) -> tuple[str, str] | None:
    found = pattern.fullmatch(remark)
    return None if found is None else (_unescaped(found[1]), _unescaped(found[2]))


def override_remark(line: JournalLine, name: str, reason: str) -> str:
    """The remark of the scan with which the supervisor `name` overrides the refusal `line` (docs/journal.md): whatever both texts
    hold, JournalLine.override gives them back."""
    said = f"override {_escaped(name, ':')}: {_escaped(reason)}"
    return f"{line.remark} {said}" if line.from_badge else said


def settled_remark(name: str, words: str) -> str:
    """The remark with which the supervisor `name` settles a conflict: JournalLine.settlement gives both texts back."""
    return f"settled {_escaped(name, ':')}: {_escaped(words)}"


def _escaped(text: str, also: str = "") -> str:
    return "".join(f"\\u{{{ord(c):x}}}" if c == "\\" or c in also or not c.isprintable() else c for c in text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line at its place in one journal. `seq` counts from 1; `hash` covers `prev`, the journal, the place and the line."""

    journal: str
    seq: int
    line: JournalLine
    prev: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a journal: its last number (0 when empty) and hash."""

    journal: str
    seq: int
    hash: bytes


def number(head: Head, line: JournalLine) -> NumberedLine:
    """The line that follows `head`."""
    seq = head.seq + 1
    return NumberedLine(head.journal, seq, line, head.hash, line_hash(head.journal, seq, line, head.hash))


def line_hash(journal: str, seq: int, line: JournalLine, prev: bytes) -> bytes:
    """SHA-256 of the hash before, followed by the line as a JSON array in the order of the fields (docs/journal.md)."""
    fields = (
        journal, seq, line.scan_id, line.kind, microseconds(line.at), line.event, line.checkpoint, line.direction,
        line.outcome, line.reason, line.registration, line.category, line.text, line.origin, line.gate, line.desk,
        line.undoes, line.remark,
    )  # fmt: skip
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(prev + text.encode()).digest()


def microseconds(at: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z of an aware moment, exactly."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(us: int) -> datetime:
    """The aware UTC moment of a number of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=us)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a journal does not hold: the number that was expected there, and what is wrong."""

    journal: str
    seq: int
    fault: str


def breaks(lines: Iterable[NumberedLine]) -> Iterator[Break]:
    """Every place where the lines of one journal, in order, do not continue the line before."""
    seq, last = 0, GENESIS
    for item in lines:
        seq += 1
        if item.seq != seq:
            yield Break(item.journal, seq, "gap")
            seq = item.seq
        elif item.prev != last:
            yield Break(item.journal, seq, "chain")
        if item.hash != line_hash(item.journal, item.seq, item.line, item.prev):
            yield Break(item.journal, seq, "changed")
        last = item.hash
