"""When an article was published and last changed: every statement of the page, the best of them, and where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import Block
from headwater.extract._jsonld import Graph, types_of
from headwater.extract._metadata import Head, property_text
from headwater.extract._shape import Hint
from headwater.model.time import Precision, StatedTime
from headwater.text.dates import is_believable, parse_stated
from headwater.text.words import words

MAX_LINE_CHARS = 160
"""A visible line that states a date and little else."""

MAX_LINES = 200
"""Lines near headline and text that are looked at for dates."""

SHOWN_LINES = 12
"""Lines from the headline on in which the shown date stands."""

AN_EARLIER_DAY = timedelta(days=2)
"""A shown date earlier than the declared one by more than this overrules it."""

MAX_TIMES = 12
"""<time> elements looked at."""

SAME_MINUTE = timedelta(seconds=61)
"""Two clocks this near show the same minute, one of them cut or rounded."""

MIN_DATE_DIGITS = 5
"""Digits of a date: a day and a year."""

MAX_ANCESTORS = 8
"""Elements around a <time> whose names are looked at."""

MAX_DATE_WORDS = 9
"""Words of a date line: weekday, day, month, year, hour, minute, zone."""

MAX_OFFSET_MINUTES = 14 * 60
"""The farthest clocks from UTC."""

READING_MOMENT = timedelta(seconds=90)
"""A page time this near the capture is the server's clock, not a date of publication."""

EARLY_ARCHIVE = timedelta(days=400)
"""How far archives are known to stamp captures too early; used only where two statements agree."""

