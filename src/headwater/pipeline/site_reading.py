"""What a host says about all its pages: robots.txt and the documents beside it, read once a day and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from headwater import rights
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Signal
from headwater.model.web import FetchOutcome
from headwater.pipeline.hops import busy, hopping, keep_pause
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.politeness import TOO_MANY_REQUESTS, failures_of_host, pause_of_host, robots_url
from headwater.pipeline.workshop import Workshop
from headwater.rights import RobotsAnswer
from headwater.store import Transaction, hosts, outcomes, site_documents
from headwater.store.hosts import HostState
from headwater.store.site_documents import SiteDocument
from headwater.text.urls import host_of

DOCUMENTS_PATIENCE = timedelta(seconds=150)
"""A slow host's documents are read as far as this goes; the others before its next page."""

_REACHED = "last reached: "  # before the address of a robots.txt that cannot be reached now: its last copy
_NEVER = datetime.min.replace(tzinfo=UTC)
_LED_NOWHERE = frozenset({Reason.REDIRECT_LOOP, Reason.TOO_MANY_REDIRECTS, Reason.BAD_INPUT})
_SEE_ELSEWHERE = 302


@dataclass(frozen=True, kw_only=True, slots=True)
class HostKnowledge:
    """A host's state and its documents by name (their addresses).

    robots.txt belongs to scheme and authority (RFC 9309 §2.3): the host's row keeps one, those of its other
    authorities are documents. `refusal`: why robots.txt could not be asked for just now, through no fault of the
    host's; `trouble`: what just went wrong when it was.
    """

    state: HostState
    documents: dict[str, SiteDocument]
    refusal: Rejection | None = None
    trouble: str = ""

    def is_fresh(self, url: str, now: datetime) -> bool:
        """Whether the robots.txt that governs `url` is known and not older than it may be."""
        return self._robots(robots_url(url)).expires_at > now

    def robots_status(self, url: str) -> int | None:
        """The status of the robots.txt that governs `url`; None where there was no answer."""
        return self._robots(robots_url(url)).status

    def robots_answer(self, url: str, agent: str) -> RobotsAnswer:
        """What the robots.txt that governs `url` says about it; nothing is known to be allowed before it was read."""
        robots = self._robots(robots_url(url))
        return rights.robots_rule(robots.body, status=robots.status, url=url, agent=agent)

    def signals(self, url: str, agent: str) -> tuple[Signal, ...]:
        """Everything that the host says of rights about `url`: a robots.txt out of reach counts by its last copy.

        A robots.txt that was never had says nothing here; that nothing may be fetched then is `robots_answer`.
        """
        robots = self._last_copy(robots_url(url))
        said = rights.robots_rule(robots.body, status=robots.status or 404, url=url, agent=agent).signals
        read = {name: one.body for name, one in self.documents.items() if _is_statement(name)}
        return rights.site_signals(said, read, url=url, agent=agent)

    def _last_copy(self, name: str) -> SiteDocument:
        robots = self._robots(name)
        return robots if _is_reached(robots.status) else self.documents.get(_REACHED + name, _nothing(robots))

    def _robots(self, name: str) -> SiteDocument:
        state = self.state
        if name in self.documents:
            return self.documents[name]
        if state.robots_url != name or state.robots_expires_at is None:
            return SiteDocument(host=state.host, name=name, expires_at=_NEVER)
        return SiteDocument(
            host=state.host,
            name=name,
            body=state.robots_body,
            status=state.robots_status,
            expires_at=state.robots_expires_at,
        )

    def last_reached(self, name: str) -> SiteDocument | None:
        """The robots.txt called `name` as it is known, where it was reached."""
        robots = self._robots(name)
        return robots if _is_reached(robots.status) else None


def _nothing(document: SiteDocument) -> SiteDocument:
    return replace(document, body=None, status=None)


def _is_statement(name: str) -> bool:
    return not name.startswith(_REACHED) and not name.endswith("/robots.txt")


def load(tx: Transaction, host: str) -> HostKnowledge:
    """What is known of `host`."""
    documents = site_documents.get_site_documents(tx, host)
    return HostKnowledge(state=hosts.get_host(tx, host), documents={one.name: one for one in documents})


