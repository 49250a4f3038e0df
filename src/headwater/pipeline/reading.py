"""READ: from a capture to everything that is kept of it. `read_page` is pure and runs in a child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from headwater import annotate, cluster, extract, provenance, rights
from headwater.model.annotation import Annotation
from headwater.model.article import Article, Credit, CreditKind, Publisher
from headwater.model.neighbour import Fingerprint
from headwater.model.rejection import Rejection
from headwater.model.rights import Cleared, Rulings, Signal, Use
from headwater.model.version import DifferenceKind, VersionChanges
from headwater.model.web import Capture, Entry
from headwater.pipeline.joining import Joined, NextPage, read_article
from headwater.text import dates
from headwater.text.decode import decode_html
from headwater.text.differences import differences, paragraph_keys, quoted

RESERVED_SUMMARY_CHARS = 200
MAX_SIGNAL_BYTES = 4 << 20  # rights statements stand in the head of a page
_LATEST_STATED = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTask:
    """What a child needs to read one page. `signals` are those known of the host (robots.txt).

    `publisher` is what is known of the outlet already: name and kind beat what one page says of itself. `previous`
    is the article as it was read before; `previous_keys` stand for its paragraphs where they may not be kept.
    `host` is what other pages of the host taught about reading them; with it the result says what this one teaches.
    `following` are further pages of the same article, in order; with `may_follow` the answer to a page that names one
    more is that page (`NextPage`), else the article is what there is. `recipe` is the one for this publisher.
    """

    capture: Capture
    article_id: str
    first_seen_at: datetime
    entries: tuple[Entry, ...] = ()
    signals: tuple[Signal, ...] = ()
    publisher: Publisher | None = None
    with_vectors: bool = True
    previous: Article | None = None
    previous_keys: tuple[str, ...] = ()
    host: extract.HostKnowledge | None = None
    following: tuple[Capture, ...] = ()
    may_follow: bool = False
    recipe: extract.Recipe | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadResult:
    """Everything that one article gave; `changes` since it was read before, None at the first reading.

    `following` are the captures of those further pages that it consists of; `wanted` is the page that would come next,
    `shortfall` why the article is known not to be whole. `stale_recipe` names the recipe that found no text,
    `lost` is what was left out because its page does not say it word for word.
    """

    article: Article
    rulings: Rulings
    cleared: Cleared
    annotations: tuple[Annotation, ...] = ()
    fingerprints: Mapping[str, Fingerprint] = field(default_factory=dict)
    changes: VersionChanges | None = None
    facts: extract.PageFacts | None = None
    following: tuple[str, ...] = ()
    wanted: NextPage | None = None
    shortfall: Rejection | None = None
    stale_recipe: str = ""
    lost: extract.Lost = extract.NOTHING_LOST


def read_page(task: ReadTask, embedder: annotate.Embedder | None) -> ReadResult | NextPage | Rejection:
    """Extract, rule, annotate and fingerprint one article; or the page of it that is wanted first."""
    entry = task.entries[0] if task.entries else None
    joined = _joined(task, entry)
    if isinstance(joined, Rejection):
        return joined
    if task.may_follow and joined.wanted is not None:
        return joined.wanted
    extraction = joined.extraction
    article = _with_publisher(_with_feed_credits(extraction.article, task.entries), task.publisher)
    signals = (
        *task.signals,
        *extraction.signals,
        *(signal for capture in joined.captures for signal in page_signals(capture)),
        *(signal for one in task.entries for signal in rights.stated_signals(one.rights, url=task.capture.final_url)),
    )
    seen_at = task.capture.captured_at
    rulings = rights.rule(task.capture.final_url, rights.seen_at(signals, seen_at), now=seen_at)
    cleared = rights.clear(article, rulings, entry_summary=_summary(article, entry))
    mined = article if rulings.allows(Use.MINE) else _reserved(article, entry)
    (annotations,) = annotate.annotate([mined], embedder=embedder if task.with_vectors else None)
    return ReadResult(
        article=cleared.article,
        rulings=rulings,
        cleared=cleared,
        annotations=annotations,
        fingerprints=_fingerprints(mined, annotations, task),
        changes=_changes(task, article, quotable_chars(rulings, cleared)),
        facts=extraction.facts,
        following=tuple(capture.id for capture in joined.captures[1:]),
        wanted=joined.wanted,
        shortfall=joined.shortfall,
        stale_recipe=extraction.recipe if extraction.is_recipe_stale else "",
        lost=extraction.lost,
    )


def _joined(task: ReadTask, entry: Entry | None) -> Joined | Rejection:
    """The pages read with what is known of its host; without it where only so it says what it said before.

    What was learned since the last reading must not look like a change that the publisher made.
    """
    found = _read_article(task, entry, task.host)
    if task.previous is None or task.host is None or isinstance(found, Rejection):
        return found
    before = task.previous_keys or paragraph_keys(task.previous.paragraphs)
    if paragraph_keys(found.extraction.article.paragraphs) == before:
        return found
    alone = _read_article(task, entry, None)
    is_unchanged = not isinstance(alone, Rejection) and paragraph_keys(alone.extraction.article.paragraphs) == before
    return alone if is_unchanged else found


def _read_article(task: ReadTask, entry: Entry | None, host: extract.HostKnowledge | None) -> Joined | Rejection:
    captures = (task.capture, *task.following)
    return read_article(captures, article_id=task.article_id, entry=entry, host=host, recipe=task.recipe)


def quotable_chars(rulings: Rulings, cleared: Cleared) -> int | None:
    """How many characters of one version's changes may be shown: as many as of an excerpt; None: all of them.

    None at all of a text that may not be kept; no bound for one under an open licence.
    """
    if not cleared.is_kept:
        return 0
    return None if cleared.full_text is not None else rulings.max_excerpt_chars


def _changes(task: ReadTask, article: Article, max_chars: int | None) -> VersionChanges | None:
    """How the article became this one: counts, and quotations within `max_chars`.

    Of paragraphs that were not kept a changed one counts as removed and added.
    """
    before, before_keys = task.previous, task.previous_keys
    if before is None:
        return None
    if before.paragraphs or not before_keys:
        found = differences(before.paragraphs, article.paragraphs)
        shown, is_whole = quoted(found, max_chars)
    else:
        found = differences(before_keys, paragraph_keys(article.paragraphs))
        shown, is_whole = (), all(one.kind is DifferenceKind.KEPT for one in found)
    kinds = [one.kind for one in found]
    return VersionChanges(
        added_count=kinds.count(DifferenceKind.ADDED),
        removed_count=kinds.count(DifferenceKind.REMOVED),
        changed_count=kinds.count(DifferenceKind.CHANGED),
        kept_count=kinds.count(DifferenceKind.KEPT),
        modified_at=article.modified_at,
        differences=shown,
        is_whole=is_whole,
    )


def page_signals(capture: Capture) -> tuple[Signal, ...]:
    """What a response's headers and its page say of rights."""
    text, _ = decode_html(capture.body[:MAX_SIGNAL_BYTES], capture.headers.get("content-type", ""))
    return (
        *rights.signals_from_headers(capture.headers, capture.final_url, now=capture.captured_at),
        *rights.signals_from_html(text, capture.final_url, now=capture.captured_at),
    )


