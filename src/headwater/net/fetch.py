"""`Fetcher`: permits in, outcomes out; every failure is a `Rejection`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from time import perf_counter
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit
from headwater.model.web import Capture, FetchOutcome, Validators
from headwater.net.addresses import PUBLIC_ONLY, AddressPolicy
from headwater.net.exchange import Exchanger, Reply, open_session, wire_url
from headwater.net.failures import EXPECTED, STAGE, FetchFailure, rejection_of
from headwater.net.headers import max_age, posting_headers, request_headers, retry_after
from headwater.net.lanes import Lanes
from headwater.net.limits import DEFAULT_LIMITS, FetchLimits
from headwater.net.names import NameResolver, Route, SystemNames
from headwater.text.ids import digest

MayFetch = Callable[[str], Awaitable[FetchPermit | Rejection]]
"""Asked before each redirect is followed; the permit's own address is what is fetched next."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_NOT_MODIFIED = 304
_PARTIAL = 206
_GONE = 410
NO_VALIDATORS = Validators()
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class _Trail:
    """Where one fetch has been: `urls` in order, the target of its leading permanent redirects, the cost so far."""

    urls: list[str]
    moved_to: str = ""
    is_permanent: bool = True
    spent: timedelta = field(default_factory=timedelta)
    request_count: int = 0

    @property
    def url(self) -> str:
        return self.urls[-1]


