"""The hub, listening: with TLS, or on this machine alone without."""

import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from checkin.hub.addresses import is_loopback
from checkin.hub.doors import MOST, Door, Doorway, Guarded
from checkin.trouble import Trouble

MOST_FILES = 65_536
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

    def __init__(self, config: uvicorn.Config, doorway: Doorway, leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._doorway = doorway
        self._leave = leave

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._leave()
        self._doorway.shut()
        await super().shutdown(sockets)


def server_for(
    app: Starlette, host: str, certificate: tuple[Path, Path] | None, leave: Callable[[], None] = lambda: None
) -> HubServer:
    """A server to run on a socket. `certificate` and its key; without, Trouble unless only this machine can reach `host`. `leave`
    is called when it is to end: whoever is made to wait for news should be let go."""
    if certificate is None and not is_loopback(host):
        raise Trouble("Without TLS the hub serves this machine alone. Use --host 127.0.0.1, or leave --plain out.")
    doorway = Doorway(most=min(MOST, most_files() // 3))
    context = None if certificate is None else _context(*certificate)

    def door(**given: Any) -> Door:
        return Door(doorway, context, lambda one: Guarded(one, **given))

    config = uvicorn.Config(
        app, http=door, log_level=QUIET, access_log=False, server_header=False, timeout_keep_alive=60,  # type: ignore[arg-type]
        timeout_graceful_shutdown=5, limit_concurrency=4_000,
    )  # fmt: skip
    return HubServer(config, doorway, leave)


def most_files() -> int:
    """How many files and connections this process may have open, raised to what the system allows it."""
    if sys.platform == "win32":
        return MOST_FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return MOST_FILES if soft == resource.RLIM_INFINITY else soft


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    return made
