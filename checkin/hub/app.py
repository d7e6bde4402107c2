"""The hub's routes: bytes in, bytes out; who may ask is settled before anything is read (docs/hub.md)."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from checkin.domain.alarms import Limits
from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.hub.gauges import Gauges
from checkin.hub.noting import Noting, log
from checkin.hub.openapi import KINDS, STATUSES, described
from checkin.hub.phone.door import Door
from checkin.hub.phone.routes import Phone
from checkin.hub.queries import asked_in, wait_in
from checkin.hub.service import Busy, Service
from checkin.hub.totals import USUAL, Totals, heard_now
from checkin.hub.watching import Watching, json_of
from checkin.logs import trace_of
from checkin.overview.desks import Heard
from checkin.ports import Clock
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import HubLog
from checkin.sync.messages import Answer, Cause, Enrol, Feed, Hello, Refused
from checkin.sync.notices import Notices
from checkin.sync.signed import DEVICE, proves
from checkin.sync.wire import decode, encode
from checkin.trouble import Trouble

MOST_BYTES, MOST_OF_ENROL, LARGE_BYTES = 4_000_000, 4_096, 50_000
P = ParamSpec("P")
T = TypeVar("T")
UNKEPT = {"cache-control": "no-store"}
Endpoint = Callable[[Request], Awaitable[Response]]


class _Unreadable(Exception):
    """A request that is no message, or too large a one."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Routes:
    """What the server answers for one event's hub."""

    def __init__(
        self, hub: Hub, log: HubLog, event: Event, clock: Clock = lambda: datetime.now(UTC),
        roll: Callable[[], Roll | None] = lambda: None, limits: Limits = USUAL, door: Door | None = None,
    ) -> None:  # fmt: skip
        """`limits`: from where on something is an alarm. `door`: who lets supervisors look on with a phone; None: nobody may."""
        self._hub = hub
        self._log = log
        self._event = event.id
        self._clock = clock
        self._keys: dict[str, bytes] = {}
        self._heard: dict[str, Heard] = {}  # of this process alone, since it began
        self._totals = Totals(log, event, clock, roll, limits)
        self._watching = Watching(lambda: self._totals.now(self._heard.copy()))
        self._phone = None if door is None else Phone(event, self._watching, door)
        self._noting = Noting()
        self.registry = CollectorRegistry()
        self._asked = Counter("checkin_requests", "Requests answered", ("route", "status"), registry=self.registry)
        groups = Histogram("checkin_group_size", "Requests in one commit", buckets=(1, 2, 5, 10, 20, 50, 100, 200),
                           registry=self.registry)  # fmt: skip
        self.service = Service(hub, groups.observe)
        self._gauges = Gauges(self.registry)
        self._backed_up = Gauge("checkin_backed_up_at", "Last backup (seconds since 1970)", registry=self.registry)
        self._not_backed_up = Counter("checkin_backup_failures", "Backups that failed", registry=self.registry)
        self._waiting = Gauge("checkin_requests_waiting", "Requests that wait for a commit", registry=self.registry)

    def serve(self, event: Event) -> None:
        """The event was changed. From any thread."""
        self._totals.serve(event)
        if self._phone is not None:
            self._phone.serve(event)

    def leave(self) -> None:
        """Let go whoever is made to wait for news: the hub is going to end."""
        self.service.leave()
        self._watching.leave()

    def backed_up(self, at: datetime) -> None:
        """A backup was made."""
        self._backed_up.set(at.timestamp())
        log.info("backed up")

    def backup_failed(self) -> None:
        """A backup could not be made."""
        self._not_backed_up.inc()

    def starlette(self) -> Starlette:
        """The server's application. It serves once it has started up."""
        routes = [Route(path, self._counted(self._message), methods=["POST"]) for path in KINDS]
        routes += [
            Route("/feed", self._counted(self._feed), methods=["GET"]),
            Route("/registrations", self._counted(self._notices), methods=["GET"]),
            Route("/totals", self._counted(self._figures), methods=["GET"]),
            Route("/totals/stream", self._counted(self._figures_stream), methods=["GET"]),
            Route("/healthz", self._healthz, methods=["GET"]), Route("/metrics", self._metrics, methods=["GET"]),
            Route("/openapi.json", _openapi, methods=["GET"]),
        ]  # fmt: skip
        routes += self._phone.routes(self._counted) if self._phone else []
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        writer = asyncio.create_task(self.service.run())
        with suppress(Trouble):
            state = (await asyncio.to_thread(self._log.page, self._event, 0, 1)).state
            self._noting.stands(state.epoch, len(state.waiting))
        yield
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer

    def _counted(self, endpoint: Endpoint) -> Endpoint:
        async def answer(request: Request) -> Response:
            try:
                response = await endpoint(request)
            except Busy:
                response = JSONResponse({"error": "busy"}, 503, {"retry-after": "1"})
            except _Unreadable as error:
                response = JSONResponse({"error": "unreadable"}, error.status)
            except ClientDisconnect:
                response = Response(status_code=400)
            except Exception as error:
                log.error("mistake in the hub", **trace_of(error))
                response = JSONResponse({"error": "mistake"}, 500)
            self._asked.labels(request.url.path, response.status_code).inc()
            return response

        return answer

    async def _message(self, request: Request) -> Response:
        kind = KINDS[request.url.path]
        if kind is not Enrol and await self._key_of(request) is None:  # whoever is unknown has nothing read
            return self._answered("", Refused(Cause.UNKNOWN_DEVICE))
        body = await _body(request, MOST_OF_ENROL if kind is Enrol else MOST_BYTES)
        device = "" if kind is Enrol else await self._device(request, body)
        if device is None:
            return self._answered("", Refused(Cause.UNKNOWN_DEVICE))
        try:
            message = await _beside(body, decode, body)
        except Trouble:
            raise _Unreadable(400) from None
        if not isinstance(message, kind):
            raise _Unreadable(400)
        if isinstance(message, Hello):
            self._heard[device] = heard_now(self._heard.get(device), self._clock(), message.at_us)
        return self._answered(device, await self.service.ask(Asked(device, message)))  # type: ignore[arg-type]

    async def _feed(self, request: Request) -> Response:
        device = await self._device(request, b"")
        if device is None:
            return self._answered("", Refused(Cause.UNKNOWN_DEVICE))
        try:
            asked, wait_s = asked_in(Feed, request.query_params), wait_in(request.query_params)
        except Trouble:
            raise _Unreadable(400) from None
        return self._answered(device, await self.service.feed(device, asked, wait_s))

    async def _notices(self, request: Request) -> Response:
        device = await self._device(request, b"")
        if device is None:
            return self._answered("", Refused(Cause.UNKNOWN_DEVICE))
        try:
            asked = asked_in(Notices, request.query_params)
        except Trouble:
            raise _Unreadable(400) from None
        return self._answered(device, await self.service.notices(device, asked))

    async def _figures(self, request: Request) -> Response:
        refused = await self._refusal(request)
        if refused is not None:
            return refused
        try:
            figures = await self._watching.now()
        except Trouble as trouble:
            raise Busy from trouble
        return Response(json_of(figures), media_type="application/json", headers=UNKEPT)

    async def _figures_stream(self, request: Request) -> Response:
        refused = await self._refusal(request)
        if refused is not None:
            return refused
        stream = self._watching.stream(request.headers[DEVICE])
        return StreamingResponse(stream, media_type="text/event-stream", headers=UNKEPT)

    async def _refusal(self, request: Request) -> Response | None:
        """The answer to whoever may not see the figures."""
        device = await self._device(request, b"")
        if device is None:
            return self._answered("", Refused(Cause.UNKNOWN_DEVICE))
        try:
            refused = await asyncio.to_thread(self._hub.refusal, device, request.query_params.get("event", ""))
        except Trouble as trouble:
            raise Busy from trouble
        return None if refused is None else self._answered(device, refused)

    async def _device(self, request: Request, body: bytes) -> str | None:
        """The device that proved to ask, None for everybody else: all of them get one and the same answer."""
        device, key = request.headers.get(DEVICE, ""), await self._key_of(request)
        if key is None:
            return None
        query = request.url.query
        target = f"{request.url.path}?{query}" if query else request.url.path
        if not await _beside(body, proves, key, request.headers, request.method, target, body):
            return None
        if "proven" in request.scope.get("state", {}):
            request.state.proven()
        self._heard[device] = heard_now(self._heard.get(device), self._clock(), None)
        return device

    async def _key_of(self, request: Request) -> bytes | None:
        """The key of the device that says to ask, None where there is no such device."""
        device = request.headers.get(DEVICE, "")
        if device not in self._keys:
            try:
                found = await asyncio.to_thread(self._log.device, self._event, device)
            except Trouble as trouble:
                raise Busy from trouble
            if found is None:
                return None
            self._keys[device] = found.public  # a device's key never changes; whether it is revoked, the hub looks up each time
        return self._keys[device]

    def _answered(self, device: str, answer: Answer) -> Response:
        self._noting.answered(device, answer)
        return Response(encode(answer), STATUSES.get(type(answer), 200), media_type="application/json")

    async def _healthz(self, _request: Request) -> Response:
        try:
            await asyncio.to_thread(self._log.page, self._event, 0, 1)
        except Trouble:
            return JSONResponse({"status": "failing", "error": "the database cannot be read"}, 503)
        if self.service.is_failing:
            return JSONResponse({"status": "failing", "error": "the database cannot be written"}, 503)
        return JSONResponse({"status": "ok"})

    async def _metrics(self, _request: Request) -> Response:
        with suppress(Trouble):
            self._gauges.show(await self._watching.recent())
        self._waiting.set(self.service.waiting)
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


async def _beside(body: bytes, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Done on another thread where the body is so large that others would have to wait for it."""
    return work(*args, **named) if len(body) < LARGE_BYTES else await asyncio.to_thread(work, *args, **named)


async def _body(request: Request, most_bytes: int) -> bytes:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most_bytes:
            raise _Unreadable(413)
    return bytes(content)


async def _openapi(_request: Request) -> Response:
    return Response(json.dumps(described()), media_type="application/json")
