"""What a site of the loopback web is asked, what it answers, and how it may misbehave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import SplitResult, urlsplit


@dataclass(frozen=True, kw_only=True, slots=True)
class WebRequest:
    """One HTTP request: `url` absolute as the client meant it, header names in lower case."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def parts(self) -> SplitResult:
        """The pieces of the address."""
        return urlsplit(self.url)

    @property
    def host(self) -> str:
        """The host, lower case, without its port."""
        return self.parts.hostname or ""

    @property
    def path(self) -> str:
        """Path and query as asked for; at least "/"."""
        parts = self.parts
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviour:
    """How an answer is sent when it is not sent well; the default is well.

    `delay_seconds` pass before the first byte. `drip_bytes` at a time are sent with `drip_seconds` between them.
    The connection is closed after `truncate_at` bytes of the body (-1: never), or before anything if `is_dropped`.
    `is_endless` repeats the body, `has_endless_headers` a header line, for ever. `stated_length` is announced in
    place of the true length (-1: the truth). `raw` is sent instead of everything else.
    """

    delay_seconds: float = 0.0
    drip_bytes: int = 0
    drip_seconds: float = 0.0
    truncate_at: int = -1
    is_dropped: bool = False
    is_endless: bool = False
    has_endless_headers: bool = False
    stated_length: int = -1
    raw: bytes = b""


WELL = Behaviour()


@dataclass(frozen=True, kw_only=True, slots=True)
class WebAnswer:
    """One HTTP response; Content-Length is added by the web, all other headers are the site's."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    behaviour: Behaviour = WELL


class Site(Protocol):
    """Answers for one host or many; called in the web's own thread, so it answers at once."""

    def answer(self, request: WebRequest) -> WebAnswer:
        """The answer to one request."""
        ...
