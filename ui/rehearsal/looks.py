"""The looks of a rehearsal that need no badge: one after the other, whatever becomes of the others."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from checkin.desk.machine import power_facts
from checkin.rehearsal.clock import clock, clock_facts, judged_zone
from checkin.rehearsal.database import database
from checkin.rehearsal.disk import disk
from checkin.rehearsal.findings import Checked, Finding, Place, found
from checkin.rehearsal.hub import hub_facts, judged_hub
from checkin.rehearsal.network import NetworkFacts, judged_network
from checkin.rehearsal.power import judged_power
from checkin.rehearsal.printer import judged_printer
from checkin.rehearsal.registrations import registrations
from checkin.rehearsal.report import TITLES
from checkin.rehearsal.screen import ScreenFacts, judged_screen
from checkin.scanning.sources import Stream, parse_source
from ui.rehearsal.printers import printer_facts
from ui.sounds import Sound

FOUR_SOUNDS = (Sound.READ, Sound.ADMITTED, Sound.LOOK, Sound.REFUSED)
SOUND_EVERY_S = 0.9


def checked(name: str, finding: Finding) -> Checked:
    """A finding under its title."""
    return Checked(name, TITLES[name], finding)


def looks(place: Place, screen: ScreenFacts) -> Iterator[Checked]:
    """Each look as it is made; the printer last, as it can take seconds."""
    wanted: Mapping[str, Callable[[], Finding]] = {
        "hub": lambda: judged_hub(hub_facts(place)),
        "clock": lambda: clock(place),
        "zone": lambda: judged_zone(clock_facts(place, datetime.now(UTC))),
        "disk": lambda: disk(place),
        "registrations": lambda: registrations(place),
        "power": lambda: judged_power(power_facts()),
        "screen": lambda: judged_screen(screen),
        "database": lambda: database(place),
        "printer": lambda: judged_printer(printer_facts(place.settings.printer)),
    }
    for name, look in wanted.items():
        yield checked(name, found(look))


def network_finding(held: bool, decided: int, refused: int, connections: int, source: str) -> Finding:
    """What cutting the network came to; `source` is the camera's."""
    in_network = isinstance(parse_source(source), Stream)
    return judged_network(NetworkFacts(held, decided, refused, connections, in_network))
