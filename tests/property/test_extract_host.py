"""Whatever was learned, from whatever pages: no accepted page is rejected, no text appears that the page has not."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golden.extract_hosts.hosts import HOSTS, pages
from headwater.extract import Extraction, HostKnowledge, PageFacts, extract, learn
from headwater.model.web import Capture
from property.oracle import compact, shown, source_of, texts_of

BOUNDED = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(maxsize=1)
def _captures() -> list[Capture]:
    return [page.capture for host in HOSTS[::3] for page in pages(host)]


@lru_cache(maxsize=1)
def _facts() -> list[PageFacts]:
    found = [extract(capture, article_id="a", host=HostKnowledge()) for capture in _captures()]
    return [one.facts for one in found if isinstance(one, Extraction) and one.facts is not None]


@st.composite
def knowledge(draw: st.DrawFn) -> HostKnowledge:
    """Learned from pages of any hosts, some of whose blocks and shapes were exchanged."""
    known = HostKnowledge()
    for one in draw(st.lists(st.sampled_from(_facts()), min_size=1, max_size=12)):
        other = draw(st.sampled_from(_facts()))
        exchanged = dict(zip(one.shapes, reversed(list(one.shapes.values())), strict=True))
        shapes = draw(st.sampled_from([one.shapes, other.shapes, exchanged]))
        blocks = {**one.blocks, **other.blocks} if draw(st.booleans()) else one.blocks
        mark = draw(st.text("0123456789abcdef", min_size=8, max_size=8))
        known = learn(known, PageFacts(address=mark, headline=(mark,), blocks=blocks, text=(), shapes=shapes))
    return known


@BOUNDED
@given(st.data(), knowledge())
def test_knowledge_rejects_nothing_and_adds_nothing_unseen(data: st.DataObject, known: HostKnowledge) -> None:
    capture = data.draw(st.sampled_from(_captures()))
    alone = extract(capture, article_id="a")
    result = extract(capture, article_id="a", host=known)
    assert isinstance(result, Extraction) or not isinstance(alone, Extraction)
    if not isinstance(result, Extraction):
        return
    said = shown(source_of(capture.body))
    for paragraph in texts_of(result.article):
        assert compact(paragraph) in said
    for picture in result.article.pictures:
        if picture not in (alone.article.pictures if isinstance(alone, Extraction) else ()):
            assert compact(picture.caption) in said


@BOUNDED
@given(st.data())
def test_nothing_known_reads_like_a_page_alone(data: st.DataObject) -> None:
    capture = data.draw(st.sampled_from(_captures()))
    alone = extract(capture, article_id="a")
    fresh = extract(capture, article_id="a", host=HostKnowledge())
    if isinstance(alone, Extraction):
        assert isinstance(fresh, Extraction)
        assert fresh.article == alone.article
