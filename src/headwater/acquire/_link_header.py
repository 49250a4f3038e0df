"""What the `Link` header (RFC 8288) of a source document says: hub, self, older pages, licence."""

from __future__ import annotations

from dataclasses import replace

from headwater.model.web import Capture, Feed
from headwater.text.link_headers import read_links
from headwater.text.urls import canonical_url


def with_header_links(feed: Feed, capture: Capture) -> Feed:
    """The feed with what its response's header says; of hub and self the header's word is the first (WebSub §4)."""
    if "link" not in capture.headers:
        return feed
    links: dict[str, str] = {}
    for link in read_links(capture.headers["link"], capture.final_url):
        if canonical_url(link.url):
            links.update({name: link.url for name in link.relations if name not in links})
    return replace(
        feed,
        hub_url=links.get("hub") or feed.hub_url,
        self_url=links.get("self") or feed.self_url,
        previous_url=feed.previous_url or links.get("prev-archive") or links.get("next") or "",
        rights=feed.rights or links.get("license", ""),
    )
