"""Somebody who is not in the list: what was typed made a registration, and who in the list could be the same person."""

from collections.abc import Iterator
from datetime import datetime

from checkin.desk.messages import WalkIn
from checkin.domain.event import Event
from checkin.domain.folding import fold
from checkin.domain.likeness import likeness
from checkin.domain.plain import no_text, plain
from checkin.domain.registration import WALK_IN, Registration
from checkin.ports import DeskStore, Registrations
from checkin.trouble import Trouble

LONGEST = 200
MOST_ALIKE = 5
MOST_WORDS = 5
LOOKED_AT = 50


def newcomer(request: WalkIn, event: Event, now: datetime) -> Registration:
    """The registration that `request` asks for; it has no id and no badge yet. Trouble says what cannot be registered."""
    name, company = typed(request.name), typed(request.company)
    if not fold(name):
        raise Trouble("The name is empty. Type the name of the visitor.")
    return Registration(
        "", name, _category(request.category, event), company=company, origin=WALK_IN, made_at=now
    )  # fmt: skip


def typed(text: str) -> str:
    """What somebody typed on one line, as it may be kept. Trouble if it is too long, or no text."""
    line = " ".join(plain(text).split())
    if len(line) > LONGEST:
        raise Trouble('"{text}..." is longer than {most} characters. Shorten it.', text=line[:40], most=LONGEST)
    if bad := no_text(line):
        raise Trouble("There is a character in it that is no text (code {code}). Type it again.", code=f"{ord(bad[0]):X}")
    return line


def register(store: DeskStore, newcomer: Registration) -> Registration:
    """Keep a newcomer without a scan: the registration with its id and badge, on the disk."""
    with store.writing():
        return store.registrations.add(newcomer)


def alike(registrations: Registrations, newcomer: Registration) -> tuple[Registration, ...]:
    """Registrations that could be the newcomer's own, the likest first (domain.likeness), five at most."""
    found = {one.id: one for text in _questions(newcomer) for one in registrations.search(text, LOOKED_AT)}
    ranked = []
    for one in found.values():
        how = likeness(newcomer.name, newcomer.company, one.name, one.company)
        if how is not None:
            ranked.append((how, one.name, one.id))
    return tuple(found[identity] for _, _, identity in sorted(ranked)[:MOST_ALIKE])


def _questions(newcomer: Registration) -> Iterator[str]:
    """What finds the name although a word of it is written otherwise, or missing: search wants every word that it is given."""
    words = fold(newcomer.name).split()
    yield " ".join(words)
    longest = sorted(words, key=len, reverse=True)[:MOST_WORDS]
    for word in longest if len(words) > 1 else ():
        yield " ".join(one for one in words if one != word)
    for word in longest if newcomer.company else ():
        yield f"{word} {newcomer.company}"


def _category(wanted: str, event: Event) -> str:
    """The id of a category given by id, or by its name in any language."""
    if wanted in event.categories:
        return wanted
    by_name = {fold(name): one.id for one in event.categories.values() for name in one.name.by_language.values()}
    if fold(wanted) not in by_name:
        known = ", ".join(event.categories)
        raise Trouble('There is no category "{category}". Choose one of these: {known}.', category=wanted[:80], known=known)
    return by_name[fold(wanted)]
