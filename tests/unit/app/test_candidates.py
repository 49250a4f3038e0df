from datetime import UTC, datetime, timedelta

from headwater.acquire.publisher_facts import Fact, FactKind
from headwater.app.finding import Answer, Candidate, choose, merge
from headwater.app.finding.merging import completed
from headwater.app.finding.places import common_feeds, likely_first
from headwater.app.finding.typed import is_bare_domain, typed_url
from headwater.model.article import Publisher, PublisherKind
from headwater.model.time import StatedTime
from headwater.model.web import Entry, Feed, FetchOutcome, SourceKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def candidate(name, numbers, kind=SourceKind.RSS, *, hours=None, **feed):
    """A feed that announces articles of these numbers; number n was published n hours ago, or `hours` ago."""
    entries = tuple(
        Entry(
            url=f"https://paper.example/a/{number}",
            title=f"Headline number {number}",
            published_at=StatedTime(at=NOW - timedelta(hours=number if hours is None else hours)),
        )
        for number in numbers
    )
    url = f"https://paper.example/{name}"
    answer = Answer(url=url, outcome=FetchOutcome(), feed=Feed(kind=kind, entries=entries, **feed))
    return Candidate(url=url, found_by="test", answer=answer)


def taken(*candidates):
    return [one.url.rpartition("/")[2] for one in choose(candidates, NOW) if one.is_taken]


def why(*candidates):
    return {one.url.rpartition("/")[2]: one.why for one in choose(candidates, NOW)}


def test_of_two_feeds_with_the_same_entries_one_is_taken():
    assert taken(candidate("rss", range(10)), candidate("atom", range(10), SourceKind.ATOM)) == ["rss"]
    assert "same entries" in why(candidate("rss", range(10)), candidate("atom", range(10)))["atom"]


def test_the_broadest_feed_comes_first_and_what_it_contains_is_left():
    assert taken(candidate("sport", range(3)), candidate("all", range(20))) == ["all"]


def test_a_section_that_only_reaches_further_back_is_contained_in_the_main_feed():
    assert taken(candidate("main", range(20)), candidate("section", range(10, 60, 10))) == ["main"]


def test_feeds_that_announce_different_things_are_all_taken():
    assert taken(candidate("a", range(10)), candidate("b", range(100, 109))) == ["a", "b"]


def test_a_feed_covered_by_two_others_together_is_left():
    chosen = taken(candidate("a", range(10)), candidate("b", range(10, 20)), candidate("c", range(6, 14)))
    assert chosen == ["a", "b"]


def test_a_plain_sitemap_is_taken_only_without_a_feed_and_only_if_it_dates_its_pages():
    sitemap = candidate("sitemap.xml", range(50), SourceKind.SITEMAP)
    old = candidate("old.xml", range(50), SourceKind.SITEMAP, hours=24 * 30)
    assert taken(candidate("rss", range(5)), sitemap) == ["rss"]
    assert taken(sitemap) == ["sitemap.xml"]
    assert taken(old) == []


def test_a_news_sitemap_beats_a_plain_one_and_a_page():
    page = candidate("", range(40), SourceKind.PAGE)
    news = candidate("news.xml", range(8), SourceKind.NEWS_SITEMAP)
    assert taken(page, candidate("sitemap.xml", range(90), SourceKind.SITEMAP), news) == ["news.xml"]


def test_a_feed_that_has_ended_is_the_last_resort():
    dead = candidate("rss", range(30), hours=24 * 400)
    assert taken(dead, candidate("", range(5), SourceKind.PAGE)) == [""]
    assert taken(dead) == ["rss"]


def test_a_feed_that_is_cut_off_is_weighed_like_a_sitemap():
    cut = candidate("rss", range(5), repaired=("truncated",))
    assert taken(cut, candidate("sitemap.xml", range(9), SourceKind.SITEMAP)) == ["sitemap.xml"]


def test_empty_feeds_and_more_than_ten_are_left_with_a_reason():
    many = [candidate(f"f{n}", range(n * 1000, n * 1000 + 5), hours=1) for n in range(14)]
    assert len(taken(*many)) == 10
    assert why(candidate("rss", ()))["rss"] == "it is empty now"


def test_the_same_candidates_in_another_order_choose_the_same_set():
    one, two, three = candidate("a", range(10)), candidate("b", range(5, 30)), candidate("c", range(40, 45))
    assert set(taken(one, two, three)) == set(taken(three, two, one))


