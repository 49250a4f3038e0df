"""What a page's blocks and its head keep of markup: links that say something, declarations, no files to load."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import Block, read_blocks
from headwater.extract._metadata import Head
from headwater.extract._shape import Hint, name_hints
from headwater.extract._terms import find_licence

URL = "https://news.lantern.example/2026/locks"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def _blocks(body: str) -> list[Block]:
    return read_blocks(LexborHTMLParser(f"<body>{body}</body>")).blocks


def _head(markup: str) -> Head:
    return Head(LexborHTMLParser(markup), URL)


def test_a_link_around_a_picture_alone_is_no_link_of_the_next_line() -> None:
    blocks = _blocks("<a href=/gates><img src=g.jpg></a><p>The gates open <a href=/when>at noon</a>.</p>")
    assert [block.links for block in blocks] == [(("/when", "at noon"),)]


def test_white_space_before_a_line_is_none_of_it_and_white_space_inside_divides() -> None:
    assert [block.text for block in _blocks("<div> \n <p>\n<b>The</b> \n <i>lock</i>s</p> \n</div>")] == ["The locks"]


def test_a_break_after_empty_lines_is_counted_and_a_single_one_within_a_sentence_joins() -> None:
    blocks = _blocks("<p>The gates of the harbour<br>open at noon.<br><br>Boats wait.</p>")
    assert [block.text for block in blocks] == ["The gates of the harbour open at noon.", "Boats wait."]
    assert blocks[1].breaks_before == 2


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ("site-sidebar", Hint.JUNK),
        ("siteSidebar", Hint.JUNK),
        ("sidebar-layout", Hint.NONE),
        ("category-comments", Hint.NONE),
        ("wide", Hint.NONE),
    ],
)
def test_a_class_name_is_read_by_its_words(names: str, hint: int) -> None:
    assert name_hints(names) & hint == hint
    assert bool(name_hints(names)) is bool(hint)


def test_links_that_browsers_load_to_show_a_page_declare_nothing() -> None:
    head = _head("<link rel=stylesheet href=/a.css><link rel=icon href=/i><link rel=canonical href=/2026/locks-1>")
    assert [link.relations for link in head.links] == [("canonical",)]


def test_an_element_that_declares_twice_is_found_once() -> None:
    head = _head('<meta name=author itemprop=author content="Ada Moor"><h1 itemprop=headline>The locks</h1>')
    assert head.metas["author"] == ("Ada Moor",)
    assert [len(head.properties[name]) for name in ("author", "headline")] == [1, 1]


@pytest.mark.parametrize(
    ("markup", "licence"),
    [
        (f"<article><a href={LICENCE}>CC BY</a></article>", LICENCE),
        (f"<footer><a href={LICENCE}>CC BY</a></footer>", ""),
        (f"<footer><a rel='nofollow license' href={LICENCE}>CC BY</a></footer>", LICENCE),
        (f"<p itemprop=license href={LICENCE}>CC BY</p>", LICENCE),
    ],
)
def test_a_licence_counts_where_it_is_declared_or_stands_in_the_article(markup: str, licence: str) -> None:
    assert find_licence(_head(markup)) == licence


@pytest.mark.parametrize("mark", ["<!-- {} -->", "//<![CDATA[\n{}\n//]]>", "{};", " {} "])
def test_marks_of_comments_around_json_ld_are_no_part_of_it(mark: str) -> None:
    said = '{"@type": "NewsArticle", "headline": "The locks -- and /* why */ https://a.example"}'
    head = _head(f'<script type="application/LD+JSON">{mark.replace("{}", said)}</script>')
    assert head.article.get("headline") == "The locks -- and /* why */ https://a.example"
