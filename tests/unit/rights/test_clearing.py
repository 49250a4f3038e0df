from datetime import UTC, datetime

import pytest

from headwater.model.article import Article, Picture, Publisher
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Signal, Use
from headwater.rights import clear, licence_signals, permit, robots_rule, rule, signals_from_headers, standing_permit

URL = "https://paper.example/river"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PICTURE = Picture(url="https://paper.example/i.jpg", caption="A river", credit="Lena Brook")
ARTICLE = Article(
    id="a1",
    url=URL,
    headline="River rises",
    paragraphs=("The river rose in the night.", "Nobody was hurt. " + "The town is dry. " * 40),
    publisher=Publisher(name="Tidewater Courier", domains=("paper.example",)),
    byline=("Mira Holt", "Sam Okoro"),
    pictures=(PICTURE, Picture(url="https://paper.example/j.jpg")),
    summary="The publisher's own summary.",
)


def refusal(*uses: Use) -> Signal:
    return Signal(kind="test", uses=uses, allows=False, text="no")


def test_without_signals_an_excerpt_is_shown_and_nothing_more() -> None:
    cleared = clear(ARTICLE, rule(URL, ()))
    assert cleared.excerpt.startswith("The river rose in the night. Nobody was hurt.")
    assert len(cleared.excerpt) <= 300
    assert cleared.excerpt.endswith(".")
    assert cleared.full_text is None
    assert [picture.is_shown for picture in cleared.pictures] == [False, False]
    assert cleared.attribution == "© Tidewater Courier, Mira Holt, Sam Okoro"
    assert (cleared.is_kept, cleared.is_indexed, cleared.is_mined) == (True, True, True)


def test_an_open_licence_shows_text_and_credited_pictures() -> None:
    article = Article(**{**{f: getattr(ARTICLE, f) for f in ARTICLE.__slots__}, "licence": "CC BY 4.0"})
    cleared = clear(article, rule(URL, licence_signals("CC BY 4.0", url=URL)))
    assert cleared.full_text == article.text
    assert [picture.is_shown for picture in cleared.pictures] == [True, False]
    assert cleared.attribution.endswith("(CC BY 4.0)")


def test_a_licence_text_alone_without_an_observed_signal_shows_nothing() -> None:
    article = Article(id="a", url=URL, headline="h", paragraphs=("Text.",), licence="CC BY 4.0")
    assert clear(article, rule(URL, ())).full_text is None


def test_a_refusal_beats_the_licence() -> None:
    granted = licence_signals("CC BY 4.0", url=URL)
    cleared = clear(ARTICLE, rule(URL, [*granted, refusal(Use.EXCERPT, Use.IMAGE)]))
    assert (cleared.excerpt, cleared.full_text) == ("", None)
    assert not any(picture.is_shown for picture in cleared.pictures)


def test_a_paywalled_text_is_never_shown_whole() -> None:
    article = Article(id="a", url=URL, headline="h", paragraphs=("Text.",), is_accessible=False)
    assert clear(article, rule(URL, licence_signals("CC BY 4.0", url=URL))).full_text is None


def test_a_reserved_text_is_quoted_from_the_feed_alone() -> None:
    rulings = rule(URL, signals_from_headers({"tdm-reservation": "1"}, URL))
    summary = "A short summary from the feed. " + "It goes on for quite a while. " * 10
    cleared = clear(ARTICLE, rulings, entry_summary=summary)
    assert cleared.excerpt.startswith("A short summary from the feed.")
    assert len(cleared.excerpt) <= 200
    assert not cleared.is_kept
    assert not cleared.is_mined
    assert clear(ARTICLE, rulings).excerpt == "The publisher's own summary."


def test_a_picture_needs_its_own_licence_where_it_states_one() -> None:
    article = Article(
        id="a", url=URL, headline="h", paragraphs=("Text.",),
        pictures=(
            Picture(url="https://paper.example/1.jpg", credit="Agency", licence="All rights reserved"),
            Picture(url="https://paper.example/2.jpg", credit="Lee", licence="CC BY 2.0"),
        ),
    )  # fmt: skip
    assert [one.is_shown for one in clear(article, rule(URL, licence_signals("CC0", url=URL))).pictures] == [
        False,
        True,
    ]
    assert [one.is_shown for one in clear(article, rule(URL, ())).pictures] == [False, True]


def test_a_permit_is_given_for_the_address_that_was_ruled_on() -> None:
    given = permit(URL, rule(URL, ()), NOW)
    assert isinstance(given, FetchPermit)
    assert (given.url, given.ruled_at) == (URL, NOW)
    other = permit("https://paper.example/other", rule(URL, ()), NOW)
    assert isinstance(other, Rejection)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(200, Reason.ROBOTS_DISALLOWED), (503, Reason.ROBOTS_UNREACHABLE), (None, Reason.ROBOTS_UNREACHABLE)],
)
def test_a_refused_page_gets_no_permit_and_the_reason_is_told(status: int | None, reason: Reason) -> None:
    body = None if status is None else b"User-agent: *\nDisallow: /"
    answer = robots_rule(body, status=status, url=URL, agent="headwater")
    refused = permit(URL, rule(URL, answer.signals), NOW)
    assert isinstance(refused, Rejection)
    assert refused.reason is reason


def test_standing_permits_cover_well_known_files_only() -> None:
    assert standing_permit("https://paper.example/robots.txt", NOW).url.endswith("/robots.txt")
    assert standing_permit("https://paper.example/.well-known/tdmrep.json", NOW).ruled_at == NOW
    with pytest.raises(ValueError, match="no standing permit"):
        standing_permit("https://paper.example/.well-known/../secret", NOW)
