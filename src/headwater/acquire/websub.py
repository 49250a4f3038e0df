"""Where a document is pushed from: its WebSub hubs and its topic (W3C WebSub §4)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from headwater.model.web import Capture, Feed
from headwater.text.link_headers import read_links

MAX_URL_CHARS = 2_048
MAX_HUBS = 5
_UNFIT = re.compile(r"[\x00-\x20\x7f<>\"]")


def discovered(capture: Capture, feed: Feed) -> tuple[tuple[str, ...], str]:
    """The hubs of a document, those over TLS first, and the topic to ask them for; ((), "") where it names no hub.

    `Link` headers win over what the document says (§4: the first mechanism that answers ends the search). The topic
    is `rel=self`, letter by letter as it was written, because a hub compares it so; a document that names a hub but
    not itself is asked for under the address that it was read at.
    """
    links = read_links(capture.headers.get("link", ""), capture.final_url)
    hubs = [link.url for link in links if "hub" in link.relations] or [feed.hub_url]
    topics = [link.url for link in links if "self" in link.relations]
    fit = [url for url in dict.fromkeys(hubs) if _is_fit(url)][:MAX_HUBS]
    if not fit:
        return (), ""
    topic = next((url for url in (*topics, feed.self_url) if _is_fit(url)), capture.final_url)
    # §5.1: a secret belongs on an encrypted line; `sorted` keeps the publisher's own order otherwise.
    return tuple(sorted(fit, key=lambda url: not url.lower().startswith("https:"))), topic


def _is_fit(url: str) -> bool:
    """Whether this can be an address that a hub or a topic has: absolute, http or https, without a user name."""
    if not url or len(url) > MAX_URL_CHARS or _UNFIT.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
