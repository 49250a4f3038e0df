"""What a page declares: headline, publisher, JSON-LD in all its states, licence, access, section, language."""

from __future__ import annotations

import pytest

from headwater.extract import article_line, extract
from headwater.extract._extraction import Extraction
from headwater.extract._headline import without_site_name
from headwater.extract._jsonld import read_graph
from unit.extract.pages import HEADLINE, PROSE, capture, page, paragraphs, read


@pytest.mark.parametrize(
    ("title", "sites", "wanted"),
    [
        ("Ferry terminal closes - The Lantern", ["The Lantern"], "Ferry terminal closes"),
        ("The Lantern | Ferry terminal closes", ["The Lantern"], "Ferry terminal closes"),
        ("Ferry terminal closes | Harbour | The Lantern", ["The Lantern", "Harbour"], "Ferry terminal closes"),
        ("Ferry terminal closes – for good", ["The Lantern"], "Ferry terminal closes – for good"),
        ("Паром закрыт — Заречье сегодня", ["Заречье сегодня"], "Паром закрыт"),
        (
            "Ferry terminal closes - lantern.example",
            ["news.lantern.example"],
            "Ferry terminal closes - lantern.example",
        ),
    ],
)
def test_site_name_is_no_part_of_a_headline(title: str, sites: list[str], wanted: str) -> None:
    assert without_site_name(title, sites) == wanted


def test_h1_that_agrees_with_the_title_wins_over_a_logo() -> None:
    html = f"<title>{HEADLINE} - The Lantern</title><h1>The Lantern</h1><h1>{HEADLINE}</h1>{paragraphs()}"
    assert read(html).headline == HEADLINE


def test_declared_headline_stands_in_where_no_h1_does() -> None:
    site = '<meta property="og:site_name" content="The Lantern">'
    head = f'<meta property="og:title" content="{HEADLINE} | The Lantern">{site}'
    assert read(f"<head>{head}</head><body>{paragraphs()}</body>").headline == HEADLINE


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"Ferry"}',
        '[{"@type":"NewsArticle","headline":"Ferry"}]',
        '{"@graph":[{"@type":["Article","NewsArticle"],"headline":"Ferry"}]}',
        '<!-- {"@type":"NewsArticle","headline":"Ferry"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"Ferry"}\n//]]>',
        '{"@type":"NewsArticle","headline":"Ferry",}',
        '{"@type":"NewsArticle","headline":"Ferry","description":"two\nlines"}',
        '{"@type":"NewsArticle","headline":"Ferry"',
        '{"@type":"Organization","name":"x"}{"@type":"NewsArticle","headline":"Ferry"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Ferry&quot;}",
        '{"@type":"NewsArticle","headline":"Ferry","articleBody":"she said "no" to it"}',
        '{"@type":"http://schema.org/NewsArticle","headline":"Ferry"}',
    ],
)
def test_json_ld_is_read_in_every_state_it_is_found_in(block: str) -> None:
    graph = read_graph([block])
    assert any(node.get("headline") == "Ferry" for node in graph.nodes)


@pytest.mark.parametrize("block", ["", "null", "[[[[", "[" * 100_000, '"text"', "{}", "12"])
def test_json_ld_that_says_nothing_gives_nothing(block: str) -> None:
    assert read_graph([block]).nodes == ()


def test_articles_below_lists_are_other_works() -> None:
    block = '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another"}]}'
    assert [node.get("headline") for node in read_graph([block]).foreign] == ["Another"]


def test_publisher_is_an_organisation_with_its_domain() -> None:
    publisher = read(page(head='<meta property="og:site_name" content="The Lantern">')).publisher
    assert (publisher.name, publisher.domain) == ("The Lantern", "lantern.example")


def test_licence_is_found_and_signalled() -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    result = extract(capture(page(end=f'<p><a rel="license" href="{address}">CC BY</a></p>')), article_id="a1")
    assert isinstance(result, Extraction)
    assert result.article.licence == address
    assert [(signal.kind, signal.allows) for signal in result.signals] == [("licence", True)]


def test_page_without_a_licence_has_no_signal() -> None:
    result = extract(capture(page()), article_id="a1")
    assert isinstance(result, Extraction)
    assert (result.article.licence, result.signals) == ("", ())


@pytest.mark.parametrize(
    ("value", "wanted"), [('"False"', False), ("true", True), ('"http://schema.org/False"', False)]
)
def test_access_is_read_in_its_many_spellings(value: str, wanted: bool) -> None:
    node = f'{{"@type":"NewsArticle","headline":"x","isAccessibleForFree":{value}}}'
    assert read(page(head=f'<script type="application/ld+json">{node}</script>')).is_accessible is wanted


def test_access_unsaid_is_none() -> None:
    assert read(page()).is_accessible is None


def test_language_is_the_texts_own_not_the_declared() -> None:
    article = read(page(lang="de-AT"))
    assert (article.language, article.declared_language) == ("en", "de-AT")


def test_keywords_and_section_are_the_publishers_own() -> None:
    section = '<meta property="article:section" content="Harbour">'
    head = section + '<meta name="news_keywords" content="ferries, Port Ellery, ferries">'
    article = read(page(head=head))
    assert (article.section, article.keywords) == ("Harbour", ("ferries", "Port Ellery"))


def test_line_has_exactly_the_public_fields() -> None:
    result = extract(capture(page()), article_id="a1")
    assert isinstance(result, Extraction)
    line = article_line(result)
    assert set(line) == {"article", "credits", "signals"}
    assert line["article"]["text"] == "\n\n".join(PROSE)
    wanted = (
        "url canonical_url headline byline publisher published_at published_at_from modified_at language text "
        "paragraphs images section keywords licence"
    )
    assert set(wanted.split()) <= set(line["article"])
    assert line["article"]["published_at"] is None
