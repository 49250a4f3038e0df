"""Looking at an outlet: what it names itself, then the usual places, then its sections; `docs/sources.md`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from headwater.acquire.publisher_facts import Fact, domain_facts, feed_facts
from headwater.app.finding.asking import Answer, Asker, home_of
from headwater.app.finding.candidates import (
    FEED_KINDS,
    MIN_SECTION_LINKS,
    Candidate,
    announces_comments,
    choose,
)
from headwater.app.finding.merging import Profile, merge
from headwater.app.finding.places import (
    common_feeds,
    common_sitemaps,
    is_sitemap_address,
    likely_first,
    names_news,
)
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Source, SourceKind
from headwater.pipeline.reading import ReadTask
from headwater.pipeline.workshop import Workshop
from headwater.text.urls import address_key, registrable_domain, same_site

MAX_FEEDS_ASKED = 12
MAX_SITEMAPS_ASKED = 3
MAX_CHILDREN_ASKED = 2
"""News sitemaps of one index that are asked."""

MAX_SECTIONS_ASKED = 6

_WALLS = frozenset({Reason.LOGIN_PAGE, Reason.ERROR_PAGE, Reason.CONSENT_WALL, Reason.EMPTY_SHELL})
_UNREACHED = frozenset(
    {
        Reason.NAME_NOT_FOUND,
        Reason.CONNECTION_FAILED,
        Reason.TLS_FAILED,
        Reason.TIMEOUT,
        Reason.PROTOCOL_ERROR,
        Reason.ROBOTS_UNREACHABLE,
    }
)
_PLACES_OF_TRUST = ("trust.txt", ".well-known/trust.txt")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What looking at one typed address brought.

    `candidates` in the order in which they were found, each taken or left with its reason. `problem` says why
    nothing was taken. `moved_to` is where the typed address leads, if it moved.
    """

    typed: Source
    candidates: tuple[Candidate, ...] = ()
    profile: Profile
    problem: Rejection | None = None
    problem_status: int = 0
    moved_to: str = ""
    request_count: int = 0

    @property
    def taken(self) -> tuple[Candidate, ...]:
        """The places that should be polled."""
        return tuple(candidate for candidate in self.candidates if candidate.is_taken)

    def sources(self) -> tuple[Source, ...]:
        """What is taken, as sources of the publisher that was found."""
        return tuple(_as_source(candidate, self.profile) for candidate in self.taken)


def _as_source(candidate: Candidate, profile: Profile) -> Source:
    assert candidate.answer is not None
    assert candidate.answer.feed is not None
    feed = candidate.answer.feed
    return Source(
        id="",
        url=candidate.answer.moved_to or candidate.url,
        kind=feed.kind,
        title=feed.title,
        language=feed.language,
        publisher=profile.publisher,
    )


async def find_sources(shop: Workshop, typed: Source, *, is_domain: bool = False) -> Finding:
    """Look at what was typed. Feeds are taken as they are; a page leads to what it and its host name.

    `is_domain`: only a domain was typed, so that `www.` is tried where it cannot be reached.
    """
    look = _Look(Asker(shop))
    first = await look.first(typed.url, is_domain=is_domain)
    if first.feed is not None and first.feed.kind is not SourceKind.PAGE:
        await look.from_feed(first)
    elif first.capture is not None:
        await look.from_page(first)
    chosen = choose(tuple(look.candidates.values()), shop.clock.now())
    taken = [candidate for candidate in chosen if candidate.is_taken]
    problem = None if taken else await look.problem(first)
    return Finding(
        typed=typed,
        candidates=chosen,
        profile=await look.profile(first, taken) if taken else Profile(publisher=typed.publisher),
        problem=problem,
        problem_status=first.outcome.status,
        moved_to=_moved_to(typed, first),
        request_count=look.asker.request_count,
    )


def _moved_to(typed: Source, first: Answer) -> str:
    """Where it leads, if that is another place for people too: not only https, `www.` or a slash."""
    final = first.capture.final_url if first.capture is not None else ""
    return final if final and address_key(final) != address_key(typed.url) else ""


