"""Who comes in: whoever takes too long to ask is hung up, and so are too many of one address that prove nothing (docs/hub.md)."""

import asyncio
import ssl
from collections.abc import Callable
from time import monotonic
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HANDSHAKE_S, HEAD_S, BODY_S = 8.0, 10.0, 20.0
"""So long TLS, the head of a request and its body may take; a desk itself waits 10 s for an answer."""

MOST_OF_ONE, MOST = 128, 512
"""So many connections of one address, and of all, may have proven nothing."""

GRACE_S = 2.0
"""Whoever came later may be about to prove: until then it makes room for nobody."""


class Doorway:
    """The connections that have not proven yet to be a device's; belongs to one event loop."""

    def __init__(self, most_of_one: int = MOST_OF_ONE, most: int = MOST) -> None:
        self._most_of_one = most_of_one
        self._most = most
        self._since: dict[Door, float] = {}  # the oldest first
        self._of: dict[str, dict[Door, None]] = {}

    def enter(self, door: "Door") -> bool:
        """Whether there is room for one more: the oldest may have to go for it."""
        own = self._of.get(door.address, {})
        crowd = own if len(own) >= self._most_of_one else self._since if len(self._since) >= self._most else None
        if crowd is not None:
            oldest = next(iter(crowd))
            if monotonic() - self._since[oldest] < GRACE_S:
                return False
            oldest.hang_up()
        self._since[door] = monotonic()
        self._of.setdefault(door.address, {})[door] = None
        return True

    def leave(self, door: "Door") -> None:
        """It has proven to be a device's, or is gone."""
        if self._since.pop(door, None) is None:
            return
        own = self._of[door.address]
        del own[door]
        if not own:
            del self._of[door.address]

    def shut(self) -> None:
        """Hang up on all that have not begun to ask: the server is going to end."""
        for door in [one for one in self._since if not one.is_open]:
            door.hang_up()


class Door(asyncio.Protocol):
    """One connection, until it is TLS; then `made` by its own hand goes on with it. `context` None: without TLS."""

    def __init__(self, doorway: Doorway, context: ssl.SSLContext | None, made: Callable[["Door"], "Guarded"]) -> None:
        self._doorway = doorway
        self._context = context
        self._made = made
        self._transport: asyncio.Transport | None = None
        self._opening: asyncio.Task[None] | None = None
        self.address = ""
        self.is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let in, if there is room."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.address = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._doorway.enter(self):
            transport.abort()
        elif self._context is None:
            self._opened(self._made(self), transport)
            transport.set_protocol(self._guarded)
        else:
            self._opening = asyncio.get_running_loop().create_task(self._open(transport, self._context))

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone before it was TLS."""
        self._doorway.leave(self)

    def hang_up(self) -> None:
        """At once, whatever it is about."""
        self._doorway.leave(self)
        if self._transport is not None:
            self._transport.abort()

    def proven(self) -> None:
        """It is a device's: it need not make room for anybody any more."""
        self._doorway.leave(self)

    async def _open(self, transport: asyncio.Transport, context: ssl.SSLContext) -> None:
        guarded = self._made(self)
        try:
            secure = await asyncio.get_running_loop().start_tls(
                transport, guarded, context, server_side=True, ssl_handshake_timeout=HANDSHAKE_S
            )
        except OSError:  # no TLS, or too slow
            secure = None
        if secure is None:
            self.hang_up()
        else:
            self._opened(guarded, secure)

    def _opened(self, guarded: "Guarded", transport: asyncio.Transport) -> None:
        self.is_open = True
        self._guarded = guarded
        guarded.connection_made(transport)


class Guarded(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a time for each head and each body."""

    def __init__(self, door: Door, **given: Any) -> None:
        super().__init__(**given)
        self._door = door
        self._early = b""
        self._has_begun = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """It may begin."""
        self._has_begun = True
        super().connection_made(transport)
        self._within(HEAD_S)
        if self._early:
            self.data_received(self._early)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._in_time()
        self._door.connection_lost(exc)
        if self._has_begun:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request. What comes with the end of the handshake is kept until that is known here."""
        if not self._has_begun:
            self._early += data
            return
        if self._deadline is None:
            self._within(HEAD_S)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """See the parser."""
        super().on_message_begin()
        self.scope["state"]["proven"] = self._door.proven

    def on_headers_complete(self) -> None:
        """See the parser."""
        self._within(BODY_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """See the parser."""
        self._in_time()
        super().on_message_complete()

    def _within(self, seconds: float) -> None:
        self._in_time()
        self._deadline = self.loop.call_later(seconds, self._door.hang_up)

    def _in_time(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
