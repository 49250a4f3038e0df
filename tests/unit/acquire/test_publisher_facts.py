import json
from datetime import UTC, datetime

import pytest

from headwater.acquire.publisher_facts import (
    FactKind,
    ads_facts,
    domain_facts,
    feed_facts,
    publisher_facts,
    trust_facts,
)
from headwater.acquire.sections import sections
from headwater.model.web import Capture, Feed, SourceKind

HOME = "https://paper.example/"


def page(body, url=HOME, headers=None):
    return Capture(
        id="c",
        requested_url=url,
        final_url=url,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"} | (headers or {}),
        body=body.encode() if isinstance(body, str) else body,
        captured_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def said(facts, kind):
    return [fact.value for fact in sorted(facts, key=lambda fact: -fact.weight) if fact.kind is kind]


def ld(*nodes):
    return page(f'<html><head><script type="application/ld+json">{json.dumps(list(nodes))}</script></head></html>')


def test_an_organisation_tells_its_name_kind_country_owner_and_other_domains():
    facts = publisher_facts(
        ld(
            {
                "@type": ["NewsMediaOrganization", "Newspaper"],
                "name": "The Paper",
                "url": HOME,
                "address": {"@type": "PostalAddress", "addressCountry": {"@type": "Country", "name": "Norway"}},
                "parentOrganization": {
                    "@type": "Organization",
                    "name": "Big House AS",
                    "url": "https://house.example/",
                },
                "sameAs": ["https://social.example/thepaper", "https://paper.test/", "https://paper.example/about"],
            }
        )
    )
    assert said(facts, FactKind.NAME) == ["The Paper"]
    assert said(facts, FactKind.KIND) == ["newspaper"]
    assert said(facts, FactKind.COUNTRY) == ["NO"]
    assert said(facts, FactKind.OWNER) == ["Big House AS"]
    assert said(facts, FactKind.DOMAIN) == ["paper.test"]


def test_references_between_nodes_are_followed_and_the_sites_own_publisher_is_no_owner():
    graph = {
        "@graph": [
            {
                "@type": "WebSite",
                "@id": "#site",
                "name": "The Paper",
                "publisher": {"@id": "#org"},
                "inLanguage": "nb-NO",
            },
            {"@type": "Organization", "@id": "#org", "name": "The Paper", "url": "/"},
        ]
    }
    facts = publisher_facts(ld(graph))
    assert set(said(facts, FactKind.NAME)) == {"The Paper"}
    assert said(facts, FactKind.OWNER) == []
    assert said(facts, FactKind.LANGUAGE) == ["nb"]
    assert said(facts, FactKind.COUNTRY) == ["NO"]


def test_organisations_that_a_page_only_mentions_are_not_its_publisher():
    article = {
        "@type": "NewsArticle",
        "author": {"@type": "Organization", "name": "Agency"},
        "mentions": [{"@type": "Organization", "name": "Factory"}],
        "publisher": {"@type": "Organization", "name": "The Paper"},
    }
    other = {"@type": "Organization", "name": "Partner", "url": "https://partner.example/"}
    assert said(publisher_facts(ld(article, other)), FactKind.NAME) == ["The Paper"]


@pytest.mark.parametrize(
    "block", ["{", "[" * 5000, "null", "7", '{"@type": 5}', '{"@type":"Organization","name":{"a":1}}', ""]
)
def test_broken_statements_say_nothing(block):
    body = f'<script type="application/ld+json">{block}</script>'
    assert publisher_facts(page(body)) == ()


def test_metas_language_and_title_are_read():
    body = (
        '<html lang="kk-KZ"><head><title>Көктерек хабары — басты бет</title>'
        '<meta property="og:site_name" content="Көктерек хабары"><meta property="og:locale" content="kk_KZ">'
        '<meta name="geo.region" content="KZ-75"></head></html>'
    )
    facts = publisher_facts(page(body))
    assert said(facts, FactKind.NAME)[0] == "Көктерек хабары"
    assert set(said(facts, FactKind.COUNTRY)) == {"KZ"}
    assert set(said(facts, FactKind.LANGUAGE)) == {"kk"}


def test_the_part_of_a_title_that_spells_the_host_is_the_name():
    facts = publisher_facts(page("<title>News, sport and weather | Harrow Bay</title>", "https://harrowbay.example/"))
    assert said(facts, FactKind.NAME) == ["Harrow Bay"]


def test_the_default_of_content_systems_says_hardly_anything_about_a_country():
    facts = publisher_facts(page('<html lang="en-US">'))
    (country,) = [fact for fact in facts if fact.kind is FactKind.COUNTRY]
    assert country.weight < 0.25


def test_feeds_give_their_title_without_the_word_feed():
    facts = feed_facts(Feed(kind=SourceKind.RSS, title="The Paper - RSS Feed", language="pt-br"))
    assert said(facts, FactKind.NAME) == ["The Paper"]
    assert said(facts, FactKind.LANGUAGE) == ["pt"]
    assert said(facts, FactKind.COUNTRY) == ["BR"]
    assert feed_facts(Feed(kind=SourceKind.RSS, title="RSS", language="!")) == ()


def test_trust_txt_gives_owner_and_only_domains_of_the_same_name():
    text = (
        "# our file\nmember=https://association.example/\ncontrolledby=https://www.house.example/\n"
        "control=https://paper.test/\ncontrol=https://other.example/\nsocial=https://social.example/paper\nbroken\n"
    )
    facts = trust_facts(text, HOME)
    assert said(facts, FactKind.OWNER) == ["house.example"]
    assert said(facts, FactKind.DOMAIN) == ["paper.test"]


def test_ads_txt_gives_the_owners_domain_unless_it_is_the_papers_own():
    assert said(ads_facts("OWNERDOMAIN=house.example\nexchange.example, 1, DIRECT", HOME), FactKind.OWNER) == [
        "house.example"
    ]
    assert ads_facts("ownerdomain=paper.example", HOME) == ()
    assert ads_facts("MANAGERDOMAIN=seller.example", HOME) == ()


def test_a_page_that_answers_for_a_text_file_says_nothing():
    body = "<html><body>controlledby=https://evil.example/</body></html>"
    assert publisher_facts(page(body, HOME + "trust.txt")) == ()
    assert publisher_facts(page("controlledby=https://house.example/", HOME + ".well-known/trust.txt")) != ()


def test_a_domain_that_is_sold_to_everybody_proves_less():
    sure = [fact.weight for fact in domain_facts("https://paper.no/") if fact.kind is FactKind.COUNTRY]
    sold = [fact.weight for fact in domain_facts("https://paper.tv/") if fact.kind is FactKind.COUNTRY]
    assert sure[0] > 0.5 > 0.25 > sold[0]


def test_sections_are_short_shallow_links_of_the_navigation_on_the_same_host():
    body = (
        '<nav><a href="/politics/">Politics</a><a href="/sport">Sport</a><a href="/politics/">again</a>'
        '<a href="/login">Log in</a><a href="https://shop.paper.example/x">Shop</a><a href="/a/b/c/">Deep</a>'
        '<a href="/privacy-policy">Privacy</a><a href="/2026/11/great-story-of-the-day">Story</a><a href="/">Home</a>'
        '<a href="/long">A link text that is as long as a whole headline would be</a></nav>'
        '<main><a href="/culture">Culture</a></main>'
    )
    assert [(one.title, one.url) for one in sections(page(body))] == [
        ("Politics", HOME + "politics/"),
        ("Sport", HOME + "sport"),
    ]