async def read_robots(shop: Workshop, known: HostKnowledge, url: str, held: frozenset[str]) -> HostKnowledge:
    """Ask for the robots.txt that governs `url`, and keep what came, or that nothing did. `held`: see `hopping`."""
    if not await keep_pause(shop, known.state):
        return replace(known, refusal=busy(url, "the host asked for more time"))
    address = robots_url(url)
    outcome = await _fetch_standing(shop, address, held)
    return await shop.in_store(_save_robots, shop, host_of(url), address, outcome)


async def _fetch_standing(shop: Workshop, address: str, held: frozenset[str]) -> FetchOutcome:
    now = shop.clock.now()
    standing = rights.standing_permit(address, now)
    async with hopping(shop, address, held) as hops:

        async def may_follow(target: str) -> FetchPermit | Rejection:
            """RFC 9309 §2.3.1.2: at least five redirects, also to another host, and to whatever path."""
            refusal = await hops.arrive(target)
            return refusal or rights.redirected_permit(standing, target, shop.clock.now())

        return await shop.fetcher.fetch(standing, capture_id=shop.new_id(now), now=now, may_fetch=may_follow)


def _save_robots(shop: Workshop, host: str, address: str, outcome: FetchOutcome) -> HostKnowledge:
    with shop.store.write() as tx:
        known = load(tx, host)
        now = shop.clock.now()
        if _met_a_busy_host(outcome):
            leave_alone(shop, tx, address, outcome, now)
            return replace(load(tx, host), refusal=outcome.rejection)
        came = _robots_document(shop, known, address, outcome, now)
        found = _as_last_reached(known, came, now)
        state = _paced(shop, known.state, found, outcome, now)
        if state.robots_url in ("", address):
            state = replace(
                state,
                robots_url=address,
                robots_body=found.body,
                robots_status=found.status,
                robots_expires_at=found.expires_at,
            )
        else:
            site_documents.save_site_document(tx, found)
        _keep_last_copy(shop, tx, known, came, now)
        hosts.save_host(tx, state)
        _record_failure(tx, address, outcome, now)
        return replace(load(tx, host), trouble=outcome.rejection.detail if outcome.rejection is not None else "")


def _met_a_busy_host(outcome: FetchOutcome) -> bool:
    """Whether a redirect led to a host that somebody asks now: that says nothing about robots.txt."""
    rejection = outcome.rejection
    return rejection is not None and rejection.reason is Reason.CONNECTION_FAILED and outcome.status != 0


def _record_failure(tx: Transaction, url: str, outcome: FetchOutcome, now: datetime) -> None:
    """Answers are kept as documents, and why there was none among the fetches."""
    if outcome.request_count and not _is_reached(outcome.status or None):
        outcomes.record_fetch(tx, url=url, at=now, outcome=outcome)


def _robots_document(
    shop: Workshop, known: HostKnowledge, address: str, outcome: FetchOutcome, now: datetime
) -> SiteDocument:
    """An answer for robots.txt as it is kept: a day, or a short while where there was none."""
    status, politeness = _robots_status(outcome), shop.politeness
    keep = politeness.robots_max_age if _is_reached(status) else politeness.robots_retry
    if not _is_reached(status) and outcome.retry_after is not None:
        keep = min(max(keep, outcome.retry_after), politeness.robots_max_age)
    body = outcome.capture.body[: rights.MAX_ROBOTS_BYTES] if outcome.capture is not None else None
    return SiteDocument(host=known.state.host, name=address, body=body, status=status, expires_at=now + keep)


def _robots_status(outcome: FetchOutcome) -> int | None:
    """The status that counts; redirects that lead nowhere count as one (RFC 9309 §2.3.1.2: may be unavailable)."""
    if outcome.rejection is not None and outcome.rejection.reason in _LED_NOWHERE:
        return _SEE_ELSEWHERE
    if outcome.rejection is not None and outcome.rejection.reason is not Reason.HTTP_STATUS:
        return outcome.status if outcome.rejection.reason is Reason.GONE else None
    return outcome.status or None


def _as_last_reached(known: HostKnowledge, came: SiteDocument, now: datetime) -> SiteDocument:
    """RFC 9309 §2.3.1.4: what was out of reach for too long is taken as it last was, or else as unavailable."""
    last = known.documents.get(_REACHED + came.name)
    if _is_reached(came.status) or last is None or last.expires_at > now:
        return came
    return replace(came, body=last.body, status=last.status or 404)


