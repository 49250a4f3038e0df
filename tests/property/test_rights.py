from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.model.article import Article, Picture
from headwater.model.rights import Signal, Use
from headwater.rights import (
    clear,
    picture_facts,
    picture_signals,
    robots_rule,
    rule,
    rule_picture,
    signals_from_headers,
    signals_from_html,
)

URL = "https://paper.example/a"
USES = st.lists(st.sampled_from(list(Use)), min_size=1, max_size=4, unique=True).map(tuple)
LIMITS = st.one_of(st.none(), st.integers(0, 400))
SIGNALS = st.lists(
    st.builds(Signal, kind=st.sampled_from(["a", "licence"]), uses=USES, allows=st.booleans(), limit=LIMITS), max_size=5
)
REFUSALS = st.builds(Signal, kind=st.just("b"), uses=USES, allows=st.just(False), limit=LIMITS)
ARTICLE = Article(
    id="a", url=URL, headline="h", paragraphs=("One sentence here. And another one.",),
    pictures=(Picture(url="https://paper.example/i.jpg", credit="Lee"),),
)  # fmt: skip


@given(SIGNALS, REFUSALS)
@settings(max_examples=200, deadline=None)
def test_adding_a_refusal_never_widens_a_permission(signals: list[Signal], refusal: Signal) -> None:
    before, after = rule(URL, signals), rule(URL, [*signals, refusal])
    for use in Use:
        assert before.allows(use) or not after.allows(use)
        assert not (use in refusal.uses and after.allows(use))
    assert after.max_excerpt_chars <= before.max_excerpt_chars
    wide, narrow = clear(ARTICLE, before), clear(ARTICLE, after)
    assert narrow.full_text is None or wide.full_text is not None
    assert not narrow.pictures[0].is_shown or wide.pictures[0].is_shown


@given(SIGNALS)
@settings(max_examples=100, deadline=None)
def test_the_order_of_signals_does_not_matter(signals: list[Signal]) -> None:
    forward, backward = rule(URL, signals), rule(URL, signals[::-1])
    assert [forward.allows(use) for use in Use] == [backward.allows(use) for use in Use]
    assert forward.max_excerpt_chars == backward.max_excerpt_chars


ROBOTS = st.lists(
    st.sampled_from(["User-agent: *", "User-agent: headwater", "Disallow: /", "Allow: /a", "Disallow: /*a$", "\r", "%",
                     "*", "Content-Signal: search=no", "Crawl-delay: 1e9", "Disallow: " + "*" * 50, "\x00"]),
    max_size=12,
)  # fmt: skip


BODIES = st.one_of(st.binary(max_size=300), ROBOTS.map(lambda lines: "\n".join(lines).encode()))


@given(BODIES, st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_robots_file_gives_an_answer(body: bytes, agent: str, path: str) -> None:
    found = robots_rule(body, status=200, url="https://paper.example/" + path, agent=agent)
    assert found.allowed or found.rule
    assert found.allowed or any(Use.FETCH in signal.uses and not signal.allows for signal in found.signals)


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_header_and_page_gives_signals(value: str, html: str) -> None:
    headers = {"X-Robots-Tag": value, "Link": value, "TDM-Reservation": value, "Content-Usage": value}
    assert isinstance(signals_from_headers(headers, URL), tuple)
    assert isinstance(signals_from_html(f'<meta name="robots" content="{value}">{html}', URL), tuple)


GRANTS = st.builds(
    Signal, kind=st.just("grant"), uses=USES.map(lambda uses: tuple(u for u in uses if u is not Use.FETCH)),
    allows=st.just(True),
)  # fmt: skip


@given(SIGNALS, GRANTS)
@settings(max_examples=200, deadline=None)
def test_a_grant_allows_what_it_names_and_changes_nothing_else(signals: list[Signal], grant: Signal) -> None:
    before, after = rule(URL, signals), rule(URL, [grant, *signals])
    for use in Use:
        assert after.allows(use) == (use in grant.uses or before.allows(use))


@given(SIGNALS, GRANTS, REFUSALS)
@settings(max_examples=200, deadline=None)
def test_a_refusal_never_widens_a_granted_permission(signals: list[Signal], grant: Signal, refusal: Signal) -> None:
    before, after = rule(URL, [*signals, grant]), rule(URL, [*signals, grant, refusal])
    for use in Use:
        assert before.allows(use) or not after.allows(use)
    assert after.max_excerpt_chars <= before.max_excerpt_chars


WORDS = st.sampled_from(
    [b"Photoshop 3.0\x00", b"8BIM\x04\x04", b"\x00\x00", b"\x1c\x02\x50\x00\x03abc", b"\xff", b"<x:xmpmeta>",
     b"</x:xmpmeta>", b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ',
     b"<rdf:li>",
     b'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:rights="x"/>', b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x008\x9bq",
     b"c2pa.ai_training\xa1cuse\x6anotAllowed", b"jumb", b"\xf0\xff\xff\xff"]
)  # fmt: skip


@given(st.one_of(st.binary(max_size=400), st.lists(WORDS, max_size=14).map(b"".join)))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_facts_and_a_picture_is_never_shown_for_what_they_add_to_a_refusal(body: bytes) -> None:
    said = picture_signals(picture_facts(body), URL)
    picture = Picture(url="https://paper.example/i.jpg", credit="Lee")
    refusal = Signal(kind="b", uses=(Use.IMAGE,), allows=False)
    assert not rule_picture(picture, rule(URL, [refusal]), said).allowed
    assert not rule_picture(picture, rule(URL, []), (*said, refusal)).allowed
