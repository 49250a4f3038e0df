"""Which kind of source a capture is, and reading it."""

from __future__ import annotations

from headwater.acquire import jsonfeed, opml, page, rss_atom, sitemap
from headwater.acquire._link_header import with_header_links
from headwater.acquire._xml import Document, parse_xml, rejected, unpacked
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Feed, SourceKind

_MAX_NAMED = 3


def read(capture: Capture, *, kind: SourceKind | None = None, patterns: tuple[str, ...] = ()) -> Feed | Rejection:
    """The source document in a capture, or why there is none; any bytes in, never an exception.

    Without `kind` it is told from the bytes. HTML is read as a page of links only when `kind` says so: where a feed
    was expected, a page means that something is wrong, and the rejection says what. `patterns` (of
    `acquire.patterns.learn`) are the shapes of the host's article addresses; only pages use them.
    """
    found = _read(capture, kind, patterns)
    return with_header_links(found, capture) if isinstance(found, Feed) else found


def _read(capture: Capture, kind: SourceKind | None, patterns: tuple[str, ...]) -> Feed | Rejection:
    if capture.status >= 400:
        return rejected(capture, Reason.HTTP_STATUS, f"the server answered {capture.status}")
    if kind is SourceKind.WARC:
        return rejected(capture, Reason.BAD_INPUT, "archives are read from files, not from answers")
    if kind is SourceKind.PAGE:
        return page.read(capture, patterns=patterns)
    if page.detect(capture):
        return _page_for_feed(capture)
    if jsonfeed.detect(capture.body):
        return jsonfeed.read(capture)
    if (lines := _text_sitemap(capture)) is not None:
        return sitemap.read_text(capture, lines)
    document = parse_xml(capture)
    return document if isinstance(document, Rejection) else _from_xml(capture, document)


def _text_sitemap(capture: Capture) -> bytes | None:
    """The unpacked body of a text sitemap, None for anything else."""
    body = unpacked(capture.body)
    return body if body is not None and sitemap.detect_text(body) else None


def _from_xml(capture: Capture, document: Document) -> Feed | Rejection:
    if sitemap.detect(document) is not None:
        return sitemap.read_document(capture, document)
    if opml.detect(document) is not None:
        return opml.read_document(capture, document)
    if str(document.root.tag).lower().endswith("html"):
        return _page_for_feed(capture)
    return rss_atom.read_document(capture, document)


def _page_for_feed(capture: Capture) -> Rejection:
    if page.is_login(capture):
        return rejected(capture, Reason.LOGIN_PAGE, "a log-in page stands where the feed should be")
    named = page.discover(capture)[:_MAX_NAMED]
    hint = f"; it names {', '.join(named)}" if named else ""
    return rejected(capture, Reason.NOT_A_FEED, f"an HTML page stands where the feed should be{hint}")


def detect(capture: Capture) -> SourceKind | None:
    """The kind of source that a capture is, by its bytes; None for what is no source."""
    if page.detect(capture):
        return SourceKind.PAGE
    if jsonfeed.detect(capture.body):
        found = jsonfeed.read(capture)
        return found.kind if isinstance(found, Feed) else None
    if _text_sitemap(capture) is not None:
        return SourceKind.SITEMAP
    document = parse_xml(capture)
    if isinstance(document, Rejection):
        return None
    return rss_atom.detect(document) or sitemap.detect(document) or opml.detect(document)
