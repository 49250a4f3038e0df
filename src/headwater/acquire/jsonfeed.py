"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from headwater.acquire._plain import plain_text
from headwater.acquire._xml import rejected, unpacked
from headwater.model.rejection import Reason, Rejection
from headwater.model.time import StatedTime
from headwater.model.web import Capture, Entry, EntryOrigin, Feed, FeedMedia, SourceKind
from headwater.text.dates import parse_stated
from headwater.text.decode import decode_xml
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_ENTRIES = 5_000
MAX_JSON_CHARS = 20_000_000
MAX_MEDIA = 20


def detect(body: bytes) -> bool:
    """Whether the bytes begin like a JSON object."""
    return body[:64].lstrip(b"\xef\xbb\xbf\x00\t\r\n ")[:1] == b"{"


def read(capture: Capture) -> Feed | Rejection:
    """The JSON Feed in a capture, or why there is none."""
    body = unpacked(capture.body)
    if body is None:
        return rejected(capture, Reason.NOT_A_FEED, "the gzip body is broken")
    text, _ = decode_xml(body, capture.headers.get("content-type", ""))
    if len(text) > MAX_JSON_CHARS:
        return rejected(capture, Reason.TOO_LARGE, f"more than {MAX_JSON_CHARS} characters of JSON")
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return rejected(capture, Reason.NOT_A_FEED, "the answer is broken JSON")
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return rejected(capture, Reason.NOT_A_FEED, "JSON without a list of items, which is no JSON Feed")
    return _feed(data, capture.final_url)


def _feed(data: Mapping[str, Any], url: str) -> Feed:
    items = [item for item in data["items"] if isinstance(item, dict)]
    return Feed(
        kind=SourceKind.JSONFEED,
        entries=tuple(_entry(item, url) for item in items[:MAX_ENTRIES]),
        title=_text(data, "title"),
        home_url=_address(data, "home_page_url", url),
        language=_text(data, "language"),
        hub_url=_hub(data, url),
        self_url=_as_written(data, "feed_url", url),
        previous_url=_address(data, "next_url", url),
        repaired=("too_many_entries",) if len(items) > MAX_ENTRIES else (),
    )


def _hub(data: Mapping[str, Any], url: str) -> str:
    """The WebSub hub; rssCloud and unknown kinds of hubs are none."""
    hubs = [hub for hub in _list(data, "hubs") if isinstance(hub, dict)]
    known = (hub for hub in hubs if _text(hub, "type").lower() in ("websub", "pubsubhubbub"))
    return next(filter(None, (_as_written(hub, "url", url) for hub in known)), "")


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    guid = item.get("id")
    identity = str(guid) if isinstance(guid, (str, int, float)) else ""
    external = _address(item, "external_url", base)
    url = _address(item, "url", base) or canonical_url(identity) or external
    return Entry(
        url=url,
        guid=identity,
        title=_text(item, "title"),
        summary=_text(item, "summary") or _text(item, "content_text") or _markup(item, "content_html"),
        authors=_authors(item),
        published_at=_time(item, "date_published"),
        updated_at=_time(item, "date_modified"),
        categories=tuple(squash(tag) for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip()),
        language=_text(item, "language"),
        origin=EntryOrigin(url=external) if external and external != url else None,
        media=_media(item, base),
    )


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    people = [*_list(item, "authors"), item.get("author")]
    return tuple(
        dict.fromkeys(name for person in people if isinstance(person, dict) and (name := _text(person, "name")))
    )


def _media(item: Mapping[str, Any], base: str) -> tuple[FeedMedia, ...]:
    found: dict[str, FeedMedia] = {}
    for name in ("image", "banner_image"):
        if address := _address(item, name, base):
            found.setdefault(address, FeedMedia(url=address, media_type="image"))
    for attached in _list(item, "attachments"):
        if isinstance(attached, dict) and (address := _address(attached, "url", base)):
            medium = FeedMedia(url=address, media_type=_text(attached, "mime_type"), caption=_text(attached, "title"))
            found.setdefault(address, medium)
    return tuple(found.values())[:MAX_MEDIA]


def _list(item: Mapping[str, Any], name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return plain_text(value.replace("&", "&amp;").replace("<", "&lt;")) if isinstance(value, str) else ""


def _markup(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return plain_text(value) if isinstance(value, str) else ""


def _address(item: Mapping[str, Any], name: str, base: str) -> str:
    value = item.get(name)
    return canonical_url(value, base) if isinstance(value, str) else ""


def _as_written(item: Mapping[str, Any], name: str, base: str) -> str:
    """An absolute address, letter by letter: hubs compare topics so (WebSub §5.1)."""
    address = _address(item, name, base)
    return urljoin(base, str(item[name]).strip()) if address else ""


def _time(item: Mapping[str, Any], name: str) -> StatedTime | None:
    value = item.get(name)
    return parse_stated(value, origin="feed") if isinstance(value, str) else None
