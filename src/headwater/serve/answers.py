"""Answers: bytes made once for each page and generation, compressed once, bounded in memory."""

from __future__ import annotations

import gzip
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"

GZIP_LEVEL = 6
GZIP_FROM_BYTES = 600
# A page says when its data were read; after this long it is made anew even if nothing has changed.
CACHE_FOR = timedelta(minutes=1)
PAGE_CACHING = "public, max-age=0, s-maxage=30, stale-while-revalidate=60"
# A picture that was taken down is out of shared caches after half a minute, out of a reader's own after ten.
PICTURE_CACHING = "public, max-age=600, s-maxage=30"
NO_CACHING = "no-store"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A status, bytes (and the same compressed), and headers."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    packed: bytes = b""

    @classmethod
    def of(
        cls, text: str, *, media_type: str = HTML, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """An answer from text."""
        body = text.encode("utf-8", "replace")
        packed = gzip.compress(body, GZIP_LEVEL, mtime=0) if len(body) >= GZIP_FROM_BYTES else b""
        return cls(body=body, packed=packed, media_type=media_type, status=status, headers=headers or {})

    @classmethod
    def of_json(cls, value: Any, *, media_type: str = JSON, status: int = 200) -> Answer:
        """An answer from a JSON-able value."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        headers = {"Access-Control-Allow-Origin": "*"}
        return cls.of(text, media_type=media_type, status=status, headers=headers)

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return len(self.body) + len(self.packed)

    def response(self, request: Request, headers: Mapping[str, str]) -> Response:
        """What is sent to this client: compressed where it says it can read that, without a body for HEAD."""
        sent = {**headers, **self.headers, "Vary": "Accept-Encoding"}
        body = self.body
        if self.packed and accepts_gzip(request.headers.get("accept-encoding", "")):
            body = self.packed
            sent["Content-Encoding"] = "gzip"
        sent["Content-Length"] = str(len(body))
        sent["Content-Type"] = self.media_type
        return Response(b"" if request.method == "HEAD" else body, self.status, sent)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110 §12.5.3); `*` counts, `q=0` refuses."""
    weights = {}
    for part in header.lower().split(","):
        coding, _, weight = part.strip().partition(";")
        weights[coding.strip()] = weight.replace(" ", "")
    asked = weights.get("gzip", weights.get("*"))
    return asked is not None and not (asked.startswith("q=0") and not asked.strip("q=0."))


def is_fresh(request: Request, tag: str) -> bool:
    """Whether the client already has this version (If-None-Match, weak comparison, RFC 9110 §13.1.2)."""
    header = request.headers.get("if-none-match", "")
    return any(each.strip().removeprefix("W/") == tag.removeprefix("W/") for each in header.split(","))


class PageCache:
    """The latest answers by address, dropped oldest-used first beyond `max_bytes`, and at every new generation."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._held: OrderedDict[str, tuple[datetime, Answer]] = OrderedDict()
        self._generation = -1
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str, generation: int, now: datetime) -> Answer | None:
        """The answer made for this generation within the last minute, if it is still held."""
        with self._lock:
            found = self._held.get(key) if generation == self._generation else None
            if found is None or not timedelta() <= now - found[0] < CACHE_FOR:
                return None
            self._held.move_to_end(key)
            return found[1]

    def put(self, key: str, generation: int, now: datetime, answer: Answer) -> None:
        """Hold an answer; one that was made for an older generation is not held."""
        with self._lock:
            if generation != self._generation:
                if generation < self._generation:
                    return
                self._held.clear()
                self._bytes = 0
                self._generation = generation
            old = self._held.pop(key, None)
            self._bytes += answer.size - (old[1].size if old else 0)
            self._held[key] = (now, answer)
            while self._bytes > self._max_bytes and self._held:
                self._bytes -= self._held.popitem(last=False)[1][1].size
