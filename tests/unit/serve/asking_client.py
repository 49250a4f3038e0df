"""Asks an ASGI application in this process, and hands back status, headers and body."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette

from headwater.serve import SiteSettings, make_app
from unit.publish.invented_press import NOW, InventedReader

SETTINGS = SiteSettings(url="https://news.test", rights_address="rights@news.test")


@dataclass(frozen=True, slots=True)
class Got:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        body = gzip.decompress(self.raw) if self.headers.get("content-encoding") == "gzip" else self.raw
        return body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)


class Client:
    def __init__(self, reader: InventedReader | None = None, settings: SiteSettings = SETTINGS) -> None:
        self.reader = reader or InventedReader()
        self.now = NOW
        self.app: Starlette = make_app(self.reader, clock=lambda: self.now, settings=settings)

    def get(self, address: str, *, method: str = "GET", **headers: str) -> Got:
        return asyncio.run(self._ask(address, method, headers))

    async def _ask(self, address: str, method: str, headers: dict[str, str]) -> Got:
        parts = urlsplit(address)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path if parts.path.isascii() is False else _unquoted(parts.path),
            "raw_path": quote(parts.path, safe="/%").encode(),
            "query_string": parts.query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
            "server": ("news.test", 80),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Got(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body)


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)
