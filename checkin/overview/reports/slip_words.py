"""A shift slip in words, for the terminal and for paper."""

from checkin.i18n import Phrase, Words, phrase
from checkin.overview.reports.parts import reason_title
from checkin.overview.reports.slip import Slip
from checkin.sentences import Teller, grouped, long_day


def delivery(slip: Slip) -> Phrase:
    """Whether everything was delivered."""
    if slip.delivered is None:
        return phrase("This desk has no hub: its journal is the only copy of these scans.")
    if slip.is_whole:
        return phrase("Everything that was made was delivered.")
    return phrase("{n} lines still wait for the hub.", n=slip.waiting)


def caution(slip: Slip) -> Phrase | None:
    """What the hub cannot know of a desk that has not ended in order; None where there is nothing of that kind."""
    if not slip.post.is_hearsay:
        return None
    if slip.post.heard_at is None:
        return phrase("The desk has not said how far it is: print the slip at the desk itself.")
    time = slip.post.heard_at.astimezone(slip.event.zone).strftime("%H:%M:%S")
    return phrase("As the desk told at {time}; what it wrote since is not known here.", time=time)


def equation(slip: Slip) -> str:
    """Made and delivered, as large as may be: "1 204 = 1 204"."""
    if slip.delivered is None:
        return grouped(slip.made)
    return f"{grouped(slip.made)} {'=' if slip.is_whole else '≠'} {grouped(slip.delivered)}"


def counts(slip: Slip, words: Words) -> list[tuple[str, int | None]]:
    """What the lines are, in their order."""
    return [
        (words("Entries"), slip.entries), (words("Exits"), slip.exits), (words("Refused"), slip.refused),
        (words("Taken back"), slip.undone), (words("Notes"), slip.remarks), (words("Lines made"), slip.made),
        (words("Lines delivered"), slip.delivered), (words("Lines that wait"), slip.waiting),
    ]  # fmt: skip


def reasons(slip: Slip, words: Words) -> list[tuple[str, int]]:
    """Why people were refused, the most frequent reason first."""
    return [(words(reason_title(code)) if code else "–", number) for code, number in slip.reasons.items()]


def place(slip: Slip, words: Words) -> list[tuple[str, str]]:
    """Where and when it was."""
    teller, post, zone = Teller(words, slip.event), slip.post, slip.event.zone
    first, last = ("–" if one is None else one.astimezone(zone).strftime("%d/%m %H:%M:%S") for one in (slip.first, slip.last))
    heard = "–" if post.heard_at is None else post.heard_at.astimezone(zone).strftime("%d/%m %H:%M:%S")
    return [
        (words("Gate"), teller.gate(post.gate) or words("no gate")), (words("Device"), post.device or words("at no hub")),
        (words("First scan"), first), (words("Last scan"), last), (words("Hub last heard"), heard),
        (words("Journal"), post.head.journal),
    ]  # fmt: skip


def period(slip: Slip, words: Words) -> str:
    """Of which day it is."""
    return words("Whole event") if slip.day is None else long_day(slip.day, words.language)


def lines_of(slip: Slip, words: Words) -> list[str]:
    """The whole slip as lines of text."""
    return [
        words("Shift slip of desk {desk}, {period}", desk=slip.post.desk, period=period(slip, words)),
        f"{equation(slip)}  {words(delivery(slip))}",
        *(f"  {words(one)}" for one in (caution(slip),) if one is not None),
        *(f"  {name}: {value}" for name, value in place(slip, words)),
        *(f"  {name}: {'–' if number is None else number}" for name, number in counts(slip, words)),
        *(f"    {name}: {number}" for name, number in reasons(slip, words)),
        "  " + words("Checksum of the journal, line {row}", row=slip.post.head.seq) + f": {slip.checksum}",
        f"  {slip.post.head.hash.hex()}",
    ]
