"""The page cache and what a client accepts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from headwater.serve.answers import Answer, PageCache, accepts_gzip
from headwater.serve.assets import smaller_css

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_cache_holds_no_more_than_its_bytes_and_drops_the_oldest_used() -> None:
    cache = PageCache(max_bytes=300)
    answers = {name: Answer(body=name.encode() * 100) for name in "abcd"}
    for name in "abc":
        cache.put(name, 1, NOW, answers[name])
    assert cache.get("a", 1, NOW) is answers["a"]
    cache.put("d", 1, NOW, answers["d"])
    assert cache.get("b", 1, NOW) is None
    assert cache.get("a", 1, NOW) is answers["a"]
    assert cache.get("d", 1, NOW) is answers["d"]


def test_answer_larger_than_the_cache_is_not_held() -> None:
    cache = PageCache(max_bytes=10)
    cache.put("a", 1, NOW, Answer(body=b"x" * 11))
    assert cache.get("a", 1, NOW) is None


def test_replaced_answer_does_not_count_twice() -> None:
    cache = PageCache(max_bytes=100)
    for _ in range(5):
        cache.put("a", 1, NOW, Answer(body=b"x" * 60))
    cache.put("b", 1, NOW, Answer(body=b"x" * 40))
    assert cache.get("a", 1, NOW) is not None


def test_answer_of_an_older_generation_is_neither_held_nor_given() -> None:
    cache = PageCache(max_bytes=100)
    cache.put("a", 2, NOW, Answer(body=b"new"))
    cache.put("b", 1, NOW, Answer(body=b"late"))
    assert cache.get("b", 1, NOW) is None
    assert cache.get("b", 2, NOW) is None
    assert cache.get("a", 3, NOW) is None


def test_clock_set_back_gives_no_page_of_the_future() -> None:
    cache = PageCache(max_bytes=100)
    cache.put("a", 1, NOW, Answer(body=b"x"))
    assert cache.get("a", 1, NOW - timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("gzip", True), ("GZIP", True), ("br, gzip;q=0.1", True), ("*", True), ("gzip; q=1.0", True),
        ("", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.000", False), ("*;q=0", False),
        ("identity, *;q=0, gzip", True),
    ],
)  # fmt: skip
def test_gzip_is_sent_only_where_it_is_accepted(header: str, allowed: bool) -> None:
    assert accepts_gzip(header) is allowed


def test_smaller_style_says_the_same() -> None:
    style = """/* note */
.a > .b:hover { color : red; content: "a  ; {b}" }
@media (max-width: 40rem) { .c { margin: 0 auto; } }"""
    assert smaller_css(style) == (
        '.a>.b:hover{color :red;content:"a  ; {b}"}@media (max-width:40rem){.c{margin:0 auto}}'
    )
