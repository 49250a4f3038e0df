"""One request and its response, with every limit kept; redirects are not its business."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from headwater.model.rejection import Reason
from headwater.net.addresses import LOOPBACK_ONLY, AddressPolicy, literal_address
from headwater.net.bodies import BodyReader
from headwater.net.failures import AddressRefused, FetchFailure, NoRoute
from headwater.net.headers import plain_headers
from headwater.net.limits import FetchLimits
from headwater.net.names import CheckedNames, NameResolver, Route, RoutedNames
from headwater.net.sharing import AddressInfo, SeatedNames, SharedAddresses, SharedConnector, visiting

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WIRE_SAFE = "%/:=&?~+!$,;'@()*[]|^-._"  # RFC 3986 plus what servers are seen to use raw; the rest is encoded
_HOST = re.compile(r"[a-z0-9._-]+(:\d+)?|\[[0-9a-f:.]+\](:\d+)?")
_NOT_MODIFIED = 304
# Short bodies of errors and redirects are read and thrown away, so that the connection can be used again.
MAX_DRAINED_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One response: `body` only of a success, plain."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@lru_cache(maxsize=8192)
def wire_url(url: str) -> str:
    """`url` as it is asked for: absolute http(s), no fragment, no user name, illegal characters percent-encoded.

    FetchFailure BAD_INPUT where it cannot be asked for.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchFailure(Reason.BAD_INPUT, f"not an address: {error}") from error
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise FetchFailure(Reason.BAD_INPUT, "only http and https addresses with a host are fetched")
    if "@" in parts.netloc:
        raise FetchFailure(Reason.BAD_INPUT, "the address carries a user name")
    path, query = quote(parts.path or "/", safe=_WIRE_SAFE), quote(parts.query, safe=_WIRE_SAFE)
    return urlunsplit((parts.scheme, _ascii_host(parts.netloc), path, query, ""))


def _ascii_host(netloc: str) -> str:
    try:
        host = netloc.encode("idna").decode("ascii").lower() if not netloc.isascii() else netloc.lower()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise FetchFailure(Reason.BAD_INPUT, f"not a host name: {netloc}")
    return host


