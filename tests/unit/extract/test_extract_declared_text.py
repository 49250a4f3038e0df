"""Text that stands in JSON-LD only: when it is read, when not, and that no word of it changes."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from headwater.extract import Extraction, HostKnowledge, article_line, extract
from headwater.extract._declared_text import GROUP_CHARS, declared_text
from headwater.extract._metadata import Head
from headwater.model.rejection import Reason
from headwater.text.words import squash
from unit.extract.pages import HEADLINE, PROSE, URL, capture, page, read, refused

BODY = "\n\n".join(PROSE)


def _script(*nodes: dict[str, Any]) -> str:
    said = json.dumps(list(nodes)).replace("</", r"<\/")
    return f'<script type="application/ld+json">{said}</script>'


def _node(**more: Any) -> dict[str, Any]:
    node = {"@type": "NewsArticle", "url": URL, "headline": HEADLINE, "articleBody": BODY}
    return {name: value for name, value in {**node, **more}.items() if value is not None}


def _shell(*nodes: dict[str, Any], body: str = "", head: str = "") -> str:
    return (
        f"<html><head><title>{HEADLINE}</title>{head}{_script(*nodes)}</head><body>{body}<div id=app></div>"
        "<script src=/app.js></script></body></html>"
    )


def _declared(*nodes: dict[str, Any], head: str = "") -> tuple[str, ...]:
    found = declared_text(Head(LexborHTMLParser(_shell(*nodes, head=head)), URL))
    return found.paragraphs if found is not None else ()


def test_an_empty_shell_gives_the_text_that_it_declares_and_says_where_it_was_read() -> None:
    article = read(_shell(_node()))
    assert article.paragraphs == PROSE
    assert article.text_from == "json-ld"
    result = extract(capture(_shell(_node())), article_id="a1")
    assert isinstance(result, Extraction)
    assert article_line(result)["article"]["text_from"] == "json-ld"


def test_a_shell_that_sends_on_only_readers_without_scripts_is_still_read() -> None:
    noscript = '<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>'
    assert read(_shell(_node(), head=noscript)).paragraphs == PROSE
    assert refused(_shell(_node(), head=noscript[10:-11])).reason is Reason.NOT_AN_ARTICLE


def test_a_page_that_shows_its_text_is_read_as_it_is_shown() -> None:
    article = read(page(head=_script(_node(articleBody=BODY + "\n\nOne sentence more that nobody is shown."))))
    assert (article.paragraphs, article.text_from) == (PROSE, "page")


def test_a_host_learns_nothing_from_declared_text() -> None:
    result = extract(capture(_shell(_node())), article_id="a1", host=HostKnowledge())
    assert isinstance(result, Extraction)
    assert result.facts is None


@pytest.mark.parametrize(
    "nodes",
    [
        [_node(isAccessibleForFree=False)],
        [_node(isAccessibleForFree="http://schema.org/False")],
        [_node(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"})],
        [_node(hasPart=[{"@type": "WebPageElement", "cssSelector": ".paid"}])],
        [_node(), {"@type": "WebPage", "isAccessibleForFree": "false"}],
    ],
)
def test_text_that_is_declared_closed_is_not_read(nodes: list[dict[str, Any]]) -> None:
    assert _declared(*nodes) == ()
    assert refused(_shell(*nodes)).reason is Reason.EMPTY_SHELL


@pytest.mark.parametrize("tier", ["locked", "metered"])
def test_text_of_a_closed_content_tier_is_not_read(tier: str) -> None:
    assert _declared(_node(), head=f'<meta property="article:content_tier" content="{tier}">') == ()


def test_a_page_that_sells_its_text_is_refused_although_it_declares_one() -> None:
    offer = "<p>This article is for subscribers only.</p>"
    assert refused(_shell(_node(), body=offer)).reason is Reason.LOGIN_PAGE


def test_the_body_of_another_work_is_not_read() -> None:
    other = "https://news.lantern.example/2026/another-story"
    assert _declared(_node(url=other, headline="Bridge gets a name")) == ()
    assert _declared(_node(url=None, headline="Bridge"), _node(url=None, headline="Mill")) == ()
    assert _declared(_node(url=other, headline="Mill", articleBody=BODY.upper()), _node()) == PROSE


@pytest.mark.parametrize("body", ["Too short for an article.", BODY + " …", BODY + " [...]", ["x"], {"a": 1}, 7, None])
def test_bodies_that_are_short_cut_off_or_no_text_are_not_read(body: Any) -> None:
    assert _declared(_node(articleBody=body)) == ()


def test_markup_and_entities_of_a_body_are_read_and_nothing_of_scripts() -> None:
    markup = "".join(f"<p>{text}</p>" for text in PROSE) + "<script>alert(1)</script><p hidden></p>"
    assert _declared(_node(articleBody=markup)) == PROSE
    assert _declared(_node(articleBody=markup.replace("<", "&lt;").replace(">", "&gt;"))) == PROSE
    assert _declared(_node(articleBody=BODY.replace("forty", "forty &amp; more"))) == (
        PROSE[0].replace("forty", "forty & more"),
        *PROSE[1:],
    )


def test_headline_and_lines_of_no_article_are_left_out() -> None:
    assert _declared(_node(articleBody="\n".join((HEADLINE, PROSE[0], "Read more", *PROSE[1:])))) == PROSE


def test_a_long_line_is_cut_between_sentences_and_no_word_changes() -> None:
    line = " ".join(PROSE * 4)
    paragraphs = _declared(_node(articleBody=line))
    assert " ".join(paragraphs) == line
    assert len(paragraphs) > 1
    assert all(len(paragraph) >= GROUP_CHARS for paragraph in paragraphs[:-1])
    assert all(paragraph.endswith(".") for paragraph in paragraphs)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from((*PROSE, "\n", "。", "&amp;", " . ", "\u00a0")), st.text()), max_size=30))
def test_whatever_a_body_holds_its_paragraphs_stand_in_it_verbatim_and_in_order(parts: list[str]) -> None:
    body = " ".join((*parts, *PROSE * 2))
    said = squash(unescape(unescape(body)))
    at = 0
    for paragraph in _declared(_node(articleBody=body)):
        if "<" not in said:
            at = said.index(paragraph, at)
        assert paragraph == squash(paragraph) != ""
