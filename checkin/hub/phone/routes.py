"""The routes of the page for a phone (docs/hub.md, "On a phone")."""

import asyncio
import math
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from checkin.domain.event import LANGUAGES, Event
from checkin.hub.phone.answers import (
    A_YEAR_S,
    GUARDED,
    UNKEPT,
    asset,
    elsewhere,
    events,
    form_of,
    is_own,
    not_for_you,
    page,
)  # fmt: skip
from checkin.hub.phone.assets import assets
from checkin.hub.phone.door import GOOD_FOR, Door
from checkin.hub.phone.drawing import Drawing
from checkin.hub.phone.page import View, figures_page, login_page, trouble_page
from checkin.hub.phone.tries import Tries
from checkin.hub.service import Busy
from checkin.hub.watching import Watching
from checkin.i18n import Words
from checkin.ports import Wait
from checkin.trouble import Trouble

Endpoint = Callable[[Request], Awaitable[Response]]
TOKEN, LANGUAGE = "checkin-phone", "checkin-language"
MOST_AT_THE_DOOR = 20


class Phone:
    """Answers a supervisor's browser. Belongs to one event loop."""

    def __init__(self, event: Event, watching: Watching, door: Door) -> None:
        self._event = event
        self._watching = watching
        self._door = door
        self._drawing = Drawing()
        self._words = {one: Words(one) for one in LANGUAGES}
        self._tries = Tries()
        self._one_at_a_time = asyncio.Lock()
        self._at_the_door = 0

    def serve(self, event: Event) -> None:
        """The event was changed. From any thread."""
        self._event = event

    def routes(self, counted: Callable[[Endpoint], Endpoint]) -> list[Route]:
        """All of them. `counted` counts what is answered."""
        return [
            Route("/phone", counted(self._page), methods=["GET"]),
            Route("/phone/events", counted(self._events), methods=["GET"]),
            Route("/phone/login", counted(self._login), methods=["POST"]),
            Route("/phone/logout", counted(self._logout), methods=["POST"]),
            *(Route(f"/phone/{name}", counted(self._asset), methods=["GET"]) for name in assets()),
        ]

    async def _page(self, request: Request) -> Response:
        view = self._view(request)
        try:
            if not await self._lets_in(request):
                return self._remembering(request, page(request, login_page(view)))
            figures = await self._watching.recent()
        except (Busy, Trouble):
            return page(request, trouble_page(view), 503)
        telling, sections = self._drawing.of(figures, view)
        return self._remembering(request, page(request, figures_page(view, telling, sections)))

    async def _events(self, request: Request) -> Response:
        token, view = _token_in(request), self._view(request)
        if not await self._lets_in(request):
            return not_for_you()
        if request.method == "HEAD":
            return Response(media_type="text/event-stream", headers=GUARDED | UNKEPT)
        return events(request, self._drawing.stream(self._watching, view, lambda: self._door.lets_in(token)))

    async def _login(self, request: Request) -> Response:
        view, said = self._view(request), await form_of(request)
        if said is None or not is_own(request):
            return page(request, login_page(view), 403 if said is not None else 400)
        address, now_s = request.client.host if request.client else "", asyncio.get_running_loop().time()
        name = said.get("name", "")
        wait_s = self._tries.wait_s(address, now_s)
        if wait_s > 0:
            trouble = view.words.plural(
                "Too many wrong tries from this phone. Wait {n} minute.",
                "Too many wrong tries from this phone. Wait {n} minutes.", math.ceil(wait_s / 60),
            )  # fmt: skip
            return page(request, login_page(view, trouble, name), 429, {"retry-after": str(math.ceil(wait_s))})
        came = await self._entered(name, said.get("pin", ""))
        if isinstance(came, Wait):
            self._tries.was_wrong(address, now_s)
            return _refused(request, view, name, math.ceil(came.seconds))
        answer = elsewhere(view.address())
        answer.set_cookie(_named(request, TOKEN), came, int(GOOD_FOR.total_seconds()), secure=_is_https(request), httponly=True,
                          samesite="strict")  # fmt: skip
        return answer

    async def _entered(self, name: str, pin: str) -> str | Wait:
        """One after the other: each takes a fiftieth of a second of a processor, and 19 MiB."""
        if self._at_the_door >= MOST_AT_THE_DOOR:
            raise Busy
        self._at_the_door += 1
        try:
            async with self._one_at_a_time:
                return await asyncio.to_thread(self._door.enter, name, pin)
        except Trouble as trouble:
            raise Busy from trouble
        finally:
            self._at_the_door -= 1

    async def _logout(self, request: Request) -> Response:
        view = self._view(request)
        if not is_own(request):
            return page(request, login_page(view), 403)
        try:
            await asyncio.to_thread(self._door.leave, _token_in(request))
        except Trouble as trouble:
            raise Busy from trouble
        answer = elsewhere(view.address())
        answer.delete_cookie(_named(request, TOKEN), secure=_is_https(request), httponly=True, samesite="strict")
        return answer

    async def _asset(self, request: Request) -> Response:
        return asset(request, assets()[request.url.path.rpartition("/")[2]])

    async def _lets_in(self, request: Request) -> bool:
        try:
            return await asyncio.to_thread(self._door.lets_in, _token_in(request))
        except Trouble as trouble:
            raise Busy from trouble

    def _view(self, request: Request) -> View:
        """What is asked for; the first checkpoint, and a language that the browser's owner reads, where nothing is said."""
        asked, there = request.query_params, self._event.checkpoints
        checkpoint = there.get(asked.get("checkpoint", "")) or next(iter(there.values()))
        said = (asked.get("lang", ""), request.cookies.get(LANGUAGE, ""), *_preferred(request), *self._event.languages)
        language = next(one for one in (*said, *LANGUAGES) if one in LANGUAGES)
        return View(self._words[language], self._event, checkpoint)

    def _remembering(self, request: Request, answer: Response) -> Response:
        """The language that was chosen on a page stays chosen on this phone."""
        chosen = request.query_params.get("lang")
        if chosen in LANGUAGES:
            answer.set_cookie(LANGUAGE, chosen, A_YEAR_S, secure=_is_https(request), httponly=True, samesite="strict")
        return answer


def _refused(request: Request, view: View, name: str, wait_s: int) -> Response:
    """The form once more, with what was wrong."""
    if not wait_s:
        return page(request, login_page(view, view.words("Wrong name or PIN. Try again."), name), 403)
    trouble = view.words.plural(
        "Wrong name or PIN, or too soon after wrong ones. Wait {n} second.",
        "Wrong name or PIN, or too soon after wrong ones. Wait {n} seconds.", wait_s,
    )  # fmt: skip
    return page(request, login_page(view, trouble, name), 429, {"retry-after": str(wait_s)})


def _preferred(request: Request) -> list[str]:
    """The languages of the browser's owner, the dearest first."""
    weighed: list[tuple[float, int, str]] = []
    for one in request.headers.get("accept-language", "").split(",")[:20]:
        name, _, weight = one.partition(";q=")
        try:
            weighed.append((-float(weight or 1), len(weighed), name.strip().partition("-")[0].lower()))
        except ValueError:
            continue
    return [name for _, _, name in sorted(weighed)]


def _token_in(request: Request) -> str:
    return request.cookies.get(_named(request, TOKEN), "")


def _named(request: Request, name: str) -> str:
    """Over HTTPS a browser takes a cookie of this prefix from this very host alone."""
    return f"__Host-{name}" if _is_https(request) else name


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
