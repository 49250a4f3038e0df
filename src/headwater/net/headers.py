"""HTTP header fields read and written (RFC 9110, RFC 9111)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from headwater.model.web import Validators
from headwater.net.bodies import ACCEPTED_CODINGS

# A server that asks for more, or sends a number beyond all reason, is asked again after this long.
MAX_PAUSE = timedelta(days=30)
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, "
    "text/xml;q=0.9, text/html;q=0.9, application/xhtml+xml;q=0.9, */*;q=0.5"
)
_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,12}")
_SCOPED_LINES = frozenset({"x-robots-tag"})
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def user_agent(version: str, contact_url: str) -> str:
    """The one name under which headwater asks for anything: `headwater/0.1 (+https://…)`."""
    return f"headwater/{_UNPRINTABLE.sub('', version)} (+{_UNPRINTABLE.sub('', contact_url)})"


def is_placeholder(contact_url: str) -> bool:
    """Whether nobody can be reached there: no web address, or a name that is reserved for examples (RFC 2606)."""
    host = urlsplit(contact_url).hostname if contact_url.startswith(("http://", "https://")) else None
    last = (host or "").rstrip(".").rpartition(".")[2]
    reserved = re.search(r"(^|\.)example\.(com|net|org)$", host or "")
    return last in ("", "example", "test", "invalid", "localhost") or reserved is not None


def request_headers(validators: Validators) -> dict[str, str]:
    """What a GET sends beside Host and User-Agent: preferences, and conditions where there are validators."""
    headers = {"Accept": ACCEPT, "Accept-Encoding": ACCEPTED_CODINGS}
    if validators.etag:
        headers["If-None-Match"] = _UNPRINTABLE.sub("", validators.etag)
    if validators.last_modified:
        headers["If-Modified-Since"] = _UNPRINTABLE.sub("", validators.last_modified)
    return headers


def posting_headers(media_type: str, headers: Mapping[str, str]) -> dict[str, str]:
    """What a POST sends beside Host and User-Agent: the caller's fields, any answer accepted, nothing unprintable."""
    own = {name: _UNPRINTABLE.sub("", value) for name, value in headers.items()}
    fixed = {"Accept": "*/*", "Accept-Encoding": ACCEPTED_CODINGS, "Content-Type": _UNPRINTABLE.sub("", media_type)}
    return {**own, **fixed}


def plain_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case, repeated fields joined by ", " (RFC 9110 §5.3), values UTF-8 or else Latin-1.

    Lines of `_SCOPED_LINES` are joined by an empty list element (§5.6.1), because what one line says of one agent does
    not hold for the next.
    """
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = _text(raw_name).lower(), _text(raw_value)
        joint = ", , " if name in _SCOPED_LINES else ", "
        headers[name] = f"{headers[name]}{joint}{value}" if name in headers else value
    return headers


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """`Retry-After` in seconds or as a date seen from `now` (RFC 9110 §10.2.3), at most `MAX_PAUSE`."""
    stated = headers.get("retry-after", "").strip()
    if _DIGITS.fullmatch(stated):
        return min(timedelta(seconds=int(stated)), MAX_PAUSE)
    date = http_date(stated)
    return None if date is None else _within(date - now)


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """How long the response stays fresh (RFC 9111 §4.2): max-age less `Age`, else `Expires` less `Date`.

    None where nothing is said, or where the response must not be reused (`no-cache`, `no-store`).
    """
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return None
    if stated := _MAX_AGE.search(control):
        return _within(timedelta(seconds=int(stated[1])) - _age(headers))
    expires, date = http_date(headers.get("expires", "")), http_date(headers.get("date", ""))
    if expires is None or date is None or expires <= date:
        return None
    return _within(expires - date)


def _age(headers: Mapping[str, str]) -> timedelta:
    stated = headers.get("age", "").strip()
    return timedelta(seconds=int(stated)) if _DIGITS.fullmatch(stated) else timedelta()


def _within(pause: timedelta) -> timedelta:
    return max(timedelta(), min(pause, MAX_PAUSE))


def http_date(text: str) -> datetime | None:
    """An HTTP-date (RFC 9110 §5.6.7, and what servers write in its place) as aware UTC; None if it is none."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
