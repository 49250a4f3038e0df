"""The callback that WebSub hubs call: it checks who asks, keeps what was said, and answers at once.

It writes files into the inbox and nothing else. The database tells it which callbacks exist, for which topic; the
secrets stay out of this process (`pipeline/pushing.py` has the reason).
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from headwater.model.errors import HeadwaterError
from headwater.model.subscription import SubscriptionState
from headwater.serve.answers import NO_CACHING
from headwater.store.inbox import CALLBACK_ID, MEBIBYTE, Delivery, DeliveryKind, Inbox
from headwater.store.subscriptions import Callback

MAX_BODY_BYTES = 10 * MEBIBYTE
"""As much as a document that we fetch may have (`net.limits`)."""

MAX_QUERY_CHARS = 8_192
MAX_CHALLENGE_CHARS = 1_024
MAX_REASON_CHARS = 200
MAX_HEADER_CHARS = {"content-type": 200, "link": 8_192, "x-hub-signature": 200}
READ_TIMEOUT = timedelta(seconds=30)
MAX_READERS = 8
"""Bodies that are read at once: with their size, the bound of memory."""

RETRY_AFTER = timedelta(minutes=1)
_SECONDS = re.compile(r"[0-9]{1,9}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
_LOG = logging.getLogger("headwater.serve")

FindCallback = Callable[[str], Callback | None]

# What a hub may confirm in which state (§5.3): only what we asked for.
_ASKED = {
    "subscribe": frozenset({SubscriptionState.REQUESTED, SubscriptionState.ACTIVE}),
    "denied": frozenset({SubscriptionState.REQUESTED, SubscriptionState.ACTIVE}),
    "unsubscribe": frozenset({SubscriptionState.LEAVING}),
}
_KINDS = {
    "subscribe": DeliveryKind.SUBSCRIBED,
    "denied": DeliveryKind.DENIED,
    "unsubscribe": DeliveryKind.UNSUBSCRIBED,
}


class Callbacks:
    """`/websub/{id}`: intent verification by GET (WebSub §5.3), content by POST (§7)."""

    def __init__(self, find: FindCallback, inbox: Inbox, clock: Callable[[], datetime]) -> None:
        self._find = find
        self._inbox = inbox
        self._clock = clock
        self._reader_count = 0
        inbox.prepare()

    def routes(self) -> list[Route]:
        """The one address, every method: what is not GET or POST is refused in plain text."""
        return [Route("/websub/{callback_id}", self._answer, methods=["GET", "HEAD", "POST"])]

    async def _answer(self, request: Request) -> Response:
        try:
            if request.method == "POST":
                return await self._receive(request)
            if request.method == "GET":
                return await self._verify(request)
        except (HeadwaterError, OSError) as error:  # the database is busy, the disk is full: hubs try again
            _LOG.warning("a hub must come again: %s", error)
            return _later()
        return _said(405, "Method not allowed", {"Allow": "GET, POST"})

    async def _known(self, request: Request) -> Callback | None:
        callback_id = request.path_params["callback_id"]
        return await run_in_threadpool(self._find, callback_id) if CALLBACK_ID.fullmatch(callback_id) else None

    async def _verify(self, request: Request) -> Response:
        """Echo the challenge of a hub that asks for what we asked; 404 tells every other that it is unwanted."""
        known = await self._known(request)
        mode, topic_url, challenge = (_one(request, f"hub.{name}") for name in ("mode", "topic", "challenge"))
        if known is None or topic_url != known.topic_url or known.state not in _ASKED.get(mode, ()):
            return _said(404, "Nothing of this kind was asked for")
        if mode != "denied" and not 0 < len(challenge) <= MAX_CHALLENGE_CHARS:
            return _said(404, f"A challenge has 1 to {MAX_CHALLENGE_CHARS} characters")
        stated = _one(request, "hub.lease_seconds")
        delivery = Delivery(
            kind=_KINDS[mode],
            callback_id=request.path_params["callback_id"],
            received_at=self._clock(),
            topic_url=topic_url,
            lease=timedelta(seconds=int(stated)) if _SECONDS.fullmatch(stated) else None,
            reason=_UNPRINTABLE.sub(" ", _one(request, "hub.reason"))[:MAX_REASON_CHARS],
        )
        if not await run_in_threadpool(self._inbox.put, delivery):
            return _later()
        return _said(200, "" if mode == "denied" else challenge)

    async def _receive(self, request: Request) -> Response:
        """Keep what a hub pushes. 2xx says only that it came: whether its signature is right is found out later."""
        known = await self._known(request)
        if known is None or known.state not in _ASKED["subscribe"]:
            return _said(410, "There is no such subscription any more")  # §7: the hub may end it then
        if self._reader_count >= MAX_READERS:
            return _later()
        self._reader_count += 1
        try:
            body = await _body(request)
        finally:
            self._reader_count -= 1
        if isinstance(body, Response):
            return body
        kept = {name: request.headers.get(name, "")[:limit] for name, limit in MAX_HEADER_CHARS.items()}
        signature = kept["x-hub-signature"]
        delivery = Delivery(
            kind=DeliveryKind.CONTENT,
            callback_id=request.path_params["callback_id"],
            received_at=self._clock(),
            signature=signature,
            media_type=kept["content-type"],
            link=kept["link"],
            body=body if signature else b"",  # unsigned content is dropped anyhow; that it came is counted
        )
        return _said(202, "") if await run_in_threadpool(self._inbox.put, delivery) else _later()


async def _body(request: Request) -> bytes | Response:
    """The request's body within the limits of size and time, or the refusal."""
    chunks: list[bytes] = []
    total = 0
    try:
        async with asyncio.timeout(READ_TIMEOUT.total_seconds()):
            async for chunk in request.stream():
                total += len(chunk)
                if total > MAX_BODY_BYTES:
                    return _said(413, f"At most {MAX_BODY_BYTES} bytes are taken")
                chunks.append(chunk)
    except (TimeoutError, ClientDisconnect):
        return _said(408, "The request did not come whole")
    return b"".join(chunks)


def _one(request: Request, name: str) -> str:
    """A parameter that is there once; empty where it is missing, repeated, or the query is endless."""
    if len(request.url.query) > MAX_QUERY_CHARS:
        return ""
    values = request.query_params.getlist(name)
    return values[0] if len(values) == 1 else ""


def _said(status: int, words: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(words, status, {"Cache-Control": NO_CACHING, **(headers or {})})


def _later() -> Response:
    seconds = str(int(RETRY_AFTER.total_seconds()))
    return _said(503, "Not now; please come again", {"Retry-After": seconds})
