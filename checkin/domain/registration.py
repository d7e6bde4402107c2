"""One person's right to attend."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a registration stands. Only `confirmed` is admitted without a question."""

    CONFIRMED = "confirmed"
    UNPAID = "unpaid"
    UNAPPROVED = "unapproved"
    CANCELED = "canceled"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration as imported. `valid_from` and `valid_until` are aware, both ends included."""

    id: str
    name: str
    category: str
    badge: str = ""
    company: str = ""
    email: str = ""
    status: Status = Status.CONFIRMED
    order: str = ""
    language: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    note: str = ""
