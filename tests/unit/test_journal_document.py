"""docs/journal.md promises a format to the byte: its example is held against the program."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, breaks, number
from checkin.domain.verdict import Direction, Outcome, Reason

DOCUMENT = (Path(__file__).parents[2] / "docs" / "journal.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.+)\n```\n\n`([0-9a-f]{64})`", DOCUMENT)


def line_of(fields: list) -> JournalLine:
    scan_id, kind, at_us, event, checkpoint, direction, outcome, reason, *texts = fields[2:]
    registration, category, text, origin, gate, desk, undoes, remark = texts
    return JournalLine(
        scan_id, Kind(kind), datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us), event, checkpoint,
        Direction(direction), outcome and Outcome(outcome), reason and Reason(reason), registration, category, text,
        Origin(origin), gate, desk, undoes, remark,
    )  # fmt: skip


def test_the_document_has_two_examples() -> None:
    assert len(EXAMPLES) == 2


def test_the_program_gives_the_hashes_of_the_document() -> None:
    head = Head(json.loads(EXAMPLES[0][0])[0], 0, GENESIS)
    for text, digest in EXAMPLES:
        item = number(head, line_of(json.loads(text)))
        assert item.hash.hex() == digest
        head = Head(item.journal, item.seq, item.hash)


def test_whoever_follows_the_document_by_hand_gets_them_too() -> None:
    before = bytes(32)
    for text, digest in EXAMPLES:
        before = hashlib.sha256(before + text.encode()).digest()
        assert before.hex() == digest


def test_the_example_is_a_journal_that_holds() -> None:
    head, items = Head(json.loads(EXAMPLES[0][0])[0], 0, GENESIS), []
    for text, _ in EXAMPLES:
        items.append(number(head, line_of(json.loads(text))))
        head = Head(items[-1].journal, items[-1].seq, items[-1].hash)
    assert list(breaks(items)) == []


def test_every_field_has_its_row_in_order() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", DOCUMENT, re.MULTILINE)
    names = list(JournalLine.__dataclass_fields__)
    assert [name.removesuffix("_us") for _, name in rows] == ["journal", "seq", *names]
    assert [int(place) for place, _ in rows] == list(range(1, 19))
