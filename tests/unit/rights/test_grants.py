"""Operators' grants: they speak for the uses that they name, beat signals for these, and end."""

from datetime import UTC, datetime, timedelta

from headwater.model.article import Article
from headwater.model.rejection import Rejection
from headwater.model.rights import Grant, Signal, Use
from headwater.rights import clear, grant_signals, permit, robots_signals, rule, signals_from_headers

URL = "https://paper.example/news/1"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
RESERVED = signals_from_headers({"TDM-Reservation": "1", "X-Robots-Tag": "noimageindex, max-snippet:50"}, URL)
ARTICLE = Article(id="a", url=URL, headline="h", paragraphs=("One sentence stands here. " * 9,), summary="A summary.")


def grant(*uses, **more):
    return Grant(id="g1", domain="paper.example", uses=uses, why="contract no. 7", granted_at=NOW - DAY, **more)


def test_a_grant_beats_refusals_for_its_uses_only_and_keeps_them_as_evidence():
    rulings = rule(URL, (*RESERVED, *grant_signals([grant(Use.IMAGE, Use.MINE)])), now=NOW)
    assert {use for use in Use if rulings.allows(use)} == {Use.FETCH, Use.INDEX, Use.EXCERPT, Use.IMAGE, Use.MINE}
    image = next(ruling for ruling in rulings.rulings if ruling.use is Use.IMAGE)
    assert [(one.kind, one.allows) for one in image.because] == [("grant", True), ("x-robots-tag", False)]
    assert image.because[0].text == "contract no. 7 (paper.example)"
    assert (image.because[0].url, image.because[0].observed_at) == ("g1", NOW - DAY)
    assert rulings.max_excerpt_chars == 50


def test_a_grant_for_excerpts_lifts_their_bounds_but_not_ours():
    rulings = rule(URL, (*RESERVED, *grant_signals([grant(Use.EXCERPT)])), now=NOW)
    assert rulings.max_excerpt_chars == 300
    assert clear(ARTICLE, rulings).excerpt.startswith("One sentence")
    assert clear(ARTICLE, rule(URL, RESERVED)).excerpt == "A summary."


def test_a_grant_ends():
    said = grant_signals([grant(Use.IMAGE, until=NOW)])
    assert rule(URL, said, now=NOW).allows(Use.IMAGE)
    assert not rule(URL, said, now=NOW + timedelta(seconds=1)).allows(Use.IMAGE)


def test_no_grant_undoes_robots_txt():
    (said,) = grant_signals([grant(*Use)])
    assert Use.FETCH not in said.uses
    assert grant_signals([grant(Use.FETCH)]) == ()
    closed = robots_signals(b"User-agent: *\nDisallow: /", url=URL, agent="headwater")
    assert isinstance(permit(URL, rule(URL, (*closed, said), now=NOW), NOW), Rejection)


def test_a_grant_shows_no_whole_text():
    granted = rule(URL, grant_signals([grant(*Use)]), now=NOW)
    assert clear(ARTICLE, granted).full_text is None


def test_the_order_of_grant_and_refusal_does_not_matter():
    refusal = Signal(kind="meta robots", uses=(Use.IMAGE,), allows=False, text="noimageindex", url=URL)
    (said,) = grant_signals([grant(Use.IMAGE)])
    assert rule(URL, (refusal, said)).rulings == rule(URL, (said, refusal)).rulings
