"""`LoopbackWeb`: many hosts over real HTTP and HTTPS on this machine alone."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import perf_counter
from types import TracebackType

from headwater.loopback.answers import Site, WebAnswer, WebRequest
from headwater.loopback.authority import Authority, TlsFault
from headwater.loopback.listeners import DEFAULT_LIMIT, Listeners, listening
from headwater.loopback.streams import first_byte, open_streams
from headwater.loopback.wire import BadRequest, Head, absolute_url, read_body, read_head, send

_TLS_HANDSHAKE = 0x16  # first byte of a TLS record that carries a ClientHello (RFC 8446 §5.1)
_ACCEPT_PAUSE_SECONDS = 0.05  # when no file can be opened
_NO_CONNECTION_ERRORS = (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError, OSError)
_FRONT_HOSTS = frozenset({"127.0.0.1", "localhost"})
MAX_LISTED_HOSTS = 1000
_UNKNOWN = WebAnswer(status=502, headers={"Content-Type": "text/plain"}, body=b"This host is not part of this web.\n")
_BAD = WebAnswer(status=400, headers={"Content-Type": "text/plain"}, body=b"This request cannot be read.\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request as it was served; times are `perf_counter` seconds.

    `began`: the request was complete. `answered`: its delay was over and none of the answer sent. `ended`: it was sent;
    the client may have had it a little earlier, for this thread may have waited for its turn in between. A pause
    counted from `answered` is therefore never too short.
    """

    request: WebRequest
    status: int
    began: float
    answered: float
    ended: float
    connection: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """One connection: what is known of it before its first request. `host` is empty at the front."""

    number: int
    host: str = ""
    scheme: str = "http"


