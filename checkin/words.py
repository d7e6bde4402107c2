"""What each verdict is called, and what staff do and say about it: words alone, for the screen and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from checkin.domain.event import LANGUAGES
from checkin.domain.journal import FoundOut
from checkin.domain.registration import Registration, Status
from checkin.domain.verdict import Direction, Reason, Verdict
from checkin.i18n import Phrase, phrase

NOTHING = Phrase("")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one verdict: its `title`, one `sentence` why, what staff `do`, and what they `say` to the visitor.

    `sentence` stands where the facts of the scan (see checkin.sentences) give no better one.
    """

    title: Phrase
    sentence: Phrase = NOTHING
    do: Phrase = NOTHING
    say: Phrase = NOTHING


ADMITTED = Wording(phrase("Welcome"))
LEFT = Wording(phrase("Goodbye"))
STILL_INSIDE = Wording(phrase("Still inside"))
UNDONE = Wording(phrase("Taken back"), phrase("The last scan no longer counts."))
FAILED = Wording(phrase("That did not work"))
FROM_BADGE = phrase("Not in the list: decided by the badge itself")
UNKNOWN_KEY = Wording(
    phrase("Cannot be checked here"),
    phrase("Signed by a key that this desk does not have."),
    phrase("Search for the name. Then tell a supervisor: this desk may have to trust the key (checkin keys trust)."),
    phrase("I cannot check this badge here. May I have your name, please?"),
)
HELD = Wording(
    phrase("Please wait"),
    phrase("The hub does not answer, and this checkpoint admits nobody without it."),
    phrase("Scan again in a moment, or call a supervisor."),
    phrase("One moment, please: I am waiting for the network."),
)
ARRIVING = Wording(
    phrase("Not in the list yet"),
    phrase("The list of registrations is still arriving at this desk."),
    phrase("Scan again in a moment. Until then ask another desk, or whoever runs the hub, for the person."),
    phrase("One moment, please: our list is still being loaded."),
)
ATTENTION = Wording(phrase("Attention"))

FOUND_OUT: Mapping[str, Phrase] = {
    FoundOut.SAME_PERSON: phrase("Same person"),
    FoundOut.SECOND_PERSON: phrase("A second person"),
    FoundOut.STAFF_MISTAKE: phrase("Staff mistake"),
}


def found_out(settled: str) -> Phrase | str:
    """What a settlement says: in the reader's language where it is a FoundOut, else as somebody put it."""
    return FOUND_OUT.get(settled, settled)


