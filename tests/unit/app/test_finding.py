"""Looking at outlets over real HTTP on loopback: each host is one kind of outlet, and every request is recorded."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import pytest

from headwater.app import opening
from headwater.app.clock import SystemClock
from headwater.app.finding import advice, as_source, find_sources
from headwater.app.passing import passing_store
from headwater.app.settings import Settings
from headwater.loopback import LoopbackWeb, TlsFault, WebAnswer
from headwater.model.rejection import Reason
from headwater.model.web import SourceKind
from headwater.store import hosts

pytestmark = pytest.mark.xdist_group("finding")  # one worker: its fixture starts once

NOW = datetime.now(UTC)
WORDS = ["Ferry", "timetable", "bridge", "harvest", "river", "council", "library", "museum", "orchard", "railway"]


def rss(host, numbers, title="The Paper"):
    items = "".join(
        f"<item><title>{WORDS[n % 10]} news of the day, part {n}</title><link>https://{host}/2026/story-number-{n}</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=n))}</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>{title}</title><language>en</language>{items}</channel></rss>'


def news_sitemap(host, numbers):
    publication = (
        "<news:publication><news:name>The Paper</news:name><news:language>en</news:language></news:publication>"
    )
    rows = "".join(
        f"<url><loc>https://{host}/2026/story-number-{n}</loc><news:news>{publication}"
        f"<news:publication_date>{(NOW - timedelta(hours=n)).isoformat()}</news:publication_date>"
        f"<news:title>Part {n} of the long story</news:title></news:news></url>"
        for n in numbers
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )


def listing(host, numbers, head="", nav=""):
    links = "".join(
        f'<h2><a href="/2026/story-number-{n}">The {WORDS[n % 10]} and the town: part {n}</a></h2>' for n in numbers
    )
    title = f"<title>{host.partition('.')[0].title()}</title>"
    body = f"<body><nav>{nav}</nav><main>{links}</main></body>"
    return f'<!doctype html><html lang="en"><head>{title}{head}</head>{body}</html>'


def feed_link(path):
    return f'<link rel="alternate" type="application/rss+xml" href="{path}">'


ALL, LATE = range(1, 21), range(1, 9)
INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>https://index.example/sitemap-pages.xml</loc></sitemap>"
    "<sitemap><loc>https://index.example/sitemap-news.xml</loc></sitemap></sitemapindex>"
)
ORGANISATION = (
    '<script type="application/ld+json">{"@type": "Newspaper", "name": "The Trusted Paper", '
    '"address": {"addressCountry": "IE"}}</script>'
)
PAGES = {
    "declared.example": {
        "/": listing(
            "declared.example",
            LATE,
            feed_link("/all.rss") + feed_link("/late.rss") + feed_link("/comments/feed/"),
        ),
        "/all.rss": rss("declared.example", ALL),
        "/late.rss": rss("declared.example", LATE),
        "/comments/feed/": rss("declared.example", range(90, 95)),
    },
    "guess.example": {"/": listing("guess.example", LATE), "/rss.xml": rss("guess.example", LATE)},
    "directory.example": {
        "/": listing("directory.example", LATE, nav='<a href="/rss">RSS</a>'),
        "/rss": '<html><body><a href="/rss/home.xml">Home</a><a href="/rss/far.xml">Far</a></body></html>',
        "/rss/home.xml": rss("directory.example", LATE),
        "/rss/far.xml": rss("directory.example", range(30, 40)),
    },
    "index.example": {
        "/robots.txt": "User-agent: *\nDisallow: /secret/\nSitemap: https://index.example/sitemap_index.xml\n",
        "/": listing("index.example", LATE, feed_link("/secret/rss")),
        "/secret/rss": rss("index.example", ALL),
        "/sitemap_index.xml": INDEX,
        "/sitemap-news.xml": news_sitemap("index.example", ALL),
    },
    "sections.example": {
        "/": listing(
            "sections.example",
            LATE,
            nav='<a href="/sport/">Sport</a><a href="/home-again/">News</a><a href="/login">Log in</a>',
        ),
        "/sport/": listing("sections.example", range(40, 52)),
        "/home-again/": listing("sections.example", LATE),
    },
    "trust.example": {
        "/": listing("trust.example", LATE, feed_link("/rss") + ORGANISATION),
        "/rss": rss("trust.example", LATE),
        "/trust.txt": "controlledby=https://house.example/\n",
    },
    "www.prefixed.example": {
        "/": listing("prefixed", LATE, feed_link("/rss")),
        "/rss": rss("www.prefixed.example", LATE),
    },
    "new.example": {"/": listing("new.example", LATE, feed_link("/rss")), "/rss": rss("new.example", LATE)},
    "refused.example": {"/robots.txt": "User-agent: *\nDisallow: /\n", "/": listing("refused.example", LATE)},
    "login.example": {
        "/": "<html><head><title>Log in</title></head><body><form><input type=password></form></body></html>"
    },
    "soft.example": {"/": "<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1></body></html>"},
    "consent.example": {
        "/": "<html><head><title>We value your privacy</title></head><body><h1>Before you continue</h1>"
        "<p>We use cookies. Accept all cookies or manage your consent.</p></body></html>"
    },
    "quiet.example": {"/rss": rss("quiet.example", ())},
    "expired.example": {"/": listing("expired.example", LATE)},
    "named.example": {
        "/": "<html><head>" + feed_link("/rss") + "</head><body></body></html>",
        "/rss": "<html><title>Log in</title><form><input type=password></form></html>",
    },
}  # fmt: skip


class Press:
    """All hosts; answers 404 for what it does not have, and writes down what it was asked."""

    def __init__(self):
        self.asked = []

    def answer(self, request):
        self.asked.append((request.host, request.path))
        if request.host == "old.example" and request.path != "/robots.txt":
            return WebAnswer(status=301, headers={"location": "https://new.example" + request.path})
        if request.host == "forbidden.example" and request.path != "/robots.txt":
            return WebAnswer(status=403)
        body = PAGES.get(request.host, {}).get(request.path)
        if body is None:
            return WebAnswer(status=404, headers={"content-type": "text/html"}, body=b"<h1>404</h1>")
        kind = "text/plain" if request.path.endswith(".txt") else "application/xml"
        kind = "text/html; charset=utf-8" if "<html" in body[:40] else kind
        return WebAnswer(headers={"content-type": kind}, body=body.encode())

    def paths(self, host):
        return [path for asked, path in self.asked if asked == host]


TYPED = [*(host for host in PAGES if host not in ("www.prefixed.example", "quiet.example")), "prefixed.example"]
TYPED += ["old.example", "forbidden.example", "nowhere.example", "https://quiet.example/rss"]
TYPED += ["https://declared.example/late.rss"]


async def look_at_all(press):
    settings = replace(Settings(), pause_seconds=0.001, children=1)
    hosts = [*PAGES, "old.example", "forbidden.example"]
    web = LoopbackWeb(dict.fromkeys(hosts, press), tls_faults={"expired.example": TlsFault.EXPIRED})
    found = {}
    with passing_store() as store:
        async with web, opening.workshop(settings, store, SystemClock(), route=web.route) as shop:
            for typed in TYPED:
                found[typed] = await find_sources(shop, as_source(typed), is_domain="/" not in typed)
    return found


@pytest.fixture(scope="module")
def looked():
    press = Press()
    return asyncio.run(look_at_all(press)), press


def taken(finding):
    return [urlsplit(candidate.url).path for candidate in finding.taken]


def test_of_the_declared_feeds_the_broadest_is_taken_and_comments_are_not_even_asked(looked):
    found, press = looked
    assert taken(found["declared.example"]) == ["/all.rss"]
    assert "/comments/feed/" not in press.paths("declared.example")


def test_nothing_is_guessed_where_a_feed_was_declared(looked):
    _, press = looked
    assert not {"/feed", "/rss", "/rss.xml", "/sitemap.xml"} & set(press.paths("declared.example"))


def test_a_feed_that_was_typed_is_taken_as_it_is(looked):
    assert taken(looked[0]["https://declared.example/late.rss"]) == ["/late.rss"]


def test_the_usual_places_are_tried_in_order_and_only_until_one_is_good(looked):
    found, press = looked
    assert taken(found["guess.example"]) == ["/rss.xml"]
    asked = press.paths("guess.example")
    assert [path for path in asked if path in ("/feed", "/rss", "/rss.xml", "/feed.xml")] == [
        "/feed",
        "/rss",
        "/rss.xml",
    ]


def test_a_page_that_lists_feeds_leads_to_them(looked):
    assert taken(looked[0]["directory.example"]) == ["/rss/home.xml", "/rss/far.xml"]


def test_the_news_sitemap_of_an_index_is_found_and_what_robots_forbids_is_never_asked(looked):
    found, press = looked
    (candidate,) = found["index.example"].taken
    assert candidate.kind is SourceKind.NEWS_SITEMAP
    assert "/secret/rss" not in press.paths("index.example")
    assert "/sitemap-pages.xml" not in press.paths("index.example")


def test_without_any_feed_the_page_and_those_sections_that_bring_more_are_read(looked):
    assert taken(looked[0]["sections.example"]) == ["/", "/sport/"]
    left = {urlsplit(one.url).path: one.why for one in looked[0]["sections.example"].candidates if not one.is_taken}
    assert "same entries" in left["/home-again/"]


def test_the_publisher_is_filled_in_from_what_the_outlet_says_of_itself(looked):
    publisher = looked[0]["trust.example"].profile.publisher
    assert (publisher.name, publisher.country, publisher.owner) == ("The Trusted Paper", "IE", "house.example")
    assert publisher.kind == "newspaper"
    assert publisher.languages == ("en",)
    assert publisher.domains == ("trust.example",)


def test_a_domain_that_only_answers_under_www_is_found(looked):
    assert taken(looked[0]["prefixed.example"]) == ["/rss"]


def test_an_outlet_that_moved_is_followed_and_told(looked):
    finding = looked[0]["old.example"]
    assert finding.moved_to == "https://new.example/"
    assert [source.url for source in finding.sources()] == ["https://new.example/rss"]
    assert finding.profile.publisher.domain == "new.example"


@pytest.mark.parametrize(
    ("typed", "reason", "words"),
    [
        ("refused.example", Reason.ROBOTS_DISALLOWED, "robots.txt asks"),
        ("login.example", Reason.LOGIN_PAGE, "login page"),
        ("soft.example", Reason.ERROR_PAGE, "error page"),
        ("consent.example", Reason.CONSENT_WALL, "cookies and consent"),
        ("https://quiet.example/rss", Reason.EMPTY_FEED, "announces nothing"),
        ("expired.example", Reason.TLS_FAILED, "certificate"),
        ("nowhere.example", Reason.NAME_NOT_FOUND, "check the spelling"),
        ("forbidden.example", Reason.HTTP_STATUS, "do not pretend"),
        ("named.example", Reason.LOGIN_PAGE, "login page"),
    ],
)
def test_what_gives_nothing_is_told_plainly(looked, typed, reason, words):
    finding = looked[0][typed]
    assert finding.taken == ()
    assert finding.problem.reason is reason
    assert words in advice(finding.problem, finding.problem_status)


def test_an_outlet_costs_a_bounded_number_of_requests_and_none_is_made_twice(looked):
    found, press = looked
    assert max(finding.request_count for finding in found.values()) <= 30
    own = [path for path in press.paths("sections.example") if path != "/robots.txt"]
    assert len(own) == len(set(own))


class _Busy:
    """A host that is up, and asks to be left alone for ten minutes."""

    def answer(self, request):
        if request.path == "/robots.txt":
            return WebAnswer(status=404)
        return WebAnswer(status=503, headers={"retry-after": "600"})


async def _pause_after_looking():
    settings = replace(Settings(), pause_seconds=0.001, children=1)
    web = LoopbackWeb({"busy.example": _Busy()})
    with passing_store() as store:
        async with web, opening.workshop(settings, store, SystemClock(), route=web.route) as shop:
            await find_sources(shop, as_source("busy.example"), is_domain=True)
            with store.read() as tx:
                return hosts.get_host(tx, "busy.example").next_request_at - shop.clock.now()


def test_a_host_that_asked_for_time_is_left_alone_by_whoever_asks_next():
    assert asyncio.run(_pause_after_looking()) > timedelta(minutes=9)
