"""Servers below HTTP: they drip headers, never finish a handshake, or speak only old TLS."""

import contextlib
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Callable

DRIP_SECONDS = 0.02


def drip_headers(connection: socket.socket, stopped: threading.Event) -> None:
    """One letter of a header at a time, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not stopped.is_set():
        connection.sendall(b"x")
        time.sleep(DRIP_SECONDS)


def stay_silent(connection: socket.socket, stopped: threading.Event) -> None:
    """Reads what comes and says nothing: a TLS handshake that never goes on."""
    connection.settimeout(0.1)
    while not stopped.is_set():
        with contextlib.suppress(TimeoutError):
            if not connection.recv(4096):
                return


def speak_old_tls(context: ssl.SSLContext) -> Callable[[socket.socket, threading.Event], None]:
    """TLS 1.1 and nothing newer (RFC 8996 forbids it)."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that is what is tried here
        context.minimum_version = ssl.TLSVersion.TLSv1_1
        context.maximum_version = ssl.TLSVersion.TLSv1_1

    def serve(connection: socket.socket, stopped: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as wrapped:
            wrapped.recv(4096)

    return serve


class RawServer:
    """Serves each connection in a thread until it is stopped."""

    def __init__(self, serve: Callable[[socket.socket, threading.Event], None]) -> None:
        self._serve = serve
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listener.getsockname()
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            self._serve(connection, self._stopped)
