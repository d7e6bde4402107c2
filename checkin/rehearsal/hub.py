"""The hub: whether this desk is enrolled at one, and whether their clocks agree."""

from dataclasses import dataclass
from datetime import UTC, datetime

from checkin.domain.journal import microseconds
from checkin.i18n import phrase
from checkin.ports import Clock
from checkin.rehearsal.database import opened
from checkin.rehearsal.findings import Finding, Place, fault, ok, warning
from checkin.sync.membership import KEY_FILE
from checkin.sync.messages import Hello, Welcome

PATIENCE_S = 3.0

MOST_APART_S = 2.0
FAR_APART_S = 60.0


@dataclass(frozen=True, slots=True)
class HubFacts:
    """The hub that this desk is enrolled at ("": none), and how far this machine's clock is ahead of the hub's (s), None where
    the hub did not answer."""

    name: str = ""
    ahead_s: float | None = None


def judged_hub(seen: HubFacts) -> Finding:
    """What the facts come to."""
    if not seen.name:
        return warning(phrase("No hub is enrolled: this desk is on its own, and nobody compares its clock with another. "
                              "Compare it with your watch."))  # fmt: skip
    if seen.ahead_s is None:
        return warning(phrase("The hub {name} does not answer: this desk is on its own until it does.", name=seen.name))
    measured: dict[str, object] = {"ahead_s": round(seen.ahead_s, 3)}
    facts = {"name": seen.name, "seconds": f"{seen.ahead_s:+.1f}"}
    if abs(seen.ahead_s) > FAR_APART_S:
        return fault(
            phrase("This clock and that of the hub {name} differ by {seconds} s. Set date and time.", **facts), **measured
        )
    if abs(seen.ahead_s) > MOST_APART_S:
        return warning(phrase("This clock and that of the hub {name} differ by {seconds} s. Let the system set it.", **facts),
                       **measured)  # fmt: skip
    return ok(phrase("This clock and that of the hub {name} agree.", name=seen.name), **measured)


def hub_facts(place: Place, clock: Clock = lambda: datetime.now(UTC)) -> HubFacts:
    """Asks the hub that this desk is enrolled at for its time. Trouble if the desk's database or key cannot be used."""
    from checkin.sync.http import HubConnection, Unanswered
    from data.membership import device_key

    with opened(place) as store:
        member = store.membership.get() if store is not None else None
        if store is None or member is None or member.revoked_us is not None:
            return HubFacts()
        head = store.hub.head()
        hello = Hello(
            member.event, head.journal, store.hub.former(), head.seq, head.hash, store.hub.cursor(), "", microseconds(clock())
        )  # fmt: skip
    way = HubConnection(member.hosts, member.port, member.fingerprint, member.device, device_key(place.path / KEY_FILE))
    try:
        answer = way.ask(hello, PATIENCE_S)
    except Unanswered:
        return HubFacts(member.hosts[0])
    finally:
        way.close()
    if not isinstance(answer, Welcome):
        return HubFacts(member.hosts[0])
    middle_us = (hello.at_us + microseconds(clock())) // 2
    return HubFacts(way.place[0], (middle_us - answer.hub_us) / 1e6)
