"""Documents made to hurt whoever reads them: each with the limit that it meets and what comes of it.

`HOSTILE_FEEDS` is the table of docs/security.md; `test_hostile_feeds.py` reads every one in a child process.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Feed

DEADLINE_SECONDS = 10.0
MEMORY_BYTES = 2 << 30
"""What the child that reads one of them may use."""

Check = Callable[[Feed | Rejection], bool]


@dataclass(frozen=True, kw_only=True)
class HostileFeed:
    """One hostile document: what it is, the limit (or rule) that meets it, and the outcome in words."""

    name: str
    limit: str
    outcome: str
    body: Callable[[], bytes]
    check: Check
    content_type: str = "application/xml"
    is_page: bool = False


_ITEM = "<item><title>Tide</title><link>https://a.example/1</link></item>"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _rss(inner: str, before: str = "") -> bytes:
    item = f"<item><title>Tide</title><link>https://a.example/1</link>{inner}</item>"
    return f'{before}<rss version="2.0"><channel>{item}</channel></rss>'.encode()


def _told(words: str) -> bytes:
    return _rss(f"<description>{words}</description>")


def _is_tide(found: Feed | Rejection) -> bool:
    """The one item was read, and its texts are bounded."""
    if not isinstance(found, Feed) or not found.entries:
        return False
    first = found.entries[0]
    return (first.title, first.url) == ("Tide", "https://a.example/1") and len(first.summary) <= 4_000


def _summary(*words: str) -> Check:
    return lambda found: _is_tide(found) and isinstance(found, Feed) and found.entries[0].summary in words


def _repaired(name: str, count: int | None = None) -> Check:
    return lambda found: (
        isinstance(found, Feed) and name in found.repaired and (count is None or len(found.entries) == count)
    )


def _rejected(reason: Reason) -> Check:
    return lambda found: isinstance(found, Rejection) and found.reason is reason


def _bomb() -> bytes:
    """100 MB of blanks after the beginning of a feed, in about 100 kB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    blank = b" " * 1_000_000
    start = packer.compress(f"<rss><channel>{_ITEM}".encode())
    return b"".join([start, *(packer.compress(blank) for _ in range(100)), packer.flush()])


def _case(name: str, limit: str, outcome: str, body: Callable[[], bytes], check: Check, **rest: object) -> HostileFeed:

    return HostileFeed(name=name, limit=limit, outcome=outcome, body=body, check=check, **rest)  # type: ignore[arg-type]


