"""Documents in which a host speaks for all its pages: RSL, ai.txt, and what they make of robots.txt's own words."""

import pytest

from headwater.model.rights import Use
from headwater.rights import (
    document_addresses,
    document_signals,
    rights_line,
    robots_rule,
    rsl_signals,
    rule,
    signals_from_headers,
    site_signals,
    stated_signals,
)

URL = "https://paper.example/2026/river"
PLACE = "https://paper.example/licence.xml"


def rsl(*contents: str) -> bytes:
    return f'<rsl xmlns="https://rslstandard.org/rsl">{"".join(contents)}</rsl>'.encode()


def content(inside: str, url: str = "/", more: str = "") -> str:
    return f'<content url="{url}" {more}>{inside}</content>'


def licence(permits: str = "", prohibits: str = "", payment: str = "", more: str = "") -> str:
    return "".join(
        (
            "<license>",
            f'<permits type="usage">{permits}</permits>' if permits else "",
            f'<prohibits type="usage">{prohibits}</prohibits>' if prohibits else "",
            f'<payment type="{payment}"/>' if payment else "",
            more,
            "</license>",
        )
    )


def refused(body: bytes, url: str = URL) -> set[str]:
    signals = rsl_signals(body, url=url, place=PLACE)
    assert signals is not None
    return {ruling.use.value for ruling in rule(url, signals).rulings if not ruling.allowed}


NOTHING_SAID = {"image", "summarise"}
EVERYTHING_AI = {"image", "summarise", "mine"}
ALL_BUT_FETCH = EVERYTHING_AI | {"index", "excerpt", "store"}


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (licence("all", payment="free"), {"image"}),
        (licence(), {"image"}),
        (licence("search ai-all", payment="attribution"), {"image"}),
        (licence("search"), EVERYTHING_AI),
        (licence("search, ai-index"), EVERYTHING_AI),
        (licence("all", prohibits="ai-train"), EVERYTHING_AI - {"summarise"}),
        (licence("all", prohibits="ai-all"), EVERYTHING_AI),
        (licence("ai-train", payment="purchase"), ALL_BUT_FETCH),
        (licence("search", payment="subscription"), ALL_BUT_FETCH),
        (licence(prohibits="all"), ALL_BUT_FETCH | {"fetch"}),
        (licence(payment="crawl"), ALL_BUT_FETCH | {"fetch"}),
        (licence(payment="crawl") + licence("search", payment="free"), EVERYTHING_AI),
        (licence("all", more='<permits type="user">non-commercial</permits>'), ALL_BUT_FETCH),
        (licence("all", more='<permits type="user">commercial education</permits>'), {"image"}),
        (licence("all", more='<permits type="geo">US</permits>'), ALL_BUT_FETCH),
        (licence("all", more='<prohibits type="user">commercial</prohibits>'), ALL_BUT_FETCH),
        ("<terms>https://paper.example/terms</terms>", EVERYTHING_AI),
    ],
)
def test_a_licence_grants_only_what_it_gives_everybody_for_nothing(inside: str, expected: set[str]) -> None:
    assert refused(rsl(content(inside))) == expected


def test_a_licence_server_has_to_be_asked_and_is_not() -> None:
    assert refused(rsl(content(licence("all"), more='server="https://s.example"'))) == ALL_BUT_FETCH


@pytest.mark.parametrize(
    ("stated", "is_covered"),
    [
        ("/", True),
        ("/2026/", True),
        ("/*/river$", True),
        ("https://paper.example/2026/", True),
        ("https://paper.example", True),
        ("https://other.example/", False),
        ("/2025/", False),
        ("river", False),
        ("", False),
    ],
)
def test_a_licence_covers_the_addresses_it_names(stated: str, is_covered: bool) -> None:
    expected = ALL_BUT_FETCH | {"fetch"} if is_covered else NOTHING_SAID
    assert refused(rsl(content(licence(prohibits="all"), stated))) == expected


