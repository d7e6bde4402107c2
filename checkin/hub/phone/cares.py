"""What somebody should look at: conflicts that wait, and what is over a limit."""

from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.telling import Telling
from checkin.overview.telling import wrong


def cares(telling: Telling) -> Html:
    """Each in one line; that there is nothing is said, too."""
    words, figures = telling.words, telling.figures
    conflicts, alarms = figures.conflicts, [wrong(one, words, telling.teller) for one in figures.alarms]
    waits = words.plural("{n} conflict waits", "{n} conflicts wait", conflicts) if conflicts else words("There is no conflict.")
    title = words.plural("{n} alarm", "{n} alarms", len(alarms)) if alarms else words("There is no alarm.")
    return joined([
        tag("p", waits, class_="state look" if conflicts else "state good"),
        tag("p", title, class_="state look" if alarms else "state good"),
        tag("ul", *(tag("li", one) for one in alarms), class_="alarms") if alarms else "",
    ])  # fmt: skip
