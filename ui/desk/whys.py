"""Why something is done by hand: ready reasons to choose from, or one's own words. They go into the journal as they are read, but
for what a conflict was found to be: that is read in every language."""

from checkin.domain.verdict import Reason
from checkin.i18n import Phrase, Words, phrase
from checkin.words import FOUND_OUT
from ui.desk.forms import Answer, Field, Form
from ui.widgets.rows import Row

OTHER = "other"
LONGEST_REASON = 160

NOT_SAME = phrase("Not the same person")
UNDO_REASONS = (phrase("Wrong person"), phrase("Scanned by mistake"), phrase("Left again"), NOT_SAME)

FINDINGS = tuple(FOUND_OUT.values())

PAID, CONFIRMED = phrase("Proof of payment seen"), phrase("Organiser confirmed by phone")
IDENTIFIED, ACCOMPANIED = phrase("Identity checked"), phrase("Delegation accompanied")
WENT_OUT = phrase("Went out without being scanned")
LIKELY = {Reason.UNPAID: PAID, Reason.ALREADY_REDEEMED: WENT_OUT, Reason.UNAPPROVED: CONFIRMED}


def override_reasons(refused_for: Reason | None) -> tuple[Phrase, ...]:
    """Why somebody is admitted all the same, the likeliest first."""
    likely = LIKELY.get(refused_for, CONFIRMED) if refused_for is not None else CONFIRMED
    others = [one for one in (CONFIRMED, IDENTIFIED, PAID, ACCOMPANIED, WENT_OUT) if one is not likely]
    return (likely, *others)


def form_why(
    title: str, action: str, reasons: tuple[Phrase, ...], words: Words, *, icon: str, at_once: bool, about: str = ""
) -> Form:
    """A form that asks for one of `reasons`, or another; `about` says more of what it is about."""
    rows = tuple(Row(str(number), words(reason)) for number, reason in enumerate(reasons))
    fields = (Field(OTHER, words("Another reason"), longest=LONGEST_REASON),)
    return Form(title, action, fields, rows, either=True, at_once=at_once, icon=icon, sentence=about)


def said_why(answer: Answer, reasons: tuple[Phrase, ...], words: Words) -> str:
    """The reason that was given, "" if none was."""
    return words(reasons[int(answer.chosen)]) if answer.chosen else answer.texts[OTHER]


def what_it_was(answer: Answer) -> str:
    """What a conflict was found to be: a FoundOut, or what was typed; "" if neither."""
    return list(FOUND_OUT)[int(answer.chosen)] if answer.chosen else answer.texts[OTHER]
