"""Messages between desk and hub: the bytes that docs/sync.md promises, and nothing else is read."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, moment, number
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.sync.messages import (
    Admit,
    Already,
    Cause,
    Claim,
    Cursor,
    Delivered,
    Enrol,
    Enrolled,
    EventKey,
    Feed,
    Fork,
    Gap,
    HaveSeq,
    Hello,
    Page,
    Push,
    Refused,
    Reseed,
    Reseeded,
    Reset,
    Role,
    Unverified,
    Welcome,
)  # fmt: skip
from checkin.sync.notices import Announce, Announced, Notice, Noticed, NoticeKind, Notices
from checkin.sync.reports import Condition, Report, Reported
from checkin.sync.wire import NAMES, Message, decode, encode
from checkin.trouble import Trouble

DOCUMENT = (Path(__file__).parents[2] / "docs" / "sync.md").read_text(encoding="utf-8")
LINE = JournalLine(
    "s1", Kind.SCAN, moment(1524036665250000), "e", "door", Direction.ENTRY, Outcome.REFUSED, Reason.ALREADY_REDEEMED, "R-1",
    "public", 'é "x"', Origin.CAMERA, "A", "Accueil 1", "", "",
)  # fmt: skip
ROW = Delivered(number(Head("j", 4, bytes(range(32))), LINE), 5, -7)
CURSOR = Cursor("e1", 3, bytes([255]) * 32)
MESSAGES: list[Message] = [
    Enrol("token", GENESIS, "Desk 1"),
    Enrolled("d", "e", "A", Role.DESK, "[event]\n" * 2000, (EventKey(1, GENESIS, 5), EventKey(2, GENESIS, 5, 6))),
    Hello("e", "j", "", 4, GENESIS, CURSOR, "e1", 5),
    Welcome("j", 4, GENESIS, "e1", 9, True, 0, 5),
    Claim("e", "j", "e1", "s1", "door", "R-1", "public", "A", "Desk 1", 5, -6),
    Admit("s1", "e1"),
    Already("s1", "e1", Reason.ALREADY_REDEEMED, "s0", 4, "A", "Desk 2", True),
    Unverified("s1", "e1"),
    Push("e", "j", 5, bytes(range(32)), ROW.row.hash, -6, (LINE, replace(LINE, scan_id="s2", outcome=None, reason=None))),
    HaveSeq("j", 5),
    Notices("e", "e1", 4, 100),
    Noticed("e1", (Notice(NoticeKind.EVENT, "", "[event]\n" * 2000),), 5, 9),
    Announce("e", "e1", (Notice(NoticeKind.REGISTRATION, "W-1", '["W-1"]'),)),
    Announced(1),
    Report("e", "j", 5, bytes(range(32)), 7, -6, Condition("1.0", "Desk 1", "A", "door", "entry", "live", 80, True, 1000)),
    Report("e", "j", 5, bytes(range(32)), 7, -6, Condition(closing=True)),
    Reported(8),
    Fork("j", 5),
    Gap("j", 4, GENESIS),
    Feed("e", CURSOR, 100),
    Page((ROW,), CURSOR, 9, 1),
    Reset("e1"),
    Reseed("e", "e1", (ROW, ROW)),
    Reseeded(2),
    Refused(Cause.REVOKED),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: type(one).__name__)
def test_a_message_is_read_back_as_it_was_written(message: Message) -> None:
    assert decode(encode(message)) == message
    assert encode(decode(encode(message))) == encode(message)


def test_every_message_is_among_them() -> None:
    assert {type(one) for one in MESSAGES} == set(NAMES)


def test_the_hash_of_a_row_is_worked_out_by_whoever_reads_it() -> None:
    said = json.loads(encode(Page((ROW,), CURSOR, 9, 1)))
    said["rows"][0][3][8] = "R-2"
    page = decode(json.dumps(said).encode())
    assert isinstance(page, Page)
    assert page.rows[0].row.hash != ROW.row.hash


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: type(one).__name__)
def test_a_member_too_many_too_few_or_of_another_kind_is_refused(message: Message) -> None:
    said = json.loads(encode(message))
    members = [name for name in said if name not in ("type", "v")]
    for changed in (
        said | {"more": 1}, said | {"v": 2}, said | {"type": "other"}, said | {"type": 5}, [said],
        *({name: value for name, value in said.items() if name != member} for member in members),
        *(said | {member: {"x": 1}} for member in members),
        *(said | {member: 1.5} for member in members),
        *(said | {member: "\ud800"} for member in members),
        *(said | {member: 1 << 70} for member in members),
        *(said | {member: ["x"] * 2000} for member in members),
    ):  # fmt: skip
        with pytest.raises(Trouble, match="cannot be read"):
            decode(json.dumps(changed).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"null", b"[" * 100_000, b"\xff", b'{"type":"reset","v":1,"epoch":"a","epoch":"b"}',
        b'{"type":"reset","v":1,"epoch":NaN}', b'{"type":"reset","v":true,"epoch":"a"}',
        b'{"type":"reseeded","v":1,"added":true}',
        b'{"type":"gap","v":1,"journal":"j","have":1,"hash":"' + b"G" * 64 + b'"}',
        b'{"type":"refused","v":1,"cause":"other"}', b'{"type":"refused","v":1,"cause":["revoked"]}',
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        decode(content)


@pytest.mark.parametrize(("place", "value"), [(2, 1 << 61), (2, True), (1, "scam"), (6, "maybe"), (10, "x" * 5000), (0, None)])
def test_a_line_that_makes_no_sense_is_refused(place: int, value: object) -> None:
    said = json.loads(encode(MESSAGES[8]))
    said["lines"][0][place] = value
    with pytest.raises(Trouble, match="cannot be read"):
        decode(json.dumps(said).encode())
    said["lines"][0] = said["lines"][0][:-1]
    with pytest.raises(Trouble, match="16 fields"):
        decode(json.dumps(said).encode())


def test_a_row_that_makes_no_sense_is_refused() -> None:
    said = json.loads(encode(Page((ROW,), CURSOR, 9, 1)))
    said["rows"][0] = said["rows"][0][:-1]
    with pytest.raises(Trouble, match="6 fields"):
        decode(json.dumps(said).encode())


def test_the_examples_of_the_document_are_messages_to_the_byte() -> None:
    examples = re.findall(r"```json\n(.+)\n```", DOCUMENT)
    assert len(examples) >= 4
    for example in examples:
        assert encode(decode(example.encode())).decode() == example


def test_the_document_names_every_member_of_every_message() -> None:
    for kind, name in NAMES.items():
        said = " ".join(re.findall(rf"^\| `{name}` \|(.*)$", DOCUMENT, re.MULTILINE))
        assert [one for one in kind.__dataclass_fields__ if f"`{one}`" not in said] == [], name


def test_what_a_database_cannot_find_or_no_calendar_has_is_no_message() -> None:
    for good, odd in (
        (b'"journal":"j"', b'"journal":"\\u0000"'), (b'"ahead_us":-6', b'"ahead_us":-9000000000000000'),
        (b"1524036665250000", b"-9000000000000000"), (b"1524036665250000", b"7258118400000001"),
        (b'"R-1"', b'"\\u0000"'),
    ):  # fmt: skip
        content = encode(MESSAGES[8])
        assert good in content
        with pytest.raises(Trouble):
            decode(content.replace(good, odd, 1))
    badge = encode(replace(MESSAGES[8], lines=(replace(LINE, text="\0"),)))  # type: ignore[call-arg,arg-type]
    assert encode(decode(badge)) == badge  # a QR code may hold anything
