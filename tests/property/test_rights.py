from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.model.article import Article, Picture
from headwater.model.rights import Signal, Use
from headwater.rights import clear, robots_rule, rule, signals_from_headers, signals_from_html

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
