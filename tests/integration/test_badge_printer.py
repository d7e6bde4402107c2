"""The printing thread: one badge after the other, and a printer's trouble is a sentence."""

from datetime import date
from queue import Queue
from zoneinfo import ZoneInfo

from checkin.desk.messages import NotPrinted, ToPrint
from checkin.domain.event import Event, Names
from checkin.domain.registration import Registration
from checkin.settings import Settings
from checkin.trouble import Trouble
from ui.badge_printer import PRINTING_FAILED, BadgePrinter

EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (date(2026, 11, 15),), Names({"fr": "E"}))
AMINA, JEAN, ZHANG = (Registration(f"R{n}", name, "public") for n, name in enumerate(("Amina", "Jean", "张伟")))


def test_badges_are_printed_in_order_and_one_that_fails_stops_no_other() -> None:
    printed: list[str] = []
    failed: Queue[NotPrinted] = Queue()

    def put_on_paper(registration: Registration, event: Event, settings: Settings) -> None:
        if registration is AMINA:
            raise Trouble("The printer has no paper.")
        if registration is JEAN:
            raise ZeroDivisionError
        printed.append(registration.name)

    printer = BadgePrinter(put_on_paper, failed.put)
    printer.start()
    for person in (AMINA, JEAN, ZHANG):
        printer.submit(ToPrint(person, 2), EVENT, Settings())
    printer.stop()
    assert printed == ["张伟"]
    first, second = failed.get_nowait(), failed.get_nowait()
    assert (first.registration, first.copy, first.what.msgid) == ("R0", 2, "The printer has no paper.")
    assert second == NotPrinted("R1", 2, PRINTING_FAILED)
