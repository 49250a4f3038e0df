"""Listening sockets on 127.0.0.0/8: one address per host, opened when the host is first asked for."""

from __future__ import annotations

import hashlib
import socket
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from threading import Lock

BACKLOG = 128
DEFAULT_LIMIT = 4096
_SHARED_ADDRESS = "127.0.0.1"
_PROBE_ADDRESS = "127.77.77.77"
_KEPT_FILES = 512  # left to connections and whatever else the process has open


def raise_open_file_limit(wanted: int) -> int:
    """Raise the soft limit of open files towards `wanted` as far as the hard one allows; the limit now in force."""
    try:
        import resource
    except ImportError:  # no such limit on this system
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
            return ceiling
    return wanted if soft == resource.RLIM_INFINITY else soft


def can_bind_block() -> bool:
    """Whether any address of 127.0.0.0/8 can be bound (Linux), or 127.0.0.1 alone (macOS)."""
    with socket.socket() as probe:
        try:
            probe.bind((_PROBE_ADDRESS, 0))
        except OSError:
            return False
    return True


class Listeners:
    """At most `limit` listening sockets; the host that was not asked for the longest loses its own."""

    def __init__(
        self,
        opened: Callable[[socket.socket, str], None],
        closed: Callable[[socket.socket], None],
        limit: int = DEFAULT_LIMIT,
    ) -> None:
        self._opened = opened
        self._closed = closed
        self._limit = max(1, min(limit, raise_open_file_limit(2 * limit + _KEPT_FILES) // 2))
        self._is_whole_block = can_bind_block()
        self._sockets: OrderedDict[str, socket.socket] = OrderedDict()
        self._addresses: dict[str, str] = {}
        self._taken: set[str] = set()
        self._lock = Lock()

    def address(self, host: str) -> tuple[str, int]:
        """Where `host` listens, opening its socket on the first call; safe from any thread."""
        with self._lock:
            if host in self._sockets:
                self._sockets.move_to_end(host)
            else:
                self._sockets[host] = self._open(host)
                self._opened(self._sockets[host], host)
            if len(self._sockets) > self._limit:
                self._closed(self._sockets.popitem(last=False)[1])
            name: tuple[str, int] = self._sockets[host].getsockname()
            return name

    def close(self, forget: Callable[[socket.socket], object]) -> None:
        """Close them all, after `forget` has been told."""
        with self._lock:
            for listener in self._sockets.values():
                forget(listener)
                listener.close()
            self._sockets.clear()

    def _open(self, host: str) -> socket.socket:
        return listening(self._address_of(host), 0)

    def _address_of(self, host: str) -> str:
        if not self._is_whole_block:
            return _SHARED_ADDRESS
        if host not in self._addresses:
            number = int.from_bytes(hashlib.sha256(host.encode()).digest()[:4], "big")
            while (address := _in_block(number)) in self._taken:
                number += 1
            self._taken.add(address)
            self._addresses[host] = address
        return self._addresses[host]


def _in_block(number: int) -> str:
    """An address of 127.1.0.1 to 127.254.255.254."""
    number, last = divmod(number, 254)
    number, third = divmod(number, 256)
    return f"127.{number % 254 + 1}.{third}.{last + 1}"


def listening(address: str, port: int) -> socket.socket:
    """A non-blocking socket that listens; OSError where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener
