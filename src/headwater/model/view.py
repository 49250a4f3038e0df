"""What readers see, as values: made by `store`'s reader through the gate, drawn by `publish`, answered by `serve`.

Everything here is already cleared: an excerpt is of the ruled length, a picture address is there only when the
picture may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from headwater.model.figures import Figures
from headwater.model.provenance import Evidence, Relation
from headwater.model.time import StatedTime
from headwater.model.version import TextRun, VersionChanges
from headwater.model.watching import Flag, SourceFlag


class UrlKind(StrEnum):
    """What the primary-source link leads to: the origin itself, or the copy that we read where only that is known."""

    ORIGIN = "origin"
    COPY = "copy"


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureView:
    """A picture's words, its address only where it may be shown, and our own copy of it where we have one.

    `copy_id` names the copy (`/picture/ID`), `width` and `height` are its pixels; it may be shown until `until`, where
    there is an end. `is_granted`: under an operator's grant, not a licence. `has_content_credentials`: the original
    carries a C2PA manifest.
    """

    caption: str = ""
    credit: str = ""
    creator: str = ""
    licence: str = ""
    url: str = ""
    copy_id: str = ""
    width: int = 0
    height: int = 0
    until: datetime | None = None
    is_granted: bool = False
    has_content_credentials: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureCopyView:
    """Our own copy of a picture as it is sent to readers."""

    media_type: str
    body: bytes
    body_digest: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PrimarySourceView:
    """The primary source of an item. `url` is never empty (see `url_kind`)."""

    url: str
    url_kind: UrlKind
    relation: Relation
    confidence: float
    publisher_name: str = ""
    publisher_domain: str = ""
    headline: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    published_at: StatedTime | None = None
    first_seen_at: datetime | None = None
    article_id: str = ""
    evidence: tuple[Evidence, ...] = ()
    via_url: str = ""
    via_publisher_name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionView:
    """One version of an article: when we first saw it, what it says of its own time, and what it changed.

    `headline_runs` are empty where the headline stayed; `changes` is None for the first version, and where only the
    headline is known of one of the two.
    """

    number: int
    seen_at: datetime
    headline: str
    modified_at: StatedTime | None = None
    headline_runs: tuple[TextRun, ...] = ()
    changes: VersionChanges | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleView:
    """One article as readers may see it. `text` is None unless a licence allows the whole text.

    `versions` come newest first, only where an article is asked for alone, and only where there is more than one.
    `withdrawn_at` is when its publisher's page was found to be gone for good. `kind` and `text_from` are the article's.
    """

    id: str
    url: str
    headline: str
    publisher_name: str
    publisher_domain: str
    primary: PrimarySourceView
    first_seen_at: datetime
    country: str = ""
    language: str = ""
    byline: tuple[str, ...] = ()
    published_at: StatedTime | None = None
    modified_at: StatedTime | None = None
    excerpt: str = ""
    text: str | None = None
    pictures: tuple[PictureView, ...] = ()
    licence: str = ""
    attribution: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    is_accessible: bool | None = None
    kind: str = ""
    text_from: str = ""
    story_id: str = ""
    story_reason: str = ""
    headline_history: tuple[tuple[datetime, str], ...] = ()
    versions: tuple[VersionView, ...] = ()
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryView:
    """A story with its visible articles in order of time, the primary source's article first named by `primary`.

    `voice_count` counts independent voices (originals), `copy_count` the rest. `gone_count` says how many items
    were removed. `history` holds changes with their reasons in words.
    """

    id: str
    title: str
    title_language: str
    articles: tuple[ArticleView, ...]
    primary: PrimarySourceView
    voice_count: int
    copy_count: int
    article_count: int
    languages: tuple[tuple[str, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()
    first_published_at: datetime | None = None
    updated_at: datetime | None = None
    section: str = ""
    lede: str = ""
    gone_count: int = 0
    history: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """An item that was here: withheld while a notice is examined (451) or erased (410)."""

    id: str
    is_erased: bool
    since: datetime
    reason: str = ""
    notice_id: str = ""


class DeafReason(StrEnum):
    """Why the program hears nothing."""

    NOT_POLLING = "not_polling"  # sources are due, and nobody asks them
    ALL_FAILING = "all_failing"  # every attempt fails: the network, most likely


@dataclass(frozen=True, kw_only=True, slots=True)
class Deafness:
    """That the program itself hears nothing any more, since when, and why."""

    since: datetime
    reason: DeafReason


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceView:
    """A publisher as readers see it, with the health of what we read from it."""

    domain: str
    name: str
    country: str = ""
    languages: tuple[str, ...] = ()
    kind: str = ""
    article_count: int = 0
    original_count: int = 0
    first_count: int = 0
    feeds: tuple[FeedHealth, ...] = ()
    recent: tuple[ArticleView, ...] = ()
    per_day: tuple[tuple[str, int], ...] = ()
    removed_count: int = 0
    figures: Figures | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedHealth:
    """How one polled address is doing, in words that a person understands."""

    url: str
    kind: str
    last_check_at: datetime | None
    last_success_at: datetime | None
    next_check_at: datetime | None
    failure_count: int
    last_outcome: str
    is_paused: bool = False
    flags: tuple[SourceFlag, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPage:
    """Articles found, newest or best first; `total` counts all of them, at most `TOTAL_CAP`."""

    query: str
    articles: tuple[ArticleView, ...]
    total: int
    next_cursor: str = ""
    elapsed_ms: float = 0.0
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusView:
    """The program's own health in numbers.

    `flags` counts sources by what is wrong with them, `flagged_count` those with anything. `counted_at` is the time
    of the counts of a large database, None where they are as of now; `swept_at` when sources were judged last;
    `read_count` how many sources have answered so far, told before the first story only.
    """

    as_of: datetime
    source_count: int
    failing_count: int
    article_count: int
    story_count: int
    publisher_count: int
    language_count: int
    queue: tuple[tuple[str, int], ...] = ()
    rejections: tuple[tuple[str, str, int], ...] = ()  # stage, reason, count
    oldest_due_at: datetime | None = None
    newest_article_at: datetime | None = None
    median_lag_seconds: float | None = None
    withheld_count: int = 0
    erased_count: int = 0
    quarantined_count: int = 0
    generation: int = 0
    flags: tuple[tuple[Flag, int], ...] = ()
    flagged_count: int = 0
    figures: Figures | None = None
    deafness: Deafness | None = None
    counted_at: datetime | None = None
    swept_at: datetime | None = None
    read_count: int | None = None
