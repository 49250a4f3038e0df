"""When a host may be asked again, and whether an address may be fetched at all (RFC 9309). Decisions only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from headwater.model.rejection import Reason

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Politeness:
    """How gently hosts are treated.

    `pause`: shortest time between two requests to one host. `longest_crawl_delay`: a longer `Crawl-delay` counts as
    this. `robots_max_age`: RFC 9309 §2.4, at most 24 hours. `robots_retry`: after robots.txt could not be reached.
    `max_attempts`: fetches of one article before its failure is final. `first_retry` doubles each time.
    """

    pause: timedelta = timedelta(seconds=1)
    longest_crawl_delay: timedelta = timedelta(seconds=60)
    robots_max_age: timedelta = timedelta(hours=24)
    robots_retry: timedelta = timedelta(minutes=30)
    max_attempts: int = 4
    first_retry: timedelta = timedelta(seconds=30)
    longest_retry: timedelta = timedelta(hours=24)

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


def is_transient(reason: Reason, status: int) -> bool:
    """Whether a failed fetch is worth another try."""
    if reason is Reason.HTTP_STATUS:
        return status in _TRANSIENT_STATUSES
    return reason in TRANSIENT_REASONS


def robots_url(url: str) -> str:
    """The address of the robots.txt that governs `url` (RFC 9309 §2.3: scheme and authority, /robots.txt)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
