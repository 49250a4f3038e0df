from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from headwater.model import codec
from headwater.model.article import Article, Credit, CreditKind, Picture, Publisher, PublisherKind
from headwater.model.rights import Ruling, Rulings, Signal, Use
from headwater.model.time import Precision, StatedTime
from headwater.model.web import Source, SourceKind

TEXT = st.text(max_size=20)


@given(TEXT, st.lists(TEXT, max_size=4), st.sampled_from(CreditKind), st.booleans() | st.none())
def test_an_article_survives_the_trip(headline, paragraphs, kind, accessible):
    article = Article(
        id="a",
        url="https://paper.example/1",
        headline=headline,
        paragraphs=tuple(paragraphs),
        publisher=Publisher(name="Paper", kind=PublisherKind.AGENCY, domains=("paper.example",)),
        pictures=(Picture(url="https://paper.example/p.jpg", credit="Photo: A"),),
        published_at=StatedTime(at=datetime(2026, 1, 2, tzinfo=UTC), precision=Precision.DAY, offset_minutes=60),
        credits=(Credit(kind=kind, text=headline),),
        is_accessible=accessible,
    )
    assert codec.from_json(Article, codec.to_json(article)) == article


def test_values_equal_to_their_default_are_not_written():
    assert set(codec.to_json(Article(id="a", url="u", headline="h", paragraphs=()))) == {
        "id",
        "url",
        "headline",
        "paragraphs",
    }


def test_unknown_keys_of_a_newer_version_are_ignored():
    assert codec.from_json(Publisher, {"name": "Paper", "shoe_size": 43}) == Publisher(name="Paper")


def test_durations_and_enums_come_back_as_themselves():
    source = Source(id="s", url="u", kind=SourceKind.ATOM, interval=timedelta(minutes=7))
    assert codec.from_json(Source, codec.to_json(source)) == source


def test_nested_rulings_come_back():
    signal = Signal(kind="robots.txt", uses=(Use.MINE,), allows=False, limit=3)
    rulings = Rulings(subject="u", rulings=(Ruling(use=Use.MINE, allowed=False, because=(signal,)),))
    assert codec.from_json(Rulings, codec.to_json(rulings)) == rulings
