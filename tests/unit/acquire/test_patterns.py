import pytest

from headwater.acquire._address_shape import shape_of
from headwater.acquire.patterns import MAX_PATTERN_CHARS, MAX_PATTERNS, Pattern, Shapes, learn, parse
from unit.acquire.invented_sites import CHECKING, HARD, TUNING, Site, Tally, follow, found_on

HOST = "https://paper.example"


def addresses(form: str, count: int, start: int = 0) -> list[str]:
    return [HOST + form.format(n=1_000 + start + number) for number in range(count)]


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://paper.example/", ""),
        ("not an address", ""),
        ("https://www.paper.example/news/river-rises-after-rain", "./news/{slug}"),
        ("https://sport.paper.example/cup-final/48151623.html", "sport./{words}/{id}.html"),
        ("https://paper.example/2026/11/23/a-b-c-d-48151623", "./{year}/{nn}/{nn}/{slug}-{id}"),
        ("https://paper.example/12345-river-rises", "./{id}-{words}"),
        ("https://paper.example/20261123/x", "./{date}/x"),
        ("https://paper.example/a/art123456", "./a/art{id}"),
        ("https://paper.example/c/cx2k3lmn0o7t", "./c/{code}"),
        ("https://paper.example/?p=12345", ".?p={id}"),
        ("https://paper.example/node/1234", "./node/{id}"),
        ("https://paper.example/index.php?view=article&option=com_content&id=4123",
         "./index.php?id={id}?option={words}?view=article"),
        ("https://paper.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/%D1%80%D0%B5%D0%BA%D0%B0-%D0%B8-%D0%BC%D0%BE%D1%80%D0%B5",
         "./новости/{words}"),
        ("https://paper.example/新闻/河水上涨了很多的一天又一天", "./新闻/{slug}"),
        ("https://paper.example/" + "a/" * 13, ""),
        ("https://paper.example/?" + "&".join(f"k{n}=1" for n in range(7)), ""),
    ],
)  # fmt: skip
def test_an_address_has_a_shape(url: str, shape: str) -> None:
    assert "".join(shape_of(url)) == shape


@pytest.mark.parametrize(
    "url", [HOST + path for path in ("/a/b", "/?p=1&x=y", "/новости/река-и-мост", "/{x}/+1 -2", "/a.b/%00")]
)
def test_a_pattern_is_a_line_of_text_and_back(url: str) -> None:
    pattern = Pattern(shape_of(url), 7, 2)
    assert parse(pattern.text()) == pattern


@pytest.mark.parametrize(
    "text", ["", "/a", "/a +x -1", "/a  +1 -1", "x" * 10 + " +1 -1", "/" + "a" * MAX_PATTERN_CHARS + " +1 -1"]
)
def test_what_is_no_pattern_is_ignored(text: str) -> None:
    assert parse(text) is None
    assert Shapes([text]).score(f"{HOST}/a") is None


def test_articles_teach_a_shape_and_other_pages_refuse_theirs() -> None:
    patterns = learn((), addresses("/news/{n}", 9), addresses("/gallery/{n}", 6))
    assert patterns == ("/news/{id} +9 -0", "/gallery/{id} +0 -6")
    shapes = Shapes(patterns)
    assert shapes.accepts(f"{HOST}/news/99999")
    assert shapes.refuses(f"{HOST}/gallery/99999")
    assert shapes.score(f"{HOST}/people/99999") is None


def test_sections_that_were_never_seen_follow_from_several_that_were() -> None:
    articles = [*addresses("/news/{n}", 4), *addresses("/sport/{n}", 4), *addresses("/culture/{n}", 4)]
    assert Shapes(learn((), articles, ())).accepts(f"{HOST}/business/77777")


def test_the_more_literal_pattern_decides() -> None:
    articles = [*addresses("/news/{n}", 20), *addresses("/sport/{n}", 20)]
    shapes = Shapes(learn((), articles, addresses("/poll/{n}", 6)))
    assert shapes.accepts(f"{HOST}/culture/55555")
    assert shapes.refuses(f"{HOST}/poll/55555")


