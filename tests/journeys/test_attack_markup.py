"""Pages and feeds full of markup that attacks readers, through the whole program to every page, feed and answer of the
site: no foreign markup is rendered anywhere, what is kept of it is plain text."""

import json
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from headwater.app.settings import load_settings
from headwater.store.reading import Reader
from unit.serve.asking_client import Client

HOST = "https://orrin-courier.example"
MARK = "pwned"
ATTACKS = (
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"</title></script><script>{MARK}()</script>",
    f'"><svg onload={MARK}()>',
    f"' onmouseover='{MARK}()' autofocus onfocus='{MARK}()",
    f'<a href="java\tscript:{MARK}()">here</a> javascript:{MARK}()',
    f"<math><mtext><table><mglyph><style><img src onerror={MARK}()></style>",
    f"]]><iframe srcdoc='&lt;script&gt;{MARK}()&lt;/script&gt;'></iframe>{{{{ {MARK}() }}}}",
)
pytestmark = pytest.mark.xdist_group("attacks")  # one worker: the site is made once
PLACES = ("mill", "weir", "school", "bridge", "harbour", "library", "station", "orchard")
OUR_SCRIPTS = {"application/ld+json", "application/json"}
NEVER = "iframe, object, embed, base, applet, frame, frameset, math, meta[http-equiv=refresh], svg *[href], [srcdoc]"
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href")


def page(number):
    attack, place = escape(ATTACKS[number]), PLACES[number]
    headline = f"The {place} of Orrin opens {attack}"
    stated = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": f"The {place} of Orrin opens {attack}",
        "author": {"@type": "Person", "name": f"Jane {ATTACKS[number]}"}, "keywords": [ATTACKS[number], "mills"],
        "publisher": {"@type": "Organization", "name": f"Orrin Courier {ATTACKS[number]}"},
        "articleSection": ATTACKS[number], "license": "https://creativecommons.org/licenses/by/4.0/",
        "image": {"@type": "ImageObject", "url": f"javascript:{MARK}()", "caption": ATTACKS[number]},
        "url": f"{HOST}/{place}", "isBasedOn": f"javascript:{MARK}()",
    }  # fmt: skip
    head = (
        f"<title>{headline}</title><link rel=license href='https://creativecommons.org/licenses/by/4.0/'>"
        f'<meta property="og:title" content="{headline}"><meta name="description" content="{attack}">'
        f'<meta property="og:site_name" content="Courier {attack}"><link rel=canonical href="javascript:{MARK}()">'
        f"<script type=application/ld+json>{json.dumps(stated).replace('<', chr(92) + 'u003c')}</script>"
    )
    prose = "".join(
        f"<p>The {place} keeper of Orrin told {count} neighbours in spring that the {place} would open: {attack}</p>"
        for count in (3, 5, 8, 13)
    )
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><article><h1>{headline}</h1><p class=byline>By Anna "
        f"{attack}</p><time datetime='2026-11-23T0{number}:00:00Z'>23 November 2026</time>{prose}"
        f"<p>It closed again at dusk. {ATTACKS[number]}</p><figure><img src=/{place}.jpg width=900 height=600 "
        f'alt="{attack}"><figcaption>{attack} Photo: Ida {attack}</figcaption></figure>'
        f'<p>Source: <a href="javascript:{MARK}()">Courier {attack}</a></p></article></body></html>'
    )


