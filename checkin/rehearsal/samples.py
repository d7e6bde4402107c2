"""The four test badges: texts that no registration can have, and what a desk must say to each."""

from enum import StrEnum

from checkin.domain.badge import REHEARSAL_PREFIX
from checkin.domain.event import Checkpoint, Event
from checkin.domain.registration import Registration, Status
from checkin.domain.verdict import Outcome, Reason, Verdict
from checkin.i18n import Phrase, phrase


class Sample(StrEnum):
    """A test badge, by what must become of it."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    FORGED = "forged"
    UNKNOWN = "unknown"


TEXTS = {
    # at most twenty letters: symbols of version 1, as those of real badges are
    Sample.ADMITTED: f"{REHEARSAL_PREFIX}YES",
    Sample.REFUSED: f"{REHEARSAL_PREFIX}NO",
    Sample.UNKNOWN: f"{REHEARSAL_PREFIX}NOBODY",
    # A well-formed signed badge (docs/badge-format.md) of the registration CHECKIN-TEST-FALSE in the category "test", signed for
    # the event "CHECKIN-TEST" with a key that everybody can read in the tests, and that no desk has.
    Sample.FORGED: (
        "CI:GB0UAW000U50FGW3BWYM81Y8DN9X*9ITA2OAPW5LB8WNA7WE QECUQVXAOG85AON6C$:B-:8/$SPXJU$0U:PA.K:XKQG9FCVS+4:G9DN11AEMIS%"
        "B7IWCFFIG7AW%D.M5C7C*/J1GKX%QBQU6%U"
    ),
}

EXPECTED: dict[Sample, tuple[Outcome, Reason | None]] = {
    Sample.ADMITTED: (Outcome.ADMITTED, None),
    Sample.REFUSED: (Outcome.REFUSED, Reason.CANCELED),
    Sample.FORGED: (Outcome.REFUSED, Reason.FORGED),
    Sample.UNKNOWN: (Outcome.REFUSED, Reason.INVALID),
}

TITLES: dict[Sample, Phrase] = {
    Sample.ADMITTED: phrase("Admitted"),
    Sample.REFUSED: phrase("Refused"),
    Sample.FORGED: phrase("False"),
    Sample.UNKNOWN: phrase("Unknown"),
}

_BY_TEXT = {text: sample for sample, text in TEXTS.items()}


def sample_of(text: str) -> Sample | None:
    """Which test badge this text is, None for every other badge."""
    return _BY_TEXT.get(text.upper())


def is_expected(sample: Sample, verdict: Verdict) -> bool:
    """Whether this is what must become of the test badge."""
    return EXPECTED[sample] == (verdict.outcome, verdict.reason)


def people(event: Event, checkpoint: Checkpoint) -> tuple[Registration, Registration]:
    """The registrations behind the test badges, of a category that may pass `checkpoint`: one in order, one canceled."""
    admitted = [one for one in event.categories if checkpoint.admits is None or one in checkpoint.admits]
    category = (admitted or list(event.categories))[0]
    yes, no = TEXTS[Sample.ADMITTED], TEXTS[Sample.REFUSED]
    return (
        Registration(yes, yes, category, yes),
        Registration(no, no, category, no, status=Status.CANCELED),
    )
