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


WALK_IN = "walkin"
"""The origin of a registration that was made at a desk, until an import knows its id."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration. `valid_from` and `valid_until` are aware, both ends included.

    `origin` is WALK_IN, or "" where it was imported; `made_at` says when a desk made it, also after an import has adopted it.
    """

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
    origin: str = ""
    made_at: datetime | None = None
