"""How a device is let in: once, by a token that the hub has given out."""

import hashlib
from dataclasses import dataclass, replace

from checkin.sync.hublog import Device, Token
from checkin.sync.messages import Cause, Enrol, Enrolled, EventKey, Refused
from checkin.sync.working import Working


@dataclass(frozen=True, slots=True)
class Offer:
    """What a device serves once it is let in: the event file's text, and the keys that badges are signed with."""

    profile: str = ""
    keys: tuple[EventKey, ...] = ()


NOTHING = Offer()


def token_digest(token: str) -> bytes:
    """What the hub keeps of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def enrolled(work: Working, asked: Enrol, event: str, offer: Offer, new_id: str) -> Enrolled | Refused:
    """The device that this token lets in. The same device asking again gets the same answer; any other is refused."""
    token = work.known.tokens.get(token_digest(asked.token))
    if token is None:
        return Refused(Cause.BAD_TOKEN)
    device = work.known.devices.get(token.device) if token.device else _let_in(work, asked, token, new_id)
    if device is None or device.public != asked.public or device.revoked_us is not None:
        return Refused(Cause.BAD_TOKEN)
    return Enrolled(device.id, event, device.gate, device.role, offer.profile, offer.keys)


def _let_in(work: Working, asked: Enrol, token: Token, new_id: str) -> Device | None:
    if work.now_us > token.expires_us:
        return None
    device = Device(new_id, asked.public, asked.name, token.gate, token.role, work.now_us)
    work.known.devices[device.id] = work.changes.devices[device.id] = device
    work.known.tokens[token.digest] = work.changes.tokens[token.digest] = replace(token, device=device.id)
    return device
