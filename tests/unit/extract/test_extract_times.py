"""Times: the best statement of the page, with its precision, offset and origin; unbelievable ones dropped."""

from __future__ import annotations

from datetime import UTC, datetime

from headwater.model.time import Precision, StatedTime
from headwater.model.web import Entry
from unit.extract.pages import CAPTURED_AT, page, read


def _json_ld(fields: str) -> str:
    node = f'{{"@type":"NewsArticle","headline":"Council closes sinking ferry terminal",{fields}}}'
    return f'<script type="application/ld+json">{node}</script>'


def _published(head: str = "", top: str = "", **kwargs: object) -> tuple[str, str]:
    stated = read(page(head=head, top=top), **kwargs).published_at  # type: ignore[arg-type]
    return (stated.text(), stated.origin) if stated else ("", "")


def test_json_ld_comes_first_and_keeps_its_offset() -> None:
    head = (
        _json_ld('"datePublished":"2026-11-23T18:42:00+01:00"')
        + '<meta property="article:published_time" content="2026-11-20T00:00:00Z">'
    )
    assert _published(head) == ("2026-11-23T18:42:00+01:00", "json-ld")


def test_each_origin_is_named() -> None:
    assert _published('<meta property="article:published_time" content="2026-11-23T10:00:00Z">')[1] == "opengraph"
    assert _published('<meta name="dc.date" content="2026-11-23">') == ("2026-11-23", "meta")
    assert _published(top='<meta itemprop="datePublished" content="2026-11-23T10:00:00Z">')[1] == "microdata"
    assert _published(top='<time datetime="2026-11-23T10:00:00Z">today</time>')[1] == "time-element"
    assert _published(top="<p>Published on 23 November 2026</p>") == ("2026-11-23", "visible text")


def test_address_is_the_last_witness() -> None:
    stated = read(page(), url="https://news.lantern.example/2026/11/22/terminal-closes-for-good.html").published_at
    assert stated is not None
    assert (stated.text(), stated.origin, stated.precision) == ("2026-11-22", "url", Precision.DAY)


def test_feed_is_a_witness() -> None:
    at = StatedTime(at=datetime(2026, 11, 23, 10, tzinfo=UTC), offset_minutes=0, origin="feed")
    entry = Entry(url="https://news.lantern.example/x", published_at=at)
    assert read(page(), entry=entry).published_at == at


def test_bare_day_is_made_finer_by_a_time_of_the_same_day() -> None:
    head = _json_ld('"datePublished":"2026-11-23"')
    assert _published(head, '<time datetime="2026-11-23T10:05:00+01:00">10:05</time>') == (
        "2026-11-23T10:05:00+01:00",
        "time-element",
    )


def test_bare_day_is_not_changed_by_another_day() -> None:
    head = _json_ld('"datePublished":"2026-11-22"')
    assert _published(head, '<time datetime="2026-11-23T10:05:00+01:00">10:05</time>') == ("2026-11-22", "json-ld")


def test_future_and_prehistoric_dates_are_not_believed() -> None:
    assert _published('<meta property="article:published_time" content="2031-01-01T00:00:00Z">') == ("", "")
    assert _published('<meta property="article:published_time" content="1970-01-01T00:00:00Z">') == ("", "")


def test_moment_of_reading_is_the_servers_clock() -> None:
    assert _published(f'<meta property="article:published_time" content="{CAPTURED_AT.isoformat()}">') == ("", "")


def test_two_witnesses_after_the_capture_show_that_its_stamp_is_early() -> None:
    head = (
        _json_ld('"datePublished":"2026-12-03T10:00:00Z"')
        + '<meta property="article:published_time" content="2026-12-03T10:00:00Z">'
    )
    assert _published(head)[0] == "2026-12-03T10:00:00Z"


def test_shown_date_overrules_a_later_declared_one() -> None:
    head = _json_ld('"datePublished":"2026-11-20T02:00:00Z"')
    assert _published(head, "<p>14 March 2024</p>") == ("2024-03-14", "visible text")


def test_only_change_known_is_marked() -> None:
    assert _published(top="<p>Last updated: 23 November 2026</p>") == ("2026-11-23", "visible text (modified)")


def test_modified_before_published_is_dropped() -> None:
    head = _json_ld('"datePublished":"2026-11-23T10:00:00Z","dateModified":"2026-11-20T10:00:00Z"')
    assert read(page(head=head)).modified_at is None


def test_dates_in_comments_and_teasers_are_not_the_articles() -> None:
    html = page().replace(
        "</article>", '</article><div class="comment"><time datetime="2026-01-05T10:00:00Z">5 January</time></div>'
    )
    assert read(html).published_at is None


def test_clock_without_zone_takes_the_zone_of_another_statement() -> None:
    head = _json_ld('"datePublished":"2026-11-23T18:42:00"')
    same_clock = '<meta property="article:published_time" content="2026-11-23T18:42:00+01:00">'
    in_utc = '<meta property="article:published_time" content="2026-11-23T17:42:00Z">'
    assert _published(head + same_clock) == ("2026-11-23T18:42:00+01:00", "json-ld")
    assert _published(head + in_utc) == ("2026-11-23T18:42:00+01:00", "json-ld")
    assert _published(head) == ("2026-11-23T18:42:00", "json-ld")


def test_utc_is_shown_on_the_readers_clock_where_the_address_names_another_day() -> None:
    head = _json_ld('"datePublished":"2026-11-23T02:41:41Z"')
    html = page(head=head, top="<p>November 22, 2026 9:41 pm</p>")
    stated = read(html, url="https://news.lantern.example/2026/11/22/terminal-closes-for-good.html").published_at
    assert stated is not None
    assert stated.text() == "2026-11-22T21:41:41-05:00"


def test_published_that_repeats_the_change_gives_way_to_an_earlier_declared_time() -> None:
    head = (
        _json_ld('"datePublished":"2026-11-23T10:00:00Z","dateModified":"2026-11-23T10:00:00Z"')
        + '<meta property="article:published_time" content="2026-11-23T08:30:00Z">'
    )
    assert _published(head) == ("2026-11-23T08:30:00Z", "opengraph")


def test_line_of_two_times_gives_each_its_own() -> None:
    article = read(page(top="<p>20 November 2026 10:42 Updated 21 November 2026 12:20</p>"))
    assert article.published_at is not None
    assert article.modified_at is not None
    assert article.published_at.text() == "2026-11-20T10:42:00"
    assert article.modified_at.text() == "2026-11-21T12:20:00"


def test_earlier_date_within_prose_overrules_nothing() -> None:
    head = _json_ld('"datePublished":"2026-11-20T02:00:00Z"')
    caption = "<p>The pier on 14 March 2024, before the first boats were moved to the container dock.</p>"
    assert _published(head, caption) == ("2026-11-20T02:00:00Z", "json-ld")
