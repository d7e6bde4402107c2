"""Whether a desk's clock can be right: a wrong one refuses people, and writes scans out of order."""

from datetime import datetime, timedelta, tzinfo

from checkin.i18n import Phrase, phrase

MADE_IN = 2026
SLACK = timedelta(minutes=2)


def clock_fault(now: datetime, last: datetime | None, zone: tzinfo | None) -> Phrase | None:
    """What is wrong with a clock that says `now`, where the journal's last scan is of `last`; None if nothing is known."""
    if now.year < MADE_IN:
        return phrase("The clock says {time}: it is wrong. Set date and time.", time=shown(now, zone))
    if last is not None and now < last - SLACK:
        return phrase(
            "The clock says {time}, which is before the last scan, of {last}. Set date and time: scans would be out of order.",
            time=shown(now, zone),
            last=shown(last, zone),
        )
    return None


def shown(moment: datetime, zone: tzinfo | None) -> str:
    """A moment for people, in `zone` (None: that of this machine), which is named."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({zone or moment.astimezone().tzname()})"
