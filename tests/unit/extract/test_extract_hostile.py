"""Pages made to harm: read as if nothing were, or refused with a reason; the limits are those of the real children.

No time is measured here. A child has a deadline, and what would take too long comes back as TIMEOUT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from headwater.model.rejection import Reason, Rejection
from headwater.pipeline.reading import ReadResult, ReadTask
from headwater.pipeline.sandbox import Children, SandboxLimits
from headwater.text.nesting import MAX_ATTRIBUTES, MAX_DEPTH, MAX_OPTIONS, flattened
from unit.extract.pages import HEADLINE, PROSE, capture, page, paragraphs, read, refused

MANY = 400_000
SOME = 60_000
DEADLINE_SECONDS = 30.0
MEMORY_BYTES = 2 << 30
JSON_LD = "<script type=application/ld+json>{}</script>"
DATA = "data:image/png;base64," + "A" * 20_000_000


def _end(markup: str) -> Callable[[], str]:
    return lambda: page(end=markup)


def _head(markup: str) -> Callable[[], str]:
    return lambda: page(head=markup)


# Each is built when it is needed: together they would be half a gigabyte.
READ: dict[str, Callable[[], str]] = {
    "100,000 nested elements": lambda: page(end="<div>" * 100_000),
    "60,000 unclosed links": lambda: page(end="<a href=x>" * SOME),
    "60,000 unclosed paragraphs": lambda: page(end="<p>" * SOME),
    "100,000 nested tables": lambda: page(end="<table><tr><td>" * 100_000),
    "60,000 cells outside rows": lambda: page(end="<table>" + "x<td>" * (SOME)),
    "50,000 misnested": lambda: page(end="<b><div></b>" * 50_000),
    "100,000 stray end tags": lambda: page(end="<div></x>" * 100_000),
    "60,000 choices": lambda: page(end="<select>" + "<option>x" * SOME),
    "nested groups of choices": lambda: page(end="<select><optgroup>" * (SOME)),
    "400,000 attributes": lambda: page(end="<div " + " ".join(f"a{n}=1" for n in range(MANY)) + ">x</div>"),
    "an attribute of 4 MB": lambda: page(end="<div class='" + "a " * (5 * MANY) + "'>x</div>"),
    "a style of 4 MB": lambda: page(end="<div style='" + "display: " * MANY + "'>x</div>"),
    "an address of 4 MB": lambda: page(end="<a href='" + "a/" * (5 * MANY) + "'>x</a>"),
    "20 MB of image in src": lambda: page(end=f'<img src="{DATA}">'),
    "20 MB of image in a style sheet": lambda: page(head=f"<style>a{{background:url({DATA})}}</style>"),
    "20 MB of image in a style": lambda: page(end=f'<div style="background:url({DATA})">x</div>'),
    "entities": lambda: page(end="<p>" + "&amp;&notit;&#x10ffff;" * 300_000),
    "angle brackets": lambda: page(end="<" * (5 * MANY)),
    "comments without end": lambda: page(end="<!--" * SOME),
    "scripts without end": lambda: page(end="<script>" * SOME),
    "templates": lambda: page(end="<template>" * SOME),
    "drawings": lambda: page(end="<svg><foreignObject>" * (SOME)),
    "cells in drawings": lambda: page(end="<svg>" + "<td>" * (SOME)),
    "white space": lambda: page(end="<p>" + " " * (10 * MANY) + "x"),
    "a tower of marks": lambda: page(end="<p>a" + "\u0301\u0316" * SOME),
    "a title of 3 MB": lambda: page(head="<title>" + "word - " * MANY + "</title>"),
    "20,000 headings": lambda: page(end="".join(f"<h1>word word {n}</h1>" for n in range(20_000))),
    "hidden in hidden": lambda: page(end="<div hidden>x" * 30_000),
    "10,000 figures": lambda: page(end="<figure><img src=a.jpg width=900><figcaption>x</figcaption></figure>" * 10_000),
    "JSON 100,000 deep": lambda: page(head=JSON_LD.format("[" * 100_000)),
    "JSON objects 100,000 deep": lambda: page(head=JSON_LD.format('{"author":' * 100_000)),
    "a number of 400,000 digits": lambda: page(head=JSON_LD.format('{"datePublished":' + "9" * MANY + "}")),
    "numbers without bounds": lambda: page(
        head=JSON_LD.format('{"@type":"NewsArticle","headline":1e999,"author":NaN,"image":-Infinity,"keywords":0.1e-9}')
    ),
    "20,000 authors": lambda: page(
        head=JSON_LD.format('{"@type":"NewsArticle","author":[' + ",".join(['{"name":"A B"}'] * 20_000) + "]}")
    ),
    "commas": lambda: page(head=JSON_LD.format("[" + ("," + " " * 1_000) * 1_900)),
    "unclosed quotes": lambda: page(head=JSON_LD.format('"headline" : "\\\\\\' * 100_000)),
    "broken JSON in every block": lambda: page(head=JSON_LD.format('{"a":1,' * 5_000) * 60),
    "NUL bytes between all": lambda: "\0".join(page()),
    "four million NUL bytes": lambda: "\0" * (10 * MANY) + page(),
}


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    limits = SandboxLimits(deadline_seconds=DEADLINE_SECONDS, memory_bytes=MEMORY_BYTES)
    with Children(1, limits) as crew:
        yield crew


def answer_of(children: Children, body: str | bytes) -> ReadResult | Rejection:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    answer = children.call(
        "read_page", ReadTask(capture=capture(body), article_id="a1", first_seen_at=at, with_vectors=False)
    )
    assert isinstance(answer, (ReadResult, Rejection))
    return answer


@pytest.mark.slow
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("name", READ)
def test_hostile_page_is_read_within_the_limits(children: Children, name: str) -> None:
    answer = answer_of(children, READ[name]())
    assert isinstance(answer, ReadResult), answer
    assert answer.article.paragraphs[: len(PROSE)] == PROSE
    assert answer.article.headline == HEADLINE


@pytest.mark.slow
@pytest.mark.xdist_group("hostile")
def test_fifty_megabytes_of_markup_are_refused_in_the_child(children: Children) -> None:
    answer = answer_of(children, page(end="<p>word word word</p>" * 2_400_000))
    assert isinstance(answer, Rejection)
    assert answer.reason is Reason.TOO_LARGE


@pytest.mark.slow
@pytest.mark.xdist_group("hostile")
def test_what_costs_too_much_memory_or_time_is_a_rejection_and_the_next_page_is_read() -> None:
    with Children(1, SandboxLimits(deadline_seconds=0.5, start_seconds=30.0, memory_bytes=1 << 29)) as small:
        assert isinstance(answer_of(small, page()), (ReadResult, Rejection))
        answer = answer_of(small, page(end="<p>x <b>y</b>" * 400_000))
        assert isinstance(answer, Rejection)
        assert answer.reason in (Reason.TIMEOUT, Reason.OUT_OF_MEMORY, Reason.CRASHED)


def test_text_made_by_scripts_is_not_read() -> None:
    script = f"<script>document.write('<p>{PROSE[3]}</p>')</script><noscript><p>{PROSE[2]}</p></noscript>"
    assert read(page(paragraphs(PROSE[:2]), end=script)).paragraphs == PROSE[:2]


def test_text_for_browsers_without_scripts_is_not_read_and_no_page_consists_of_it() -> None:
    note = "<noscript><p>Please switch scripts on to read what our readers say about the harbour.</p></noscript>"
    assert read(page(end=note, top=note)).paragraphs == PROSE
    only = f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><div id=app></div><noscript>{paragraphs()}</noscript>"
    assert refused(only).reason is Reason.NO_TEXT
    assert refused(f"{only}<script src=app.js></script>").reason is Reason.EMPTY_SHELL


def test_images_for_browsers_without_scripts_are_read_where_a_script_puts_them_in_later() -> None:
    image = "<noscript><img src='/pier.jpg' width=900 height=600></noscript>"
    lazy = "<img class=lazy src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' width=900 height=600>"
    for inside in (image, lazy + image):
        figure = f"<figure>{inside}<figcaption>The pier at dusk. Photo: Jane Doe</figcaption></figure>"
        (picture,) = read(page(end=figure)).pictures
        assert (picture.url, picture.credit) == ("https://news.lantern.example/pier.jpg", "Jane Doe")


@pytest.mark.parametrize(
    "hidden",
    ["<div hidden>{}</div>", "<p style='display: none'>{}</p>", "<template>{}</template>",
     "<p>Seen <b hidden>{}</b></p>",
     "<div style='VISIBILITY:hidden'><p>{}</p></div>", "<!-- {} -->", "<textarea>{}</textarea>"],
)  # fmt: skip
def test_what_the_page_hides_is_not_its_text(hidden: str) -> None:
    said = "Nobody was meant to read that the mayor had sold the harbour to his brother in the spring."
    assert said not in read(page(end=hidden.format(said))).text


def test_a_page_that_hides_its_whole_article_until_a_script_shows_it_is_read() -> None:
    body = f"<html><body><h1>{HEADLINE}</h1><div style='display:none'>{paragraphs()}</div><p>Loading</p></body></html>"
    assert read(body).paragraphs == PROSE


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style>",
        "<a href='javascript:alert(1)'>here</a>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    ],
)
def test_markup_meant_to_attack_readers_is_not_in_the_text(attack: str) -> None:
    text = read(page(end=f"<p>The last ferry leaves at noon on Sunday. {attack}</p>")).text
    assert "alert" not in text
    assert "<" not in text


def test_markup_written_as_text_stays_text() -> None:
    sentence = "The form said <script>alert(1)</script> to everyone who opened it on Monday morning."
    escaped = sentence.replace("<", "&lt;")
    assert sentence in read(page(end=f"<p>{escaped}</p>")).paragraphs


def test_text_of_which_too_many_bytes_are_unreadable_is_garbled() -> None:
    broken = page().replace("e", "\ufffd")
    assert refused(broken.replace("m\ufffdta", "meta").replace("h\ufffdad", "head")).reason is Reason.GARBLED


def test_stray_end_tags_do_not_hide_how_deep_the_page_is() -> None:
    html = "<div></x>" * 20_000
    assert flattened(html).count("<div>") == MAX_DEPTH


def test_shapes_of_drawings_and_empty_elements_are_no_nesting() -> None:
    html = "<svg><path d='M0 0'/><circle r=1 /></svg><br><img src=a.jpg><p>x" * 3_000
    assert flattened(html) == html


def test_choices_and_attributes_beyond_their_limits_are_left_out() -> None:
    assert flattened("<select>" + "<option>x" * 20_000).count("<option>") == MAX_OPTIONS
    monster = "<div " + " ".join(f"data-a{number}='a b'" for number in range(20_000)) + ">text</div>"
    flat = flattened(monster)
    assert flat.count("data-a") == MAX_ATTRIBUTES
    assert flat.endswith(">text</div>")


def test_one_long_attribute_is_left_alone() -> None:
    html = f"<div data-state='{'[1, 2], ' * 30_000}'>text</div><script>{'if (a<b) c = d; ' * 20_000}</script>"
    assert flattened(html) == html
