"""The desk's way to its hub: HTTPS to the one certificate that the invitation named, every request signed."""

import contextlib
import hashlib
import ssl
from typing import cast
from urllib.parse import urlencode

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.sync import messages
from checkin.sync.messages import Answer, Enrol, Feed, Request
from checkin.sync.signed import sign
from checkin.sync.wire import decode, encode
from checkin.trouble import Trouble

PATHS: dict[type, str] = {
    Enrol: "/enrol", messages.Hello: "/hello", messages.Claim: "/claim", messages.Push: "/push", messages.Reseed: "/reseed",
}  # fmt: skip
CONNECT_S = 2.0
NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME: a desk whose clock is wrong must reach the hub, which tells it so."""


class Unanswered(Exception):
    """There was no answer that can be trusted: nothing listens, it took too long, it is another's certificate, or no message."""


class HubConnection:
    """Asks a hub that is reached at one of `hosts`; belongs to one thread. `fingerprint`: of its certificate (32 bytes)."""

    def __init__(self, hosts: tuple[str, ...], port: int, fingerprint: bytes, device: str, key: Ed25519PrivateKey) -> None:
        self._hosts = list(hosts)
        self._port = port
        self._fingerprint = fingerprint
        self._device = device
        self._key = key
        self._client: httpx2.Client | None = None

    def ask(self, request: Request, patience_s: float) -> Answer:
        """The hub's answer, within `patience_s` of each step. Unanswered if there is none."""
        body = b"" if isinstance(request, Feed) else encode(request)
        method = "GET" if isinstance(request, Feed) else "POST"
        target = feed_target(request, patience_s) if isinstance(request, Feed) else PATHS[type(request)]
        patience = patience_s + (CONNECT_S if isinstance(request, Feed) else 0.0)
        headers = {} if isinstance(request, Enrol) else sign(self._key, self._device, method, target, body)
        try:
            client = self._connected()
            response = client.request(method, target, content=body, headers=headers, timeout=patience)
            return cast(Answer, decode(response.content))
        except (httpx2.HTTPError, OSError, Trouble) as error:
            self.close()
            raise Unanswered(str(error)) from error

    def close(self) -> None:
        """Hang up; the next question connects again."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connected(self) -> httpx2.Client:
        if self._client is None:
            host, context = self._found()
            place = f"[{host}]" if ":" in host else host
            self._client = httpx2.Client(base_url=f"https://{place}:{self._port}", verify=context, trust_env=False)
        return self._client

    def _found(self) -> tuple[str, ssl.SSLContext]:
        """The first of the hosts that shows the hub's certificate; it is asked first the next time."""
        for host in tuple(self._hosts):
            with contextlib.suppress(OSError):
                shown = ssl.get_server_certificate((host, self._port), timeout=CONNECT_S)
                if hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).digest() == self._fingerprint:
                    self._hosts.remove(host)
                    self._hosts.insert(0, host)
                    return host, _trusting(shown)
        raise Unanswered("no hub with this certificate")


def _trusting(certificate: str) -> ssl.SSLContext:
    """Connects to whoever has the key of this very certificate, whatever its name and dates are."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=certificate)
    context.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME) | ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def feed_target(asked: Feed, wait_s: float) -> str:
    """Path and query of a feed that is held for `wait_s`."""
    cursor = asked.cursor
    query = {
        "event": asked.event, "epoch": cursor.epoch, "position": cursor.position, "chain": cursor.chain.hex(),
        "limit": asked.limit, "wait": wait_s,
    }  # fmt: skip
    return f"/feed?{urlencode(query)}"