def _is_reached(status: int | None) -> bool:
    return status is not None and status < 500 and status != TOO_MANY_REQUESTS


def _keep_last_copy(shop: Workshop, tx: Transaction, known: HostKnowledge, came: SiteDocument, now: datetime) -> None:
    """Remember since when a robots.txt is out of reach, and what it said before."""
    name = _REACHED + came.name
    if _is_reached(came.status):
        site_documents.drop_site_document(tx, came.host, name)
    elif name not in known.documents:
        before = known.last_reached(came.name) or _nothing(came)
        until = now + shop.politeness.robots_patience
        site_documents.save_site_document(tx, replace(before, name=name, expires_at=until))


def _paced(shop: Workshop, state: HostState, found: SiteDocument, outcome: FetchOutcome, now: datetime) -> HostState:
    """The host's pace after it was asked for robots.txt. Of several authorities' Crawl-delays the longest counts."""
    answer = rights.robots_rule(found.body, status=found.status, url=found.name, agent=shop.agent)
    delay = None if answer.crawl_delay is None else timedelta(seconds=answer.crawl_delay)
    if state.robots_url not in ("", found.name):
        delay = max(filter(None, (delay, state.crawl_delay)), default=None)
    pause = pause_of_host(outcome, state.failure_count, delay, shop.politeness)
    failures = failures_of_host(outcome, state.failure_count)
    return replace(state, crawl_delay=delay, failure_count=failures, next_request_at=now + pause)


async def read_documents(shop: Workshop, known: HostKnowledge, url: str) -> HostKnowledge:
    """Ask for those documents of the host that are due, one after the other at its pace, and keep what came."""
    ends_at = shop.clock.now() + DOCUMENTS_PATIENCE
    pause = shop.politeness.pause_after(known.state.crawl_delay)
    for address in rights.document_addresses(url, known.robots_answer(url, shop.agent).licences):
        kept = known.documents.get(address)
        is_due = kept is None or kept.expires_at <= shop.clock.now()
        if not is_due or shop.clock.now() + pause > ends_at:
            continue
        known = await _read_document(shop, known, address)
        if not await keep_pause(shop, known.state):
            break
    return known


async def _read_document(shop: Workshop, known: HostKnowledge, address: str) -> HostKnowledge:
    """What is known with one document more, fetched where that may be; a licence on another host is not."""
    outcome = await _fetch_document(shop, known, address)
    capture = outcome.capture
    document = SiteDocument(
        host=known.state.host,
        name=address,
        body=capture.body[: rights.MAX_DOCUMENT_BYTES] if capture is not None and _may_be_one(capture.body) else None,
        status=capture.status if capture is not None else outcome.status or None,
        expires_at=shop.clock.now() + shop.politeness.robots_max_age,
    )
    state = await shop.in_store(_save_document, shop, document, outcome)
    return replace(known, state=state, documents={**known.documents, address: document})


def _may_be_one(body: bytes) -> bool:
    """Whether it is worth keeping: many hosts answer whatever is asked with a page."""
    head = body[:512].lstrip().lower()
    return not head.startswith((b"<!doctype html", b"<html"))


async def _fetch_document(shop: Workshop, known: HostKnowledge, address: str) -> FetchOutcome:
    now = shop.clock.now()
    if host_of(address) != known.state.host:
        return FetchOutcome(request_count=0)
    answer = known.robots_answer(address, shop.agent)
    permit = rights.permit(address, rights.rule(address, answer.signals), now)
    if isinstance(permit, Rejection):
        return FetchOutcome(rejection=permit, request_count=0)
    return await shop.fetcher.fetch(permit, capture_id=shop.new_id(now), now=now)


def _save_document(shop: Workshop, document: SiteDocument, outcome: FetchOutcome) -> HostState:
    with shop.store.write() as tx:
        site_documents.save_site_document(tx, document)
        now = shop.clock.now()
        leave_alone(shop, tx, document.name, outcome, now)
        _record_failure(tx, document.name, outcome, now)
        return hosts.get_host(tx, document.host)