class Exchanger:
    """Sends single requests over a pool of connections that reaches allowed addresses only."""

    def __init__(self, session: aiohttp.ClientSession, limits: FetchLimits, route: Route | None) -> None:
        self._session = session
        self._limits = limits
        self._route = route

    async def exchange(
        self, url: str, headers: Mapping[str, str], budget: timedelta, *, sending: bytes | None = None
    ) -> Reply:
        """One GET of `url` (wire form) within `budget`, a POST where there is something to send; raises one of
        `failures.EXPECTED`."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + budget.total_seconds()
        patience = (self._limits.connect_timeout + self._limits.first_byte_timeout).total_seconds()
        target = self._target(url)
        clock = _Clock(asyncio.timeout_at(min(loop.time() + patience, ends_at)), ends_at, self._limits)
        try:
            with visiting(clock.pause, clock.resume):
                async with clock.timeout, self._request(target, headers, sending) as response:
                    clock.wait_for_body()
                    return await self._read(response, clock)
        except TimeoutError as error:
            if clock.timeout.expired():
                raise clock.failure() from error
            raise

    def _request(
        self, target: _Target, headers: Mapping[str, str], sending: bytes | None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        return self._session.request(
            "GET" if sending is None else "POST",
            URL(target.url, encoded=True),
            headers=target.headers(headers),
            data=sending,
            ssl=True if target.context is None else target.context,
            server_hostname=target.server_hostname or None,
            allow_redirects=False,
        )

    def _target(self, url: str) -> _Target:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme]
        literal = literal_address(host)
        if literal and literal != host.strip("[]"):
            raise AddressRefused(f"{host} is an unusual way to write {literal}")
        found = self._route(host, port) if self._route is not None else None
        if self._route is None:
            return _Target(url=url)
        if found is None:
            raise NoRoute(f"{host}:{port} has no route")
        context = found[2] if parts.scheme == "https" else None
        if not literal:
            return _Target(url=url, context=context)
        # aiohttp resolves no IP literals, so a routed one is asked for at its route, under its own name.
        there = f"[{found[0]}]" if ":" in found[0] else found[0]
        routed = urlunsplit(parts._replace(netloc=f"{there}:{found[1]}"))
        return _Target(url=routed, context=context, host=parts.netloc, server_hostname=host)

    async def _read(self, response: aiohttp.ClientResponse, clock: _Clock) -> Reply:
        size = sum(len(name) + len(value) for name, value in response.raw_headers)
        if size > self._limits.max_header_bytes:
            raise FetchFailure(Reason.TOO_LARGE, f"the headers are larger than {self._limits.max_header_bytes} bytes")
        headers = plain_headers(response.raw_headers)
        if not 200 <= response.status < 300:
            await _drain(response)
            return Reply(status=response.status, headers=headers)
        return Reply(status=response.status, headers=headers, body=await self._body(response, headers, clock))

    async def _body(self, response: aiohttp.ClientResponse, headers: Mapping[str, str], clock: _Clock) -> bytes:
        reader = BodyReader(headers.get("content-encoding", ""), self._limits.max_body_bytes)
        announced = response.content_length
        if announced is not None and announced > self._limits.max_body_bytes:
            raise FetchFailure(Reason.TOO_LARGE, f"a body of {announced} bytes is announced")
        while chunk := await response.content.readany():
            reader.take(chunk)
            clock.received(reader.raw_bytes)
        return reader.finish()


async def _drain(response: aiohttp.ClientResponse) -> None:
    if response.status != _NOT_MODIFIED and 0 < (response.content_length or 0) <= MAX_DRAINED_BYTES:
        await response.content.read()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Target:
    """Where one request really goes; `host` and `server_hostname` only where they differ from the address."""

    url: str
    context: ssl.SSLContext | None = None
    host: str = ""
    server_hostname: str = ""

    def headers(self, asked: Mapping[str, str]) -> dict[str, str]:
        """`asked`, with a Host of its own where it differs from the address."""
        return {**asked, "Host": self.host} if self.host else dict(asked)


class _Clock:
    """The deadline of one exchange, moved on as long as the server is fast enough."""

    def __init__(self, timeout: asyncio.Timeout, ends_at: float, limits: FetchLimits) -> None:
        self.timeout = timeout
        self._ends_at = ends_at
        self._limits = limits
        self._body_began_at = 0.0
        self._allowed_until = 0.0
        self._paused_at = 0.0
        self._was_until: float | None = None

    def pause(self) -> None:
        """Stand still: waiting for our own turn costs none of the server's time."""
        self._paused_at, self._was_until = asyncio.get_running_loop().time(), self.timeout.when()
        self.timeout.reschedule(None)

    def resume(self) -> None:
        """Go on with what was left."""
        passed = asyncio.get_running_loop().time() - self._paused_at
        self._ends_at += passed
        self.timeout.reschedule(None if self._was_until is None else self._was_until + passed)

    def wait_for_body(self) -> None:
        """The headers are there."""
        self._body_began_at = asyncio.get_running_loop().time()
        self.received(0)

    def received(self, raw_bytes: int) -> None:
        """So many bytes of the body came; the next must come before the average falls below the floor."""
        earned = raw_bytes / max(1, self._limits.min_bytes_per_second)
        self._allowed_until = self._body_began_at + self._limits.slow_grace.total_seconds() + earned
        self.timeout.reschedule(min(self._allowed_until, self._ends_at))

    def failure(self) -> FetchFailure:
        """Which limit ended it."""
        if self._body_began_at and self._allowed_until < self._ends_at:
            floor = self._limits.min_bytes_per_second
            return FetchFailure(Reason.TOO_SLOW, f"the body comes slower than {floor} bytes per second")
        phase = "the whole response" if self._body_began_at else "a response"
        return FetchFailure(Reason.TIMEOUT, f"no time left to wait for {phase}")


def open_session(
    user_agent: str, limits: FetchLimits, policy: AddressPolicy, names: NameResolver, route: Route | None
) -> aiohttp.ClientSession:
    """A session without cookies, proxies, own redirects or decompression, whose sockets obey `policy`.

    With a `route` nothing but loopback can be connected to, whatever the policy says.
    """
    policy = policy if route is None else LOOPBACK_ONLY
    resolver: AbstractResolver = CheckedNames(names, policy) if route is None else RoutedNames(route)
    shared = SharedAddresses(limits.max_connections_per_address, limits.address_wait.total_seconds())
    connector = SharedConnector(
        shared,
        resolver=SeatedNames(resolver, shared),
        use_dns_cache=False,  # an address is checked in the moment it is used; a cache would only hide changes
        limit=0,  # `Lanes` bounds them, so that waiting costs no time of the server's
        keepalive_timeout=limits.idle_timeout.total_seconds(),
        socket_factory=_SocketFactory(policy, shared),
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent},
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect_timeout.total_seconds()),
        max_line_size=limits.max_header_bytes,
        max_field_size=limits.max_header_bytes,
        max_headers=limits.max_header_count,
        requote_redirect_url=False,
    )


class _SocketFactory:
    """The last gate: sees the very address that is connected to, IP literals included, which no resolver sees."""

    def __init__(self, policy: AddressPolicy, shared: SharedAddresses) -> None:
        self._policy = policy
        self._shared = shared

    def __call__(self, info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if refusal := self._policy.refusal(str(address[0])):
            raise AddressRefused(refusal)
        return self._shared.open(str(address[0]), family, kind, protocol)
