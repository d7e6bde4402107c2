"""A journal line as folds see it: no more than counting takes, so that two hundred thousand are counted in about a second."""

from datetime import datetime
from typing import NamedTuple

from checkin.domain.journal import JournalLine, microseconds, moment


class Tick(NamedTuple):
    """`at_us`: the time of the line by the hub's clock, in microseconds since 1970. The other fields are those of JournalLine,
    with its values as plain text: "scan", "entry", "admitted", "already_redeemed"."""

    scan_id: str
    kind: str
    at_us: int
    checkpoint: str
    direction: str
    outcome: str | None
    reason: str | None
    registration: str
    category: str
    gate: str
    desk: str
    undoes: str
    remark: str

    @property
    def at(self) -> datetime:
        """The time of the line, by the hub's clock."""
        return moment(self.at_us)


def tick_of(line: JournalLine) -> Tick:
    """What folds need of this line, whose time is by the hub's clock already."""
    return Tick(
        line.scan_id, line.kind, microseconds(line.at), line.checkpoint, line.direction, line.outcome, line.reason,
        line.registration, line.category, line.gate, line.desk, line.undoes, line.remark,
    )  # fmt: skip