class LoopbackWeb:
    """Serves `sites` (host → site) from a thread of its own; a context manager, plain or async.

    Each host has its own address in 127.0.0.0/8, the same in every run (127.0.0.1 with ports of their own where
    only that can be bound), and speaks HTTP and HTTPS on one port. `route` tells a client where a host is.
    """

    def __init__(
        self,
        sites: Mapping[str, Site],
        *,
        tls_faults: Mapping[str, TlsFault] | None = None,
        observe: Callable[[Exchange], None] | None = None,
        max_listeners: int = DEFAULT_LIMIT,
    ) -> None:
        self._sites = {host.lower(): site for host, site in sites.items()}
        self._tls_faults = dict(tls_faults or {})
        self._observe = observe
        self._authority = Authority()
        self._client_context = self._authority.client_context()
        self._max_listeners = max_listeners
        self._loop = asyncio.new_event_loop()
        self._listeners = Listeners(self._opened, self._closed, max_listeners)
        self._fronts: list[socket.socket] = []
        self._connections: set[asyncio.Task[None]] = set()
        self._connection_count = 0
        self._thread: Thread | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that exist."""
        return tuple(self._sites)

    @property
    def authority_pem(self) -> str:
        """The certificate to trust, in PEM."""
        return self._authority.pem

    def add(self, host: str, site: Site) -> None:
        """Let one more host exist."""
        self._sites[host.lower()] = site

    def route(self, host: str, port: int) -> tuple[str, int, ssl.SSLContext | None] | None:
        """Where a client that wants `host` connects: (address, port, TLS context); None: no such host."""
        host = host.lower().rstrip(".")
        if host not in self._sites or self._loop.is_closed():
            return None
        return (*self._listeners.address(host), self._client_context)

    def serve_front(self, port: int = 0) -> int:
        """Serve all hosts at 127.0.0.1:`port` too: by Host header, as an HTTP proxy, and by CONNECT; the port taken.

        `curl --proxy http://127.0.0.1:PORT` and a browser with that proxy see the whole web. OSError: port in use.
        """
        front = listening("127.0.0.1", port)
        self._fronts.append(front)
        self._opened(front, "")
        taken: int = front.getsockname()[1]
        return taken

    def __enter__(self) -> LoopbackWeb:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> LoopbackWeb:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    def start(self) -> None:
        """Begin to serve."""
        is_up = Event()
        self._loop.call_soon(is_up.set)
        self._thread = Thread(target=self._loop.run_forever, name="loopback-web", daemon=True)
        self._thread.start()
        is_up.wait()

    def stop(self) -> None:
        """Close every socket and end the thread; a web that was stopped does not start again."""
        if self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._thread = None
        self._loop.close()

    def settle(self) -> None:
        """Wait until `observe` has been told of every answer that a client has read whole."""
        if self._thread is not None:
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self._loop).result()

    async def _hang_up(self) -> None:
        for front in self._fronts:
            self._loop.remove_reader(front)
            front.close()
        self._listeners.close(self._loop.remove_reader)
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _opened(self, listener: socket.socket, host: str) -> None:
        self._loop.call_soon_threadsafe(self._loop.add_reader, listener, self._accept, listener, host)

    def _closed(self, listener: socket.socket) -> None:
        def close() -> None:
            self._loop.remove_reader(listener)
            listener.close()

        self._loop.call_soon_threadsafe(close)

    def _accept(self, listener: socket.socket, host: str) -> None:
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            return
        except OSError:  # out of files: let others finish first
            self._loop.remove_reader(listener)
            self._loop.call_later(_ACCEPT_PAUSE_SECONDS, self._opened, listener, host)
            return
        connection.setblocking(False)
        self._connection_count += 1
        task = self._loop.create_task(self._admit(connection, host, self._connection_count))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _admit(self, connection: socket.socket, host: str, number: int) -> None:
        """Find out whether the client speaks TLS, then serve it."""
        with suppress(*_NO_CONNECTION_ERRORS):
            try:
                is_tls = await first_byte(connection) == _TLS_HANDSHAKE
            except BaseException:
                connection.close()
                raise
            context = self._server_context(host) if is_tls else None
            reader, writer = await open_streams(connection, context)
            try:
                line = _Line(number=number, host=host, scheme="https" if context else "http")
                if is_tls and context is None:
                    await send(writer, _BAD)
                else:
                    await self._serve(reader, writer, line)
            finally:
                writer.close()

    def _server_context(self, host: str) -> ssl.SSLContext | None:
        fault = self._tls_faults.get(host, TlsFault.NONE)
        if fault is TlsFault.NOT_TLS:
            return None
        context = self._authority.server_context(host or "localhost", fault)
        if not host:
            context.sni_callback = self._choose_context
        return context

    def _choose_context(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        """At the front, show the certificate of the host that the client names (RFC 6066 §3)."""
        if name and name.lower() in self._sites:
            connection.context = self._authority.server_context(name.lower())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: _Line) -> None:
        is_open = True
        while is_open:
            try:
                head = await read_head(reader)
                if head is None:
                    return
                if head.method == "CONNECT":
                    await self._tunnel(reader, writer, head, line)
                    return
                is_open = await self._exchange(reader, writer, head, line)
            except BadRequest:
                await send(writer, _BAD)
                return

    async def _tunnel(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: Head, line: _Line
    ) -> None:
        """CONNECT (RFC 9110 §9.3.6): from here on this connection is one to the host itself."""
        host, _, port = head.target.lower().rpartition(":")
        host = host.strip("[]")
        if line.host or host not in self._sites:
            await send(writer, _UNKNOWN)
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        context = None if port == "80" else self._server_context(host)
        if context is not None:
            await writer.start_tls(context)
        scheme = "http" if context is None else "https"
        await self._serve(reader, writer, _Line(number=line.number, host=host, scheme=scheme))

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: Head, line: _Line
    ) -> bool:
        """Serve one request; whether the connection stays open."""
        body = await read_body(reader, head.headers)
        began = perf_counter()
        url = (
            head.target
            if "://" in head.target
            else absolute_url(line.scheme, self._authority_of(head, line), head.target)
        )
        request = WebRequest(method=head.method, url=url, headers=head.headers, body=body)
        site = self._sites.get(_host_of(request))
        answer = site.answer(request) if site is not None else self._absent(request, line)
        if answer.behaviour.delay_seconds:
            await asyncio.sleep(answer.behaviour.delay_seconds)
        answered = perf_counter()
        is_reusable = await send(writer, answer, is_head=head.method == "HEAD")
        if self._observe is not None:
            times = {"began": began, "answered": answered, "ended": perf_counter()}
            self._observe(Exchange(request=request, status=answer.status, connection=line.number, **times))
        return is_reusable and head.is_persistent

    def _authority_of(self, head: Head, line: _Line) -> str:
        return head.headers.get("host", "") or line.host

    def _absent(self, request: WebRequest, line: _Line) -> WebAnswer:
        """What is said of a host that does not exist; a person who opens the front itself is told how to use it."""
        if line.host or request.host not in _FRONT_HOSTS:
            return _UNKNOWN
        hosts = sorted(self._sites)
        shown = [f"  {host}" for host in hosts[:MAX_LISTED_HOSTS]]
        here = request.parts.netloc
        example = f"  curl --proxy http://{here} http://{hosts[0] if hosts else 'HOST'}/"
        words = [f"{len(hosts)} hosts are served here. Use this address as an HTTP proxy:", example, "", *shown, ""]
        return WebAnswer(headers={"Content-Type": "text/plain; charset=utf-8"}, body="\n".join(words).encode())


def _host_of(request: WebRequest) -> str:
    try:
        return request.host
    except ValueError as error:
        raise BadRequest("the Host is no host name") from error