class _Look:
    """One look at one outlet: asks, and notes what was found by which way."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.candidates: dict[str, Candidate] = {}
        self.pages: list[Capture] = []

    # -- the typed address

    async def first(self, url: str, *, is_domain: bool) -> Answer:
        answer = await self.asker.ask(url)
        is_reached = answer.rejection is None or answer.rejection.reason not in _UNREACHED
        if is_reached or not is_domain:
            return answer
        other = await self.asker.ask(url.replace("://", "://www.", 1))
        return answer if other.capture is None else other

    async def note(self, url: str, found_by: str) -> Candidate:
        """Ask a place and remember it, unless it is known already."""
        if url not in self.candidates:
            is_noise = announces_comments(url)
            answer = None if is_noise else await self.asker.ask(url)
            why = "it announces readers' comments" if is_noise else ""
            self.candidates[url] = Candidate(url=url, found_by=found_by, answer=answer, why=why)
        return self.candidates[url]

    # -- a feed or sitemap was typed

    async def from_feed(self, first: Answer) -> None:
        self.candidates[first.url] = Candidate(url=first.url, found_by="typed", answer=first)
        await self._news_of_index(self.candidates[first.url])

    # -- a page was typed

    async def from_page(self, first: Answer) -> None:
        assert first.capture is not None
        self.pages.append(first.capture)
        url = first.capture.final_url
        await self._named_feeds(await self._discovered(first.capture))
        robots = await self.asker.robots_sitemaps(url)
        await self._sitemaps(robots, found_by="named by robots.txt", most=MAX_SITEMAPS_ASKED)
        if not self._has_feed():
            await self._guess(common_feeds(url), is_enough=self._has_feed)
        if not self._has_feed() and not robots:
            await self._guess(common_sitemaps(url), is_enough=self._has_anything)
        if not self._has_feed():
            await self._page_and_sections(first)

    async def _discovered(self, page: Capture) -> tuple[str, ...]:
        named = await self.asker.shop.in_child("discover", page)
        return () if isinstance(named, Rejection) else tuple(named)

    async def _named_feeds(self, named: tuple[str, ...]) -> None:
        """What a page names; where one of these is a page that lists feeds, what that one names too."""
        waiting = list(named)
        is_directory_read = False
        while waiting and len(self.candidates) < MAX_FEEDS_ASKED and self.asker.may_guess:
            url = waiting.pop(0)
            by = "named by the sitemap link" if is_sitemap_address(url) else "named by the page"
            answer = (await self.note(url, by)).answer
            if answer is not None and answer.capture is not None and _is_page(answer) and not is_directory_read:
                is_directory_read = True
                waiting += [one for one in await self._discovered(answer.capture) if one not in waiting]
        for url in waiting:
            self.candidates.setdefault(url, Candidate(url=url, found_by="named by the page", why="not asked: enough"))

    async def _sitemaps(self, urls: Iterable[str], *, found_by: str, most: int) -> None:
        """News sitemaps always, others only where no feed is there: they announce the same, with less."""
        for url in list(likely_first(urls))[:most]:
            if names_news(url) or "index" in url.lower() or not self._has_feed():
                await self._news_of_index(await self.note(url, found_by))

    async def _news_of_index(self, candidate: Candidate) -> None:
        if candidate.kind is not SourceKind.SITEMAP_INDEX or candidate.answer is None or candidate.answer.feed is None:
            return
        children = [url for url in candidate.answer.feed.children if names_news(url)]
        found = [await self.note(url, f"named by {candidate.url}") for url in children[:MAX_CHILDREN_ASKED]]
        why = "its news sitemaps are better" if any(one.kind in FEED_KINDS for one in found) else ""
        if not why and not await self._is_dated(candidate):
            why = "neither its first nor its last sitemap says what is new"
        self.candidates[candidate.url] = replace(candidate, why=why)

    async def _is_dated(self, index: Candidate) -> bool:
        """Whether the first or last sitemap of an index dates its pages; asked only where nothing better is there."""
        if self._has_feed() or index.answer is None or index.answer.feed is None or not self.asker.may_guess:
            return False
        children = index.answer.feed.children
        ends = dict.fromkeys((*children[:1], *children[-1:]))
        answers = [await self.asker.ask(url) for url in ends]
        asked = tuple(Candidate(url=answer.url, found_by="index", answer=answer) for answer in answers)
        return any(one.is_taken for one in choose(asked, self.asker.shop.clock.now()))

    async def _guess(self, places: Iterable[str], *, is_enough: object) -> None:
        """Ask the usual places one by one until one is good; those that are nothing are not worth a word."""
        assert callable(is_enough)
        for url in places:
            if is_enough() or not self.asker.may_guess:
                return
            if url in self.candidates:
                continue
            answer = await self.asker.ask(url)
            if answer.feed is not None and answer.feed.kind is not SourceKind.PAGE:
                await self._news_of_index(await self.note(url, "a usual place"))
            elif answer.outcome.status in (429, 503):
                return

    async def _page_and_sections(self, first: Answer) -> None:
        assert first.capture is not None
        if first.feed is not None:
            self.candidates[first.url] = Candidate(url=first.url, found_by="typed", answer=first)
        if address_key(first.capture.final_url) != address_key(home_of(first.capture.final_url)):
            return
        named = await self.asker.sections_of(first.capture)
        for section in named[:MAX_SECTIONS_ASKED]:
            if not self.asker.may_guess:
                return
            candidate = await self.note(section.url, f"section “{section.title}”")
            if candidate.kind is SourceKind.PAGE and len(candidate.entries) < MIN_SECTION_LINKS:
                self.candidates[section.url] = replace(candidate, why="it links to hardly any article")

    def _has_feed(self) -> bool:
        now = self.asker.shop.clock.now()
        return any(one.is_taken and one.is_whole for one in choose(tuple(self.candidates.values()), now))

    def _has_anything(self) -> bool:
        now = self.asker.shop.clock.now()
        return any(one.is_taken for one in choose(tuple(self.candidates.values()), now))

    # -- who publishes there

    async def profile(self, first: Answer, taken: list[Candidate]) -> Profile:
        """The publisher, by its home page, its feeds, its trust files and its domain."""
        assert first.feed is not None or first.capture is not None
        final = first.capture.final_url if first.capture is not None else first.url
        stated = first.feed.home_url if first.feed is not None else ""
        home = home_of(stated if stated and same_site(stated, final) else final)
        facts: list[Fact] = [*domain_facts(home), *domain_facts(first.url)[:1]]
        for capture in [await self._home_page(home), *[await self._file(home, name) for name in ("ads.txt",)]]:
            facts += await self.asker.facts_of(capture) if capture is not None else ()
        facts += await self._trust(home)
        for candidate in taken:
            feed = candidate.answer.feed if candidate.answer is not None else None
            facts += feed_facts(feed) if feed is not None and feed.kind is not SourceKind.PAGE else ()
        feeds = [candidate.entries for candidate in taken]
        return await asyncio.to_thread(merge, facts, url=home, feeds=feeds)

    async def _home_page(self, home: str) -> Capture | None:
        known = next((page for page in self.pages if address_key(page.final_url) == address_key(home)), None)
        if known is not None or not self.asker.may_guess:
            return known
        answer = await self.asker.ask(home)
        capture = answer.capture
        return capture if capture is not None and registrable_domain(capture.final_url) else None

    async def _file(self, home: str, name: str) -> Capture | None:
        return await self.asker.ask_file(home + name) if self.asker.may_guess else None

    async def _trust(self, home: str) -> list[Fact]:
        for place in _PLACES_OF_TRUST:
            capture = await self._file(home, place)
            facts = await self.asker.facts_of(capture) if capture is not None else ()
            if facts:
                return list(facts)
        return []

    # -- why there is nothing

    async def problem(self, first: Answer) -> Rejection:
        """Why nothing was taken: what is the matter with the typed address, or with the feed that it names."""
        rejection = first.rejection
        if rejection is not None and rejection.reason is Reason.ROBOTS_UNREACHABLE:
            return await self.asker.why_unreachable(first.url) or rejection
        named = next((one.answer for one in self.candidates.values() if _failed(one)), None)
        if named is not None and named.rejection is not None:
            return replace(named.rejection, subject=named.url)
        if first.capture is not None and (first.feed is None or first.feed.kind is SourceKind.PAGE):
            return await self._wall(first.capture) or rejection or _nothing(first)
        return rejection or _nothing(first)

    async def _wall(self, page: Capture) -> Rejection | None:
        """A login page, a consent wall, an error page that calls itself a success, a page that scripts must fill."""
        task = ReadTask(capture=page, article_id="", first_seen_at=page.captured_at, with_vectors=False)
        read = await self.asker.shop.in_child("read_page", task)
        return read if isinstance(read, Rejection) and read.reason in _WALLS else None


def _is_page(answer: Answer) -> bool:
    if answer.feed is not None:
        return answer.feed.kind is SourceKind.PAGE
    return answer.rejection is not None and answer.rejection.reason in (Reason.EMPTY_FEED, Reason.NOT_A_FEED)


def _failed(candidate: Candidate) -> bool:
    """Whether a place that the outlet names itself could not be read."""
    return candidate.answer is not None and candidate.answer.rejection is not None and candidate.found_by != "typed"


def _nothing(first: Answer) -> Rejection:
    is_empty = first.feed is not None and not first.feed.entries and not first.feed.children
    reason = Reason.EMPTY_FEED if is_empty else Reason.NOT_A_FEED
    return Rejection(stage="acquire", reason=reason, subject=first.url)
