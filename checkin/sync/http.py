"""The desk's way to its hub: HTTPS to the one certificate that the invitation named, every request signed."""

import asyncio
import hashlib
import ssl
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from threading import Thread
from typing import Any, cast
from urllib.parse import urlencode

import httpx2
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.logs import trace_of
from checkin.sync import messages, notices, reports
from checkin.sync.discovery import Place
from checkin.sync.invitation import may_be_asked
from checkin.sync.messages import Answer, Enrol, Feed, Request
from checkin.sync.notices import Notices
from checkin.sync.signed import sign
from checkin.sync.wire import decode, encode
from checkin.trouble import Trouble

PATHS: dict[type, str] = {
    Enrol: "/enrol", messages.Hello: "/hello", messages.Claim: "/claim", messages.Push: "/push", messages.Reseed: "/reseed",
    notices.Announce: "/walkins", reports.Report: "/report",
}  # fmt: skip
ENDING_S = 2.0
HELD_S = 2.0
"""How much longer than it is held by the hub a feed may take."""
LOOKS_S = 1.5
NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME: a desk whose clock is wrong must reach the hub, which tells it so."""

log = structlog.get_logger()

Nearby = Callable[[bytes, float], tuple[Place, ...]]
"""Looks for places of a hub with this fingerprint, for so many seconds at most."""


class Unanswered(OSError):
    """There was no answer that can be trusted: nothing listens, it took too long, it is another's certificate, or no message."""


class AnotherCertificate(Unanswered):
    """Somebody answers, and nobody with the hub's certificate."""


