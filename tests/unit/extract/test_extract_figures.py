"""Which images of a page are its article's, and which caption and credit belong to which; all pages are invented."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from headwater.model.article import Picture
from headwater.model.web import Entry, FeedMedia
from unit.extract.pages import HEADLINE, PROSE, URL, page, paragraphs, read

IMG = '<img src="/pier-at-low-tide.jpg">'


def _pictures(html: str, entry: Entry | None = None) -> tuple[Picture, ...]:
    return read(html, entry=entry).pictures


def _texts(html: str) -> list[tuple[str, str]]:
    return [(picture.caption, picture.credit) for picture in _pictures(html)]


CASES = tomllib.loads(Path(__file__).with_name("figures.toml").read_text("utf-8"))
FIGURES, PLACES = CASES["figures"], CASES["places"]


@pytest.mark.parametrize("case", FIGURES)
def test_a_figure_gives_caption_and_credit_apart(case: str) -> None:
    figure = FIGURES[case]
    assert _texts(page(top=figure["html"])) == [(figure["caption"], figure["credit"])]


@pytest.mark.parametrize("case", FIGURES)
def test_a_caption_is_no_paragraph(case: str) -> None:
    figure = FIGURES[case]
    assert not any(figure["caption"] in paragraph for paragraph in read(page(top=figure["html"])).paragraphs)


@pytest.mark.parametrize("place", PLACES)
def test_the_texts_of_an_image_are_found_wherever_they_stand(place: str) -> None:
    body = f"<p>{PROSE[0]}</p>{PLACES[place]}{paragraphs(PROSE[1:])}"
    found = _pictures(page(body))
    assert [(p.url, p.caption.removesuffix(" of the old town.").removesuffix("."), p.credit) for p in found] == [
        ("https://news.lantern.example/pier-at-low-tide.jpg", "The pier", "Lena Ortiz")
    ]


def test_captions_of_neighbours_are_not_mixed() -> None:
    rows = "".join(
        f'<li><img src="/boat-number-{n}.jpg"><p class="caption">Boat {n}.</p><small>Photo: Ann {n}</small></li>'
        for n in ("One", "Two", "Three")
    )
    found = _texts(page(f"<p>{PROSE[0]}</p><ul class='gallery'>{rows}</ul>{paragraphs(PROSE[1:])}"))
    assert found == [(f"Boat {n}.", f"Ann {n}") for n in ("One", "Two", "Three")]


def test_an_image_without_caption_does_not_take_its_neighbours() -> None:
    figures = f'<figure>{IMG}</figure><figure><img src="/b.jpg"><figcaption>The boat</figcaption></figure>'
    assert _texts(page(f"<p>{PROSE[0]}</p>{figures}{paragraphs(PROSE[1:])}")) == [("", ""), ("The boat", "")]


def test_pictures_come_in_page_order() -> None:
    figures = [f'<figure><img src="/{name}.jpg"><figcaption>{name}</figcaption></figure>' for name in ("one", "two")]
    body = f"<p>{PROSE[0]}</p>{figures[0]}{paragraphs(PROSE[1:3])}{figures[1]}<p>{PROSE[3]}</p>"
    head = '<meta property="og:image" content="/two.jpg">'
    assert [picture.caption for picture in _pictures(page(body, head=head))] == ["one", "two"]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/assets/logo.png" width="200">',
        '<img src="/avatar.jpg" width="48" height="48">',
        '<img class="author-avatar" src="/lena.jpg">',
        '<img src="https://counter.example/pixel?id=3" width="1" height="1">',
        '<img src="/icons/ic_print.png">',
        '<img src="/placeholder.svg">',
        '<div class="author-box"><img src="/lena-ortiz-portrait.jpg"></div>',
        '<nav><img src="/harbour-by-night.jpg"></nav>',
        '<div class="related"><figure><img src="/b.jpg"><figcaption>Another story</figcaption></figure></div>',
        '<article><a href="/other"><img src="/harbour-by-night.jpg"></a><h3>Another story</h3></article>',
        '<a href="https://news.lantern.example/other"><img src="/harbour-by-night.jpg"></a>',
        '<a href="https://shop.example/boots"><img src="/boots-on-sale.jpg"></a>',
    ],
)
def test_icons_authors_and_teasers_are_no_pictures_of_the_article(image: str) -> None:
    assert _pictures(page(f"<p>{PROSE[0]}</p>{image}{paragraphs(PROSE[1:])}")) == ()


def test_an_image_linked_to_its_own_large_file_is_a_picture() -> None:
    body = f'<p>{PROSE[0]}</p><a href="/pier-at-low-tide-large.jpg">{IMG}</a>{paragraphs(PROSE[1:])}'
    assert len(_pictures(page(body))) == 1


def test_figures_below_the_page_of_the_article_are_not_its_own() -> None:
    below = '<section><div><figure><img src="/harbour-by-night.jpg"></figure><a href="/o">Other</a></div></section>'
    html = page().replace("</body>", f"{below}</body>")
    assert _pictures(html) == ()


def test_alternative_text_is_no_caption() -> None:
    body = f'<p>{PROSE[0]}</p><figure><img src="/a.jpg" alt="A pier at low tide"></figure>{paragraphs(PROSE[1:])}'
    assert _texts(page(body)) == [("", "")]


def _node(**image: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "url": URL, "image": {"@type": "ImageObject", **image}}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_an_image_object_gives_all_that_it_says() -> None:
    head = _node(
        contentUrl="/pier-at-low-tide.jpg",
        caption="The pier.",
        creditText="Photo: Lena Ortiz/Meridian",
        creator=[{"name": "Lena Ortiz"}, {"name": "Hal Soames"}],
        acquireLicensePage="https://meridian.example/licences",
    )
    assert _pictures(page(head=head)) == (
        Picture(
            url="https://news.lantern.example/pier-at-low-tide.jpg",
            caption="The pier.",
            credit="Lena Ortiz/Meridian",
            creator="Lena Ortiz, Hal Soames",
            licence="https://meridian.example/licences",
        ),
    )


@pytest.mark.parametrize("key", ["copyrightNotice", "copyrightHolder"])
def test_a_copyright_is_the_credit_where_no_credit_is_stated(key: str) -> None:
    assert _texts(page(head=_node(url="/a.jpg", **{key: "© Lena Ortiz"}))) == [("", "Lena Ortiz")]


def test_what_the_page_shows_goes_before_what_its_json_says() -> None:
    head = _node(
        url="/pier-at-low-tide.jpg?w=1200", caption="Wrong", creditText="Nobody", license="https://cc.example/by"
    )
    figure = f"<figure>{IMG}<figcaption>The pier. Photo: Lena Ortiz</figcaption></figure>"
    picture = _pictures(page(head=head, top=figure))[0]
    assert (picture.caption, picture.credit, picture.licence) == ("The pier.", "Lena Ortiz", "https://cc.example/by")


@pytest.mark.parametrize("caption", [HEADLINE, "A pier, an old boat", "pier at low tide"])
def test_headline_alternative_text_and_file_name_are_no_captions_in_json(caption: str) -> None:
    body = f'{paragraphs()}<img src="/other.gif" alt="A pier, an old boat">'
    assert _texts(page(body, head=_node(url="/pier-at-low-tide.jpg", caption=caption))) == [("", "")]


def test_a_default_image_of_the_head_is_no_picture() -> None:
    assert _pictures(page(head='<meta property="og:image" content="/img/default.png">')) == ()


def test_a_licence_linked_beside_a_picture_is_its_licence() -> None:
    link = '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
    figure = f"<figure>{IMG}<figcaption>The pier. Photo: Lena Ortiz, {link}</figcaption></figure>"
    assert _pictures(page(top=figure))[0].licence.startswith("https://creativecommons.org/licenses/by/4.0")


def test_the_feeds_picture_has_the_feeds_caption_and_credit() -> None:
    media = FeedMedia(
        url="https://news.lantern.example/a.jpg", media_type="image/jpeg", caption="The pier.", credit="Foto: Ana"
    )
    found = _pictures(page(), entry=Entry(url=URL, media=(media,)))
    assert [(picture.caption, picture.credit) for picture in found] == [("The pier.", "Ana")]


def test_the_length_of_a_video_is_no_credit() -> None:
    block = f'<div>{IMG}<div class="video__credit"><span>3:10</span> <span>• Source: Nordtele</span></div></div>'
    assert _texts(page(f"<p>{PROSE[0]}</p>{block}{paragraphs(PROSE[1:])}")) == [("", "")]
