"""`ArchiveSite`: archived captures answered as if they were the web, at any moment of a clock."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote_to_bytes, urlsplit

from headwater.loopback.answers import WebAnswer, WebRequest
from headwater.loopback.shelf import DEFAULT_MEMORY_BYTES, Shelf
from headwater.model.web import Capture

# Of the connection, not of the resource (RFC 9110 §7.6.1), or about codings that captures no longer have; and what
# would send a browser somewhere else than to this archive (Alt-Svc, HSTS, reports).
_DROPPED_HEADERS = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade", "content-encoding", "content-length", "alt-svc", "strict-transport-security", "nel", "report-to",
    }
)  # fmt: skip
_NOT_FOUND = WebAnswer(status=404, headers={"Content-Type": "text/plain"}, body=b"Not in the archive.\n")
_BODILESS = frozenset({304})
_READ_METHODS = frozenset({"GET", "HEAD"})
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~+!$,;'@()*-._"


@dataclass(frozen=True, slots=True)
class _Record:
    captured_at: datetime
    status: int
    headers: Mapping[str, str]
    body: int


class ArchiveSite:
    """Answers every address with its latest capture at or before `now()`.

    The only capture of an address is there from the beginning; what was not captured, robots.txt included, is 404.
    Addresses are compared by scheme, host, port, path and query, after normalising case, default ports and
    percent-encoding; where the asked scheme was never captured, the other one answers. Bodies beyond
    `max_memory_bytes` in all wait in a temporary file.
    """

    def __init__(
        self,
        captures: Iterable[Capture],
        *,
        now: Callable[[], datetime],
        max_memory_bytes: int = DEFAULT_MEMORY_BYTES,
    ) -> None:
        self._now = now
        self._shelf = Shelf(max_memory_bytes)
        self._records: dict[str, list[_Record]] = {}
        self._urls: dict[str, str] = {}
        for capture in captures:
            self._add(capture)
        for records in self._records.values():
            records.sort(key=lambda record: record.captured_at)
        self._times = tuple(sorted({record.captured_at for kept in self._records.values() for record in kept}))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that were captured, as A-labels, sorted."""
        return tuple(sorted({urlsplit(key).hostname or "" for key in self._records}))

    @property
    def times(self) -> tuple[datetime, ...]:
        """All moments at which something was captured, sorted."""
        return self._times

    def urls(self, at: datetime) -> Iterator[str]:
        """The addresses that answer at that moment, as they were captured."""
        return (url for key, url in self._urls.items() if self._record(key, at) is not None)

    def answer(self, request: WebRequest) -> WebAnswer:
        """The archived response, or 304 where the client's validators are the archived ones, or 404."""
        if request.method not in _READ_METHODS:
            return WebAnswer(status=405, headers={"Allow": "GET, HEAD"})
        record = self._find(request.url, self._now())
        if record is None:
            return _NOT_FOUND
        if record.status == 200 and _is_unchanged(request.headers, record.headers):
            return WebAnswer(status=304, headers=_validators(record.headers))
        return WebAnswer(status=record.status, headers=record.headers, body=self._shelf.get(record.body))

    def _add(self, capture: Capture) -> None:
        if not 200 <= capture.status <= 599 or capture.status in _BODILESS:
            return  # carries no content of its own
        headers = {name: text for name, text in capture.headers.items() if name.lower() not in _DROPPED_HEADERS}
        record = _Record(capture.captured_at, capture.status, headers, self._shelf.put(capture.body))
        self._keep(capture.final_url, record)
        if archive_key(capture.requested_url) != archive_key(capture.final_url):
            redirect = {"location": capture.final_url}
            self._keep(capture.requested_url, _Record(capture.captured_at, 302, redirect, self._shelf.put(b"")))

    def _keep(self, url: str, record: _Record) -> None:
        if key := archive_key(url):
            self._records.setdefault(key, []).append(record)
            self._urls.setdefault(key, url)

    def _find(self, url: str, at: datetime) -> _Record | None:
        key = archive_key(url)
        if key not in self._records:
            key = _other_scheme(key)
        return self._record(key, at)

    def _record(self, key: str, at: datetime) -> _Record | None:
        records = self._records.get(key, ())
        if len(records) == 1:
            return records[0]
        count = bisect_right(records, at, key=lambda record: record.captured_at)
        return records[count - 1] if count else None


def archive_key(url: str) -> str:
    """The form in which addresses are compared; empty for what is no http(s) address."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    if not host.isascii():
        host = _idna(host)
    place = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    query = f"?{_normal(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{place}{_normal(parts.path or '/')}{query}"


def _idna(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host)


def _normal(text: str) -> str:
    """Percent-encoding as RFC 3986 §6.2.2 normalises it; characters that need it and lack it are encoded."""
    return _ESCAPE.sub(_normal_escape, quote(text, safe=_SAFE))


def _normal_escape(escape: re.Match[str]) -> str:
    byte = unquote_to_bytes(escape[0])
    return byte.decode("ascii") if _UNRESERVED.fullmatch(byte) else escape[0].upper()


def _other_scheme(key: str) -> str:
    scheme, _, rest = key.partition(":")
    return f"{'http' if scheme == 'https' else 'https'}:{rest}"


def _validators(headers: Mapping[str, str]) -> dict[str, str]:
    """What a 304 repeats (RFC 9110 §15.4.5)."""
    kept = ("etag", "last-modified", "cache-control", "expires", "vary", "date")
    return {name: headers[name] for name in kept if name in headers}


def _is_unchanged(asked: Mapping[str, str], stored: Mapping[str, str]) -> bool:
    """If-None-Match by weak comparison, else If-Modified-Since (RFC 9110 §13.1.2, §13.1.3)."""
    if conditions := asked.get("if-none-match", ""):
        etag = stored.get("etag", "").removeprefix("W/")
        wanted = [tag.strip().removeprefix("W/") for tag in conditions.split(",")]
        return bool(etag) and (etag in wanted or conditions.strip() == "*" or etag == conditions.removeprefix("W/"))
    since, modified = _date(asked.get("if-modified-since", "")), _date(stored.get("last-modified", ""))
    return since is not None and modified is not None and modified <= since


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
