"""The network, cut: for a while no Python code of this process can use it, as if cable and Wi-Fi were gone."""

import errno
import os
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

METHODS = ("connect", "connect_ex", "send", "sendall", "sendto", "sendmsg", "recv", "recv_into", "recvfrom", "recvfrom_into")
"""Every one of them inherited from the class in C, so that it is enough to take off again what was set here."""
FUNCTIONS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr")
INTERNET = frozenset({socket.AF_INET, socket.AF_INET6})


class Cut:
    """Between `begin` and `end`, every use of an Internet socket by Python code fails with "network is unreachable", on every
    thread; `refused` counts them, and `held` says that the cut itself was tried first, and held. Sockets within the machine
    that are no Internet sockets work on. One at a time in a process.

    Libraries that call the system by themselves (FFmpeg for a network camera) are not reached: `connections` tells of them.
    """

    def __init__(self) -> None:
        self.refused = 0
        self.held = False
        self._counting = threading.Lock()
        self._functions: dict[str, Any] = {}

    def begin(self) -> None:
        """Cut, and try whether it holds."""
        for name in METHODS:
            if hasattr(socket.socket, name):
                setattr(socket.socket, name, self._refusing(getattr(socket.socket, name)))
        for name in FUNCTIONS:
            self._functions[name] = getattr(socket, name)
            setattr(socket, name, self._lost)
        self.held = self._holds()
        self.refused = 0

    def end(self) -> None:
        """Join it again. More than once does no harm."""
        if not self._functions:
            return
        for name in METHODS:
            if name in vars(socket.socket):
                delattr(socket.socket, name)
        for name, function in self._functions.items():
            setattr(socket, name, function)
        self._functions = {}

    def __enter__(self) -> "Cut":
        self.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def _refusing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(one: socket.socket, *arguments: Any, **named: Any) -> Any:
            return self._lost() if one.family in INTERNET else real(one, *arguments, **named)

        return refuse

    def _lost(self, *_arguments: Any, **_named: Any) -> Any:
        with self._counting:
            self.refused += 1
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))

    def _holds(self) -> bool:
        """Whether neither a name nor an address can be reached: a socket of this machine's own would answer at once."""
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server, socket.socket() as client:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            return all(_fails(act) for act in (
                lambda: client.connect(server.getsockname()), lambda: socket.getaddrinfo("localhost", 80),
            ))  # fmt: skip


def _fails(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError as error:
        return error.errno == errno.ENETUNREACH
    return False


def connections() -> int:
    """How many connections to other machines this process holds now, whoever made them; 0 where the system does not tell."""
    import psutil

    try:
        found = psutil.Process().net_connections(kind="inet")
    except (psutil.Error, OSError):
        return 0
    return sum(1 for one in found if one.raddr and one.raddr.ip not in ("127.0.0.1", "::1"))
