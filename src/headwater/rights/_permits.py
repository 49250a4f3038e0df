"""Fetch permits: the only way into the network (`tests/test_permits.py` shows that nobody else makes them)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Rulings, Use
from headwater.rights._ruling import ruling_of
from headwater.rights.robots import KIND, UNREACHABLE
from headwater.text.urls import canonical_url

_STANDING_PATHS = frozenset({"/robots.txt", "/trust.txt", "/ai.txt", "/ads.txt"})
_STANDING_FOLDER = "/.well-known/"


def permit(url: str, rulings: Rulings, now: datetime) -> FetchPermit | Rejection:
    """Permission to fetch `url` where the rulings about that very address allow it, else why not."""
    if canonical_url(url) == "" or canonical_url(url) != canonical_url(rulings.subject):
        return _refused(url, Reason.BAD_INPUT, f"the rulings are about {rulings.subject or 'nothing'}")
    fetching = ruling_of(rulings, Use.FETCH)
    if fetching.allowed:
        return FetchPermit(url=url, ruled_at=now, because=fetching.because)
    decisive = next((signal for signal in fetching.because if not signal.allows), None)
    if decisive is None or decisive.kind != KIND:
        return _refused(url, Reason.RESERVED, decisive.text if decisive else "no ruling allows fetching")
    is_down = decisive.text.startswith(UNREACHABLE)
    return _refused(url, Reason.ROBOTS_UNREACHABLE if is_down else Reason.ROBOTS_DISALLOWED, decisive.text)


def standing_permit(url: str, now: datetime) -> FetchPermit:
    """Permission to read what is there to be read by robots: robots.txt and well-known files; ValueError for others."""
    path = urlsplit(canonical_url(url)).path
    if path in _STANDING_PATHS or path.startswith(_STANDING_FOLDER):
        return FetchPermit(url=url, ruled_at=now)
    raise ValueError(f"no standing permit covers {url}")


def redirected_permit(standing: FetchPermit, url: str, now: datetime) -> FetchPermit | Rejection:
    """Permission to read a file under a standing permit where it was redirected to (RFC 9309 §2.3.1.2)."""
    if not canonical_url(url):
        return _refused(url, Reason.BAD_INPUT, f"{standing.url} was redirected to what is no web address")
    return FetchPermit(url=url, ruled_at=now, because=standing.because)


def _refused(url: str, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage="rights", reason=reason, detail=detail, subject=url)
