import pytest

from headwater.model.rights import Use
from headwater.rights import robots_line, robots_rule

BASE = "https://paper.example"


def allowed(body: str, path: str, agent: str = "headwater") -> bool:
    return robots_rule(body.encode("utf-8", "surrogateescape"), status=200, url=BASE + path, agent=agent).allowed


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("Disallow: /a", "/a", False),
        ("Disallow: /a", "/abc", False),
        ("Disallow: /a", "/b", True),
        ("Disallow: /a/", "/a", True),
        ("Disallow:", "/a", True),
        ("Disallow: /", "/robots.txt", True),
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Disallow: /p\nAllow: /page", "/page", True),
        ("Allow: /folder\nDisallow: /folder", "/folder/x", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Allow: /$\nDisallow: /", "/", True),
        ("Allow: /$\nDisallow: /", "/a", False),
        ("Disallow: /*.php$", "/x.php", False),
        ("Disallow: /*.php$", "/x.php?a", True),
        ("Disallow: /*.php$", "/x.php5", True),
        ("Disallow: /a*b*c$", "/aXbYc", False),
        ("Disallow: /a*b*c$", "/aXbYcZ", True),
        ("Disallow: /*?", "/a?", False),
        ("Disallow: /*?id=", "/a?x&id=3", True),
        ("Disallow: /*id=", "/a?x&id=3", False),
        ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/ツ", False),
        ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", False),
        ("Disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar/x", False),
        ("Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", False),
        ("Disallow: /ä", "/%C3%A4", False),
        ("Disallow: /%c3%a4", "/%C3%A4", False),
        ("Disallow: /\udc80", "/x", True),
        ("Disallow: /a$b", "/a$b", False),
        ("Disallow: /a%24", "/a$", False),
        ("Disallow: /%7Ejoe", "/~joe/", False),
        ("Disallow: *", "/a", False),
        ("Disallow: *.pdf$", "/x/y.pdf", False),
        ("Allow: /a\nDisallow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /with-a-%2A.html", "/with-a-*.html", False),
        ("Disallow: /fish*", "/Fish.asp", True),
        ("disallow : /a  # comment", "/a", False),
        ("Disallow: a", "/a", True),
        ("Disallow: /a\rAllow: /a/b", "/a/b", True),
    ],
)
def test_rules_match_as_the_standard_says(rules: str, path: str, expected: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) is expected


def test_a_thousand_stars_take_no_time() -> None:
    pattern = "/" + "a*" * 1000 + "b$"
    assert allowed(f"User-agent: *\nDisallow: {pattern}", "/" + "a" * 3000)


GROUPS = """\ufeffUser-Agent: HeadWater/0.2
Disallow: /mine

User-agent: other
User-agent: third
Sitemap: /s.xml
Crawl-delay: 2.5
Disallow: /theirs

user-agent: *
Disallow: /all

User-agent: headwater
Disallow: /more
Crawl-delay: 7
"""


@pytest.mark.parametrize(
    ("agent", "path", "expected"),
    [
        ("headwater", "/mine", False),
        ("headwater", "/more", False),
        ("headwater", "/all", True),
        ("Headwater/1.0 (+https://hub.example/bot)", "/mine", False),
        ("third", "/theirs", False),
        ("other", "/all", True),
        ("unnamed", "/all", False),
        ("", "/all", False),
        ("headwaterbot", "/all", False),
        ("headwater-news", "/all", False),
    ],
)
def test_every_group_of_the_agent_counts_and_no_other(agent: str, path: str, expected: bool) -> None:
    assert allowed(GROUPS, path, agent) is expected


def test_the_answer_names_rule_pause_and_sitemaps() -> None:
    found = robots_rule(GROUPS.encode(), status=200, url=BASE + "/more/x", agent="headwater")
    assert found.rule == "Disallow: /more"
    assert found.crawl_delay == 7.0
    assert found.sitemaps == ("https://paper.example/s.xml",)
    assert [(signal.uses, signal.allows) for signal in found.signals] == [((Use.FETCH,), False)]
    assert robots_rule(GROUPS.encode(), status=200, url=BASE + "/", agent="third").crawl_delay == 2.5


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, False), (301, True), (401, True), (404, True), (429, False), (500, False), (503, False)],
)
def test_the_status_decides_as_the_standard_says(status: int, expected: bool) -> None:
    body = b"User-agent: *\nDisallow: /"
    assert robots_rule(body, status=status, url=BASE + "/", agent="x").allowed is expected