def test_what_holds_both_kinds_says_nothing() -> None:
    patterns = learn((), addresses("/{n}", 10), addresses("/{n}", 10, start=500))
    assert Shapes(patterns).score(f"{HOST}/99999") is None


def test_a_section_word_alone_is_never_an_article() -> None:
    articles = [f"{HOST}/{word}" for word in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")]
    assert not Shapes(learn((), articles, ())).accepts(f"{HOST}/sport")


def test_nothing_is_refused_before_articles_are_known() -> None:
    assert learn((), addresses("/news/{n}", 2), addresses("/x/{n}", 50)) == ()


def test_learning_again_from_the_same_changes_nothing() -> None:
    articles, others = addresses("/news/{n}", 9), addresses("/gallery/{n}", 6)
    once = learn((), articles, others)
    assert learn(once, articles, others) == once


def test_known_patterns_stay_until_something_speaks_against_them() -> None:
    old = ("/archive/{slug} +40 -1",)
    assert set(learn(old, addresses("/news/{n}", 9), ())) == {"/news/{id} +9 -0", *old}
    relaunched = [f"{HOST}/archive/old-page-number-{n}x" for n in range(9)]
    assert Shapes(learn(old, addresses("/news/{n}", 9), relaunched)).refuses(f"{HOST}/archive/some-old-page-there")


def test_order_within_a_list_does_not_matter() -> None:
    articles = [*addresses("/news/{n}", 6), *addresses("/sport/{n}/x-y", 6)]
    assert learn((), articles, ()) == learn((), articles[::-1], ())


def test_hostile_addresses_cost_little_and_teach_little() -> None:
    many = [f"{HOST}/" + "/".join(f"w{(n * k) % 97}" for k in range(1, 12)) + f"?a={n}&b={n}" for n in range(5_000)]
    long = [f"{HOST}/{'a-' * 1_500}{n}" for n in range(2_000)]
    patterns = learn(["junk"] * 10_000, many + long, many[::-1])
    assert len(patterns) <= MAX_PATTERNS
    assert all(len(pattern) <= MAX_PATTERN_CHARS for pattern in patterns)


# -- whole sites


def followed(sites: tuple[Site, ...]) -> tuple[Tally, Tally]:
    alone, learned = Tally(), Tally()
    for site in sites:
        for total, one in zip((alone, learned), follow(site)[:2], strict=True):
            total.right, total.wrong, total.missed = (
                total.right + one.right,
                total.wrong + one.wrong,
                total.missed + one.missed,
            )
    return alone, learned


@pytest.mark.parametrize("sites", [TUNING, CHECKING], ids=["tuning", "checking"])
def test_patterns_find_most_of_what_structure_misses(sites: tuple[Site, ...]) -> None:
    alone, learned = followed(sites)
    assert learned.recall > 0.95 > alone.recall
    assert learned.precision > 0.9 > alone.precision


def test_patterns_make_no_site_worse() -> None:
    """Where stories and other pages have one shape nothing can be learned, and nothing is lost."""
    for site in HARD:
        alone, learned, _ = follow(site)
        assert learned.recall >= alone.recall
        assert learned.precision >= alone.precision


def test_a_page_whose_every_link_is_refused_is_read_by_structure() -> None:
    site = TUNING[0]
    shut = ("/{word}/{year}/{nn}/{nn}/{text}.html +0 -90", "/dossier/{text}.html +0 -90", "/events/{text} +0 -9")
    assert found_on(site, 3, shut) == found_on(site, 3, ())


def test_one_refused_link_a_day_is_tried_again() -> None:
    site = TUNING[0]
    patterns = follow(site)[2]
    true = {site.url(link.path) for link in site.links(5) if link.is_article}
    assert len(found_on(site, 5, patterns) - true) == 1