_PUBLISHED_NAMES = """
datepublished publishdate publish-date publish_date publication_date published_time pubdate parsely-pub-date
sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime article.published dc.date.issued
dcterms.issued dcterms.created dcterms.date dc.date.created dc.date citation_publication_date citation_date
citation_online_date article_date_original originalpublicationdate displaydate published-date date created
date_published rnews:datepublished vr:published_time bt:pubdate shareaholic:article_published_time
iso-8601-publish-date ptime mediator_published_time prism.publicationdate dateposted blogger_date
weibo:article:create_at apub:time bytedance:published_time article:create_at og:article:publish_time og:regdate
publishtime publish_time published published_at published_date pub_date datepublic publicationdate publication-date
releasedate release_date dc.date.published dc.terms.created article.created pdate epoch-publish-date _pubtime
"""
_PUBLISHED_METAS = (
    (
        "opengraph",
        (
            "article:published_time",
            "og:published_time",
            "og:article:published_time",
            "article:published",
            "og:pubdate",
            "og:publish_date",
        ),
    ),
    ("meta", tuple(_PUBLISHED_NAMES.split())),
)
_MODIFIED_NAMES = """
datemodified dcterms.modified dc.date.modified last-modified lastmod modified article:modified bt:moddate
cxenseparse:modified date_modified updated_time article_date_updated bytedance:updated_time article.updated
og:article:modified_time dc.date.updated revised last_updated lastupdated last-updated
"""
_MODIFIED_METAS = (
    ("opengraph", ("article:modified_time", "og:updated_time", "article:updated_time")),
    ("meta", tuple(_MODIFIED_NAMES.split())),
)
_ASIDE_NAMES = re.compile(r"comment|related|sidebar|teaser|widget|promo")
_VISIBLE = "visible text"
_DECLARED = frozenset({"json-ld", "opengraph", "meta"})
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_MODIFIED_WORDS = re.compile(
    r"updat|modif|edited|revised|aktualisiert|geändert|stand:|mis à jour|mise à jour|actualizad|atualizad|aggiornat|"
    r"bijgewerkt|"
    r"uppdaterad|oppdatert|opdateret|päivitetty|aktualiz|frissít|actualizat|ažurir|ενημερ|обновлен|изменен|оновлен|"
    r"güncell|yenilən|"
    r"تحديث|آخرین|به‌روز|עודכן|अपडेट|হালনাগাদ|อัปเดต|更新|갱신|수정|cập nhật|diperbarui|imesasishwa",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:first |last |originally )?(?:published|posted|updated|modified|created|edited|reviewed|date|"
    r"publication date|release date)"
    r"(?: on| at| date)?|by .{2,60}?(?=[|•·–—,-]|\son\s)|veröffentlicht(?: am)?|publié(?:e)? le|mis à jour le|"
    r"publicado(?: el| em)?|"
    r"pubblicato(?: il)?|опубликован\w*|дата(?: публикации)?|posted by .{2,60}? on)\s*[:：|•·–—,-]*\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|•·●]\s*|\s+[/–—]\s+|(?<=\b20\d\d)(?=[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class Dates:
    """The two times of an article, either may be None."""

    published_at: StatedTime | None
    modified_at: StatedTime | None


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """Where to look: the parsed page, its head, the visible lines near headline and text, and what the feed said.

    The first `shown_lines` of the lines stand between headline and text.
    """

    tree: LexborHTMLParser
    head: Head
    lines: Sequence[Block]
    shown_lines: int = 0
    feed_published: StatedTime | None = None
    feed_updated: StatedTime | None = None


def find_dates(evidence: DateEvidence, *, captured_at: datetime) -> Dates:
    """The published and modified times, with origin; unbelievable ones are dropped.

    A page that only says when it was last changed gives that time as published too, marked "(modified)" in its origin.
    `captured_at` is a hint: a time equal to it is the server's clock; one after it needs a second witness.
    """
    published = _best(_published(evidence), captured_at)
    modified = _best(_modified(evidence), captured_at)
    if published and published.origin in _DECLARED:
        published = _first_declared(published, modified, evidence, captured_at)
        published = _shown_earlier(published, evidence, captured_at)
        published = _on_shown_clock(published, evidence)
    if published and modified and modified.at < published.at and modified.precision is not Precision.DAY:
        modified = None
    if published is None and modified is not None:
        published = replace(modified, origin=f"{modified.origin} (modified)")
    return Dates(published, modified)


def _first_declared(
    published: StatedTime, modified: StatedTime | None, evidence: DateEvidence, captured_at: datetime
) -> StatedTime:
    """An earlier declared time where the first one only repeats when the page was last changed."""
    if modified is None or published.at != modified.at or published.precision is Precision.DAY:
        return published
    groups = [(origin, [name for name in names if "publ" in name]) for origin, names in _PUBLISHED_METAS]
    others = _from_metas(evidence.head, groups)  # "created" is when writing began
    earlier = (
        one
        for one in others
        if one is not None
        and one.precision is not Precision.DAY
        and one.offset_minutes is not None
        and one.at < published.at - READING_MOMENT
        and is_believable(one, now=captured_at)
    )
    return next(earlier, published)


def _shown_earlier(declared: StatedTime, evidence: DateEvidence, captured_at: datetime) -> StatedTime:
    """The date shown beside the headline, in a line of its own, where it is earlier than the declared one.

    Content systems stamp the day of a page's rebuilding as published; none shows readers a day too early.
    Measured on 400 pages: right in six of six.
    """
    limit = min(evidence.shown_lines, SHOWN_LINES)
    found = _from_lines(evidence, is_modified=False, limit=limit, is_strict=True)
    shown = [stated for stated in found if stated is not None and is_believable(stated, now=captured_at)]
    if not shown or any(declared.at - one.at <= AN_EARLIER_DAY for one in shown):
        return declared
    return shown[0]


def _on_shown_clock(published: StatedTime, evidence: DateEvidence) -> StatedTime:
    """A time declared in UTC on the clock that readers see, where the address names another day than UTC's.

    The instant stays; the offset is what lies between it and the clock beside the headline.
    """
    day = _from_url(evidence.head)
    if day is None or published.offset_minutes != 0 or published.precision is Precision.DAY:
        return published
    if day.at.date() == published.at.date() or abs(day.at - published.at) > AN_EARLIER_DAY:
        return published
    lines = _from_lines(evidence, is_modified=False, limit=SHOWN_LINES)
    for shown in (*_from_time_elements(evidence, is_modified=False), *lines):
        if shown is not None and shown.precision is not Precision.DAY:
            offset = _quarters(shown.local.replace(tzinfo=UTC) - published.at)
            if offset:
                return replace(published, offset_minutes=offset)
    return published


def _quarters(difference: timedelta) -> int:
    """A difference of clocks as an offset in minutes, 0 where no zone is so far from UTC."""
    minutes = round(difference.total_seconds() / 60)
    nearest = 15 * round(minutes / 15)
    return nearest if abs(minutes - nearest) <= 1 and abs(nearest) <= MAX_OFFSET_MINUTES else 0


def _published(evidence: DateEvidence) -> Iterator[StatedTime | None]:
    head = evidence.head
    language = head.language
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield _read(head.article.get(key), "json-ld", language)
    yield from _from_metas(head, _PUBLISHED_METAS)
    for text in head.property_texts("datepublished") or head.property_texts("datecreated"):
        yield _read(text, "microdata", language)
    yield from _from_graph(head.graph, "datePublished", language)
    yield evidence.feed_published
    yield from _from_time_elements(evidence, is_modified=False)
    yield from _from_lines(evidence, is_modified=False)
    yield _from_url(head)


def _modified(evidence: DateEvidence) -> Iterator[StatedTime | None]:
    head = evidence.head
    yield _read(head.article.get("dateModified"), "json-ld", head.language)
    yield from _from_metas(head, _MODIFIED_METAS)
    for text in head.property_texts("datemodified"):
        yield _read(text, "microdata", head.language)
    yield from _from_graph(head.graph, "dateModified", head.language)
    yield evidence.feed_updated
    yield from _from_time_elements(evidence, is_modified=True)
    yield from _from_lines(evidence, is_modified=True)


def _read(value: object, origin: str, language: str) -> StatedTime | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    return parse_stated(value, origin=origin, language=language) if isinstance(value, str) and value else None


def _from_metas(head: Head, groups: Iterable[tuple[str, Sequence[str]]]) -> Iterator[StatedTime | None]:
    for origin, names in groups:
        for name in names:
            for value in head.metas.get(name, ()):
                yield parse_stated(value, origin=origin, language=head.language)


def _from_graph(graph: Graph, key: str, language: str) -> Iterator[StatedTime | None]:
    """The date of the page itself where no article node gave one."""
    for node in graph.nodes:
        if key in node and {"WebPage", "ItemPage", "VideoObject", "Product"}.intersection(types_of(node)):
            yield _read(node[key], "json-ld", language)


def _from_time_elements(evidence: DateEvidence, *, is_modified: bool) -> Iterator[StatedTime | None]:
    language = evidence.head.language
    for node in evidence.tree.css("time")[:MAX_TIMES]:
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}"
        before = node.prev.text() if node.prev is not None else ""
        said = f"{names} {(before or '')[-40:]} {property_text(node)[:80]}"
        if bool(_MODIFIED_WORDS.search(said)) is not is_modified or _is_aside(node):
            continue
        value = attributes.get("datetime") or node.text()
        yield _read(value.strip() if value else "", "time-element", language)
        if attributes.get("datetime"):
            yield _visible(node.text(), language)
        return


