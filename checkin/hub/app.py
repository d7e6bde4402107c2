"""The hub's routes: bytes in, bytes out; who may ask is settled before anything is read (docs/hub.md)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checkin.hub.service import Busy, Service
from checkin.sync import messages
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import HubLog
from checkin.sync.messages import Answer, Cause, Cursor, Enrol, Feed, Fork, Gap, Refused, Reset
from checkin.sync.signed import DEVICE, proves
from checkin.sync.wire import decode, encode
from checkin.trouble import Trouble

MOST_BYTES = 4_000_000
LONGEST_WAIT_S = 25.0
STATUSES: dict[type, int] = {Refused: 403, Fork: 409, Gap: 422, Reset: 410}
KINDS: dict[str, type] = {
    "/enrol": Enrol, "/hello": messages.Hello, "/claim": messages.Claim, "/push": messages.Push, "/reseed": messages.Reseed,
}  # fmt: skip
Endpoint = Callable[[Request], Awaitable[Response]]


class _Unreadable(Exception):
    """A request that is no message, or too large a one."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Routes:
    """What the server answers for one event's hub."""

    def __init__(self, hub: Hub, log: HubLog, event: str) -> None:
        self._log = log
        self._event = event
        self._keys: dict[str, bytes] = {}
        self.registry = CollectorRegistry()
        self._asked = Counter("checkin_requests", "Requests answered", ("route", "status"), registry=self.registry)
        groups = Histogram("checkin_group_size", "Requests in one commit", buckets=(1, 2, 5, 10, 20, 50, 100, 200),
                           registry=self.registry)  # fmt: skip
        self.service = Service(hub, groups.observe)
        self._position = Gauge("checkin_log_position", "Rows in the hub's log", registry=self.registry)
        self._waiting = Gauge("checkin_requests_waiting", "Requests that wait for a commit", registry=self.registry)

    def starlette(self) -> Starlette:
        """The server's application. It serves once it has started up."""
        routes = [Route(path, self._counted(self._message), methods=["POST"]) for path in KINDS]
        routes += [
            Route("/feed", self._counted(self._feed), methods=["GET"]), Route("/healthz", self._healthz, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
        ]  # fmt: skip
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        writer = asyncio.create_task(self.service.run())
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
            self._asked.labels(request.url.path, response.status_code).inc()
            return response

        return answer

    async def _message(self, request: Request) -> Response:
        body = await _body(request)
        kind = KINDS[request.url.path]
        device = "" if kind is Enrol else await self._device(request, body)
        if device is None:
            return _answered(Refused(Cause.UNKNOWN_DEVICE))
        try:
            message = decode(body)
        except Trouble:
            raise _Unreadable(400) from None
        if not isinstance(message, kind):
            raise _Unreadable(400)
        return _answered(await self.service.ask(Asked(device, message)))  # type: ignore[arg-type]

    async def _feed(self, request: Request) -> Response:
        device = await self._device(request, b"")
        if device is None:
            return _answered(Refused(Cause.UNKNOWN_DEVICE))
        said = request.query_params
        try:
            cursor = Cursor(said.get("epoch", ""), int(said.get("position", "0")), bytes.fromhex(said.get("chain", "00" * 32)))
            asked = Feed(said.get("event", ""), cursor, int(said.get("limit", "100")))
            wait_s = min(max(float(said.get("wait", "0")), 0.0), LONGEST_WAIT_S)
        except ValueError:
            raise _Unreadable(400) from None
        if len(cursor.chain) != 32 or not 0 <= cursor.position < 1 << 62:
            raise _Unreadable(400)
        return _answered(await self.service.feed(device, asked, wait_s))

    async def _device(self, request: Request, body: bytes) -> str | None:
        """The device that proved to ask, None for everybody else: all of them get one and the same answer."""
        device = request.headers.get(DEVICE, "")
        if device not in self._keys:
            try:
                found = await asyncio.to_thread(self._log.device, self._event, device)
            except Trouble as trouble:
                raise Busy from trouble
            if found is None:
                return None
            self._keys[device] = found.public  # a device's key never changes; whether it is revoked, the hub looks up each time
        query = request.url.query
        target = f"{request.url.path}?{query}" if query else request.url.path
        return device if proves(self._keys[device], request.headers, request.method, target, body) else None

    async def _healthz(self, _request: Request) -> Response:
        try:
            await asyncio.to_thread(self._log.page, self._event, 0, 1)
        except Trouble as trouble:
            return JSONResponse({"status": "failing", "error": trouble.what.msgid}, 503)
        return JSONResponse({"status": "ok"})

    async def _metrics(self, _request: Request) -> Response:
        with suppress(Trouble):
            self._position.set((await asyncio.to_thread(self._log.page, self._event, 0, 1)).state.position)
        self._waiting.set(self.service.waiting)
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            raise _Unreadable(413)
    return bytes(content)


def _answered(answer: Answer) -> Response:
    return Response(encode(answer), STATUSES.get(type(answer), 200), media_type="application/json")
