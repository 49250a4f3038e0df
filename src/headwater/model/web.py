"""What the world said: sources we poll, captures as they came, entries that a source announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from headwater.model.article import Publisher
from headwater.model.habit import Habit
from headwater.model.rejection import Rejection
from headwater.model.time import StatedTime


class SourceKind(StrEnum):
    """How a source announces its articles; each is one file in `acquire`."""

    RSS = "rss"
    ATOM = "atom"
    JSONFEED = "jsonfeed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP_INDEX = "sitemap_index"
    OPML = "opml"
    PAGE = "page"
    WARC = "warc"


@dataclass(frozen=True, kw_only=True, slots=True)
class Validators:
    """HTTP validators of the last successful response (RFC 9110 §13), empty where none was given."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A place we poll.

    `hub_url` and `topic_url` are what its last document said of WebSub. `patterns` are the shapes of its host's
    article addresses, learned for pages. `usual_language` is the one that most of its entries were in.
    """

    id: str
    url: str
    kind: SourceKind
    publisher: Publisher = Publisher()
    title: str = ""
    language: str = ""
    validators: Validators = Validators()
    is_paused: bool = False
    next_check_at: datetime | None = None
    last_check_at: datetime | None = None
    last_success_at: datetime | None = None
    failure_count: int = 0
    last_outcome: str = ""
    interval: timedelta = timedelta(minutes=15)
    habit: Habit = Habit()
    hub_url: str = ""
    topic_url: str = ""
    patterns: tuple[str, ...] = ()
    usual_language: str = ""
    added_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One response as it came (WARC response record).

    `body` is after transfer- and content-coding, before charset decoding. `headers` have lower-case names,
    repeated ones joined by ", ". `captured_at` is aware UTC.
    """

    id: str
    requested_url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    captured_at: datetime
    source_id: str = ""
    body_digest: str = ""
    redirects: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type of Content-Type, lower case, without parameters; empty where unsaid."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchOutcome:
    """What one fetch brought: a capture (2xx, and 304 with an empty body), or a rejection; never both.

    `moved_to` is the target of a chain of permanent redirects only (301/308); `retry_after` what the server asked.
    `status` is the last HTTP status, 0 where no response came: robots.txt is judged by it (RFC 9309 §2.3.1).
    Of a source's document `entry_count` says how many entries it held, `new_count` how many were new to us.
    """

    capture: Capture | None = None
    rejection: Rejection | None = None
    moved_to: str = ""
    retry_after: timedelta | None = None
    max_age: timedelta | None = None
    elapsed: timedelta = timedelta()
    request_count: int = 1
    status: int = 0
    entry_count: int | None = None
    new_count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedMedia:
    """A picture or other medium announced with an entry (Media RSS, enclosure)."""

    url: str
    media_type: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryOrigin:
    """Where an entry says that it came from: RSS `source`, Atom `source`/`via`, `dc:source`."""

    title: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An article announced by a source, as it said it. Texts are plain, links absolute."""

    url: str
    guid: str = ""
    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    published_at: StatedTime | None = None
    updated_at: StatedTime | None = None
    categories: tuple[str, ...] = ()
    language: str = ""
    origin: EntryOrigin | None = None
    media: tuple[FeedMedia, ...] = ()
    rights: str = ""
    source_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A source document read whole: what it is and what it announces.

    `children` are further documents to poll (sitemap indexes, OPML outlines); `repaired` names what had to be
    mended first, in words that are counted. `self_url` is the address that the document gives itself (the WebSub
    topic), `previous_url` the next older document of a paged or archived feed (RFC 5005 §3, §4), `is_complete` that
    it holds all entries there are (§2). `update_interval` is how often it says that it changes (RSS `ttl`,
    `sy:updatePeriod`). `deleted` are the ids (`Entry.guid`) of entries that it took back (RFC 6721).
    """

    kind: SourceKind
    entries: tuple[Entry, ...] = ()
    title: str = ""
    home_url: str = ""
    language: str = ""
    hub_url: str = ""
    rights: str = ""
    updated_at: StatedTime | None = None
    children: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    self_url: str = ""
    previous_url: str = ""
    is_complete: bool = False
    update_interval: timedelta | None = None
    deleted: tuple[str, ...] = ()
