"""HTTP/1.1 on asyncio streams, server side: read a request, send an answer, well or badly."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from headwater.loopback.answers import Behaviour, WebAnswer

MAX_HEAD_BYTES = 256 * 1024
MAX_REQUEST_BODY_BYTES = 1024 * 1024
_BODILESS = frozenset({204, 304})
_TARGET_SAFE = "/%?:@!$&()*+,;=~#[]|'"
_LINE_BREAKS = re.compile(r"[\r\n\0]")
_ENDLESS_HEADER = b"X-Filler: " + b"x" * 1000 + b"\r\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A request's first line and header fields; `target` in origin, absolute or authority form (RFC 9112 §3.2)."""

    method: str
    target: str
    headers: Mapping[str, str]
    is_persistent: bool


class BadRequest(Exception):
    """A request that cannot be read."""


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """The next request's head, or None at the end of the connection."""
    try:
        block = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequest("the request's headers are too large") from error
    first, *lines = block.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        raise BadRequest("not a request line")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    keep = words[2] == "HTTP/1.1" and "close" not in headers.get("connection", "").lower()
    return Head(method=words[0].upper(), target=words[1], headers=headers, is_persistent=keep)


async def read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    """The request's body; only Content-Length is understood."""
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
        raise BadRequest("a request body needs a Content-Length")
    if int(length) > MAX_REQUEST_BODY_BYTES:
        raise BadRequest("the request's body is too large")
    return await reader.readexactly(int(length))


async def send(writer: asyncio.StreamWriter, answer: WebAnswer, *, is_head: bool = False) -> bool:
    """Send `answer`, whose delay is over; whether the connection may be used again."""
    how = answer.behaviour
    if how.is_dropped:
        return False
    if how.raw:
        writer.write(how.raw)
        await writer.drain()
        return False
    if how.has_endless_headers:
        await _send_endless_headers(writer)
    bodiless = is_head or answer.status in _BODILESS
    head = _head(answer)
    if bodiless or (how == Behaviour(delay_seconds=how.delay_seconds)):
        writer.write(head if bodiless else head + answer.body)
        await writer.drain()
        return True
    writer.write(head)
    await _send_badly(writer, answer.body, how)
    return not (how.is_endless or how.truncate_at >= 0 or how.stated_length >= 0)


def _head(answer: WebAnswer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {_phrase(answer.status)}"]
    lines += [f"{_LINE_BREAKS.sub(' ', name)}: {_LINE_BREAKS.sub(' ', text)}" for name, text in answer.headers.items()]
    how = answer.behaviour
    if how.is_endless:
        lines.append("Connection: close")
    elif answer.status not in _BODILESS:
        lines.append(f"Content-Length: {how.stated_length if how.stated_length >= 0 else len(answer.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"


async def _send_endless_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(_ENDLESS_HEADER)
        await writer.drain()
        await asyncio.sleep(0)


async def _send_badly(writer: asyncio.StreamWriter, body: bytes, how: Behaviour) -> None:
    body = body if how.truncate_at < 0 else body[: how.truncate_at]
    step = how.drip_bytes or len(body) or 1
    while True:
        for start in range(0, len(body), step):
            writer.write(body[start : start + step])
            await writer.drain()
            await asyncio.sleep(how.drip_seconds)
        if not how.is_endless:
            return


def absolute_url(scheme: str, authority: str, target: str) -> str:
    """The address that an origin-form `target` asks for, with raw bytes percent-encoded."""
    default = ":443" if scheme == "https" else ":80"
    path = quote(target, safe=_TARGET_SAFE, encoding="latin-1")
    return f"{scheme}://{authority.lower().removesuffix(default)}{path}"
