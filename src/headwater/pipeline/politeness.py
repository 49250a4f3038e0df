"""When a host may be asked again, and whether an address may be fetched at all (RFC 9309). Decisions only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from headwater.model.rejection import Reason
from headwater.model.web import FetchOutcome
from headwater.text.urls import host_of

# Failures that may be gone the next time. Everything else is an answer, and is not asked again.
TRANSIENT_REASONS = frozenset(
    {
        Reason.TIMEOUT,
        Reason.CONNECTION_FAILED,
        Reason.TOO_SLOW,
        Reason.PROTOCOL_ERROR,
        Reason.ROBOTS_UNREACHABLE,
        Reason.NAME_NOT_FOUND,
    }
)
_TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
TOO_MANY_REQUESTS = 429  # RFC 6585 §4
# Failures that say something about the host, not only about one address.
_HOST_REASONS = frozenset(
    {
        Reason.TIMEOUT,
        Reason.CONNECTION_FAILED,
        Reason.TOO_SLOW,
        Reason.TLS_FAILED,
        Reason.NAME_NOT_FOUND,
        Reason.PROTOCOL_ERROR,
    }
)
_MAX_DOUBLINGS = 20
_LED_ON = FetchOutcome(status=302)


@dataclass(frozen=True, kw_only=True, slots=True)
class Politeness:
    """How gently hosts are treated.

    `pause`: shortest time between two requests to one host. `longest_crawl_delay`: a longer `Crawl-delay` counts as
    this. `robots_max_age`: RFC 9309 §2.4, at most 24 hours. `robots_retry`: after robots.txt could not be reached.
    `robots_patience`: RFC 9309 §2.3.1.4: a robots.txt that could not be reached for so long counts as unavailable.
    `max_attempts`: fetches of one article before its failure is final. `first_retry` doubles each time.
    `longest_host_pause`: how long a host that keeps failing is left alone at most; one that asks for more time
    (Retry-After) gets up to `longest_retry`.
    """

    pause: timedelta = timedelta(seconds=1)
    longest_crawl_delay: timedelta = timedelta(seconds=60)
    robots_max_age: timedelta = timedelta(hours=24)
    robots_retry: timedelta = timedelta(minutes=30)
    robots_patience: timedelta = timedelta(days=30)
    max_attempts: int = 4
    first_retry: timedelta = timedelta(seconds=30)
    longest_retry: timedelta = timedelta(hours=24)
    longest_host_pause: timedelta = timedelta(hours=1)

    def pause_after(self, crawl_delay: timedelta | None) -> timedelta:
        """The pause that a host asks for, within our bounds."""
        if crawl_delay is None:
            return self.pause
        return max(self.pause, min(crawl_delay, self.longest_crawl_delay))

    def retry_after(self, attempt: int, asked: timedelta | None) -> timedelta:
        """How long to wait before attempt + 1: what the server asked for, else doubling from `first_retry`."""
        if asked is not None:
            return min(max(asked, self.pause), self.longest_retry)
        doubled: timedelta = self.first_retry * 2 ** max(0, attempt - 1)
        return min(doubled, self.longest_retry)


def is_host_failure(outcome: FetchOutcome) -> bool:
    """Whether a fetch says that its host is down, overloaded or wants fewer requests (RFC 6585 §4, RFC 9110 §15.6)."""
    if outcome.status >= 500 or outcome.status == TOO_MANY_REQUESTS:
        return True
    return outcome.status == 0 and outcome.rejection is not None and outcome.rejection.reason in _HOST_REASONS


def failures_of_host(outcome: FetchOutcome, state_failure_count: int) -> int:
    """The host's failures in a row after `outcome`: one more, none after any answer, unchanged where none was asked."""
    if is_host_failure(outcome):
        return state_failure_count + 1
    return state_failure_count if outcome.status == 0 else 0


def answers(outcome: FetchOutcome, asked: str) -> tuple[tuple[str, FetchOutcome], ...]:
    """What a fetch that began at the host `asked` says about which host: redirects may have ended at another one.

    Nothing where nobody was asked. A redirect that was not followed is an answer like any other.
    """
    if outcome.request_count == 0:
        return ()
    said_at = ""
    if outcome.capture is not None:
        said_at = outcome.capture.final_url
    elif outcome.rejection is not None and not 300 <= outcome.status < 400:
        said_at = outcome.rejection.subject
    host = host_of(said_at) or asked
    return ((asked, outcome),) if host == asked else ((asked, _LED_ON), (host, outcome))


def pause_of_host(
    outcome: FetchOutcome, state_failure_count: int, crawl_delay: timedelta | None, politeness: Politeness
) -> timedelta:
    """How long the whole host is left alone after `outcome`, whichever job comes next.

    Its own pause after an answer; after a failure at least `first_retry`, doubling with each of the
    `state_failure_count` failures in a row before it up to `longest_host_pause`; never less than `Retry-After`, which
    is believed up to `longest_retry` also when it comes with a success.
    """
    pause = politeness.pause_after(crawl_delay)
    if is_host_failure(outcome):
        doubled: timedelta = politeness.first_retry * 2 ** min(state_failure_count, _MAX_DOUBLINGS)
        pause = max(pause, min(doubled, politeness.longest_host_pause))
    asked = outcome.retry_after or timedelta()
    return max(pause, min(asked, politeness.longest_retry))


def is_transient(reason: Reason, status: int) -> bool:
    """Whether a failed fetch is worth another try."""
    if reason is Reason.HTTP_STATUS:
        return status in _TRANSIENT_STATUSES
    return reason in TRANSIENT_REASONS


@lru_cache(maxsize=8192)
def robots_url(url: str) -> str:
    """The address of the robots.txt that governs `url` (RFC 9309 §2.3: scheme and authority, /robots.txt)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
