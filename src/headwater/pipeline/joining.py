"""The pages of one article, read one by one and joined; and which page is wanted next. Pure, runs in a child."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from headwater import extract
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry
from headwater.text.urls import address_key, host_of

_Found: TypeAlias = "extract.Extraction | Rejection"

STAGE = "pages"
"""The stage of rejections that say why an article is kept without some of its pages."""

MAX_PAGES = 10
"""Pages of one article that are read at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NextPage:
    """The answer of a reading that wants another page first: its address."""

    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """An article as read from its pages: `captures` are those that it consists of, the first page first.

    `wanted` is the page that is missing still and may be asked for, `shortfall` why the article is not whole though
    no more is asked for; both None where nothing is known to be missing.
    """

    extraction: extract.Extraction
    captures: tuple[Capture, ...]
    wanted: NextPage | None = None
    shortfall: Rejection | None = None


def read_article(
    captures: Sequence[Capture],
    *,
    article_id: str,
    entry: Entry | None = None,
    host: extract.HostKnowledge | None = None,
    recipe: extract.Recipe | None = None,
) -> Joined | Rejection:
    """The article on these pages (at least one), joined as far as they go on with it; the first page's rejection."""

    def read(capture: Capture) -> extract.Extraction | Rejection:
        said = entry if capture is captures[0] else None
        return extract.extract(capture, article_id=article_id, entry=said, host=host, recipe=recipe)

    first = read(captures[0])
    if isinstance(first, Rejection):
        return first
    walk = _Walk(captures, first, read)
    for capture in captures[1:]:
        if not walk.goes_on(capture):
            break
    return walk.joined()


class _Walk:
    """From page to page: what was read, and the page that comes next."""

    def __init__(
        self, captures: Sequence[Capture], first: extract.Extraction, read: Callable[[Capture], _Found]
    ) -> None:
        self._given = captures
        self._read = read
        self._first = first
        self._articles = [first.article]
        self._captures = [captures[0]]
        self._signals = list(first.signals)
        self._lost = [first.lost]
        self._next_url = first.form.next_page
        self._shortfall: Rejection | None = None

    def goes_on(self, capture: Capture) -> bool:
        """Take the next page; False where the article ends before it."""
        found = self._read(capture)
        if isinstance(found, Rejection):
            self._end(replace(found, stage=STAGE))
            return False
        if extract.continuation(self._articles, found.article) is not extract.Continuation.NEXT:
            self._end()
            return False
        self._articles.append(found.article)
        self._captures.append(capture)
        self._signals += found.signals
        self._lost.append(found.lost)
        self._next_url = found.form.next_page
        return True

    def _end(self, shortfall: Rejection | None = None) -> None:
        self._next_url, self._shortfall = "", shortfall

    def joined(self) -> Joined:
        """What was read, as one article."""
        article = extract.join_pages(self._articles[0], self._articles[1:])
        wanted = self._wanted()
        signals = tuple(dict.fromkeys(self._signals))
        return Joined(
            extraction=replace(self._first, article=article, signals=signals, lost=extract.all_lost(self._lost)),
            captures=tuple(self._captures),
            wanted=wanted,
            shortfall=self._shortfall,
        )

    def _wanted(self) -> NextPage | None:
        url = self._next_url
        if not url or host_of(url) != host_of(self._given[0].final_url) or address_key(url) in set(self._visited()):
            return None
        if len(self._captures) < MAX_PAGES:
            return NextPage(url=url)
        detail = f"more than {MAX_PAGES} pages: what follows was not read"
        self._shortfall = Rejection(stage=STAGE, reason=Reason.TOO_LARGE, detail=detail, subject=url)
        return None

    def _visited(self) -> Iterator[str]:
        for capture in self._given:
            yield address_key(capture.requested_url)
            yield address_key(capture.final_url)
