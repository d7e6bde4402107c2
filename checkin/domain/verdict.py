"""What a scan came to: admitted or refused, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The two ends of every scan."""

    ADMITTED = "admitted"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a scan was refused: the codes of pretix, and ours (`forged`, `full`, `not_a_badge`)."""

    INVALID = "invalid"
    REVOKED = "revoked"
    BLOCKED = "blocked"
    CANCELED = "canceled"
    UNPAID = "unpaid"
    UNAPPROVED = "unapproved"
    INVALID_TIME = "invalid_time"
    PRODUCT = "product"
    RULES = "rules"
    ALREADY_REDEEMED = "already_redeemed"
    AMBIGUOUS = "ambiguous"
    ERROR = "error"
    FORGED = "forged"
    FULL = "full"
    NOT_A_BADGE = "not_a_badge"


# A person at the desk can often settle these; the others are a plain no.
NEEDS_HELP = frozenset({Reason.UNPAID, Reason.UNAPPROVED, Reason.ALREADY_REDEEMED, Reason.AMBIGUOUS, Reason.FULL, Reason.ERROR})

# No supervisor's word admits on these: nobody knows who would be let in.
FINAL = frozenset({Reason.FORGED, Reason.INVALID, Reason.NOT_A_BADGE, Reason.AMBIGUOUS, Reason.ERROR})


class Direction(StrEnum):
    """Which way a person passes."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Passage:
    """One admitted scan that still counts: what later decisions and totals look back on."""

    scan_id: str
    at: datetime
    direction: Direction
    category: str
    gate: str
    desk: str


@dataclass(frozen=True, slots=True)
class Window:
    """When a person would be admitted, as far as it is known; an end that is open is None."""

    opens: datetime | None
    closes: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome; `reason` is None when admitted. `first` is the entry that a repeat repeats, `window` the valid time;
    `from_badge`: the desk's list does not know the person, and the badge's own signed content decided; `unknown_key`: the badge
    claims to be signed with the key of this id, which the desk does not have, so that nobody can tell whether it is genuine;
    `held`: the hub could not be asked, and the checkpoint admits nobody without; `arriving`: nobody here is known by this badge,
    and the desk's list is not whole yet."""

    outcome: Outcome
    reason: Reason | None = None
    first: Passage | None = None
    window: Window | None = None
    from_badge: bool = False
    unknown_key: int | None = None
    held: bool = False
    arriving: bool = False

    @property
    def admitted(self) -> bool:
        """Whether the person may pass."""
        return self.outcome is Outcome.ADMITTED

    @property
    def needs_help(self) -> bool:
        """Whether a person at the desk can probably settle it: shown amber instead of red."""
        return not self.admitted and (self.arriving or self.reason in NEEDS_HELP)