def test_no_answer_forbids_everything_and_no_body_allows() -> None:
    silent = robots_rule(None, status=None, url=BASE + "/", agent="x")
    assert not silent.allowed
    assert silent.signals[0].text.startswith("unreachable")
    assert robots_rule(b"", status=200, url=BASE + "/", agent="x").allowed
    assert robots_rule(None, status=200, url=BASE + "/", agent="x").allowed


def test_what_stands_after_500_kib_is_not_read() -> None:
    body = b"User-agent: *\n" + b"#" * 512_000 + b"\nDisallow: /"
    assert robots_rule(body, status=200, url=BASE + "/", agent="x").allowed


def test_preferences_and_licences_become_signals() -> None:
    body = (
        "License: https://rsl.example/terms.xml\nUser-agent: *\nContent-Signal: search=yes, ai-train=no\n"
        "Content-Usage: /open/ train-ai=y\nContent-Usage: train-ai=n\nAllow: /\n"
    )
    found = robots_rule(body.encode(), status=200, url=BASE + "/open/1", agent="x").signals
    told = {(signal.kind, signal.uses, signal.allows) for signal in found}
    assert ("content-signal", (Use.INDEX, Use.EXCERPT), True) in told
    assert ("content-signal", (Use.MINE,), False) in told
    assert ("content-usage", (Use.MINE,), True) in told
    assert ("content-usage", (Use.MINE,), False) not in told
    assert ("rsl", (Use.MINE, Use.SUMMARISE), False) in told


def test_the_filter_line_has_its_shape() -> None:
    record = {
        "id": 7,
        "robots": "User-agent: *\nDisallow: /a\nCrawl-delay: 3",
        "url": BASE + "/a/b",
        "agent": "headwater/1",
    }
    line = robots_line(record)
    rulings = line.pop("rulings")
    assert {use for use, ruling in rulings.items() if not ruling["allowed"]} == {"fetch", "image", "summarise"}
    assert rulings["fetch"]["because"] == line["signals"]
    assert line == {
        "id": 7,
        "groups": ["*"],
        "allowed": False,
        "rule": "Disallow: /a",
        "crawl_delay": 3.0,
        "sitemaps": [],
        "signals": [
            {"kind": "robots.txt", "uses": ["fetch"], "allows": False, "text": "Disallow: /a",
             "url": "https://paper.example/robots.txt", "limit": None, "observed_at": None, "until": None}
        ],
    }  # fmt: skip
    assert robots_line({"id": 1, "robots": "", "url": "", "agent": ""})["allowed"] is True
    assert robots_line({"id": 1, "status": 503, "url": BASE})["allowed"] is False
    assert "rejection" in robots_line({"id": 1, "url": BASE})
    assert "rejection" in robots_line({"id": 1, "status": "x", "url": BASE})


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("headwater", True),
        ("HEADWATER", True),
        ("headwater/2.0", True),
        ("headwater 2.0", True),
        ("headwater2", True),
        ("headwater; beta", True),
        ("headwater*", True),
        ("headwater-news", False),
        ("headwater_news", False),
        ("head", False),
        ("*headwater", False),
        ("news headwater", False),
    ],
)
def test_a_group_is_ours_by_its_product_token(line: str, is_named: bool) -> None:
    """RFC 9309 §2.2.1: letters, hyphen and underscore make the token, in any case."""
    assert allowed(f"User-agent: {line}\nDisallow: /", "/a") is not is_named


def test_licences_are_told_by_their_whole_address() -> None:
    body = b"License: /l.xml\nLicense: https://far.example/l.xml\nLicense: /l.xml"
    found = robots_rule(body, status=200, url=BASE + "/a", agent="x")
    assert found.licences == ("https://paper.example/l.xml", "https://far.example/l.xml")
