"""What kind of page an article stands on: article, live blog, gallery, video, audio; its next page; AMP and print.

A declaration (schema.org type, og:type, microdata) is believed at once; shape alone needs two witnesses, of which one
is a word in the address or headline: live tickers, galleries and players also stand inside plain articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import Block
from headwater.extract._jsonld import ARTICLE_TYPES, LISTING_TYPES
from headwater.extract._kind_words import (
    AUDIO_PARTS,
    AUDIO_WORDS,
    GALLERY_PARTS,
    GALLERY_WORDS,
    LIVE_PARTS,
    LIVE_WORDS,
    NEXT_WORDS,
    VIDEO_PARTS,
    VIDEO_WORDS,
)
from headwater.extract._lines import text_size
from headwater.extract._metadata import Head
from headwater.model.article import Picture
from headwater.text.urls import address_key, canonical_url, same_site
from headwater.text.words import words

MIN_UPDATES = 3
"""So many lines that are a clock time alone make a live blog of a page that a word calls one."""

MIN_PICTURES = 4
"""So many captioned pictures make a gallery of a page that a word calls one."""

MAX_CHARS_A_PICTURE = 160
"""A page of captioned pictures with no more text than this for each is a gallery without being called one."""

MAX_PLAYER_TEXT_CHARS = 2_500
"""Beside a player, a text up to this size describes the recording; longer ones are articles with one in them."""

MAX_CLOCK_LINE_CHARS = 32
"""A line that is only a clock time, or a day and a clock time, is no longer."""

MAX_LINKS = 3_000
"""Links of a page among which its next page and its original are looked for."""

MAX_LABEL_CHARS = 24
"""The label of a link to the next page is no longer."""


class PageKind(StrEnum):
    """What a page that holds an article is."""

    ARTICLE = "article"
    LIVE_BLOG = "live_blog"
    GALLERY = "gallery"
    VIDEO = "video"
    AUDIO = "audio"
    LISTING = "listing"


@dataclass(frozen=True, kw_only=True, slots=True)
class PageForm:
    """The kind of a page with its evidence in words, its next page, and whether it is an AMP or print version.

    `next_page` is the absolute address of the next page of the same article; `variant` is "amp", "print" or empty;
    `original_url` the address of the work where the page is a variant of another page; all empty where there is none.
    """

    kind: PageKind = PageKind.ARTICLE
    evidence: str = ""
    next_page: str = ""
    variant: str = ""
    original_url: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is looked at: the parsed page, its declarations and blocks, and what was read of it."""

    tree: LexborHTMLParser
    head: Head
    blocks: Sequence[Block]
    numbers: Sequence[int]
    headline: str
    paragraphs: Sequence[str]
    pictures: Sequence[Picture]


_TYPES = (
    (PageKind.LIVE_BLOG, frozenset({"LiveBlogPosting"})),
    (PageKind.GALLERY, frozenset({"ImageGallery", "MediaGallery"})),
)
_MEDIA_TYPES = (
    (PageKind.VIDEO, frozenset({"VideoObject", "Movie", "TVEpisode", "VideoGallery"})),
    (PageKind.AUDIO, frozenset({"PodcastEpisode", "RadioEpisode", "RadioClip"})),
)
_OPEN_GRAPH = {"gallery": PageKind.GALLERY, "video": PageKind.VIDEO, "podcast": PageKind.AUDIO}

_PLAYER = (
    "video, amp-video, amp-youtube, amp-brightcove, iframe[src*='youtube' i], iframe[src*='vimeo' i], "
    "iframe[src*='dailymotion' i], iframe[src*='player' i], iframe[src*='video' i], [class*='video-player' i]"
)
_RECORDING = (
    "audio, amp-audio, iframe[src*='spotify' i], iframe[src*='soundcloud' i], iframe[src*='podcast' i], "
    "iframe[src*='audio' i], [class*='audio-player' i], [class*='audioplayer' i], [class*='podcast-player' i]"
)
_RECORDING_TYPES = frozenset({"AudioObject", "PodcastEpisode", "RadioEpisode", "RadioClip"})
_CLOCK_FIRST = re.compile(r"\d{1,2}[:.h٫]\d{2}(?:\s*[-–—|:]\s|\s)\D")
_CLOCK = re.compile(
    r"(?:\d{1,4}\D{1,10}){0,3}[^\d]{0,10}\d{1,2}\s?(?:[:.٫hч:]|時|时|시|点|點)\s?\d{2}(?:\s?[分분])?[^\d]{0,12}"
)
_PAGE_NUMBER = re.compile(
    r"(?:[?&](?:page|p|pg|pagina|pagina_num|seite|sayfa|strana|str|halaman|trang|paged)=|"
    r"/(?:page|p|seite|pagina|strana|sayfa|halaman|trang)[/_-]?|[-_/,])(\d{1,3})(?=/?$|\.\w{2,5}$|&)",
    re.IGNORECASE,
)
_PRINT_SEGMENTS = frozenset(
    {"print", "printable", "printer", "drucken", "druck", "imprimir", "imprimer", "stampa", "druk", "drukuj", "tisk",
     "afdrukken", "tulosta", "skriv-ut", "yazdir", "nyomtatas", "cetak", "pechat", "печать", "друк", "طباعة", "چاپ",
     "הדפסה", "印刷", "打印", "인쇄", "พิมพ์"}
)  # fmt: skip
_PRINT_QUERY = re.compile(
    r"(?:^|&)(?:print|printable|view=print|mode=print|output=print|format=print|action=print|type=print)(?:=(?:1|true|y(?:es)?)?)?(?:&|$)",
    re.I,
)


