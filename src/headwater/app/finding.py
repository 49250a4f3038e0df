"""From what a person typed (a domain, a home page, a feed) to the sources that are worth polling."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from headwater.model.article import Publisher
from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Feed, Source, SourceKind
from headwater.pipeline import permits
from headwater.pipeline.workshop import Workshop
from headwater.text.urls import canonical_url, registrable_domain

_DOMAIN = re.compile(r"^(?:[\w-]+\.)+[\w-]{2,}(?:/.*)?$")
MAX_TRIED = 12  # addresses that one `sources add` asks at most


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A source that answered, with what it announced; or the reason why an address is none."""

    source: Source
    feed: Feed | None = None
    rejection: Rejection | None = None


def as_source(text: str) -> Source:
    """What a person typed as an unread source: a bare domain means its https home page. UserError if it is neither."""
    typed = text.strip()
    url = canonical_url(f"https://{typed}/" if _DOMAIN.match(typed) and "/" not in typed else _with_scheme(typed))
    if not url:
        message = f"{text!r} is no address. Give a home page, a feed or a domain, like https://www.example.org/."
        raise UserError(message, exit_code=ExitCode.USAGE)
    return Source(id="", url=url, kind=SourceKind.PAGE, publisher=Publisher(domains=(registrable_domain(url),)))


def _with_scheme(text: str) -> str:
    return text if "://" in text else f"https://{text}"


async def find_sources(shop: Workshop, typed: Source) -> list[Found]:
    """Ask the address; where it is a page, ask the feeds and sitemaps that it and robots.txt name.

    The best set without double reading: feeds before sitemaps, and of several feeds of one site those that announce
    something another does not; the page itself only where nothing else was found.
    """
    first = await _try(shop, typed)
    if not _may_name_feeds(first):
        return [first]
    named = await _named_by(shop, typed.url)
    tried = [await _try(shop, replace(typed, url=url)) for url in named[:MAX_TRIED]]
    return _best(tried) or [first]


def _may_name_feeds(found: Found) -> bool:
    """Whether it is a page, also one without links to articles: its head may name feeds all the same."""
    if found.rejection is not None:
        return found.rejection.reason in (Reason.EMPTY_FEED, Reason.NOT_A_FEED)
    return found.feed is not None and found.feed.kind is SourceKind.PAGE


def _best(tried: list[Found]) -> list[Found]:
    working = [found for found in tried if found.feed is not None and (found.feed.entries or found.feed.children)]
    working.sort(key=lambda found: found.source.kind in (SourceKind.SITEMAP, SourceKind.SITEMAP_INDEX))
    kept: list[Found] = []
    seen: set[str] = set()
    for found in working:
        assert found.feed is not None
        urls = {entry.url for entry in found.feed.entries}
        is_archive = found.source.kind in (SourceKind.SITEMAP, SourceKind.SITEMAP_INDEX)
        if (urls - seen and not (is_archive and kept)) or not kept:
            kept.append(found)
            seen |= urls
    return kept


async def _try(shop: Workshop, source: Source) -> Found:
    permission = await permits.ask(shop, source.url)
    if permission.permit is None:
        return Found(source=source, rejection=permission.rejection)
    now = shop.clock.now()
    outcome = await shop.fetcher.fetch(permission.permit, capture_id=shop.new_id(now), now=now)
    await shop.clock.sleep_until(shop.clock.now() + shop.politeness.pause)
    if outcome.capture is None:
        return Found(source=source, rejection=outcome.rejection)
    return _found(source, outcome.capture, await shop.in_child("read_feed", (outcome.capture, True)), outcome.moved_to)


def _found(source: Source, capture: Capture, feed: Feed | Rejection, moved_to: str) -> Found:
    if isinstance(feed, Rejection):
        return Found(source=source, rejection=feed)
    url = moved_to or source.url
    publisher = source.publisher
    if feed.kind is not SourceKind.PAGE and not publisher.domains:
        publisher = Publisher(domains=(registrable_domain(feed.home_url or url),))
    return Found(
        source=replace(source, url=url, kind=feed.kind, title=feed.title, language=feed.language, publisher=publisher),
        feed=feed,
    )


async def _named_by(shop: Workshop, url: str) -> list[str]:
    """Addresses of feeds and sitemaps named by the page and by robots.txt, in order, without repetition."""
    found: list[str] = []
    parts = urlsplit(url)
    for address in (url, f"{parts.scheme}://{parts.netloc}/robots.txt"):
        permission = await permits.ask(shop, address)
        if permission.permit is None:
            continue
        now = shop.clock.now()
        outcome = await shop.fetcher.fetch(permission.permit, capture_id=shop.new_id(now), now=now)
        await shop.clock.sleep_until(shop.clock.now() + shop.politeness.pause)
        if outcome.capture is not None:
            found += await shop.in_child("discover", outcome.capture)
    return list(dict.fromkeys(found))