def _is_aside(node: object) -> bool:
    """Whether a <time> stands in a teaser, a comment or the page's frame."""
    parent = getattr(node, "parent", None)
    for _ in range(MAX_ANCESTORS):
        if parent is None or parent.tag in ("body", "html", "-document"):
            return False
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}".lower()
        if parent.tag in ("aside", "nav", "footer", "li") or _ASIDE_NAMES.search(names):
            return True
        if parent.tag == "header" and parent.css_first("h1") is None and not _in_article(parent):
            return True
        parent = parent.parent
    return False


def _in_article(node: object) -> bool:
    parent = getattr(node, "parent", None)
    for _ in range(MAX_ANCESTORS):
        if parent is None or parent.tag in ("article", "main"):
            return parent is not None
        parent = parent.parent
    return False


def _from_lines(
    evidence: DateEvidence, *, is_modified: bool, limit: int = MAX_LINES, is_strict: bool = False
) -> Iterator[StatedTime | None]:
    """Dates of short lines; with `is_strict` only of those that are a date and little else."""
    language = evidence.head.language
    for index, block in enumerate(evidence.lines[:limit]):
        text = block.text
        if len(text) > MAX_LINE_CHARS or is_foreign(block.hints) or (is_strict and not is_date_line(text)):
            continue
        label = evidence.lines[index - 1].text if index and len(evidence.lines[index - 1].text) < 30 else ""
        marked = [said for hints, said in block.marked if hints & Hint.DATE and said != text]
        for part in (*marked, *_PARTS.split(text)):
            if not any(map(str.isdigit, part)):
                continue  # no date, whichever of the two times it would be
            said = _said_of(part, is_modified=is_modified, label=label if part == text else "")
            if said:
                yield _visible(said, language)