def test_of_several_the_longest_address_speaks() -> None:
    body = rsl(content(licence(prohibits="all")), content(licence("all"), "/2026/"))
    assert refused(body) == {"image"}
    assert refused(body, "https://paper.example/old") == ALL_BUT_FETCH | {"fetch"}


@pytest.mark.parametrize(
    "body",
    [b"", b"<", b"<html/>", b"not xml", b"{}", b'<!DOCTYPE rsl [<!ENTITY a "b">]><rsl/>', b"<rsl>" * 100_000,
     b"\xff\xfe\x00", b"<rsl>" + b" " * 600_000 + b"</rsl>"],
)  # fmt: skip
def test_what_is_no_licence_is_not_read_and_the_refusal_of_robots_txt_stays(body: bytes) -> None:
    assert rsl_signals(body, url=URL, place=PLACE) is None
    robots = robots_rule(b"License: /licence.xml", status=200, url=URL, agent="x").signals
    assert site_signals(robots, {PLACE: body}, url=URL, agent="x") == robots
    assert not robots[0].allows


def test_a_licence_that_was_read_speaks_in_place_of_the_line_that_named_it() -> None:
    robots = robots_rule(b"License: /licence.xml\nLicense: /other.xml", status=200, url=URL, agent="x").signals
    signals = site_signals(robots, {PLACE: rsl(content(licence("all")))}, url=URL, agent="x")
    assert [signal.text for signal in signals if not signal.allows] == ["License: https://paper.example/other.xml"]
    assert any(signal.allows and Use.SUMMARISE in signal.uses for signal in signals)


def test_the_documents_to_read_are_few_and_their_order_is_that_of_their_weight() -> None:
    licences = [f"https://paper.example/{n}.xml" for n in range(9)]
    assert document_addresses(URL, licences) == (
        "https://paper.example/.well-known/tdmrep.json",
        "https://paper.example/trust.txt",
        "https://paper.example/ai.txt",
        "https://paper.example/0.xml",
        "https://paper.example/1.xml",
    )


def test_ai_txt_refuses_mining_where_it_disallows() -> None:
    place = "https://paper.example/ai.txt"
    body = b"User-Agent: *\nDisallow: /2026"
    (found,) = document_signals(place, body, url=URL, agent="headwater") or ()
    assert (found.uses, found.allows, found.text) == ((Use.MINE, Use.SUMMARISE), False, "Disallow: /2026")
    assert document_signals(place, body, url="https://paper.example/a", agent="headwater") == []


def test_what_one_header_line_says_of_one_agent_does_not_hold_for_the_next_line() -> None:
    lines = {"X-Robots-Tag": "googlebot: noindex, noarchive, , nosnippet"}
    found = signals_from_headers(lines, URL)
    assert {use for signal in found for use in signal.uses} == {Use.EXCERPT}


def test_the_rights_of_an_entry_are_read() -> None:
    grants = stated_signals("CC BY 4.0 · RSL permits usage search; payment free", url=URL)
    rulings = rule(URL, grants)
    assert rulings.allows(Use.INDEX)
    assert not rulings.allows(Use.MINE)
    assert stated_signals("All rights reserved", url=URL) == []
    far = stated_signals("RSL permits usage all https://server.example/api", url=URL)
    assert not rule(URL, far).allows(Use.INDEX)


def test_the_rights_filter_reads_every_document() -> None:
    record = {
        "id": 1,
        "url": URL,
        "headers": {"X-Robots-Tag": ["googlebot: noarchive", "noimageindex"]},
        "robots": "License: /licence.xml\nUser-agent: *\nAllow: /",
        "well_known": {"/licence.xml": rsl(content(licence("all"))).decode(), "/ai.txt": "User-agent: *\nDisallow: /"},
    }
    rulings = rights_line(record)["rulings"]
    assert rulings["store"]["allowed"]
    assert [signal["kind"] for signal in rulings["mine"]["because"]] == ["ai.txt"]
    assert [signal["kind"] for signal in rulings["image"]["because"]] == ["x-robots-tag"]
    down = rights_line({"id": 1, "url": URL, "robots_status": 503})["rulings"]
    assert not down["fetch"]["allowed"]
