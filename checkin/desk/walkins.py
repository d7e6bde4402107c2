"""Somebody who is not in the list: what was typed made a registration, and who in the list could be the same person."""

from collections.abc import Iterator
from datetime import datetime

from checkin.desk.messages import WalkIn
from checkin.domain.event import Event
from checkin.domain.folding import fold
from checkin.domain.likeness import Likeness, likeness
from checkin.domain.plain import no_text, plain
from checkin.domain.registration import WALK_IN, Registration
from checkin.ports import DeskStore, Registrations
from checkin.trouble import Trouble

LONGEST = 200
MOST_ALIKE = 5
LOOKED_AT = 50
MOST_LEFT_OUT, MOST_WITH_COMPANY = 4, 2
"""Of a long name, the longest words; each question is a search, and the next badge waits for them."""


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
    found: dict[str, tuple[Likeness, Registration]] = {}
    for questions in (_as_written, _with_a_word_left_out):
        for text in questions(newcomer):
            for one in registrations.search(text, LOOKED_AT):
                how = likeness(newcomer.name, newcomer.company, one.name, one.company)
                if how is not None:
                    found[one.id] = how, one
        if sum(how <= Likeness.SAME for how, _ in found.values()) >= MOST_ALIKE:
            break
    best = sorted(found.values(), key=lambda item: (item[0], item[1].name, item[1].id))[:MOST_ALIKE]
    return tuple(one for _, one in best)


def _as_written(newcomer: Registration) -> Iterator[str]:
    """The name, and its longest words with the company."""
    words = fold(newcomer.name).split()
    yield " ".join(words)
    for word in sorted(words, key=len, reverse=True)[:MOST_WITH_COMPANY] if newcomer.company else ():
        yield f"{word} {newcomer.company}"


def _with_a_word_left_out(newcomer: Registration) -> Iterator[str]:
    """What finds the name although one of its words is not in the list: search wants every word that it is given."""
    words = fold(newcomer.name).split()
    for word in sorted(words, key=len, reverse=True)[:MOST_LEFT_OUT] if len(words) > 1 else ():
        yield " ".join(one for one in words if one != word)


def _category(wanted: str, event: Event) -> str:
    """The id of a category given by id, or by its name in any language."""
    if wanted in event.categories:
        return wanted
    by_name = {fold(name): one.id for one in event.categories.values() for name in one.name.by_language.values()}
    if fold(wanted) not in by_name:
        known = ", ".join(event.categories)
        raise Trouble('There is no category "{category}". Choose one of these: {known}.', category=wanted[:80], known=known)
    return by_name[fold(wanted)]
