"""Forms of pages: live blog, gallery, video, next page, AMP and print."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from headwater.extract import Extraction, PageForm, PageKind, extract
from headwater.model.web import Capture

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SITE = "https://www.ellerylantern.example"
TEXT = "".join(
    f"<p>Paragraph {number}: the harbour office counted the boats and wrote down the names of their owners.</p>"
    for number in range(6)
)


def _form(body: str, *, url: str = f"{SITE}/town/harbour-count-2026", head: str = "", root: str = "") -> PageForm:
    html = f"<html {root}><head><title>Harbour counts its boats</title>{head}</head><body>{body}</body></html>"
    capture = Capture(
        id="c",
        requested_url=url,
        final_url=url,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=html.encode(),
        captured_at=AT,
    )
    result = extract(capture, article_id="a")
    assert isinstance(result, Extraction), result
    assert result.article.kind == result.form.kind.value
    return result.form


def _page(more: str = "") -> str:
    return f"<h1>Harbour counts its boats</h1>{TEXT}{more}"


def _json_ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **node})}</script>'


def test_a_page_without_signs_is_a_plain_article() -> None:
    assert _form(_page()) == PageForm()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (_json_ld(**{"@type": "LiveBlogPosting", "headline": "Harbour counts its boats"}), PageKind.LIVE_BLOG),
        (_json_ld(**{"@type": "ImageGallery", "name": "Harbour counts its boats"}), PageKind.GALLERY),
        (_json_ld(**{"@type": "VideoObject", "name": "Harbour counts its boats"}), PageKind.VIDEO),
        ('<meta property="og:type" content="video.other">', PageKind.VIDEO),
        (_json_ld(**{"@type": "PodcastEpisode", "name": "Harbour counts its boats"}), PageKind.AUDIO),
        (_json_ld(**{"@type": "CollectionPage", "name": "Harbour counts its boats"}), PageKind.LISTING),
    ],
)
def test_what_a_page_declares_is_its_kind(head: str, kind: PageKind) -> None:
    form = _form(_page(), head=head)
    assert form.kind is kind
    assert form.evidence


def test_a_video_inside_a_declared_article_makes_no_video_page() -> None:
    head = _json_ld(
        **{"@type": "NewsArticle", "headline": "Harbour counts its boats", "video": {"@type": "VideoObject"}}
    )
    assert _form(_page("<video src='/v.mp4'></video>"), head=head).kind is PageKind.ARTICLE


def test_clock_times_alone_make_no_live_blog_but_with_a_word_they_do() -> None:
    lines = "".join(
        f"<div><h3>1{n}:05</h3><p>The {n}th boat came in and was counted by the office.</p></div>" for n in range(4)
    )
    body = f"<h1>Harbour counts its boats</h1>{TEXT}{lines}"
    assert _form(body).kind is PageKind.ARTICLE
    assert _form(body, url=f"{SITE}/live/harbour-counts-its-boats").kind is PageKind.LIVE_BLOG


def test_few_words_under_many_pictures_make_a_gallery() -> None:
    figures = "".join(
        f"<figure><img src='/p{n}.jpg'><figcaption>Boat number {n} at the quay</figcaption></figure>" for n in range(8)
    )
    assert _form(f"<h1>Harbour counts its boats</h1>{TEXT}{figures}").kind is PageKind.GALLERY
    long_text = "".join(TEXT.replace("Paragraph", f"Part {part}, paragraph") for part in range(4))
    assert _form(f"<h1>Harbour counts its boats</h1>{long_text}{figures}").kind is PageKind.ARTICLE


@pytest.mark.parametrize(
    ("own", "following", "is_next"),
    [
        ("/town/boats", "/town/boats?page=2", True),
        ("/town/boats", "/town/boats/2", True),
        ("/town/boats/", "/town/boats/page/2/", True),
        ("/town/boats.html", "/town/boats-2.html", True),
        ("/town/boats?page=2", "/town/boats?page=3", True),
        ("/town/boats", "/town/boats/3", False),
        ("/town/boats", "/town/bridge-closed", False),
        ("/town/boats", "/town/bridge/2", False),
        ("/town/boats", "https://other.example/town/boats/2", False),
    ],
)
def test_the_next_page_is_the_same_article_one_page_on(own: str, following: str, is_next: bool) -> None:
    declared = _form(_page(), url=SITE + own, head=f'<link rel="next" href="{following}">')
    assert (declared.next_page != "") is is_next
    linked = _form(_page(f'<div class="pagination"><a href="{following}">Next page</a></div>'), url=SITE + own)
    assert (linked.next_page != "") is is_next


def test_an_amp_page_gives_its_canonical() -> None:
    form = _form(_page(), root="⚡", head=f'<link rel="canonical" href="{SITE}/town/harbour">')
    assert (form.variant, form.original_url) == ("amp", f"{SITE}/town/harbour")


@pytest.mark.parametrize("own", ["/print/4711-boats", "/town/4711-boats?print=1", "/town/4711-boats/print"])
def test_a_print_version_gives_the_page_it_links_back_to(own: str) -> None:
    form = _form(_page('<p><a href="/town/4711-boats">Back to the story</a></p>'), url=SITE + own)
    assert (form.variant, form.original_url) == ("print", f"{SITE}/town/4711-boats")


PLAYER = "<audio controls src='/a.mp3'></audio>"


@pytest.mark.parametrize(
    "headline",
    ["Podcast: the man who counts waves", "Подкаст: человек считает волны", "播客｜数浪的人", "పాడ్‌కాస్ట్: అలలు లెక్కించే మనిషి"],
)
def test_a_word_and_a_recording_make_an_audio_page_and_neither_does_alone(headline: str) -> None:
    body = _page(PLAYER).replace("Harbour counts its boats", headline)
    assert _form(body).kind is PageKind.AUDIO
    assert _form(body.replace(PLAYER, "")).kind is PageKind.ARTICLE
    assert _form(_page(PLAYER)).kind is PageKind.ARTICLE


def test_an_article_read_aloud_is_no_audio_page() -> None:
    head = _json_ld(
        **{"@type": "NewsArticle", "headline": "Harbour counts its boats", "audio": {"@type": "AudioObject"}}
    )
    assert _form(_page(PLAYER), head=head).kind is PageKind.ARTICLE
    assert _form(_page(), head=_json_ld(**{"@type": "AudioObject", "name": "boats"})).kind is PageKind.ARTICLE


def test_a_long_article_with_a_recording_is_one_unless_its_folder_holds_recordings() -> None:
    text = "".join(
        f"<p>On day {number} the harbour office counted the boats and their owners.</p>" for number in range(50)
    )
    body = f"<h1>Podcast: harbour counts its boats</h1>{text}{PLAYER}"
    assert _form(body).kind is PageKind.ARTICLE
    assert _form(body, url=f"{SITE}/podcast/harbour-counts-its-boats").kind is PageKind.AUDIO


@pytest.mark.parametrize("stamps", [("10:05 - ", "11:40 - ", "12:15 - "), ("١٠:٠٥ ", "١١:٤٠ ", "١٢:١٥ ")])
def test_lines_that_begin_with_the_clock_make_a_live_blog_where_a_word_calls_it_so(stamps: tuple[str, ...]) -> None:
    lines = "".join(f"<p>{stamp}The next boat came in and was counted by the office.</p>" for stamp in stamps)
    assert _form(f"<h1>Live: harbour counts its boats</h1>{TEXT}{lines}").kind is PageKind.LIVE_BLOG
    assert _form(f"<h1>Harbour counts its boats</h1>{TEXT}{lines}").kind is PageKind.ARTICLE


@pytest.mark.parametrize("stamp", ["14时05分", "11月23日 14:05", "23 نوفمبر 14:05", "14 час 05", "오후 2시 05분"])
def test_a_line_of_a_clock_time_alone_may_be_written_in_many_ways(stamp: str) -> None:
    lines = "".join(f"<div>{stamp}</div><p>The {n}th boat came in and was counted.</p>" for n in range(4))
    form = _form(f"<h1>Live: harbour counts its boats</h1>{TEXT}{lines}")
    assert (form.kind is PageKind.LIVE_BLOG) is (stamp != "14 час 05")


@pytest.mark.parametrize("own", ["/طباعة/4711", "/pechat/4711", "/town/4711?action=print", "/印刷/4711"])
def test_print_versions_of_other_scripts_are_told_by_their_address(own: str) -> None:
    assert _form(_page(), url=SITE + own).variant == "print"
