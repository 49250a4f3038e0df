"""The table of signal × use in docs/rights.md says what the code does: every row is read out of real documents here."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from headwater.model.rights import Grant, Signal, Use
from headwater.rights import (
    PictureFacts,
    document_signals,
    grant_signals,
    picture_facts,
    picture_signals,
    robots_rule,
    signals_from_headers,
    signals_from_html,
    stated_signals,
)
from headwater.rights._preferences import _USES
from headwater.rights.directives import _REFUSALS

DOC = Path(__file__).parents[3] / "docs" / "rights.md"
URL = "https://paper.example/news/1"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
BY = "https://creativecommons.org/licenses/by/4.0/"
ND = "https://creativecommons.org/licenses/by-nd/4.0/"
NC = "https://creativecommons.org/licenses/by-nc/4.0/"
RSL = '<rsl xmlns="https://rslstandard.org/rsl"><content url="/">{}</content></rsl>'
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:cc="http://creativecommons.org/ns#" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:dc="http://purl.org/dc/elements/1.1/" {}/>'
    "</rdf:RDF></x:xmpmeta>"
)
STORE = b"\x00\x00\x00\x40jumb\x00\x00\x00\x20jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x008\x9bq\x03c2pa\x00"


def robots(lines, status=200):
    body = f"User-agent: *\n{lines}\n".encode()
    return robots_rule(body if status == 200 else None, status=status, url=URL, agent="headwater").signals


def header(name, value):
    return signals_from_headers({name: value}, URL, now=NOW)


def page(html):
    return signals_from_html(html, URL, now=NOW)


def document(name, text):
    return document_signals(f"https://paper.example{name}", text.encode(), url=URL, agent="headwater") or []


def directive(words):
    """The same words in both places, which say the same."""
    found = [header("X-Robots-Tag", words), page(f'<meta name="robots" content="{words}">')]
    assert [(s.uses, s.allows, s.limit) for s in found[0]] == [(s.uses, s.allows, s.limit) for s in found[1]]
    return found


def licence(address):
    """A licence in each place where a page may state it."""
    places = (
        page(f'<link rel="license" href="{address}">'),
        page(f'<body><a rel="license" href="{address}">licence</a>'),
        page(f'<body><a itemprop="license" href="{address}">licence</a>'),
        page(f'<body><a property="dct:license" href="{address}">licence</a>'),
        page(f'<script type="application/ld+json">{{"@type": "NewsArticle", "license": "{address}"}}</script>'),
        header("Link", f'<{address}>; rel="license"'),
        stated_signals(address, url=URL),
    )
    return list(places)


def preference(words):
    """The same words in robots.txt and header of both standards."""
    found = []
    for name in ("Content-Signal", "Content-Usage"):
        found += [robots(f"{name}: {words}"), header(name, words)]
    return found


def rsl(terms):
    return document("/rsl.xml", RSL.format(f"<license>{terms}</license>"))


def picture(**facts):
    return picture_signals(PictureFacts(**facts), "https://paper.example/i.jpg")


def xmp(attributes):
    return picture_signals(picture_facts(XMP.format(attributes).encode()), "https://paper.example/i.jpg")


def c2pa(claim, answer):
    size = {"notAllowed": 0x6A, "allowed": 0x67, "constrained": 0x6B}[answer]
    claims = b"c2pa." + claim.encode() + b"\xa1cuse" + bytes([size]) + answer.encode()
    return picture_signals(picture_facts(STORE + claims), "https://paper.example/i.jpg")


ALL_BUT_FETCH = tuple(use for use in Use if use is not Use.FETCH)
GRANT = Grant(id="g", domain="paper.example", uses=ALL_BUT_FETCH, why="contract", granted_at=NOW)

# First cell of a row → what was read.
CASES = {
    "`Disallow`": lambda: robots("Disallow: /"),
    "`Allow`": lambda: robots("Allow: /news"),
    "no answer, 5xx, 429": lambda: [
        robots("", status=None), robots("", status=503), robots("", status=429)
    ],
    "other 4xx": lambda: robots("", status=404),
    "`search=no`": lambda: [preference("search=no"), preference("search=n")],
    "`search=yes`": lambda: preference("search=yes"),
    "`ai-input=no`, `ai-use=n`, `ai=n`, `genai=n`": lambda: [
        preference(f"{word}=no") for word in ("ai-input", "ai-use", "ai", "genai")
    ],
    "`ai-input=yes`": lambda: preference("ai-input=yes"),
    "`ai-train=no`, `train-ai=n`, `train-genai=n`, `tdm=n`": lambda: [
        preference(f"{word}=n") for word in ("ai-train", "train-ai", "train-genai", "tdm")
    ],
    "`ai-train=yes`, `train-ai=y`": lambda: [preference("ai-train=yes"), preference("train-ai=y")],
    "`bots=n`": lambda: preference("bots=n"),
    "RSL licence, not read": lambda: [
        robots("License: /rsl.xml"),
        header("Link", '</rsl.xml>; rel="license"; type="application/rsl+xml"'),
        page('<link rel="license" type="application/rsl+xml" href="/rsl.xml">'),
        page('<script type="application/rsl+xml"></script>'),
    ],
    "RSL permits everything, free": lambda: rsl('<permits type="usage">all</permits>'),
    "RSL permits `search` only": lambda: [
        rsl('<permits type="usage">search</permits><payment type="attribution"/>'),
        stated_signals("RSL permits usage search; payment free", url=URL),
    ],
    "RSL prohibits everything": lambda: rsl('<prohibits type="usage">all</prohibits>'),
    "RSL asks for payment": lambda: rsl('<payment type="subscription"/>'),
    "RSL asks for payment of each crawl": lambda: rsl('<payment type="crawl"/>'),
    "`Disallow` in ai.txt": lambda: document("/ai.txt", "User-agent: *\nDisallow: /"),
    "`Allow` in ai.txt": lambda: document("/ai.txt", "User-agent: *\nAllow: /"),
    "`tdm-reservation: 1`": lambda: [
        header("TDM-Reservation", "1"),
        page('<meta name="tdm-reservation" content="1">'),
        document("/.well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]'),
    ],
    "`tdm-reservation: 0`": lambda: header("TDM-Reservation", "0"),
    "`datatrainingallowed=no`": lambda: document("/trust.txt", "datatrainingallowed=no"),
    "`datatrainingallowed=yes`": lambda: document("/trust.txt", "datatrainingallowed=yes"),
    "`noindex`, `none`": lambda: [directive("noindex"), directive("none")],
    "`nosnippet`, `max-snippet:0`": lambda: [directive("nosnippet"), directive("max-snippet:0")],
    "`max-snippet:N`": lambda: directive("max-snippet:50"),
    "`max-snippet:-1`": lambda: directive("max-snippet:-1"),
    "`noarchive`, `nocache`": lambda: [directive("noarchive"), directive("nocache")],
    "`noimageindex`, `noimageai`, `max-image-preview:none`": lambda: [
        directive(word) for word in ("noimageindex", "noimageai", "max-image-preview:none")
    ],
    "`noai`, `noml`": lambda: [directive("noai"), directive("noml")],
    "`unavailable_after`, past": lambda: directive("unavailable_after: 2026-11-01"),
    "`unavailable_after`, to come": lambda: directive("unavailable_after: 2027-11-01"),
    "open licence": lambda: licence(BY),
    "open licence with ND": lambda: licence(ND),
    "open licence with NC; any other licence": lambda: [licence(NC), licence("https://paper.example/terms")],
    "licence within a figure or aside": lambda: [
        page(f'<body><figure><a rel="license" href="{BY}">x</a></figure>'),
        page(f'<body><aside><a rel="license" href="{BY}">x</a></aside>'),
    ],
    "`plus:DataMining` prohibited, in any way": lambda: [
        xmp(f'plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED{code}"')
        for code in ("", "-AIMLTRAINING", "-EXCEPTSEARCHENGINEINDEXING", "-SEECONSTRAINT")
    ],
    "`plus:DataMining` allowed": lambda: xmp('plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"'),
    "C2PA `ai_inference`, `ai_generative_training`: not allowed, constrained": lambda: [
        c2pa("ai_inference", "notAllowed"), c2pa("ai_generative_training", "constrained")
    ],
    "C2PA `data_mining`, `ai_training`: not allowed, constrained": lambda: [
        c2pa("data_mining", "notAllowed"), c2pa("ai_training", "constrained")
    ],
    "C2PA manifest without such entries": lambda: picture_signals(picture_facts(STORE), URL),
    "open licence in the file": lambda: [
        xmp(f'xmpRights:WebStatement="{BY}"'), xmp('xmpRights:UsageTerms="CC BY 4.0"'), picture(licence=BY)
    ],
    "other terms in the file": lambda: [
        xmp('xmpRights:UsageTerms="Editorial use only"'), xmp(f'xmpRights:WebStatement="{NC}"'),
        xmp('dc:rights="All rights reserved"'), picture(credit="Getty Images"),
    ],
    "operator's grant": lambda: grant_signals([GRANT]),
}  # fmt: skip


def effect(signals, use):
    speaking = [signal for signal in signals if use in signal.uses]
    if any(not signal.allows for signal in speaking):
        return "refuses"
    if any(signal.limit is not None for signal in speaking):
        return "bounds"
    return "grants" if speaking else "–"


def readings(found):
    """What was read in each place: a nested list made flat."""
    if all(isinstance(one, Signal) for one in found):
        return [found]
    return [reading for part in found for reading in readings(part)]


def rows():
    """First cell and the seven effects of each row of the table."""
    lines = [line for line in DOC.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    start = next(number for number, row in enumerate(cells) if row[2:] == [use.value for use in Use])
    table = [row for row in cells[start + 1 :] if len(row) == 9]
    return {row[0]: row[2:] for row in table}


@pytest.mark.parametrize("name", CASES)
def test_a_row_of_the_table_says_what_the_code_does(name):
    for reading in readings(CASES[name]()):
        assert [effect(reading, use) for use in Use] == rows()[name], reading


def test_every_row_is_tried_and_everything_tried_has_a_row():
    assert list(rows()) == list(CASES)
    assert [name for name, read in CASES.items() if not readings(read())] == []


def test_every_word_that_the_code_knows_is_in_the_table():
    said = " ".join(CASES)
    assert [word for word in (*_REFUSALS, *_USES) if f"`{word}" not in said] == []


def test_what_says_nothing_says_nothing_in_every_place():
    for name in ("other 4xx", "`unavailable_after`, to come", "licence within a figure or aside"):
        assert all(list(reading) == [] for reading in readings(CASES[name]()))


if __name__ == "__main__":
    for name, read in CASES.items():
        print(f"| {name} | | {' | '.join(effect(readings(read())[0], use) for use in Use)} |")
