"""What a signed badge is worth at this desk: its signature, its key, and what the list of registrations has to say."""

from dataclasses import replace
from datetime import datetime

from checkin.badges.signing import Claim, Malformed, parse, verifies
from checkin.domain.badge import SignedBadge
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.domain.rules import Finding
from checkin.ports import DeskStore, Found


def find_signed(store: DeskStore, event: Event, text: str) -> Found:
    """Look up a text that claims a signature.

    FORGED unless a key of this desk signed it for this event, with the id of a key that the desk does not have; REVOKED if that
    key was revoked. A person in the list is decided on by the list, within the badge's own validity; any other by what the badge
    says of itself.
    """
    try:
        claim = parse(text)
    except Malformed:
        return Found(Finding.FORGED)
    key = store.keys.get(claim.key)
    if key is None:
        return Found(Finding.FORGED, unknown_key=claim.key)
    if not verifies(claim, event.id, key.public):
        return Found(Finding.FORGED)
    if key.revoked_at is not None:
        return Found(Finding.REVOKED)
    return _decided_by(claim, text, store.registrations.get(claim.badge.registration))


def _decided_by(claim: Claim, text: str, listed: Registration | None) -> Found:
    if listed is None:
        return Found(Finding.KNOWN, stand_in(claim.badge, text), claim.key)
    return Found(Finding.KNOWN, _within(listed, claim.badge))


def stand_in(badge: SignedBadge, text: str = "") -> Registration:
    """A registration made of a badge's content. A badge has no name: the registration's id stands in its place."""
    return Registration(
        badge.registration, badge.registration, badge.category, text, valid_from=badge.valid_from, valid_until=badge.valid_until
    )


def _within(listed: Registration, badge: SignedBadge) -> Registration:
    """The listed registration, valid for as long as both it and the badge say."""
    starts = [moment for moment in (listed.valid_from, badge.valid_from) if moment is not None]
    ends: list[datetime] = [moment for moment in (listed.valid_until, badge.valid_until) if moment is not None]
    return replace(listed, valid_from=max(starts, default=None), valid_until=min(ends, default=None))