def _phrases(listed: str) -> frozenset[str]:
    """Phrases of a list as the words between which a dash stands, joined by blanks."""
    return frozenset(" ".join(words(phrase.replace("-", " "))) for phrase in listed.split())


_WORDS = {
    PageKind.LIVE_BLOG: (_phrases(LIVE_WORDS), LIVE_PARTS),
    PageKind.GALLERY: (_phrases(GALLERY_WORDS), GALLERY_PARTS),
    PageKind.VIDEO: (_phrases(VIDEO_WORDS), VIDEO_PARTS),
    PageKind.AUDIO: (_phrases(AUDIO_WORDS), AUDIO_PARTS),
}
_NEXT = _phrases(NEXT_WORDS)
_LONGEST_PHRASE = 3


def page_form(shape: Shape) -> PageForm:
    """The kind of a page that was read as an article, by declaration first, else by shape, and its relations."""
    kind, evidence = next(iter((*_declared(shape.head), *_shaped(shape))), (PageKind.ARTICLE, ""))
    variant = _variant(shape)
    return PageForm(
        kind=kind,
        evidence=evidence,
        next_page=_next_page(shape),
        variant=variant,
        original_url=_original(shape, variant),
    )


def _declared(head: Head) -> Iterator[tuple[PageKind, str]]:
    """Kinds that the page declares of itself."""
    types = head.graph.types()
    for kind, names in _TYPES:
        for name in sorted(names & types):
            yield kind, f"json-ld {name}"
    if "liveblogupdate" in head.properties:
        yield PageKind.LIVE_BLOG, "microdata liveBlogUpdate"
    said = head.meta("og:type").casefold()
    named = _OPEN_GRAPH.get(re.split(r"[.:_]", said)[0])
    if named is not None:
        yield named, f"og:type {said[:40]}"
    if ARTICLE_TYPES & types or said == "article":
        return
    for kind, names in _MEDIA_TYPES:
        for name in sorted(names & types):
            yield kind, f"json-ld {name}"
    for name in sorted(LISTING_TYPES & types):
        yield PageKind.LISTING, f"json-ld {name}"


def _shaped(shape: Shape) -> Iterator[tuple[PageKind, str]]:
    """Kinds that the shape shows, each with a second witness."""
    size = sum(map(text_size, shape.paragraphs))
    word = _named(PageKind.LIVE_BLOG, shape)
    if word and (count := _clock_lines(shape)) >= MIN_UPDATES:
        yield PageKind.LIVE_BLOG, f"{word!r} and {count} lines of clock time"
    count = sum(1 for picture in shape.pictures if picture.caption)
    if count >= MIN_PICTURES:
        word = _named(PageKind.GALLERY, shape)
        if word or size < MAX_CHARS_A_PICTURE * count:
            yield PageKind.GALLERY, f"{count} pictures with captions" + (f" and {word!r}" if word else "")
    is_short = size <= MAX_PLAYER_TEXT_CHARS
    word = _named(PageKind.VIDEO, shape) if is_short else ""
    if word and shape.tree.css_first(_PLAYER) is not None:
        yield PageKind.VIDEO, f"{word!r} and a player"
    # What is said in a recording stands below it at full length; then only its folder calls the page one.
    word = _named(PageKind.AUDIO, shape) if is_short else _folder(PageKind.AUDIO, shape)
    if word and (_RECORDING_TYPES & shape.head.graph.types() or shape.tree.css_first(_RECORDING) is not None):
        yield PageKind.AUDIO, f"{word!r} and a recording"