WORDINGS: dict[Reason, Wording] = {
    Reason.INVALID: Wording(
        phrase("Unknown badge"),
        phrase("No registration has this badge."),
        phrase("Search for the name. If nothing is found, send the visitor to the registration desk."),
        phrase("I cannot find this badge. Our registration desk will help you at once."),
    ),
    Reason.REVOKED: Wording(
        phrase("Badge withdrawn"),
        phrase("This badge was replaced by another one or withdrawn."),
        phrase("Ask for the newer badge, or search for the name."),
        phrase("This badge has been replaced. Do you have the newer one with you?"),
    ),
    Reason.BLOCKED: Wording(
        phrase("Blocked"),
        phrase("The organiser has blocked this registration."),
        phrase("Do not discuss it at the door: call a supervisor."),
        phrase("Please wait a moment. A colleague is coming to help you."),
    ),
    Reason.CANCELED: Wording(
        phrase("Canceled"),
        phrase("This registration was canceled."),
        phrase("Send the visitor to the registration desk."),
        phrase("This registration has been canceled. Our registration desk can look into it with you."),
    ),
    Reason.UNPAID: Wording(
        phrase("Not paid yet"),
        phrase("Registered, but not paid yet."),
        phrase("Look at the proof of payment, or send the visitor to the registration desk."),
        phrase("Your payment has not reached us yet. Do you have the receipt with you?"),
    ),
    Reason.UNAPPROVED: Wording(
        phrase("Not approved yet"),
        phrase("The organiser has not approved this registration yet."),
        phrase("Call a supervisor, who can ask the organiser."),
        phrase("Your registration is still being checked. A colleague will help you at once."),
    ),
    Reason.INVALID_TIME: Wording(
        phrase("Not valid now"),
        phrase("This badge is not valid at this hour."),
        phrase("Tell the visitor when the badge is valid."),
        phrase("Your badge is not valid at this hour. We look forward to seeing you at the right time."),
    ),
    Reason.PRODUCT: Wording(
        phrase("Not valid here"),
        phrase("This door is not for this category."),
        phrase("Show the visitor the way to the right door."),
        phrase("Your badge is for another entrance. I will show you the way."),
    ),
    Reason.RULES: Wording(
        phrase("No entries left"),
        phrase("All entries of this badge are used."),
        phrase("Call a supervisor if the visitor disagrees."),
        phrase("All entries of your badge have been used."),
    ),
    Reason.ALREADY_REDEEMED: Wording(
        phrase("Already entered"),
        phrase("This badge has entered before."),
        phrase("Compare the name with an identity card. If it is the same person, call a supervisor."),
        phrase("This badge has already been used to enter. May I see your identity card, please?"),
    ),
    Reason.AMBIGUOUS: Wording(
        phrase("Whose badge?"),
        phrase("Several registrations have this badge."),
        phrase("Search for the name and choose the right person."),
        phrase("May I have your name, please?"),
    ),
    Reason.ERROR: Wording(
        phrase("Scan again"),
        phrase("The desk could not decide."),
        phrase("Scan again, or search for the name."),
        phrase("One moment, please: I will scan your badge once more."),
    ),
    Reason.FORGED: Wording(
        phrase("False badge"),
        phrase("The signature of this badge is not the organiser's."),
        phrase("Keep calm, keep the badge in sight, and call a supervisor."),
        phrase("Please wait a moment. A colleague is coming to help you."),
    ),
    Reason.FULL: Wording(
        phrase("Full"),
        phrase("As many persons are inside as may be."),
        phrase("Let the visitor wait until someone leaves, and scan again."),
        phrase("It is full at the moment. Please wait here: you will be let in as soon as there is room."),
    ),
    Reason.NOT_A_BADGE: Wording(
        phrase("Not a badge"),
        phrase("A QR code, but not a badge of this event."),
        phrase("Ask for the badge, or search for the name."),
        phrase("This is not the badge of this event. Could you show me your badge, please?"),
    ),
}

STATUSES: dict[Status, Phrase] = {
    Status.CONFIRMED: phrase("confirmed"),
    Status.UNPAID: phrase("not paid"),
    Status.UNAPPROVED: phrase("not approved"),
    Status.CANCELED: phrase("canceled"),
    Status.BLOCKED: phrase("blocked"),
}


def wording(verdict: Verdict, direction: Direction, quiet: bool = False) -> Wording:
    """The words of a verdict; `quiet` where the badge was shown again moments after it was admitted."""
    if quiet:
        return STILL_INSIDE
    if verdict.unknown_key is not None:
        return UNKNOWN_KEY  # an honest visitor of a desk that lacks a key is no forger
    if verdict.held:
        return HELD
    if verdict.arriving:
        return ARRIVING
    if verdict.admitted or verdict.reason is None:
        return LEFT if direction is Direction.EXIT else ADMITTED
    return WORDINGS[verdict.reason]


def visitors_language(registration: Registration | None, desk_language: str) -> str:
    """The language to address the visitor in: his or her own if it is one of ours, else the desk's."""
    own = registration.language.lower()[:2] if registration is not None else ""
    return own if own in LANGUAGES else desk_language


CAMERA_WORDS = {
    "live": phrase("camera live"), "opening": phrase("opening"), "lost": phrase("lost"), "missing": phrase("missing"),
    "busy": phrase("used by another program"), "ended": phrase("ended"), "flawed": phrase("bad picture"),
}  # fmt: skip
"""How a camera is, as a desk reports it (checkin.sync.reports.Condition)."""