class HubConnection:
    """Asks a hub that is reached at one of `hosts`. `fingerprint`: of its certificate (32 bytes). What goes over the network goes
    there on a thread of its own; any thread may ask, and several questions may be on their way at once.

    Where none of the hosts is the hub, `nearby` is asked, for LOOKS_S at most, beside the questions, which do not wait for it."""

    def __init__(
        self, hosts: tuple[str, ...], port: int, fingerprint: bytes, device: str, key: Ed25519PrivateKey,
        nearby: Nearby = lambda _fingerprint, _patience_s: (),
    ) -> None:  # fmt: skip
        self._places = [(host, port) for host in hosts]
        self._trouble = ""
        self._nearby = nearby
        self._looking: asyncio.Task[None] | None = None
        self._hints: tuple[Place, ...] = ()
        self._fingerprint = fingerprint
        self._device = device
        self._key = key
        self._client: httpx2.AsyncClient | None = None
        self.certificate = ""
        self._loop = asyncio.new_event_loop()
        self._connecting = asyncio.Lock()
        self._thread = Thread(target=self._loop.run_forever, name="hub", daemon=True)
        self._thread.start()

    @property
    def place(self) -> tuple[str, int]:
        """The host and port that answered last, the most likely one before any did."""
        return self._places[0]

    def ask(self, request: Request, patience_s: float) -> Answer:
        """The hub's answer, within `patience_s`. Unanswered if there is none."""
        try:
            return cast(Answer, self._begun(self._ask(request, patience_s)).result())
        except CancelledError as error:
            raise Unanswered("hung up") from error

    def fetch(self, target: str, patience_s: float) -> bytes:
        """What the hub answers to GET `target`, a path with its query, whatever that is. Unanswered if there is no answer in
        time."""
        try:
            return cast(bytes, self._begun(self._bring("GET", target, b"", patience_s, is_signed=True)).result())
        except CancelledError as error:
            raise Unanswered("hung up") from error

    def send(self, request: Request, patience_s: float, told: Callable[[Answer | None], None]) -> Future[None]:
        """Ask without waiting: `told` gets the answer, None if there is none within `patience_s`, on another thread; nothing once
        this is cancelled."""
        return self._begun(self._tell(request, patience_s, told))

    def look_nearby(self) -> bool:
        """Look for the hub in this network, for LOOKS_S at most; whether there is something to try with the next question."""
        self._begun(self._look_around()).result()
        return bool(self._hints)

    def close(self) -> None:
        """Hang up for good."""
        if self._loop.is_closed():
            return
        with suppress(TimeoutError):  # looking up a name cannot be cancelled
            self._begun(self._end()).result(ENDING_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(ENDING_S)
        if not self._thread.is_alive():
            self._loop.close()

    def _begun(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _end(self) -> None:
        asked = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await self._hang_up()

    async def _tell(self, request: Request, patience_s: float, told: Callable[[Answer | None], None]) -> None:
        answer: Answer | None = None
        try:
            answer = await self._ask(request, patience_s)
        except Unanswered:
            pass
        except Exception as error:  # whoever is not told waits for ever
            log.error("mistake on the way to the hub", **trace_of(error))
        told(answer)

    async def _ask(self, request: Request, patience_s: float) -> Answer:
        method, target, body = spelt(request, patience_s)
        held_s = HELD_S if isinstance(request, Feed) else 0.0
        content = await self._bring(method, target, body, patience_s + held_s, is_signed=not isinstance(request, Enrol))
        try:
            return cast(Answer, decode(content))
        except Trouble as error:
            await self._hang_up()
            raise Unanswered(str(error)) from error

    async def _bring(self, method: str, target: str, body: bytes, patience_s: float, *, is_signed: bool) -> bytes:
        headers = sign(self._key, self._device, method, target, body) if is_signed else {}
        try:
            async with asyncio.timeout(patience_s):
                client = await self._connected()
                response = await client.request(method, target, content=body, headers=headers, timeout=None)
            self._note("")
            return response.content
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, RuntimeError) as error:  # RuntimeError: another has hung up
            self._note(type(error).__name__)
            if self._client is None and (self._looking is None or self._looking.done()):
                self._looking = asyncio.create_task(self._look_around())
            await self._hang_up()
            if isinstance(error, Unanswered):
                raise
            raise Unanswered(str(error) or type(error).__name__) from error

    def _note(self, trouble: str) -> None:
        """Tell the log once why there is no answer, and that there is one again. Hosts may be called after people."""
        if trouble and trouble != self._trouble:
            log.warning("the hub is not reached", kind=trouble)
        elif self._trouble and not trouble:
            log.info("the hub is reached again")
        self._trouble = trouble

    async def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _connected(self) -> httpx2.AsyncClient:
        async with self._connecting:
            if self._client is None:
                place, self.certificate = await self._found()
                self._places[:] = dict.fromkeys((place, *self._places))
                host = f"[{place[0]}]" if ":" in place[0] else place[0]
                context = _trusting(self.certificate)
                self._client = httpx2.AsyncClient(base_url=f"https://{host}:{place[1]}", verify=context, trust_env=False)
            return self._client

    async def _found(self) -> tuple[Place, str]:
        """The first of the places that shows the hub's certificate, and that."""
        looks = [asyncio.create_task(_shown_by(one)) for one in (*self._places, *self._hints) if may_be_asked(one[0])]
        others = False
        try:
            for look in asyncio.as_completed(looks):
                place, shown = await look
                if hashlib.sha256(shown).digest() == self._fingerprint:
                    return place, ssl.DER_cert_to_PEM_cert(shown)
                others |= bool(shown)
        finally:
            for one in looks:
                one.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        raise AnotherCertificate("another certificate") if others else Unanswered("nobody listens there")

    async def _look_around(self) -> None:
        """What is found is tried at the next question, beside the places that are known: anybody may announce anything."""
        self._hints = await asyncio.to_thread(self._nearby, self._fingerprint, LOOKS_S)


async def _shown_by(place: Place) -> tuple[Place, bytes]:
    """The certificate (DER) that is shown there, whatever it is; b"" where nobody listens."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        _, writer = await asyncio.open_connection(*place, ssl=context)
    except (OSError, UnicodeError):
        return place, b""
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.transport.abort()
    return place, shown or b""


def _trusting(certificate: str) -> ssl.SSLContext:
    """Connects to whoever has the key of this very certificate, whatever its name and dates are."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=certificate)
    context.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME) | ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def spelt(request: Request, wait_s: float) -> tuple[str, str, bytes]:
    """Method, target and body of a request; a feed is held for `wait_s`."""
    if isinstance(request, Feed):
        return "GET", feed_target(request, wait_s), b""
    if isinstance(request, Notices):
        query = {"event": request.event, "epoch": request.epoch, "since": request.since, "limit": request.limit}
        return "GET", f"/registrations?{urlencode(query)}", b""
    return "POST", PATHS[type(request)], encode(request)


def feed_target(asked: Feed, wait_s: float) -> str:
    """Path and query of a feed that is held for `wait_s`."""
    cursor = asked.cursor
    query = {
        "event": asked.event, "epoch": cursor.epoch, "position": cursor.position, "chain": cursor.chain.hex(),
        "limit": asked.limit, "notices": asked.notices, "wait": wait_s,
    }  # fmt: skip
    return f"/feed?{urlencode(query)}"