def _folder(kind: PageKind, shape: Shape) -> str:
    """The word in the address that names a kind; empty where none does."""
    return next((segment for segment in _folders(shape.head.url) if segment in _WORDS[kind][0]), "")


@lru_cache(maxsize=16)
def _folders(url: str) -> tuple[str, ...]:
    """The words of the first three parts of an address's path."""
    path = unquote(urlsplit(url).path)
    return tuple(" ".join(words(segment.replace("-", " ").replace("_", " "))) for segment in path.split("/")[1:4])


def _named(kind: PageKind, shape: Shape) -> str:
    """The word in address or headline that names a kind; empty where none does."""
    phrases, parts = _WORDS[kind]
    found = _folder(kind, shape)
    if found:
        return found
    said = words(shape.headline)
    for length in range(1, _LONGEST_PHRASE + 1):
        for start in (0, len(said) - length):  # forms are named before or after what a headline says
            phrase = " ".join(said[max(0, start) : start + length])
            if phrase in phrases:
                return phrase
    return next((part for part in parts if part in shape.headline), "")


def _clock_lines(shape: Shape) -> int:
    if not shape.numbers:
        return 0
    around = shape.blocks[max(0, shape.numbers[0] - 3) : shape.numbers[-1] + 1]
    return sum(map(_is_stamped, around))


def _is_stamped(block: Block) -> bool:
    """Whether a block is the time of an update, or begins with it."""
    if len(block.text) <= MAX_CLOCK_LINE_CHARS:
        return _CLOCK.fullmatch(block.text) is not None
    return _CLOCK_FIRST.match(block.text) is not None


def _next_page(shape: Shape) -> str:
    """The next page of the same article: declared (rel=next) or linked by number or word, never the next article."""
    own = shape.head.url
    declared = (link.url for link in shape.head.links if "next" in link.relations)
    return next((url for url in (*declared, *_linked_next(shape)) if _follows(own, url)), "")


def _linked_next(shape: Shape) -> Iterator[str]:
    wanted = str(_number(shape.head.url) + 1)
    for href, said in _links(shape.blocks):
        if len(said) <= MAX_LABEL_CHARS and (said.strip("[]() .") == wanted or " ".join(words(said)) in _NEXT):
            yield canonical_url(href, shape.head.base_url)


def _links(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    seen = 0
    for block in blocks:
        for link in block.links:
            seen += 1
            if seen > MAX_LINKS:
                return
            yield link


def _number(url: str) -> int:
    match = _PAGE_NUMBER.search(url)
    return int(match[1]) if match and 0 < int(match[1]) < 100 else 1


def _follows(own: str, url: str) -> bool:
    """Whether `url` is `own` with the next page number, and nothing else changed."""
    match = _PAGE_NUMBER.search(url)
    if match is None or not same_site(own, url):
        return False
    other = _stem(url, match)
    own_match = _PAGE_NUMBER.search(own)
    if own_match is not None and _stem(own, own_match) == other:
        return int(match[1]) == int(own_match[1]) + 1
    return int(match[1]) == 2 and _bare(own) == other


def _stem(url: str, match: re.Match[str]) -> str:
    return _bare(url[: match.start()] + url[match.end() :])


def _bare(url: str) -> str:
    return re.sub(r"\.\w{2,5}$", "", url.partition("//")[2]).rstrip("/?&")


def _variant(shape: Shape) -> str:
    root = shape.tree.root
    attributes = root.attributes if root is not None else {}
    if "amp" in attributes or "⚡" in attributes:
        return "amp"
    parts = urlsplit(shape.head.url)
    segments = {segment.partition(".")[0].lower() for segment in unquote(parts.path).split("/")}
    return "print" if segments & _PRINT_SEGMENTS or _PRINT_QUERY.search(parts.query) else ""


def _original(shape: Shape, variant: str) -> str:
    """Where a variant's work stands: its canonical, else a link on it that differs by the mark of the variant only."""
    own = shape.head.url
    canonical = shape.head.canonical
    if not variant:
        return ""
    if canonical and canonical != own:
        return canonical
    key = address_key(own)
    last = own.rstrip("/").rpartition("/")[2]
    for href, _ in _links(shape.blocks):
        url = canonical_url(href, shape.head.base_url)
        if not url or url == own or not same_site(own, url):
            continue
        if address_key(url) == key or (len(last) > 3 and url.rstrip("/").rpartition("/")[2] == last):
            return url
    return ""