def _summary(article: Article, entry: Entry | None) -> str:
    return (entry.summary if entry is not None else "") or article.summary


def _reserved(article: Article, entry: Entry | None) -> Article:
    """What may be mined of an article whose text is reserved: headline, the feed's own summary, declared evidence."""
    summary = (entry.summary if entry is not None else "")[:RESERVED_SUMMARY_CHARS]
    declared = tuple(credit for credit in article.credits if credit.place in ("head", "json-ld", "feed"))
    return replace(article, paragraphs=(summary,) if summary else (), credits=declared, pictures=())


def _with_feed_credits(article: Article, entries: tuple[Entry, ...]) -> Article:
    """Every source's own words about an entry's origin count, not only the first one's."""
    origins = [
        entry.origin for entry in entries if entry.origin is not None and (entry.origin.url or entry.origin.title)
    ]
    known = {credit.url for credit in article.credits if credit.kind is CreditKind.FEED_SOURCE}
    added = tuple(
        Credit(kind=CreditKind.FEED_SOURCE, text=origin.title, url=origin.url, name=origin.title, place="feed")
        for origin in origins
        if origin.url not in known
    )
    return replace(article, credits=article.credits + added) if added else article


def _with_publisher(article: Article, known: Publisher | None) -> Article:
    if known is None or not known.name:
        return article
    language = article.language
    return replace(article, publisher=known, language=language)


def _fingerprints(article: Article, annotations: tuple[Annotation, ...], task: ReadTask) -> dict[str, Fingerprint]:
    at = arrival_time(article, task.first_seen_at)
    is_mined = bool(article.paragraphs)
    return {
        "provenance": provenance.prepare(article, at=at, annotations=annotations, is_mined=is_mined),
        "cluster": cluster.prepare(article, annotations, at=at, is_mined=is_mined),
    }


def arrival_time(article: Article, first_seen_at: datetime) -> datetime:
    """The time that orders an article among others: when published if believable, else when first seen."""
    stated = article.published_at
    if stated is None or not dates.is_believable(stated, now=first_seen_at):
        return first_seen_at
    return min(stated.at, first_seen_at + _LATEST_STATED)
