import pytest

from headwater.text.urls import address_key, canonical_url, host_of, is_listing_address, registrable_domain, same_site


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTP://WWW.Paper.Example:80/a/../b/./c%7e%2f#top", "http://www.paper.example/b/c~%2F"),
        ("https://paper.example", "https://paper.example/"),
        ("https://paper.example:8443/a", "https://paper.example:8443/a"),
        ("https://münchen.example/ä b?q=ü", "https://xn--mnchen-3ya.example/%C3%A4%20b?q=%C3%BC"),
        ("https://paper.example/a?utm_source=x&id=3&fbclid=9", "https://paper.example/a?id=3"),
        ("https://paper.example/a?source=rss", "https://paper.example/a"),
        ("https://paper.example/a?source=ministry", "https://paper.example/a?source=ministry"),
        ("https://user:secret@paper.example/a", "https://paper.example/a"),
        ("http:\\\\paper.example\\a", "http://paper.example/a"),
        (" https://paper.example/\na ", "https://paper.example/a"),
        ("https://paper.example/100%", "https://paper.example/100%25"),
        ("http://[0:0::1]:80/", "http://[::1]/"),
    ],
)
def test_an_address_has_one_canonical_form(given: str, expected: str) -> None:
    assert canonical_url(given) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "given",
    ["", "ftp://paper.example/", "javascript:alert(1)", "//paper.example/a", "paper.example/a", "http://", "http://a..b/",
     "http://paper.example:99999/", "http://[::1/", "mailto:desk@paper.example", "https://paper.example/" + "a" * 5000],
)  # fmt: skip
def test_what_is_no_web_address_is_empty(given: str) -> None:
    assert canonical_url(given) == ""
    assert address_key(given) == ""


def test_links_are_resolved_against_their_page() -> None:
    base = "https://paper.example/world/index.html"
    assert canonical_url("../a.html", base) == "https://paper.example/a.html"
    assert canonical_url("//cdn.example/x", base) == "https://cdn.example/x"
    assert canonical_url("?p=2", base) == "https://paper.example/world/index.html?p=2"
    assert canonical_url("mailto:x@paper.example", base) == ""


@pytest.mark.parametrize(
    "variant",
    [
        "https://www.paper.example/2026/story/",
        "http://m.paper.example/2026/story",
        "https://amp.paper.example/2026/story?utm_medium=x",
        "https://paper.example/2026/story/amp/",
        "https://paper.example/amp/2026/story",
        "https://paper.example/2026/story?outputType=amp",
        "https://paper.example/2026/story/print",
        "https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/2026/story",
        "https://www.google.com/amp/s/www.paper.example/2026/story",
    ],
)
def test_one_work_has_one_key(variant: str) -> None:
    assert address_key(variant) == "paper.example/2026/story"


def test_a_domain_named_m_keeps_its_name() -> None:
    assert address_key("https://m.example/a") == "m.example/a"
    assert address_key("https://www.m.example/a") == "m.example/a"


def test_different_queries_are_different_works() -> None:
    assert address_key("https://paper.example/?p=1") != address_key("https://paper.example/?p=2")
    assert address_key("https://paper.example/x?b=2&a=1") == address_key("https://paper.example/x?a=1&b=2")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("news.paper.co.uk", "paper.co.uk"),
        ("https://bob.github.io/a", "bob.github.io"),
        ("www.paper.example", "paper.example"),
        ("a.b.paper.test:8080", "paper.test"),
        ("192.0.2.7", "192.0.2.7"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_registrable_domain_follows_the_public_suffix_list(given: str, expected: str) -> None:
    assert registrable_domain(given) == expected


def test_neighbours_on_shared_hosting_are_not_one_site() -> None:
    assert same_site("https://www.paper.example/a", "m.paper.example")
    assert not same_site("alice.github.io", "bob.github.io")
    assert not same_site("", "")


def test_the_host_is_given_without_port_or_case() -> None:
    assert host_of("HTTPS://WWW.Paper.Example:444/a") == "www.paper.example"
    assert host_of("no address") == ""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/index.html",
        "/politics/",
        "/tag/rivers",
        "/author/jane-doe",
        "/2026/11/",
        "/news/page/3",
        "/topics/rivers",
    ],
)
def test_listings_are_known_by_their_address(path: str) -> None:
    assert is_listing_address("https://paper.example" + path)


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/23/river-rises",
        "/?p=123",
        "/news/river-rises-in-town-after-rain",
        "/topics/why-the-river-rises-again-now",
        "/a-12345678.html",
        "/тема-дня",
    ],
)
def test_articles_are_not_taken_for_listings(path: str) -> None:
    assert not is_listing_address("https://paper.example" + path)
