"""The hub, listening: with TLS, or on this machine alone without."""

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from checkin.hub.addresses import is_loopback
from checkin.trouble import Trouble

QUIET = "critical"  # uvicorn's own log would hold addresses; ours tells what matters


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any. Trouble if it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # said to be TCP, or asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an acknowledgement
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, _alone_there(), 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise Trouble(
            "The hub cannot listen on {host}, port {port} ({error}). Choose another with --host and --port.",
            host=host, port=port, error=error.strerror or str(error),
        ) from error  # fmt: skip
    return made


def _alone_there() -> int:
    """The option by which a port that was just given back can be had at once, and one that is in use by nobody: on Windows
    SO_REUSEADDR would let two hubs have it."""
    return int(getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR))


class HubServer(uvicorn.Server):
    """Tells, before it waits for those whom it still serves, that it is going to end."""

    def __init__(self, config: uvicorn.Config, leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._leave = leave

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._leave()
        await super().shutdown(sockets)


def server_for(
    app: Starlette, host: str, certificate: tuple[Path, Path] | None, leave: Callable[[], None] = lambda: None
) -> HubServer:
    """A server to run on a socket. `certificate` and its key; without, Trouble unless only this machine can reach `host`. `leave`
    is called when it is to end: whoever is made to wait for news should be let go."""
    if certificate is None and not is_loopback(host):
        raise Trouble("Without TLS the hub serves this machine alone. Use --host 127.0.0.1, or leave --plain out.")
    config = uvicorn.Config(
        app, log_level=QUIET, access_log=False, server_header=False, timeout_keep_alive=60, timeout_graceful_shutdown=5,
        limit_concurrency=4_000, ssl_certfile=certificate and certificate[0], ssl_keyfile=certificate and certificate[1],
    )  # fmt: skip
    return HubServer(config, leave)
