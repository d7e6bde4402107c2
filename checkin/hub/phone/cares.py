"""What somebody should look at: conflicts that wait, and what is over a limit."""

from checkin.domain.alarms import AlarmKind, Cause
from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.telling import Telling
from checkin.i18n import Phrase, phrase
from checkin.sentences import grouped
from checkin.words import CAMERA_WORDS


def cares(telling: Telling) -> Html:
    """Each in one line; that there is nothing is said, too."""
    words, figures = telling.words, telling.figures
    conflicts, alarms = figures.conflicts, [words(_sentence(telling, one)) for one in figures.alarms]
    waits = words.plural("{n} conflict waits", "{n} conflicts wait", conflicts) if conflicts else words("There is no conflict.")
    title = words.plural("{n} alarm", "{n} alarms", len(alarms)) if alarms else words("There is no alarm.")
    return joined([
        tag("p", waits, class_="state look" if conflicts else "state good"),
        tag("p", title, class_="state look" if alarms else "state good"),
        tag("ul", *(tag("li", one) for one in alarms), class_="alarms") if alarms else "",
    ])  # fmt: skip


def _sentence(telling: Telling, cause: Cause) -> Phrase:
    """What is wrong, and where."""
    teller, number = telling.teller, round(cause.number)
    match cause.kind:
        case AlarmKind.CAPACITY:
            return phrase("{place} is {percent} % full", place=teller.checkpoint(cause.where), percent=number)
        case AlarmKind.SILENT:
            return phrase("Desk {desk} is silent for {minutes} min", desk=cause.where, minutes=number)
        case AlarmKind.FORGED:
            return phrase("False badges at {place}: {count}", place=teller.checkpoint(cause.where), count=grouped(number))
        case AlarmKind.REFUSALS:
            where = teller.gate(cause.where) or telling.words("no gate")
            return phrase("{place} refuses {percent} % of the scans", place=where, percent=number)
        case AlarmKind.WAIT:
            where = teller.gate(cause.where) or telling.words("no gate")
            return phrase("People wait {minutes} min at {place}", minutes=number, place=where)
    return phrase("Desk {desk}: {what}", desk=cause.where, what=_machine(cause))


def _machine(cause: Cause) -> Phrase:
    what, _, state = cause.more.partition(" ")
    match what:
        case "clock":
            return phrase("its clock is {seconds} s off", seconds=f"{cause.number:+.0f}")
        case "battery":
            return phrase("its battery is at {percent} %", percent=round(cause.number))
        case "disk":
            return phrase("its disk has {megabytes} MB left", megabytes=round(cause.number))
    return phrase("its camera: {state}", state=CAMERA_WORDS.get(state, phrase("not working")))