def fact(kind, value, weight, origin="somewhere"):
    return Fact(kind=kind, value=value, weight=weight, origin=origin)


def test_places_that_agree_beat_one_that_is_surer_alone():
    facts = [
        fact(FactKind.NAME, "The Paper", 0.6, "feed"),
        fact(FactKind.NAME, "the paper", 0.7, "title"),
        fact(FactKind.NAME, "Paper Online", 0.8, "og:site_name"),
    ]
    assert merge(facts, url="https://paper.example/").publisher.name == "the paper"


def test_ten_feeds_with_one_title_are_one_witness():
    facts = [fact(FactKind.NAME, "Sport", 0.5, "feed")] * 10 + [fact(FactKind.NAME, "The Paper", 0.7, "title")]
    assert merge(facts, url="https://paper.example/").publisher.name == "The Paper"


def test_a_weak_country_alone_is_not_believed_and_a_fallback_is_marked_weak():
    assert merge([fact(FactKind.COUNTRY, "US", 0.1)], url="https://paper.example/").publisher.country == ""
    profile = merge([fact(FactKind.LANGUAGE, "nb", 0.7, "html")], url="https://paper.example/")
    assert profile.publisher.country == "NO"
    assert [one.is_weak for one in profile.believed if one.kind is FactKind.COUNTRY] == [True]


def test_a_domain_sold_to_everybody_counts_where_its_country_speaks_the_language():
    arabic = [fact(FactKind.LANGUAGE, "ar", 0.7)]
    assert merge(arabic, url="https://paper.ly/").publisher.country == "LY"
    assert merge(arabic, url="https://paper.io/").publisher.country == ""


def test_headlines_beat_a_language_that_the_page_only_declares():
    titles = (
        "Власти района утвердили новый порядок движения автобусов",
        "Жители посёлка третью неделю остаются без горячей воды",
        "На реке начался ледоход, спасатели предупреждают рыбаков",
        "Школьники нашли в лесу старинную монету и отдали её музею",
    )
    entries = [Entry(url=f"https://paper.example/{n}", title=title) for n, title in enumerate(titles)]
    facts = [fact(FactKind.LANGUAGE, "en", 0.35, "language of the page")]
    assert merge(facts, url="https://paper.example/", feeds=[entries]).publisher.languages[0] == "ru"


def test_what_was_known_of_a_publisher_stays_and_gaps_are_filled():
    known = Publisher(id="p", name="Known", domains=("a.example",), languages=("nb",))
    found = Publisher(
        name="Found",
        kind=PublisherKind.NEWSPAPER,
        domains=("b.example",),
        country="NO",
        languages=("nn",),
        owner="House",
    )
    whole = completed(known, found)
    assert (whole.name, whole.country, whole.owner, whole.kind) == ("Known", "NO", "House", PublisherKind.NEWSPAPER)
    assert whole.domains == ("a.example", "b.example")
    assert whole.languages == ("nb", "nn")


def test_typed_addresses_are_mended():
    assert typed_url("paper.example") == "https://paper.example/"
    assert typed_url(" paper.example/news ") == "https://paper.example/news"
    assert typed_url("feed:https://paper.example/rss") == "https://paper.example/rss"
    assert typed_url("feed://paper.example/rss") == "https://paper.example/rss"
    assert typed_url("127.0.0.1:8000/x") == "https://127.0.0.1:8000/x"
    assert typed_url("рупор.рф").endswith(".xn--p1ai/")
    for nothing in (
        "not an address",
        "",
        "javascript:alert(1)",
        "mailto:a@paper.example",
        "ftp://paper.example/",
        "word",
    ):
        assert typed_url(nothing) == ""
    assert is_bare_domain("paper.example")
    assert not is_bare_domain("paper.example/news")


def test_guesses_stay_few_and_below_what_was_typed():
    assert len(common_feeds("https://paper.example/")) <= 8
    assert common_feeds("https://paper.example/sport/") == (
        "https://paper.example/sport/feed",
        "https://paper.example/sport/rss",
    )


def test_news_sitemaps_are_asked_first_and_those_of_pictures_never():
    urls = [
        f"https://paper.example/{name}.xml"
        for name in ("sitemap-tags", "sitemap", "video-sitemap", "sitemap-index", "news")
    ]
    names = [url.rpartition("/")[2] for url in likely_first(urls)]
    assert names == ["news.xml", "sitemap-index.xml", "sitemap.xml"]
