"""The pages: the figures in sections, each of which can be replaced by itself; and the form that lets a supervisor in."""

from dataclasses import dataclass
from urllib.parse import urlencode

from checkin.domain.event import LANGUAGES, Checkpoint, Event
from checkin.hub.phone.assets import address_of
from checkin.hub.phone.cares import cares
from checkin.hub.phone.chart import arrivals, arrivals_table
from checkin.hub.phone.desks import desk_rows, footing
from checkin.hub.phone.markup import Html, joined, tag
from checkin.hub.phone.numbers import inside, others, shown
from checkin.hub.phone.parts import PARTS, part_names, part_rows
from checkin.hub.phone.telling import Telling
from checkin.i18n import Words

OWN_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}
AGAIN_S = 15
"""Without JavaScript the page is asked for again so often."""


@dataclass(frozen=True, slots=True)
class View:
    """What somebody looks at, and in which language."""

    words: Words
    event: Event
    checkpoint: Checkpoint

    def address(self, path: str = "/phone", **changed: str) -> str:
        """This view, with something changed."""
        said = {"checkpoint": self.checkpoint.id, "lang": self.words.language} | changed
        return f"{path}?{urlencode(said)}"


def sections_of(telling: Telling) -> dict[str, Html]:
    """What changes on the page, by the id of its place."""
    return {
        "footing": footing(telling), "inside": shown(inside(telling)),
        "numbers": joined(tag("section", shown(one), class_="card") for one in others(telling)),
        "cares": cares(telling), "arrivals": arrivals(telling), "arrivals-table": arrivals_table(telling),
        **{part: part_rows(telling, part) for part in PARTS}, "desks": desk_rows(telling),
    }  # fmt: skip


def figures_page(view: View, telling: Telling, sections: dict[str, Html]) -> Html:
    """The whole page, complete without JavaScript, too."""
    words = view.words

    def place(name: str) -> Html:
        return tag("div", sections[name], id=name)

    lists = [
        tag("details", tag("summary", tag("h2", title)), place(part), class_="card", open=part in ("category", "gate"))
        for part, title in part_names(telling).items()
    ]
    body = joined([
        _head(view, place("footing"), _checkpoints(view)), _lost(words),
        tag(
            "main", tag("section", sections["inside"], id="inside", class_="card"), place("numbers"),
            tag("section", tag("h2", words("To look after")), place("cares"), class_="card wide"),
            tag("section", place("arrivals"), _table(words, place("arrivals-table")), class_="card wide"),
            *lists, tag("section", tag("h2", words("Desks")), place("desks"), class_="card wide"),
        ),
        tag("footer", _languages(view), _way_out(view)),
    ])  # fmt: skip
    again = tag("noscript", tag("meta", http_equiv="refresh", content=AGAIN_S))
    return _document(view, body, again, view.address("/phone/events"))


def login_page(view: View, trouble: str = "", name: str = "") -> Html:
    """Name and PIN. `trouble`: what was wrong with those that were given."""
    words = view.words
    form = tag(
        "form",
        tag("label", words("Name of the supervisor"), for_="name"),
        tag("input", id="name", name="name", value=name, required=True, maxlength=60, autocomplete="username",
            autocapitalize="words", spellcheck="false", autofocus=not name),
        tag("label", words("PIN"), for_="pin"),
        tag("input", id="pin", name="pin", type="password", required=True, maxlength=12, inputmode="numeric", autocomplete="off",
            autofocus=bool(name)),
        tag("p", trouble, class_="trouble", role="alert") if trouble else "",
        tag("button", words("Show the figures")),
        method="post", action=view.address("/phone/login"), class_="card",
    )  # fmt: skip
    why = tag("p", words("Attendance as the hub knows it, for supervisors. Numbers alone: nobody's name is shown."),
              class_="definition")  # fmt: skip
    return _document(view, joined([_head(view, why), tag("main", form, class_="narrow"), tag("footer", _languages(view))]))


def trouble_page(view: View) -> Html:
    """The figures cannot be had now; the page asks again by itself."""
    said = tag("p", view.words("The hub's database cannot be read just now. This page tries again by itself."), class_="trouble")
    again = tag("meta", http_equiv="refresh", content=AGAIN_S // 3)
    return _document(view, joined([_head(view, ""), tag("main", tag("section", said, class_="card"), class_="narrow")]), again)


def _document(view: View, body: Html, more: str = "", events: str = "") -> Html:
    words = view.words
    head = tag(
        "head", tag("meta", charset="utf-8"), tag("title", words("Check-in: attendance")),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"), tag("meta", name="robots", content="noindex"),
        tag("link", rel="stylesheet", href=address_of("phone.css")),
        tag("link", rel="icon", type="image/svg+xml", href=address_of("phone.svg")),
        tag("script", src=address_of("phone.js"), defer=True) if events else "", more,
    )  # fmt: skip
    page = tag("body", body, data_events=events or None)
    return joined([
        Html("<!doctype html>"),
        tag("html", head, page, lang=words.language, dir="rtl" if words.right_to_left else "ltr"),
    ])  # fmt: skip


def _head(view: View, below: str, chosen: str = "") -> Html:
    words, event = view.words, view.event
    return tag("header", tag("h1", tag("bdi", event.name(words.language) or event.id)), below, chosen)


def _checkpoints(view: View) -> Html:
    """Which one is looked at."""
    words, event = view.words, view.event
    links = (
        tag("a", tag("bdi", one.name(words.language) or one.id), href=view.address(checkpoint=one.id),
            aria_current="page" if one.id == view.checkpoint.id else None)
        for one in event.checkpoints.values()
    )  # fmt: skip
    return tag("nav", *links, aria_label=words("Checkpoint")) if len(event.checkpoints) > 1 else Html()


def _lost(words: Words) -> Html:
    """What stands above the figures while the hub does not answer; the page's script shows it."""
    time = tag("span", id="lost-time")
    before, after = words("No connection to the hub. What you see is {time}. It is tried again by itself.", time="\0").split("\0")
    return tag("p", before, time, after, id="lost", role="alert", hidden=True)


def _table(words: Words, rows: Html) -> Html:
    return tag("details", tag("summary", words("By the hour, as a table")), rows)


def _languages(view: View) -> Html:
    links = (
        tag("a", OWN_NAMES[one], href=view.address(lang=one), hreflang=one, lang=one,
            aria_current="true" if one == view.words.language else None)
        for one in LANGUAGES
    )  # fmt: skip
    return tag("nav", *links, aria_label=view.words("Language"))


def _way_out(view: View) -> Html:
    return tag("form", tag("button", view.words("Sign out")), method="post", action=view.address("/phone/logout"))
