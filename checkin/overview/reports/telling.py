"""What a report says beside its figures: how far they can be trusted, what each of them is, which journals they come from."""

from collections.abc import Sequence
from datetime import datetime

from checkin.domain.event import Event
from checkin.i18n import Words, phrase
from checkin.overview.courses import natural
from checkin.overview.reading import Outlook, Place
from checkin.overview.reports.heads import JournalHead
from checkin.overview.reports.values import Column, Kind, Row, Table
from checkin.sentences import Teller, grouped

NAMES_SHOWN = 6


def trust_lines(outlook: Outlook, event: Event, words: Words) -> list[str]:
    """Until when everything is known, and of which desks it is not."""
    teller, trust = Teller(words, event), outlook.trust
    at = trust.as_of.astimezone(event.zone)
    # a phrase in a phrase, as an isolated text that begins with another one runs rightwards
    lines = [words("As of {moment}.", moment=phrase("{day}, {time}", day=teller.day(at.date()), time=at.strftime("%H:%M:%S")))]
    silent = _named([one.desk for one in trust.silent], words)
    if outlook.recovering:
        lines.append(words("The hub was restored and gathers what the desks know. Until it has, the truth may be more."))
    elif trust.missing is None:
        lines.append(words("Nobody knows how many lines are missing: {desks}.", desks=silent or words("the hub")))
    elif trust.missing:
        lines.append(words("{count} lines at most are missing, of desks that are silent: {desks}.", count=grouped(trust.missing),
                           desks=silent))  # fmt: skip
    elif outlook.place is Place.DESK:
        lines.append(words("This desk is enrolled at no hub: what it scanned itself is all there is."))
    elif outlook.place is Place.FILE:
        lines.append(words("From exported journals: what they do not hold is not counted."))
    else:
        lines.append(words("Everything that any desk wrote until then is counted."))
    if outlook.unheard:
        lines.append(words("Let in and never heard of: {desks}.", desks=_named([one.desk for one in outlook.unheard], words)))
    return lines


def _named(desks: Sequence[str], words: Words) -> str:
    shown = ", ".join(desks[:NAMES_SHOWN])
    return words("{desks} and {n} more", desks=shown, n=len(desks) - NAMES_SHOWN) if len(desks) > NAMES_SHOWN else shown


def definitions(words: Words, event: Event) -> Table:
    """Each number, and what it is (docs/totals.md)."""
    said = (
        ("inside", words("Inside"), words(
            "Persons whose last admitted scan is an entry, counted where they came in last. "
            "Who left without a scan is still inside.")),
        ("attended", words("Attended"), words("Distinct persons with an entry, counted where they came in first.")),
        ("entries", words("Entries, exits"), words("Admitted scans of that direction; a person may have several.")),
        ("refused", words("Refused"), words("Refused scans, whoever's they are.")),
        ("arrivals", words("Arrivals"), words("The first entry of each person on each day.")),
        ("expected", words("Expected"), words(
            "What the organiser expects of a category, else its registrations that are not canceled.")),
        ("no_shows", words("No-shows"), words("Registrations that are not canceled, of persons without an entry.")),
        ("peak", words("Most inside"), words("The most persons inside at the end of any minute.")),
        ("undone", words("Taken back"), words("Scans that staff took back, each with a reason. They count nowhere.")),
        ("conflicts", words("Conflicts"), words(
            "Admissions that the desk would have refused, had it known of the one before. Both count until one is taken back.")),
        ("range", words("Ranges"), words(
            "Where desks are silent, the truth lies between both numbers: a desk is taken to write 30 lines a minute at most.")),
        ("days", words("Days"), words(
            "Those of the event's time zone, {zone}. Of a day only its own scans count.", zone=event.zone.key)),
    )  # fmt: skip
    columns = (Column("name", words("Figure"), Kind.TEXT, 1.2), Column("definition", words("What it is"), Kind.TEXT, 4.5))
    return Table("definitions", words("Definitions"), columns, tuple(Row(key, (name, what)) for key, name, what in said))


def heads_table(heads: Sequence[JournalHead], words: Words, event: Event) -> Table:
    """Where each journal ended when the report was made: whoever holds this can tell whether a journal was changed since."""

    def at(one: datetime | None) -> str:
        return "–" if one is None else one.astimezone(event.zone).strftime("%d/%m %H:%M:%S")

    columns = (
        Column("desk", words("Desk"), Kind.TEXT, 1.1), Column("journal", words("Journal"), Kind.CODE, 2.2),
        Column("lines", words("Lines"), Kind.NUMBER, 0.8), Column("first", words("First line"), Kind.CODE, 1.4),
        Column("last", words("Last line"), Kind.CODE, 1.4), Column("hash", words("Hash of the last line"), Kind.CODE, 3.6),
    )  # fmt: skip
    rows = tuple(
        Row(one.head.journal, (one.desk, one.head.journal, one.head.seq, at(one.first), at(one.last), one.head.hash.hex()))
        for one in sorted(heads, key=lambda one: (natural(one.desk), one.head.journal))
    )
    return Table("heads", words("Journals"), columns, rows, nothing=words("No journal has a line here."))
