"""The application: statuses, headers, validators, the cache, and every error as a page."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import unquote

import pytest

from headwater.model.errors import Transient
from headwater.model.view import StatusView
from headwater.publish.addresses import story_path
from headwater.serve import SiteSettings
from headwater.serve.application import CONTENT_SECURITY_POLICY
from unit.publish.invented_press import HOSTILE, NOW, InventedReader
from unit.serve.asking_client import SETTINGS, Client

READER = InventedReader()
STORY = story_path(READER.stories[0])
HTML_PAGES = [
    "/", "/river", STORY, "/a/01LEAD", "/a/01TRANS", "/a/04HOSTILE", "/source/almaraya.example", "/sources", "/search",
    "/search?q=Bres", "/search?q=nothing-has-this", "/rights", "/status", "/about/how", "/nothing", "/a/05ERASED",
    "/a/05HELD", "/search?q=%22open", story_path(READER.stories[-1]),
]  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Client:
    return Client()


# Every page


@pytest.mark.parametrize("path", HTML_PAGES)
def test_page_has_what_every_page_has(client: Client, path: str) -> None:
    got = client.get(path)
    tree = got.tree
    assert len(tree.css("h1")) == 1
    assert all(len(tree.css(landmark)) == 1 for landmark in ("main", "nav", "footer"))
    assert tree.css_first("a.skip").attributes["href"] == "#main"
    assert tree.css_first("footer a.top").attributes["href"] == "#top"
    assert tree.css_first("html").attributes["id"] == "top"
    assert got.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"]


@pytest.mark.parametrize("path", HTML_PAGES)
def test_page_needs_nothing_that_the_content_policy_forbids(client: Client, path: str) -> None:
    tree = client.get(path).tree
    assert not tree.css("style, [style], iframe, object, embed, base")
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.lower().startswith("on")], node.html
    for script in tree.css("script"):
        kind = script.attributes.get("type") or ""
        assert kind == "application/ld+json" or (script.attributes.get("src") or "").startswith("/static/")
    assert all(not (image.attributes.get("src") or "/").startswith("http") for image in tree.css("img"))


@pytest.fixture(scope="module")
def wide_client() -> Client:
    return Client(READER, SiteSettings(stories_per_page=100, articles_per_river_page=1000))


@pytest.mark.parametrize("path", ["/a/04HOSTILE", "/", "/river", story_path(READER.stories[-1]), "/search?q=script"])
def test_markup_in_foreign_words_stays_words(wide_client: Client, path: str) -> None:
    got = wide_client.get(path)
    tree = got.tree
    assert HOSTILE in tree.css_first("main").text()
    assert "<script>alert" not in got.text
    assert not tree.css("img")
    for link in tree.css("a"):
        assert (link.attributes.get("href") or "").startswith(("http://", "https://", "/", "#", "mailto:"))


def test_echoed_query_stays_words(client: Client) -> None:
    got = client.get("/search?q=%3Cscript%3Ealert(9)%3C/script%3E")
    assert "<script>alert(9)" not in got.text
    assert "alert(9)" in got.text


def test_structured_data_cannot_end_its_element(client: Client) -> None:
    script = client.get("/a/04HOSTILE").tree.css_first('script[type="application/ld+json"]').text()
    assert json.loads(script)["headline"] == HOSTILE


def test_structured_data_says_what_an_article_is_based_on(client: Client) -> None:
    told = json.loads(client.get("/a/01TRANS").tree.css_first('script[type="application/ld+json"]').text())
    assert told["@type"] == "NewsArticle"
    assert told["isBasedOn"]["url"] == READER.articles["01TRANS"].primary.url
    assert told["mainEntityOfPage"] == READER.articles["01TRANS"].url


def test_article_page_is_not_indexed_and_canonical_is_the_primary_source(client: Client) -> None:
    tree = client.get("/a/01TRANS").tree
    assert tree.css_first('meta[name="robots"]').attributes["content"] == "noindex"
    assert tree.css_first('link[rel="canonical"]').attributes["href"] == READER.articles["01TRANS"].primary.url


def test_foreign_headlines_say_their_language_and_direction(client: Client) -> None:
    headline = client.get(STORY).tree.css_first('a[href="/a/01VOICE1"]')
    assert headline.attributes["lang"] == "ar"
    assert headline.attributes["dir"] == "auto"


def test_budgets_are_kept(client: Client) -> None:
    front = client.get("/")
    assert len(front.raw) <= 120_000
    assert len(client.get("/", accept_encoding="gzip").raw) <= 20_000
    assert len(front.tree.css("*")) <= 1_500
    assert len(client.get("/static/headwater.css").raw) <= 10_240
    assert len(client.get("/static/headwater.js").raw) <= 5_120


# Lists


def test_front_page_leads_to_the_next_page_without_overlap() -> None:
    settings = SiteSettings(stories_per_page=10)
    small = Client(settings=settings)
    first = small.get("/")
    following = first.tree.css_first('a[rel="next"]').attributes["href"]
    assert following
    assert first.tree.css_first('link[rel="next"]').attributes["href"] == following
    second = small.get(following)
    seen = {link.attributes["href"] for link in first.tree.css("main h2 a, main h3 a")}
    assert seen.isdisjoint({link.attributes["href"] for link in second.tree.css("main h2 a, main h3 a")})


def test_front_page_can_be_kept_to_a_language(client: Client) -> None:
    tree = client.get("/?lang=hi").tree
    assert "Hindi" in tree.css_first("h1").text()
    assert len(tree.css("article.card")) < 48


def test_river_pages_reach_every_article() -> None:
    client = Client(settings=SiteSettings(articles_per_river_page=60))
    path, seen = "/river", set()
    while path:
        tree = client.get(path).tree
        seen |= {link.attributes["href"] for link in tree.css(".stream .h a")}
        link = tree.css_first('a[rel="next"]')
        path = (link.attributes["href"] or "") if link else ""
    assert len(seen) == len(READER.articles)


def test_search_pages_carry_the_query(client: Client) -> None:
    tree = client.get("/search?q=a").tree
    following = tree.css_first('a[rel="next"]').attributes["href"]
    assert following == "/search?q=a&cursor=25"
    assert tree.css_first("#q").attributes["value"] == "a"


def test_empty_search_says_what_to_do_next(client: Client) -> None:
    tree = client.get("/search?q=zzzz+lang:kk").tree
    assert "No article was found" in tree.css_first("main").text()
    assert tree.css_first('main a[href="/search?q=zzzz"] code').text() == "lang:kk"


def test_empty_front_page_says_how_far_the_first_collection_is(client: Client) -> None:
    reader = InventedReader()
    reader.stories = []
    empty = dict.fromkeys(("failing_count", "article_count", "story_count", "publisher_count", "language_count"), 0)
    counted = StatusView(as_of=NOW, source_count=34, read_count=14, **empty)
    reader.status = lambda now: counted  # type: ignore[method-assign]
    got = Client(reader).get("/")
    assert got.status == 200
    assert "No story yet" in got.text
    assert "The first collection runs now: 14 of 34 sources read." in got.text


# Single things


@pytest.mark.parametrize("path", ["/story/01STORY", "/story/01STORY-some-older-title", "/story/01MERGED-gone-into-it"])
def test_story_leads_to_its_right_address(client: Client, path: str) -> None:
    got = client.get(path)
    assert got.status == 301
    assert got.headers["location"] == STORY


def test_story_address_in_another_script_is_right_as_it_is(client: Client) -> None:
    path = next(story_path(story) for story in READER.stories if story.title_language == "ar")
    assert "%D8" in path
    assert client.get(path).status == 200
    assert client.get(unquote(path)).status == 200


def test_story_page_folds_word_for_word_copies_under_their_source(client: Client) -> None:
    tree = client.get(STORY).tree
    assert "also in 11 outlets, word for word" in tree.css_first("#r-01WIRE").text()
    assert len(tree.css("#r-01WIRE details li")) == 11


def test_story_page_has_lag_and_relation_in_words(client: Client) -> None:
    tree = client.get(STORY).tree
    words = {row.attributes["id"]: row.css_first(".t").text() for row in tree.css(".cover > li")}
    assert words["r-01LEAD"] == "22:31 UTC"
    assert words["r-01WIRE"] == "+19 min"
    assert words["r-01TRANS"] == "+3 h 05"
    assert words["r-01DAY"] == "23 Nov 2026"
    pills = {row.attributes["id"]: row.css_first(".pill").text() for row in tree.css(".cover > li")}
    assert pills["r-01LEAD"] == "primary source"
    assert pills["r-01VOICE0"] == "original"
    assert pills["r-01TRANS"] == "translated"


def test_story_page_says_how_sure_and_why(client: Client) -> None:
    text = " ".join(client.get(STORY).tree.css_first("section.primary").text().split())
    assert "very sure (96 in 100)" in text
    assert "wie die Zeitung Vinterdal Avis berichtet" in text
    assert "(23:31 there)" in text


def test_story_page_says_what_was_removed(client: Client) -> None:
    assert "1 item removed" in client.get(STORY).text


def test_story_of_one_report_shows_no_charts(client: Client) -> None:
    lone = next(story for story in READER.stories if story.article_count == 1)
    tree = client.get(story_path(lone)).tree
    assert "Only one source so far" in tree.css_first("main").text()
    assert not tree.css(".river, .bars")


def test_river_of_a_story_has_its_numbers_as_a_table(client: Client) -> None:
    tree = client.get(STORY).tree
    assert len(tree.css("svg.river.large g")) == 23
    assert len(tree.css("details.numbers tbody tr")) == 23
    assert not tree.css("svg text")


# Twins and the interface for programs


def test_article_object_always_has_a_primary_source(client: Client) -> None:
    data = client.get("/api/v1/articles?limit=200").json["data"]
    assert len(data) == 200
    for article in data:
        primary = article["primary_source"]
        assert primary["url"]
        assert {"url_kind", "publisher", "authors", "published_at", "confidence", "relation", "evidence"} <= set(
            primary
        )


@pytest.mark.parametrize("path", ["/index.json", "/river.json", "/sources.json", "/search.json?q=a", "/api/v1/stories",
                                  "/api/v1/articles", "/api/v1/sources", "/api/v1/status"])  # fmt: skip
def test_lists_have_one_shape(client: Client, path: str) -> None:
    told = client.get(path).json
    assert {"data", "next", "as_of", "generation"} <= set(told)
    assert told["generation"] == 7
    assert told["as_of"] == "2026-11-23T14:05:00Z"


def test_next_of_the_interface_keeps_the_limit(client: Client) -> None:
    told = client.get("/api/v1/stories?limit=10").json
    assert len(told["data"]) == 10
    assert told["next"].startswith("https://news.test/api/v1/stories?before=")
    assert told["next"].endswith("&limit=10")


@pytest.mark.parametrize("path", [STORY + ".json", "/story/01STORY.json", "/a/01LEAD.json", "/status.json",
                                  "/source/almaraya.example.json"])  # fmt: skip
def test_pages_have_json_twins(client: Client, path: str) -> None:
    got = client.get(path)
    assert got.headers["content-type"].startswith("application/json")
    assert isinstance(got.json, dict)


def test_twins_named_in_the_head_exist(client: Client) -> None:
    for page in ("/", "/river", STORY, "/a/01LEAD", "/search?q=Bres", "/source/almaraya.example", "/sources"):
        for link in client.get(page).tree.css('head link[rel="alternate"]'):
            assert client.get(link.attributes["href"] or "").status == 200


# What is not there


def test_erased_item_answers_410_and_tells_nothing_of_it(client: Client) -> None:
    got = client.get("/a/05ERASED")
    assert got.status == 410
    assert "Removed for the rights-holder on 23 Nov 2026" in got.text
    assert "2026-000042" in got.text
    assert not got.tree.css("main a[href^='http']")
    assert client.get("/a/05ERASED.json").status == 410
    assert client.get("/a/05ERASED.json").headers["content-type"].startswith("application/problem+json")
    assert client.get("/story/05GONESTORY-its-words").status == 410


def test_withheld_item_answers_451_and_says_who_blocks_it(client: Client) -> None:
    got = client.get("/a/05HELD")
    assert got.status == 451
    assert got.headers["link"] == '<https://news.test/>; rel="blocked-by"'
    assert client.get("/a/05HELD.json").status == 451
    assert got.headers["cache-control"] == "no-store"


def test_missing_page_offers_search_and_the_nearest(client: Client) -> None:
    got = client.get("/story/09NEVER-sirenene")
    assert got.status == 404
    assert got.tree.css('main form[action="/search"] input[name="q"]')
    assert got.tree.css('main a[href="/a/01LEAD"]')
    assert client.get("/no/such/page").status == 404
    assert client.get("/a/nothing.json").json["status"] == 404


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/?before=%27--", "before"),
        ("/?lang=nonsense!", "lang"),
        ("/search?q=" + "x" * 401, "at most 400 characters"),
        ("/search?q=a%00b", "null character"),
        ("/search?q=%22open", "never closed"),
        ("/search.json", "missing"),
        ("/api/v1/articles?limit=0", "limit"),
        ("/api/v1/articles?limit=9%C2%B2", "limit"),
        ("/search?q=a&cursor=" + "c" * 600, "cursor"),
    ],
)
def test_bad_parameter_is_named(client: Client, path: str, words: str) -> None:
    got = client.get(path)
    assert got.status == 400
    assert words in got.text


def test_writing_is_refused_as_a_page(client: Client) -> None:
    got = client.get("/", method="POST")
    assert got.status == 405
    assert "GET" in got.headers["allow"]
    assert got.tree.css("h1")


def test_database_that_is_not_ready_answers_503_in_words() -> None:
    client = Client()
    client.reader.failure = Transient("The database is being prepared.")
    got = client.get("/")
    assert got.status == 503
    assert got.headers["retry-after"] == "5"
    assert "The database is being prepared." in got.text
    assert client.get("/api/v1/stories").json["status"] == 503
    assert (client.get("/readyz").status, client.get("/healthz").status) == (503, 200)


def test_bug_answers_500_with_an_incident_and_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.reader.failure = ZeroDivisionError("secret detail")
    got = client.get("/")
    assert got.status == 500
    assert "20261123-140500-1" in got.text
    assert "secret" not in got.text
    assert "incident 20261123-140500-1" in caplog.text
    client.reader.failure = None
    assert client.get("/").status == 200


# Validators, cache, compression


def test_same_generation_answers_304_without_asking_for_anything_else() -> None:
    client = Client()
    tag = client.get("/").headers["etag"]
    asked = client.reader.asked
    got = client.get("/", if_none_match=f'"other", {tag}')
    assert (got.status, got.raw) == (304, b"")
    assert client.reader.asked == asked
    client.reader.move()
    assert client.get("/", if_none_match=tag).status == 200


def test_page_is_drawn_once_for_each_generation_and_minute() -> None:
    client = Client()
    client.get("/?unknown=1")
    client.get("/")
    assert client.reader.asked == 1
    client.reader.move()
    client.get("/")
    assert client.reader.asked == 2
    client.now = NOW + timedelta(minutes=1)
    client.get("/")
    assert client.reader.asked == 3


def test_withholding_shows_at_once() -> None:
    client = Client()
    assert client.get("/a/01LEAD").status == 200
    article = client.reader.articles.pop("01LEAD")
    client.reader.removed["01LEAD"] = client.reader.removed["05HELD"]
    client.reader.move()
    got = client.get("/a/01LEAD")
    assert got.status == 451
    assert article.headline not in got.text


def test_compressed_page_is_the_same_page(client: Client) -> None:
    packed = client.get("/", accept_encoding="br, gzip;q=0.5")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.text == client.get("/").text
    assert "content-encoding" not in client.get("/", accept_encoding="gzip;q=0").headers


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    head, full = client.get("/", method="HEAD"), client.get("/")
    assert head.raw == b""
    assert head.headers == full.headers


def test_status_is_never_cached(client: Client) -> None:
    assert client.get("/status").headers["cache-control"] == "no-store"
    assert "etag" not in client.get("/status").headers


def test_static_files_are_cached_for_good_under_their_digest(client: Client) -> None:
    href = client.get("/").tree.css_first('link[rel="stylesheet"]').attributes["href"] or ""
    assert "immutable" in client.get(href).headers["cache-control"]
    assert "immutable" not in client.get("/static/headwater.css?v=old").headers["cache-control"]
    assert client.get("/static/..%2Fpages.py").status == 404


def test_rights_page_begins_with_the_address(client: Client) -> None:
    tree = client.get("/rights").tree
    first = tree.css_first("main p")
    assert first.css_first("a").attributes["href"] == f"mailto:{SETTINGS.rights_address}"
    assert "24 hours" in first.text()


def test_search_engines_are_kept_from_excerpts(client: Client) -> None:
    assert "Disallow: /a/" in client.get("/robots.txt").text
    assert client.get("/healthz").text == "ok\n"
