"""What the hub keeps, as the columns of its tables and back."""

import json
from dataclasses import asdict
from typing import Any, cast

import msgspec
from sqlalchemy import RowMapping

from checkin.domain.tick import Tick
from checkin.sync.hublog import Device, KeptClaim, KnownJournal, LogRow, LogState, Token
from checkin.sync.messages import Role, Verdicts
from checkin.sync.notices import Notice, NoticeKind
from checkin.sync.reports import Condition, KeptReport
from checkin.sync.wire import decode, delivered_of, encode, row_of

Record = dict[str, Any]
Columns = RowMapping


def state_record(state: LogState) -> Record:
    """The head row."""
    return {
        "epochs": json.dumps(state.epochs), "position": state.position, "chain": state.chain,
        "waiting": json.dumps(sorted(state.waiting)), "notices": state.notices,
    }  # fmt: skip


def state_of(columns: Columns) -> LogState:
    """The state in a head row."""
    epochs, waiting = json.loads(columns["epochs"]), json.loads(columns["waiting"])
    return LogState(
        tuple(epochs), columns["position"], bytes(columns["chain"]), frozenset(waiting), columns["notices"]
    )  # fmt: skip


def notice_record(position: int, one: Notice) -> Record:
    """A notice at its number."""
    return {"position": position, "kind": one.kind.value, "id": one.id, "content": one.content}


def notice_of(columns: Columns) -> Notice:
    """The notice in these columns."""
    return Notice(NoticeKind(columns["kind"]), columns["id"], columns["content"])


def row_record(row: LogRow) -> Record:
    """A row of the log."""
    line = row.delivered.row.line
    return {
        "position": row.position, "chain": row.chain, "scan_id": line.scan_id, "checkpoint": line.checkpoint,
        "registration": line.registration, "row": row_of(row.delivered),
    }  # fmt: skip


def log_row_of(columns: Columns) -> LogRow:
    """The row of the log in these columns."""
    return LogRow(columns["position"], bytes(columns["chain"]), delivered_of(columns["row"]))


def tick_in(row: str) -> Tick:
    """What folds need of the line in a `row` of the log, in the hub's time. Its fields are taken as they stand (docs/sync.md):
    every row was read strictly when it came."""
    _, _, _, line, _, ahead_us = msgspec.json.decode(row)
    scan_id, kind, at_us, _, checkpoint, direction, outcome, reason, *rest = line
    registration, category, _, _, gate, desk, undoes, remark = rest
    at = at_us - ahead_us
    return Tick(
        scan_id, kind, at, checkpoint, direction, outcome, reason, registration, category, gate, desk, undoes, remark
    )  # fmt: skip


def claim_record(claim: KeptClaim) -> Record:
    """A claim with its answer."""
    checkpoint, registration = claim.person
    return {
        "scan_id": claim.scan_id, "checkpoint": checkpoint, "registration": registration, "category": claim.category,
        "gate": claim.gate, "desk": claim.desk, "at_us": claim.at_us, "answer": encode(claim.answer).decode(), "open": claim.open,
    }  # fmt: skip


def claim_of(columns: Columns) -> KeptClaim:
    """The claim in these columns."""
    person = columns["checkpoint"], columns["registration"]
    answer = cast(Verdicts, decode(columns["answer"].encode()))
    return KeptClaim(
        columns["scan_id"], person, columns["category"], columns["gate"], columns["desk"], columns["at_us"], answer,
        columns["open"],
    )  # fmt: skip


def report_record(report: KeptReport) -> Record:
    """The last report on a journal."""
    return asdict(report) | {"condition": json.dumps(asdict(report.condition), ensure_ascii=False)}


def report_of(columns: Columns) -> KeptReport:
    """The report in these columns."""
    condition = Condition(**json.loads(columns["condition"]))
    return KeptReport(
        columns["journal"], columns["device"], columns["at_us"], columns["waiting"], columns["complete_us"], columns["ahead_us"],
        condition,
    )  # fmt: skip


def plain_record(one: KnownJournal | Device | Token) -> Record:
    """A journal, a device or a token: its columns have the names of its fields."""
    return asdict(one)


def journal_of(columns: Columns) -> KnownJournal:
    """The journal in these columns."""
    return KnownJournal(
        columns["id"], columns["device"], columns["former"], columns["seq"], bytes(columns["hash"]), columns["retired"]
    )  # fmt: skip


def device_of(columns: Columns) -> Device:
    """The device in these columns."""
    return Device(
        columns["id"], bytes(columns["public"]), columns["name"], columns["gate"], Role(columns["role"]),
        columns["enrolled_us"], columns["revoked_us"],
    )  # fmt: skip


def token_of(columns: Columns) -> Token:
    """The token in these columns."""
    return Token(
        bytes(columns["digest"]), columns["gate"], Role(columns["role"]), columns["expires_us"], columns["device"]
    )  # fmt: skip
