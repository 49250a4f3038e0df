from datetime import UTC, datetime

import pytest

from headwater.model.rights import Signal, Use
from headwater.rights import (
    licence_signals,
    open_licence,
    rights_line,
    rule,
    signals_from_headers,
    signals_from_html,
    tdmrep_signals,
    trust_signals,
)

URL = "https://paper.example/2026/11/23/river"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def refused_by_headers(**headers: str) -> set[Use]:
    signals = signals_from_headers({name.replace("_", "-"): value for name, value in headers.items()}, URL, now=NOW)
    return {use for signal in signals if not signal.allows for use in signal.uses}


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("noindex, nofollow", {Use.INDEX}),
        ("NoArchive", {Use.STORE}),
        ("nosnippet", {Use.EXCERPT}),
        ("noimageindex", {Use.IMAGE}),
        ("max-image-preview: none", {Use.IMAGE}),
        ("max-snippet:0", {Use.EXCERPT}),
        ("noai, noimageai", {Use.MINE, Use.SUMMARISE, Use.IMAGE}),
        ("googlebot: noindex, nosnippet", set()),
        ("headwater: noindex", {Use.INDEX}),
        ("googlebot: noindex, headwater: nosnippet", {Use.EXCERPT}),
        (
            "unavailable_after: Wed, 03 Aug 2022 14:30:00 UTC, noimageindex",
            {Use.STORE, Use.INDEX, Use.EXCERPT, Use.IMAGE},
        ),
        ("unavailable_after: 2030-01-01", set()),
        ("all", set()),
        ("", set()),
    ],
)
def test_robots_headers_speak_for_their_uses(value: str, refused: set[Use]) -> None:
    assert refused_by_headers(X_Robots_Tag=value) == refused


def test_a_reservation_keeps_the_text_and_its_mining() -> None:
    assert refused_by_headers(TDM_Reservation="1") == {Use.STORE, Use.MINE, Use.SUMMARISE}
    assert refused_by_headers(TDM_Reservation="0") == set()
    assert rule(URL, signals_from_headers({"tdm-reservation": "1"}, URL)).max_excerpt_chars == 200


def test_usage_headers_and_licence_links_are_read() -> None:
    assert refused_by_headers(Content_Usage="train-ai=n, search=y") == {Use.MINE}
    link = '<https://rsl.example/x.xml>; rel="license"; type="application/rsl+xml", </a>; rel=next'
    assert refused_by_headers(Link=link) == {Use.MINE, Use.SUMMARISE}
    granted = signals_from_headers({"Link": "<https://creativecommons.org/licenses/by/4.0/>; rel=license"}, URL)
    assert granted[0].allows


def test_metas_for_all_and_for_us_are_read_others_not() -> None:
    html = (
        '<meta name="robots" content="noarchive,max-snippet:80"><meta name="googlebot" content="noindex">'
        '<meta name="Headwater" content="noimageindex"><meta name="tdm-reservation" content="1">'
    )
    refused = {use for signal in signals_from_html(html, URL) if not signal.allows for use in signal.uses}
    assert refused == {Use.STORE, Use.IMAGE, Use.MINE, Use.SUMMARISE}
    assert rule(URL, signals_from_html(html, URL)).max_excerpt_chars == 80


def test_licences_are_found_in_links_and_json_ld_of_the_article_only() -> None:
    html = """<a rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">x</a>
    <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
    "license": {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"},
    "image": {"@type": "ImageObject", "license": "https://creativecommons.org/licenses/by/2.0/"}}]}</script>
    <script type="application/ld+json">{broken</script>"""
    assert [signal.text for signal in signals_from_html(html, URL)] == [
        "https://creativecommons.org/licenses/by-sa/4.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ]


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("http://creativecommons.org/licenses/by-nd/3.0/de/", "CC BY-ND 3.0"),
        ("Creative Commons Attribution-NonCommercial 4.0", "CC BY-NC 4.0"),
        ("CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("CC0", "public domain"),
        ("Open Government Licence v3.0", "Open Government Licence"),
        ("All rights reserved", None),
        ("© 2026 Paper", None),
        ("https://paper.example/licence", None),
        ("", None),
    ],
)
def test_open_licences_are_told_from_others(stated: str, name: str | None) -> None:
    found = open_licence(stated)
    assert (found.name if found else None) == name


def test_a_licence_grants_what_it_covers() -> None:
    (by,) = licence_signals("CC BY 4.0", url=URL)
    assert {Use.IMAGE, Use.SUMMARISE, Use.EXCERPT} <= set(by.uses)
    (nd,) = licence_signals("CC BY-ND 4.0", url=URL)
    assert Use.SUMMARISE not in nd.uses
    assert licence_signals("CC BY-NC 4.0", url=URL) == []
    assert len(licence_signals("CC BY-NC 4.0", url=URL, is_commercial=False)) == 1


def test_a_tdmrep_file_speaks_for_the_paths_it_names() -> None:
    body = (
        '[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/*", "tdm-reservation": 1, "tdm-policy": "x"}]'
    )
    place = "https://paper.example/.well-known/tdmrep.json"
    (free,) = tdmrep_signals(body, url="https://paper.example/free/a", place=place)
    assert free.allows
    assert not tdmrep_signals(body, url=URL, place=place)[0].allows
    for broken in ("", "{", '{"a": 1}', "[1, {}]", "[" * 100_000):
        assert tdmrep_signals(broken, url=URL, place=place) == []


def test_trust_txt_speaks_about_training() -> None:
    (found,) = trust_signals("member=https://x.example\ndatatrainingallowed=no\n", place=URL)
    assert (found.uses, found.allows) == ((Use.MINE,), False)


def test_the_filter_line_has_its_shape_and_the_strictest_wins() -> None:
    line = rights_line(
        {
            "id": "a",
            "url": URL,
            "headers": {"X-Robots-Tag": ["noimageindex", "nosnippet"]},
            "html": '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
            "robots": "User-agent: *\nDisallow: /2026/",
            "well_known": {"/.well-known/tdmrep.json": '[{"location": "/", "tdm-reservation": 1}]'},
        }
    )
    rulings = line["rulings"]
    assert isinstance(rulings, dict)
    assert {use: ruling["allowed"] for use, ruling in rulings.items()} == {
        "fetch": False, "store": False, "index": True, "excerpt": False, "image": False, "mine": False,
        "summarise": False,
    }  # fmt: skip
    assert rulings["fetch"]["because"][0]["text"] == "Disallow: /2026/"
    assert line["max_excerpt_chars"] == 0
    assert "rejection" in rights_line({"id": 1, "url": "nothing"})


def test_where_nothing_is_said_the_policy_holds() -> None:
    line = rights_line({"id": 1, "url": URL})
    rulings = line["rulings"]
    assert isinstance(rulings, dict)
    assert {use for use, ruling in rulings.items() if not ruling["allowed"]} == {"image", "summarise"}
    assert line["max_excerpt_chars"] == 300


def test_a_statement_that_two_readers_met_is_evidence_once() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    met = [
        Signal(kind="licence", uses=uses, allows=True, text=licence, url="https://a.example/1")
        for uses in ((Use.STORE, Use.MINE), (Use.STORE, Use.IMAGE))
    ]
    rulings = rule("https://a.example/1", met)
    assert [len(one.because) for one in rulings.rulings if one.use is Use.STORE] == [1]
    assert rulings.allows(Use.IMAGE)