def _said_of(part: str, *, is_modified: bool, label: str) -> str:
    """What a line says of the one time: what stands behind the word for a change, or before it."""
    word = _word_of_change(part)
    if word is None:
        return part if bool(label and _word_of_change(label)) is is_modified else ""
    before, after = part[: word.start()], part[word.end() :]
    if min(_digits(before), _digits(after)) < MIN_DATE_DIGITS or _visible(after, "") is None:
        return part if is_modified else ""  # "23 November 2026, updated 14:05"
    return after if is_modified else before


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def is_foreign(hints: int) -> bool:
    """Whether a line near the headline belongs to something else (junk names are not believed there)."""
    return bool(hints & (Hint.COMMENTS | Hint.NAVIGATION | Hint.TEASER))


@lru_cache(maxsize=512)
def _word_of_change(text: str) -> re.Match[str] | None:
    """The first word that says "updated" and its like; a line is asked for it by each of the two times."""
    return _MODIFIED_WORDS.search(text)


@lru_cache(maxsize=512)
def _visible(text: str, language: str) -> StatedTime | None:
    if not _digits(text):
        return None
    text = _LABEL.sub("", text).strip(" |•·–—-:,")
    return parse_stated(text, origin=_VISIBLE, language=language)


def is_date_line(text: str) -> bool:
    """Whether a line is a date with at most a label and a time beside it."""
    if len(text) > MAX_LINE_CHARS or _digits(text) < 3:
        return False
    rest = _LABEL.sub("", text)
    return len(words(rest)) <= MAX_DATE_WORDS and text.rstrip()[-1:] not in "!?…。" and _visible(text, "") is not None


def _from_url(head: Head) -> StatedTime | None:
    match = _URL_DAY.search(head.canonical or head.url) or _URL_DAY.search(head.url)
    return parse_stated("-".join(match.groups()), origin="url") if match else None


def _best(statements: Iterator[StatedTime | None], captured_at: datetime) -> StatedTime | None:
    """The first believable statement, made finer by a later one: a day by its minute, a clock by its zone.

    Reads no further than needed: visible dates are dear.
    """
    doubted: list[StatedTime] = []
    first: StatedTime | None = None
    for stated in statements:
        if stated is None:
            continue
        if not is_believable(stated, now=captured_at) or _is_now(stated, captured_at):
            doubted.append(stated)
            continue
        if first is None or (_is_fine(stated) and not _is_fine(first) and _same_day(first, stated)):
            first = stated
        elif _is_fine(first) and _is_fine(stated) and (zoned := _with_zone(first, stated)) is not None:
            return zoned
        if _is_fine(first) and (first.offset_minutes is not None or stated.origin == _VISIBLE):
            return first
    return first or next(iter(_agreeing(doubted, captured_at)), None)


def _is_fine(stated: StatedTime) -> bool:
    """Whether a statement says the minute: midnight is what systems make of a bare day."""
    return stated.precision is not Precision.DAY and not _is_midnight(stated)


def _with_zone(clock: StatedTime, other: StatedTime) -> StatedTime | None:
    """A clock without zone as the instant that another statement gives it: the same clock, or the same time in UTC."""
    if other.offset_minutes is None:
        return None
    if abs(clock.at - other.local.replace(tzinfo=UTC)) < SAME_MINUTE:
        return replace(clock, at=other.at, offset_minutes=other.offset_minutes)
    offset = _quarters(clock.at - other.at)
    return replace(clock, at=other.at, offset_minutes=offset) if offset and other.offset_minutes == 0 else None


def _is_now(stated: StatedTime, captured_at: datetime) -> bool:
    return stated.precision is not Precision.DAY and abs(stated.at - captured_at) < READING_MOMENT


def _agreeing(stated: Sequence[StatedTime], captured_at: datetime) -> list[StatedTime]:
    """Statements after the capture in which two sources agree on the day: then the capture's stamp is early."""
    near = [
        one for one in stated if is_believable(one, now=captured_at + EARLY_ARCHIVE) and not _is_now(one, captured_at)
    ]
    return [one for one in near if any(one.origin != other.origin and _same_day(one, other) for other in near)]


def _same_day(one: StatedTime, other: StatedTime) -> bool:
    return abs(one.at - other.at) < timedelta(hours=30) and one.local.date() == other.local.date()


def _is_midnight(stated: StatedTime) -> bool:
    local = stated.local
    return (local.hour, local.minute, local.second) == (0, 0, 0)