class Fetcher:
    """Fetches what a `FetchPermit` allows: one exchange at a time with each host, no cookies, every limit kept."""

    def __init__(self, exchanger: Exchanger, limits: FetchLimits) -> None:
        self._exchanger = exchanger
        self._limits = limits
        self._lanes = Lanes(limits.max_connections)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        *,
        user_agent: str,
        limits: FetchLimits = DEFAULT_LIMITS,
        policy: AddressPolicy = PUBLIC_ONLY,
        route: Route | None = None,
        names: NameResolver | None = None,
    ) -> AsyncIterator[Fetcher]:
        """A fetcher and its connections.

        With a `route` every host goes where it says, under its original name, and nothing leaves the machine;
        without one, `names` (the operating system's by default) looks hosts up and `policy` judges the addresses.
        """
        system = SystemNames()
        session = open_session(user_agent, limits, policy, names or system, route)
        try:
            async with session:
                yield cls(Exchanger(session, limits, route), limits)
        finally:
            system.close()

    async def fetch(
        self,
        permit: FetchPermit,
        *,
        capture_id: str,
        now: datetime,
        validators: Validators = NO_VALIDATORS,
        may_fetch: MayFetch | None = None,
    ) -> FetchOutcome:
        """GET the permit's address, conditionally where there are `validators`.

        2xx gives a capture, 304 a capture with status 304 and an empty body, any other status a rejection with
        `FetchOutcome.status` set. Each redirect needs a permit from `may_fetch`; without it, redirects within the
        same host are followed and others end in HTTP_STATUS. `now` is stamped on the capture.
        """
        if not isinstance(permit, FetchPermit):
            raise TypeError("only a FetchPermit can be fetched")
        started = perf_counter()
        trail = _Trail([permit.url])
        try:
            trail.urls = [wire_url(permit.url)]
            reply = await self._follow(trail, validators, may_fetch)
            outcome = reply if isinstance(reply, FetchOutcome) else _outcome(reply, trail, capture_id, now, validators)
        except EXPECTED as error:
            outcome = FetchOutcome(rejection=rejection_of(error, trail.url))
        return replace(outcome, elapsed=timedelta(seconds=perf_counter() - started), request_count=trail.request_count)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        media_type: str,
        headers: Mapping[str, str] = NO_HEADERS,
        capture_id: str,
        now: datetime,
    ) -> FetchOutcome:
        """POST `body` to a service that asked for it by name: a WebSub hub, an operator's webhook. Never to pages.

        2xx gives a capture with the answer's body; any other status, redirects included, a rejection with
        `FetchOutcome.status` set. Limits, address policy and the one lane of each host are those of `fetch`. A
        permit speaks of reading what a publisher made, so none is asked for.
        """
        started = perf_counter()
        trail = _Trail([url])
        try:
            trail.urls = [wire_url(url)]
            reply = await self._exchange(trail, posting_headers(media_type, headers), body)
            outcome = _outcome(reply, trail, capture_id, now, NO_VALIDATORS)
        except EXPECTED as error:
            outcome = FetchOutcome(rejection=rejection_of(error, trail.url))
        return replace(outcome, elapsed=timedelta(seconds=perf_counter() - started), request_count=trail.request_count)

    async def _follow(self, trail: _Trail, validators: Validators, may_fetch: MayFetch | None) -> Reply | FetchOutcome:
        headers = request_headers(validators)
        while True:
            reply = await self._exchange(trail, headers)
            location = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not location:
                return reply
            answer = await self._next(trail, reply, wire_url(urljoin(trail.url, location.strip())), may_fetch)
            if answer is not None:
                return answer

    async def _exchange(self, trail: _Trail, headers: dict[str, str], sending: bytes | None = None) -> Reply:
        host = urlsplit(trail.url).hostname or ""
        async with self._lanes.lane(host):
            began = perf_counter()
            trail.request_count += 1
            try:
                budget = self._limits.total_timeout - trail.spent
                return await self._exchanger.exchange(trail.url, headers, budget, sending=sending)
            finally:
                trail.spent += timedelta(seconds=perf_counter() - began)

    async def _next(self, trail: _Trail, reply: Reply, target: str, may_fetch: MayFetch | None) -> FetchOutcome | None:
        """Move the trail on to `target`, or say why not."""
        if may_fetch is not None:
            answer = await may_fetch(target)
            if isinstance(answer, Rejection):
                return FetchOutcome(rejection=answer, status=reply.status)
            target = wire_url(answer.url)
        elif urlsplit(target).hostname != urlsplit(trail.url).hostname:
            detail = f"{reply.status} leads to another host: {target}"
            return FetchOutcome(rejection=_rejected(Reason.HTTP_STATUS, detail, trail.url), status=reply.status)
        if target in trail.urls:
            raise FetchFailure(Reason.REDIRECT_LOOP, f"{trail.url} leads back to {target}")
        if len(trail.urls) > self._limits.max_redirects:
            raise FetchFailure(Reason.TOO_MANY_REDIRECTS, f"more than {self._limits.max_redirects} redirects")
        trail.is_permanent = trail.is_permanent and reply.status in _PERMANENT
        trail.moved_to = target if trail.is_permanent else trail.moved_to
        trail.urls.append(target)
        return None


def _outcome(reply: Reply, trail: _Trail, capture_id: str, now: datetime, validators: Validators) -> FetchOutcome:
    pause = retry_after(reply.headers, now)
    is_unchanged = reply.status == _NOT_MODIFIED and validators != NO_VALIDATORS
    if not is_unchanged and (not 200 <= reply.status < 300 or reply.status == _PARTIAL):
        reason = Reason.GONE if reply.status == _GONE else Reason.HTTP_STATUS
        rejection = _rejected(reason, _status_words(reply.status), trail.url)
        return FetchOutcome(rejection=rejection, status=reply.status, retry_after=pause)
    capture = Capture(
        id=capture_id,
        requested_url=trail.urls[0],
        final_url=trail.url,
        status=reply.status,
        headers=reply.headers,
        body=reply.body,
        captured_at=now,
        body_digest="" if is_unchanged else digest(reply.body),
        redirects=tuple(trail.urls[1:]),
    )
    return FetchOutcome(
        capture=capture,
        status=reply.status,
        moved_to=trail.moved_to,
        retry_after=pause,
        max_age=max_age(reply.headers),
    )


def _status_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _rejected(reason: Reason, detail: str, url: str) -> Rejection:
    return Rejection(stage=STAGE, reason=reason, detail=detail, subject=url)