HOSTILE_FEEDS = (
    _case(
        "Entities that unfold tenfold, nine times over (billion laughs)", "no entity of an entity is expanded",
        "read; the reference stands as text",
        lambda: _rss("<description>&l9;</description>", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{_LAUGHS}]>'),
        _summary("&l9;"),
    ),
    _case(
        "One long entity used 50,000 times (quadratic blow-up)", "64 characters an entity",
        "read; the references stand as text",
        lambda: _rss(f"<description>{'&a;' * 50_000}</description>", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'),
        lambda found: _is_tide(found) and found.entries[0].summary.startswith("&a;&a;"),  # type: ignore[union-attr]
    ),
    _case(
        "A short entity used 300,000 times", "4,000 characters a summary", "read; the summary is cut",
        lambda: _rss(f"<description>{'&a;' * 300_000}</description>", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 64}">]>'),
        _is_tide,
    ),
    _case(
        "An external entity of a local file", "external entities are never resolved",
        "read; the reference stands as text",
        lambda: _rss("<description>&x;</description>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        _summary("&x;"),
    ),
    _case(
        "XInclude of a local file", "no inclusion", "read without it",
        lambda: _rss('<description>a<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" '
                     'parse="text"/></description>'),
        _summary("a"),
    ),
    _case(
        "300,000 entity declarations without an end", "no end, no document", "rejected: not_a_feed",
        lambda: b"<!DOCTYPE rss [" + b'<!ENTITY a "b">' * 300_000, _rejected(Reason.NOT_A_FEED),
    ),
    _case(
        "Elements nested 100,000 deep", "256 levels (libxml2)", "read up to there, marked malformed",
        lambda: _told("<b>" * 100_000 + "x" + "</b>" * 100_000), _repaired("malformed", 1),
    ),
    _case(
        "Items nested 100,000 deep", "256 levels (libxml2)", "read up to there, marked malformed",
        lambda: b"<rss><channel>" + b"<item>" * 100_000 + b"</channel></rss>", _repaired("malformed"),
    ),
    _case(
        "50,000 attributes on one element", "65,536 characters a tag", "read; the tag loses its attributes",
        lambda: _rss("<guid " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">g</guid>"),
        lambda found: _is_tide(found) and _repaired("attributes_dropped", 1)(found),
    ),
    _case(
        "A tag of 10 MB", "65,536 characters a tag", "read; the tag is no tag", lambda: _rss("<" + "a" * 10_000_000),
        _is_tide,
    ),
    _case(
        "3,000 namespaces", "65,536 characters a tag", "read; the tag loses its attributes",
        lambda: ("<rss " + " ".join(f'xmlns:n{n}="http://n{n}.example/"' for n in range(3_000)) + f"><channel>{_ITEM}"
                 + "".join(f"<n{n}:x/>" for n in range(3_000)) + "</channel></rss>").encode(),
        _is_tide,
    ),
    _case(
        "200,000 items", "5,000 entries a feed", "the first 5,000 are read, marked too_many_entries",
        lambda: f"<rss><channel>{_ITEM * 200_000}</channel></rss>".encode(), _repaired("too_many_entries", 5_000),
    ),
    _case(
        "200,000 items as JSON Feed", "5,000 entries a feed", "the first 5,000 are read, marked too_many_entries",
        lambda: b'{"items":[' + b",".join([b'{"id":"https://a.example/1"}'] * 200_000) + b"]}",
        _repaired("too_many_entries", 5_000), content_type="application/feed+json",
    ),
    _case(
        "JSON nested a million deep", "the parser's own depth", "rejected: not_a_feed",
        lambda: b'{"items":' + b"[" * 1_000_000, _rejected(Reason.NOT_A_FEED), content_type="application/json",
    ),
    _case(
        "A sitemap of 200,000 addresses", "50,000 addresses (the protocol's)",
        "the first 50,000 are read, marked too_many_entries",
        lambda: b"<urlset>" + b"<url><loc>https://a.example/1</loc></url>" * 200_000 + b"</urlset>",
        _repaired("too_many_entries", 50_000),
    ),
    _case(
        "OPML folders 100,000 deep", "256 levels (libxml2)", "read up to there, marked malformed",
        lambda: b"<opml><body>" + b'<outline text="a">' * 100_000 + b"</body></opml>", _repaired("malformed", 0),
    ),
    _case(
        "One text of 10 MB", "200,000 characters of mark-up, 4,000 of a summary", "read; the summary is cut",
        lambda: _told("word " * 2_000_000),
        lambda found: _is_tide(found) and len(found.entries[0].summary) > 3_900,  # type: ignore[union-attr]
    ),
    _case(
        "300,000 tags in a text, each with an open quotation mark", "a tag ends before the next begins",
        "read; the summary is cut",
        lambda: _told('&lt;a x="' * 300_000), _is_tide,
    ),
    _case(
        "500,000 CDATA sections that never end", "an end is looked for once", "read; they are text",
        lambda: _told("&" + "<![CDATA[" * 500_000), _is_tide,
    ),
    _case(
        "A million angle brackets", "200,000 characters of mark-up", "read; they are text",
        lambda: _told("<" * 1_000_000), _is_tide,
    ),
    _case(
        "50,000 enclosures and 300,000 categories", "20 media, 50 categories an entry", "read; the rest is dropped",
        lambda: _rss('<enclosure url="/x.mp3"/>' * 50_000 + "<category>x</category>" * 300_000), _is_tide,
    ),
    _case(
        "NUL bytes within words and tags", "NULs are dropped", "read as if they were not there",
        lambda: _told("high").replace(b"Tide", b"T\0i\0d\0e").replace(b"<title>", b"<ti\0tle>"), _summary("high"),
    ),
    _case("5 MB of NUL bytes", "NULs are dropped", "rejected: not_a_feed", lambda: bytes(5_000_000),
        _rejected(Reason.NOT_A_FEED)),
    _case(
        "UTF-8 that header and declaration call something else", "valid UTF-8 is UTF-8", "read right",
        lambda: b"<?xml version='1.0' encoding='koi8-r'?>" + _told("Žluťoučký kůň"), _summary("Žluťoučký kůň"),
        content_type="application/xml; charset=utf-16",
    ),
    _case(
        "Mark-up hidden in UTF-7", "UTF-7 is never decoded", "read; it stays letters",
        lambda: b"<?xml version='1.0' encoding='utf-7'?>" + _told("+ADw-script+AD4-"), _summary("+ADw-script+AD4-"),
        content_type="application/xml; charset=utf-7",
    ),
    _case(
        "A charset that does not exist", "unknown names are passed over", "read", lambda:
        b"<?xml version='1.0' encoding='x-none'?>" + _told("high"), _summary("high"),
        content_type="text/xml; charset=nope",
    ),
    _case(
        "Gzip within the body that unfolds to 100 MB", "50 MiB unfolded", "read up to there, marked too_large",
        _bomb, _repaired("too_large", 1), content_type="application/gzip",
    ),
    _case(
        "Broken gzip", "gzip that cannot be read is no document", "rejected: not_a_feed",
        lambda: b"\x1f\x8b\x08\x00 this is no gzip",
        _rejected(Reason.NOT_A_FEED),
    ),
    _case(
        "A page with 100,000 links", "5,000 links, 300 articles a page", "the first 300 articles are read",
        lambda: ("<!doctype html><body>" + "".join(
            f'<a href="/2026/11/23/story-{n}">A long enough headline number {n}</a>' for n in range(100_000))).encode(),
        lambda found: isinstance(found, Feed) and len(found.entries) == 300, content_type="text/html", is_page=True,
    ),
    _case(
        "A page nested 100,000 deep", "2,000 open elements a page", "what stands deeper is not read: empty_feed",

        lambda: b"<!doctype html><body>" + b"<div>" * 100_000
        + b'<a href="/2026/11/23/a-b-c-d">A long enough headline here</a>',
        _rejected(Reason.EMPTY_FEED), content_type="text/html", is_page=True,
    ),
)  # fmt: skip