def feed():
    items = "".join(
        f"<item><title>{escape(attack)}</title><link>{HOST}/{place}</link><description>{escape(attack)}</description>"
        f"<author>{escape(attack)}</author><category>{escape(attack)}</category>"
        f'<source url="javascript:{MARK}()">{escape(attack)}</source></item>'
        for place, attack in zip(PLACES, ATTACKS, strict=True)
    )
    return f'<rss version="2.0"><channel><title>{escape(ATTACKS[0])}</title>{items}</channel></rss>'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Addresses and answers of the whole site of what was collected."""
    folder = tmp_path_factory.mktemp("attacks")
    answers = {f"{HOST}/feed.xml": ("application/rss+xml", feed())}
    answers |= {f"{HOST}/{place}": ("text/html; charset=utf-8", page(number)) for number, place in enumerate(PLACES)}
    write_archive(folder / "crawl.warc.gz", answers)
    from conftest import run_headwater

    ran = run_headwater(
        "run", "--once", "--no-site", "--replay", folder / "crawl.warc.gz", "--data", folder,
        env={"HEADWATER_VECTORS": "false", "HEADWATER_PAUSE_SECONDS": "0.05", "HEADWATER_CHILDREN": "1"},
    )  # fmt: skip
    assert ran.code == 0, ran.err
    with Reader.open(load_settings(folder, {}).database_path) as reader:
        assert len(reader.river(limit=50, before="")) == len(PLACES)
        return walked(Client(reader))


def write_archive(path, answers):
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, (media_type, body) in answers.items():
            head = StatusAndHeaders("200 OK", [("Content-Type", media_type)], protocol="HTTP/1.1")
            at = {"WARC-Date": datetime(2026, 11, 23, 12, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=BytesIO(body.encode()), http_headers=head, warc_headers_dict=at
                )
            )


def walked(client):
    """Every address that can be reached from the front page, and the twins that no page links, with its answer."""
    waiting = ["/", "/river", "/sources", "/status", "/rights", "/about/how", "/index.json", "/feed.atom", "/feed.json",
               "/river.json", "/river.atom", "/sources.json", "/status.json", "/api/v1/stories", "/api/v1/articles",
               "/api/v1/sources", "/api/v1/status", f"/search?q={MARK}", f"/search.json?q={MARK}",
               f"/search.atom?q={MARK}", "/search?q=%3Cscript%3Epwned()%3C/script%3E", "/a/%3Cscript%3E"]  # fmt: skip
    answers = {}
    while waiting:
        address = waiting.pop()
        if address in answers or len(answers) > 300:
            continue
        answers[address] = got = client.get(address)
        if got.status == 200 and got.headers["content-type"].startswith("text/html"):
            links = (node.attributes.get("href") or "" for node in got.tree.css("a[href], link[href]"))
            waiting += [link.partition("#")[0] for link in links if link.startswith("/") and "/static/" not in link]
    return answers


def assert_harmless(html):
    """No element, attribute or address of a page can run what it was given."""
    tree = LexborHTMLParser(html)
    assert tree.css(NEVER) == []
    for node in tree.css("*"):
        attributes = node.attributes
        assert not [name for name in attributes if name.startswith("on")], node.html[:300]
        for name in ADDRESSES:
            scheme = urlsplit("".join((attributes.get(name) or "").split())).scheme
            assert scheme in ("", "http", "https", "mailto"), node.html[:300]
        if node.tag == "script" and attributes.get("type") in OUR_SCRIPTS:
            json.loads(node.text())
        elif node.tag in ("script", "style"):
            assert MARK not in (node.text() or "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_judge_of_this_test_sees_each_attack_where_it_is_rendered(attack):
    with pytest.raises(AssertionError):
        assert_harmless(f"<!doctype html><body><p title='{attack}'>{attack}</p></body>")


def test_the_attacks_have_come_through_as_text(site):
    shown = [got for address, got in site.items() if address.startswith("/a/") and got.status == 200]
    stories = [got for got in shown if got.headers["content-type"].startswith("text/html")]
    assert len(stories) == len(PLACES)
    said = "".join(got.tree.body.text() for got in stories)
    for attack in ("<script>pwned()</script>", "<img src=x onerror=pwned()>", '"><svg onload=pwned()>'):
        assert attack in said


def test_no_page_renders_foreign_markup(site):
    pages = {address: got for address, got in site.items() if got.headers["content-type"].startswith("text/html")}
    assert {address.split("/")[1].split("?")[0] for address in pages} >= {
        "",
        "a",
        "river",
        "search",
        "source",
        "status",
    }
    for got in pages.values():
        assert_harmless(got.text)
        assert "script-src" in got.headers["content-security-policy"]


def test_no_feed_hands_foreign_markup_on(site):
    feeds = [got for got in site.values() if "atom" in got.headers["content-type"]]
    assert feeds
    for got in feeds:
        for node in ElementTree.fromstring(got.text).iter():
            assert node.get("type") != "xhtml"
            assert not (node.get("href") or "").lower().startswith(("javascript", "data"))
            if node.get("type") == "html":
                assert_harmless(node.text or "")


def test_no_json_hands_foreign_markup_on_as_html(site):
    answers = [got for got in site.values() if "json" in got.headers["content-type"]]
    assert len(answers) > 5
    for got in answers:
        assert got.headers["x-content-type-options"] == "nosniff"
        for name, value in _strings(got.json):
            if name.endswith("html"):
                assert_harmless(value)
            elif name.endswith("url"):
                assert urlsplit(value).scheme in ("", "http", "https"), (name, value)


def _strings(value, name=""):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, name)
    elif isinstance(value, str):
        yield name, value
