"""Which hubs a document names, and under which topic."""

from datetime import UTC, datetime

import pytest

from headwater import acquire
from headwater.acquire.websub import discovered
from headwater.model.web import Capture, Feed, SourceKind

URL = "https://gazette.example/feed"
HUB, OTHER = "https://hub.example/", "https://second.example/"
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><link rel="hub" href="{HUB}"/>
<link rel="self" href="https://gazette.example/feed.atom"/><entry><id>1</id><title>Ferry</title>
<link href="https://gazette.example/ferry"/></entry></feed>"""


def capture(link: str = "", body: bytes = b"") -> Capture:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    headers = {"content-type": "application/atom+xml", **({"link": link} if link else {})}
    return Capture(id="c", requested_url=URL, final_url=URL, status=200, headers=headers, body=body, captured_at=at)


def feed(hub: str = "", self_url: str = "") -> Feed:
    return Feed(kind=SourceKind.ATOM, hub_url=hub, self_url=self_url)


@pytest.mark.parametrize(
    ("link", "said", "expected"),
    [
        ("", feed(), ((), "")),
        ("", feed(HUB, "https://gazette.example/a"), ((HUB,), "https://gazette.example/a")),
        ("", feed(HUB), ((HUB,), URL)),
        ("", feed("", "https://gazette.example/a"), ((), "")),
        (f"<{OTHER}>; rel=hub", feed(HUB, "https://gazette.example/a"), ((OTHER,), "https://gazette.example/a")),
        (f"<{OTHER}>; rel=hub, </t?x=A%2f>; rel=self", feed(HUB, "https://gazette.example/a"),
         ((OTHER,), "https://gazette.example/t?x=A%2f")),
        ("<http://plain.example/>; rel=hub, <https://b.example/>; rel=hub, <https://a.example/>; rel=hub", feed(),
         (("https://b.example/", "https://a.example/", "http://plain.example/"), URL)),
        ("<javascript:x>; rel=hub", feed(HUB), ((), "")),
        ("<https://user@hub.example/>; rel=hub", feed(), ((), "")),
        (f"<https://hub.example/{'x' * 3000}>; rel=hub", feed(), ((), "")),
        (f"<{HUB}>; rel=hub, <ftp://gazette.example/>; rel=self", feed(), ((HUB,), URL)),
    ],
)  # fmt: skip
def test_headers_win_over_the_document(link: str, said: Feed, expected: tuple[tuple[str, ...], str]):
    assert discovered(capture(link), said) == expected


def test_a_real_atom_feed_names_its_hub_and_itself():
    page = capture(body=ATOM.encode())
    assert discovered(page, acquire.read(page)) == ((HUB,), "https://gazette.example/feed.atom")
