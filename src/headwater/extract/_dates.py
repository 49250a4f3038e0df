"""When an article was published and last changed: every statement of the page, the best of them, and where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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

MAX_DATE_WORDS = 9
"""Words of a date line: weekday, day, month, year, hour, minute, zone."""

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
cxenseparse:modified date_modified updated_time
"""
_MODIFIED_METAS = (
    ("opengraph", ("article:modified_time", "og:updated_time", "article:updated_time")),
    ("meta", tuple(_MODIFIED_NAMES.split())),
)
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
    published = _shown_earlier(_best(_published(evidence), captured_at), evidence, captured_at)
    modified = _best(_modified(evidence), captured_at)
    if published and modified and modified.at < published.at and modified.precision is not Precision.DAY:
        modified = None
    if published is None and modified is not None:
        published = replace(modified, origin=f"{modified.origin} (modified)")
    return Dates(published, modified)


def _shown_earlier(declared: StatedTime | None, evidence: DateEvidence, captured_at: datetime) -> StatedTime | None:
    """The date shown beside the headline where it is earlier than the declared one.

    Content systems stamp the day of a page's rebuilding as published; none shows readers a day too early.
    """
    if declared is None or declared.origin not in ("json-ld", "opengraph", "meta"):
        return declared
    shown = _best(_from_lines(evidence, is_modified=False, limit=min(evidence.shown_lines, SHOWN_LINES)), captured_at)
    return shown if shown is not None and declared.at - shown.at > AN_EARLIER_DAY else declared


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
    for _ in range(8):
        if parent is None or parent.tag in ("body", "html", "-document"):
            return False
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}".lower()
        if parent.tag in ("aside", "nav", "footer", "li") or re.search(
            r"comment|related|sidebar|teaser|widget|promo", names
        ):
            return True
        parent = parent.parent
    return False


def _from_lines(evidence: DateEvidence, *, is_modified: bool, limit: int = MAX_LINES) -> Iterator[StatedTime | None]:
    language = evidence.head.language
    for index, block in enumerate(evidence.lines[:limit]):
        text = block.text
        if len(text) > MAX_LINE_CHARS or is_foreign(block.hints):
            continue
        label = evidence.lines[index - 1].text if index and len(evidence.lines[index - 1].text) < 30 else ""
        marked = [said for hints, said in block.marked if hints & Hint.DATE and said != text]
        for part in (*marked, *_PARTS.split(text)):
            changed = bool(_MODIFIED_WORDS.search(part) or (part == text and _MODIFIED_WORDS.search(label)))
            if changed is is_modified:
                yield _visible(part, language)


def is_foreign(hints: int) -> bool:
    """Whether a line near the headline belongs to something else (junk names are not believed there)."""
    return bool(hints & (Hint.COMMENTS | Hint.NAVIGATION | Hint.TEASER))


def _visible(text: str, language: str) -> StatedTime | None:
    text = _LABEL.sub("", text).strip(" |•·–—-:,")
    if not any(char.isdigit() for char in text):
        return None
    return parse_stated(text, origin="visible text", language=language)


def is_date_line(text: str) -> bool:
    """Whether a line is a date with at most a label and a time beside it."""
    if len(text) > MAX_LINE_CHARS or sum(map(str.isdigit, text)) < 3:
        return False
    rest = _LABEL.sub("", text)
    return len(words(rest)) <= MAX_DATE_WORDS and text.rstrip()[-1:] not in "!?…。" and _visible(text, "") is not None


def _from_url(head: Head) -> StatedTime | None:
    match = _URL_DAY.search(head.canonical or head.url) or _URL_DAY.search(head.url)
    return parse_stated("-".join(match.groups()), origin="url") if match else None


def _best(statements: Iterator[StatedTime | None], captured_at: datetime) -> StatedTime | None:
    """The first believable statement, made finer by a later one that names the same day to the minute.

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
        is_fine = stated.precision is not Precision.DAY and not _is_midnight(stated)
        if is_fine and (first is None or _same_day(first, stated)):
            return stated
        first = first or stated
    return first or next(iter(_agreeing(doubted, captured_at)), None)


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
