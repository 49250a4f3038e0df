"""The site: for each address, which values to ask of the reader and what to draw from them.

A method takes what was asked and gives an `Answer`; nothing here knows about connections or headers of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from headwater.model.view import ArticleView, Deafness, Gone, SourceView, StoryView
from headwater.publish import feeds, jsonview
from headwater.publish.addresses import article_path, slug, source_path, story_path
from headwater.publish.coverage import time_of
from headwater.publish.pages import Pages
from headwater.publish.pictures import PICTURE_PATH
from headwater.publish.site import Frame, SiteSettings
from headwater.serve.answers import ATOM, CACHE_FOR, JSON_FEED, PROBLEM, TEXT, Answer
from headwater.serve.asking import Asked, BadRequest
from headwater.serve.reader import ReaderProtocol

RELATED_LIMIT = 6
MAX_RELATED_ASKED = 60
NEAREST_LIMIT = 3
TOMBSTONE_LIMIT = 100


class Site:
    """All answers of one site."""

    def __init__(self, reader: ReaderProtocol, clock: Callable[[], datetime], settings: SiteSettings) -> None:
        self.reader = reader
        self.clock = clock
        self.settings = settings
        self.pages = Pages(settings, language=settings.language)
        self._deafness: tuple[datetime, Deafness | None] | None = None

    def deafness(self) -> Deafness | None:
        """Whether the program still hears, asked of the store at most once a minute: cached pages depend on it."""
        now = self.clock()
        if self._deafness is None or not timedelta() <= now - self._deafness[0] < CACHE_FOR:
            self._deafness = (now, self.reader.deafness(now))
        return self._deafness[1]

    def frame(self, asked: Asked, *, next_path: str = "", json_path: str = "", atom_path: str = "") -> Frame:
        """What surrounds the page that was asked for."""
        path = asked.path_with(before=asked.before, cursor=asked.cursor)
        return Frame(
            path=path,
            as_of=self.clock(),
            generation=self.reader.generation(),
            next_path=next_path,
            json_path=json_path,
            atom_path=atom_path,
            query=asked.query,
            deafness=self.deafness(),
        )

    # Lists

    def _front(self, asked: Asked, limit: int) -> tuple[Sequence[StoryView], str]:
        found = self.reader.front(limit=limit + 1, before=asked.before, language=asked.language)
        shown = found[:limit]
        has_more = len(found) > limit and shown
        return shown, asked.path_with(before=shown[-1].id) if has_more else ""

    def _river(self, asked: Asked, limit: int) -> tuple[Sequence[ArticleView], str]:
        found = self.reader.river(limit=limit + 1, before=asked.before)
        shown = found[:limit]
        has_more = len(found) > limit and shown
        return shown, asked.path_with(before=shown[-1].id) if has_more else ""

    def front(self, asked: Asked) -> Answer:
        """The front page; before the first story, how far the first collection is."""
        stories, next_path = self._front(asked, self.settings.stories_per_page)
        frame = self.frame(asked, next_path=next_path, json_path="/index.json", atom_path="/feed.atom")
        status = self.reader.status(frame.as_of)
        if not stories and status.story_count == 0:
            read = status.read_count or 0
            return Answer.of(self.pages.waiting(frame, read_count=read, source_count=status.source_count))
        return Answer.of(self.pages.front(stories, frame, status=status, language=asked.language))

    def front_json(self, asked: Asked) -> Answer:
        """The front page's JSON twin."""
        stories, next_path = self._front(asked, self.settings.stories_per_page)
        return self._list([jsonview.story(one, self.settings) for one in stories], asked, next_path)

    def _list(self, data: Sequence[dict[str, Any]], asked: Asked, next_path: str = "") -> Answer:
        return Answer.of_json(jsonview.listing(data, self.frame(asked, next_path=next_path), self.settings))

    def front_atom(self, asked: Asked) -> Answer:
        """The front page as Atom, with tombstones of removed items."""
        return self._atom(self.settings.name, self._story_entries(asked), self._feed_frame(asked, "/"))

    def front_json_feed(self, asked: Asked) -> Answer:
        """The front page as JSON Feed."""
        frame = self._feed_frame(asked, "/")
        document = feeds.json_feed(self.settings.name, self._story_entries(asked), frame, self.settings)
        return Answer.of_json(document, media_type=JSON_FEED)

    def _feed_frame(self, asked: Asked, page: str) -> Frame:
        here = asked.path_with()
        generation = self.reader.generation()
        return Frame(path=page, as_of=self.clock(), generation=generation, atom_path=here, json_path=here)

    def _story_entries(self, asked: Asked) -> list[feeds.FeedEntry]:
        frame = self._feed_frame(asked, "/")
        stories, _ = self._front(asked, self.settings.feed_entries)
        return [feeds.story_entry(story, frame, self.settings) for story in stories]

    def _article_entries(self, articles: Sequence[ArticleView]) -> list[feeds.FeedEntry]:
        return [feeds.article_entry(one, self.settings) for one in articles[: self.settings.feed_entries]]

    def _atom(self, title: str, entries: Sequence[feeds.FeedEntry], frame: Frame) -> Answer:
        gone = self.reader.tombstones(TOMBSTONE_LIMIT)
        return Answer.of(feeds.atom(title, entries, frame, self.settings, gone=gone), media_type=ATOM)

    def river(self, asked: Asked) -> Answer:
        """Every article in order of time."""
        articles, next_path = self._river(asked, self.settings.articles_per_river_page)
        frame = self.frame(asked, next_path=next_path, json_path="/river.json", atom_path="/river.atom")
        return Answer.of(self.pages.river(articles, frame))

    def river_json(self, asked: Asked) -> Answer:
        """The river's JSON twin."""
        articles, next_path = self._river(asked, self.settings.articles_per_river_page)
        return self._list([jsonview.article(one, self.settings) for one in articles], asked, next_path)

    def river_atom(self, asked: Asked) -> Answer:
        """The river as Atom."""
        articles, _ = self._river(asked, self.settings.feed_entries)
        title = f"{self.settings.name}: river"
        return self._atom(title, self._article_entries(articles), self._feed_frame(asked, "/river"))

    # Single things

    def story(self, asked: Asked) -> Answer:
        """A story as a page, `.json` or `.atom`; a merged or renamed one leads on."""
        key, kind = _split_kind(asked.path.removeprefix("/story/"))
        found = self.reader.story(key.partition("-")[0])
        if isinstance(found, str):
            survivor = self.reader.story(found)
            found = survivor if isinstance(survivor, StoryView) else None
            kind = kind or "moved"
        if found is None:
            return self.missing(asked, words=key.partition("-")[2], as_json=kind == "json")
        if isinstance(found, Gone):
            return self.gone(found, asked, as_json=kind == "json")
        return self._story(found, asked, kind)

    def _story(self, story: StoryView, asked: Asked, kind: str) -> Answer:
        path = story_path(story)
        if kind == "json":
            return Answer.of_json(jsonview.story(story, self.settings))
        if kind == "atom":
            newest = sorted(story.articles, key=time_of, reverse=True)
            return self._atom(story.title, self._article_entries(newest), self._feed_frame(asked, path))
        if kind == "moved" or asked.path != unquote(path):
            return Answer(body=b"", status=301, headers={"Location": path})
        frame = self.frame(asked, json_path=f"{path}.json", atom_path=f"{path}.atom")
        return Answer.of(self.pages.story(story, frame, related=self._around(story)))

    def _around(self, story: StoryView) -> tuple[ArticleView, ...]:
        """Articles related to the story's first report that are not in the story."""
        held = {article.id for article in story.articles}
        centre = story.primary.article_id if story.primary.article_id in held else next(iter(held), "")
        # The reader gives the story's own articles first.
        wanted = min(len(held) + RELATED_LIMIT, MAX_RELATED_ASKED)
        found = self.reader.related(centre, wanted) if centre else ()
        return tuple(one for one in found if one.id not in held and one.story_id != story.id)[:RELATED_LIMIT]

    def article(self, asked: Asked) -> Answer:
        """An article as a page or `.json`."""
        key, kind = _split_kind(asked.path.removeprefix("/a/"))
        found = self.reader.article(key)
        if found is None:
            return self.missing(asked, as_json=kind == "json")
        if isinstance(found, Gone):
            return self.gone(found, asked, as_json=kind == "json")
        if kind == "json":
            return Answer.of_json(jsonview.article(found, self.settings))
        frame = self.frame(asked, json_path=f"{article_path(found)}.json")
        related = self.reader.related(found.id, RELATED_LIMIT)
        return Answer.of(self.pages.article(found, frame, related=related, story=self._story_of(found)))

    def picture(self, asked: Asked) -> Answer:
        """Our own copy of a picture that may be shown; not to be indexed, nor drawn into other sites."""
        found = self.reader.picture(asked.path.removeprefix(PICTURE_PATH))
        if found is None or (found.until is not None and found.until < self.clock()):
            return self.missing(asked)
        headers = {"X-Robots-Tag": "noindex, noimageindex", "Cross-Origin-Resource-Policy": "same-origin"}
        return Answer(body=found.body, media_type=found.media_type, headers=headers)

    def _story_of(self, article: ArticleView) -> StoryView | None:
        found = self.reader.story(article.story_id) if article.story_id else None
        if isinstance(found, str):
            found = self.reader.story(found)
        return found if isinstance(found, StoryView) else None

    def source(self, asked: Asked) -> Answer:
        """A publisher as a page, `.json` or `.atom`."""
        key, kind = _split_kind(asked.path.removeprefix("/source/"))
        found = self.reader.source(key)
        if found is None:
            return self.missing(asked, words=key.partition(".")[0], as_json=kind == "json")
        path = source_path(found.domain)
        if kind == "json":
            return Answer.of_json(jsonview.source(found, self.settings, with_recent=True))
        if kind == "atom":
            return self._atom(
                found.name or found.domain, self._article_entries(found.recent), self._feed_frame(asked, path)
            )
        frame = self.frame(asked, json_path=f"{path}.json", atom_path=f"{path}.atom")
        return Answer.of(self.pages.source(found, frame))

    def _sources(self, asked: Asked) -> tuple[Sequence[SourceView], str]:
        limit = self.settings.sources_per_page
        found = self.reader.sources(after=asked.cursor, limit=limit + 1)
        shown = found[:limit]
        return shown, asked.path_with(cursor=shown[-1].domain) if len(found) > limit else ""

    def sources(self, asked: Asked) -> Answer:
        """Publishers, a page of them."""
        shown, next_path = self._sources(asked)
        tail = asked.path_with(cursor=asked.cursor).removeprefix(asked.path)
        frame = self.frame(asked, next_path=next_path, json_path=f"/sources.json{tail}")
        return Answer.of(self.pages.sources(shown, frame))

    def sources_json(self, asked: Asked) -> Answer:
        """Publishers as JSON."""
        shown, next_path = self._sources(asked)
        return self._list([jsonview.source(one, self.settings) for one in shown], asked, next_path)

    # Search

    def search(self, asked: Asked) -> Answer:
        """The search page: the box alone, or what was found."""
        if not asked.query:
            return Answer.of(self.pages.search(None, self.frame(asked)))
        limit = self.settings.articles_per_search_page
        page = self.reader.search(asked.query, limit=limit, cursor=asked.cursor)
        next_path = asked.path_with(cursor=page.next_cursor) if page.next_cursor else ""
        tail = asked.path_with().removeprefix(asked.path)
        twins = {"json_path": f"/search.json{tail}", "atom_path": f"/search.atom{tail}"}
        return Answer.of(self.pages.search(page, self.frame(asked, next_path=next_path, **twins)))

    def search_json(self, asked: Asked) -> Answer:
        """A search as JSON."""
        if not asked.query:
            raise BadRequest("The parameter “q” is missing: the words to search for.")
        limit = self.settings.articles_per_search_page
        page = self.reader.search(asked.query, limit=limit, cursor=asked.cursor)
        next_path = asked.path_with(cursor=page.next_cursor) if page.next_cursor else ""
        data = [jsonview.article(one, self.settings) for one in page.articles]
        told = jsonview.listing(data, self.frame(asked, next_path=next_path), self.settings)
        return Answer.of_json({**told, "query": page.query, "total": page.total, "hint": page.hint or None})

    def search_atom(self, asked: Asked) -> Answer:
        """A search to follow."""
        if not asked.query:
            raise BadRequest("The parameter “q” is missing: the words to search for.")
        page = self.reader.search(asked.query, limit=self.settings.feed_entries, cursor="")
        frame = self._feed_frame(asked, asked.path_with().replace("/search.atom", "/search", 1))
        return self._atom(f"{self.settings.name}: {asked.query}", self._article_entries(page.articles), frame)

    # Words about the site

    def rights(self, asked: Asked) -> Answer:
        """The rights page."""
        return Answer.of(self.pages.rights(self.frame(asked)))

    def how(self, asked: Asked) -> Answer:
        """How everything computed is computed."""
        return Answer.of(self.pages.how(self.frame(asked)))

    def status(self, asked: Asked) -> Answer:
        """The program's health."""
        frame = self.frame(asked, json_path="/status.json")
        return Answer.of(self.pages.status(self.reader.status(frame.as_of), frame))

    def status_json(self, asked: Asked) -> Answer:
        """The program's health as JSON."""
        return Answer.of_json(jsonview.status(self.reader.status(self.clock())))

    def ready(self, asked: Asked) -> Answer:
        """That the database answers too."""
        return Answer.of(f"ready at generation {self.reader.generation()}\n", media_type=TEXT)

    # The read-only interface for programs

    def api_stories(self, asked: Asked) -> Answer:
        """Stories without their articles; each one's own address has them."""
        stories, next_path = self._front(asked, asked.limit)
        data = [jsonview.story(one, self.settings, with_articles=False) for one in stories]
        return self._list(data, asked, _with_limit(next_path, asked))

    def api_articles(self, asked: Asked) -> Answer:
        """Articles, newest first."""
        articles, next_path = self._river(asked, asked.limit)
        data = [jsonview.article(one, self.settings) for one in articles]
        return self._list(data, asked, _with_limit(next_path, asked))

    def api_status(self, asked: Asked) -> Answer:
        """The program's health in the shape of the interface."""
        frame = self.frame(asked)
        data = jsonview.status(self.reader.status(frame.as_of))
        return Answer.of_json({**jsonview.listing([], frame, self.settings), "data": data})

    # What is not there

    def gone(self, item: Gone, asked: Asked, *, as_json: bool = False) -> Answer:
        """410 for an erased item, 451 for a withheld one, with who blocks it (RFC 7725 §4)."""
        code = 410 if item.is_erased else 451
        if as_json:
            title = "Removed" if item.is_erased else "Withheld"
            told = jsonview.problem(code, title, item.reason or title, asked.path)
            answer = Answer.of_json({**told, **jsonview.gone(item, self.settings)}, media_type=PROBLEM, status=code)
        else:
            answer = Answer.of(self.pages.gone(item, self.frame(asked)), status=code)
        blocked_by = {"Link": f'<{self.settings.absolute("/")}>; rel="blocked-by"'} if code == 451 else {}
        headers = {**answer.headers, **blocked_by, "X-Robots-Tag": "noindex"}
        return Answer(
            body=answer.body, packed=answer.packed, media_type=answer.media_type, status=code, headers=headers
        )

    def missing(self, asked: Asked, *, words: str = "", as_json: bool = False) -> Answer:
        """404, with the nearest articles by the words of the address."""
        if as_json:
            told = jsonview.problem(404, "Not found", "There is nothing at this address.", asked.path)
            return Answer.of_json(told, media_type=PROBLEM, status=404)
        query = slug(words).replace("-", " ")
        nearest = self.reader.search(query, limit=NEAREST_LIMIT, cursor="").articles if query else ()
        return Answer.of(self.pages.error(404, self.frame(asked), nearest=nearest), status=404)


def _split_kind(key: str) -> tuple[str, str]:
    for kind in ("json", "atom"):
        if key.endswith(f".{kind}"):
            return key.removesuffix(f".{kind}"), kind
    return key, ""


def _with_limit(next_path: str, asked: Asked) -> str:
    return f"{next_path}&limit={asked.limit}" if next_path else ""
