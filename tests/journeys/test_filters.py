"""The filters as people use them: NDJSON through the command line, in order, with schemas that hold."""

import base64
import json

import pytest
from jsonschema import Draft202012Validator

from headwater.app.schemas import schema_of

PAGE = """<!doctype html><html lang="en"><head><title>Bridge of Lorn reopens – The Lorn Post</title>
<meta property="article:published_time" content="2026-11-20T08:30:00+01:00"></head>
<body><nav><a href="/">Home</a></nav>
<article><h1>Bridge of Lorn reopens after a year</h1><p class="byline">By Ada Quill</p>
<p>The old bridge over the Lorn opened to walkers at eight this morning, a year after the flood took an arch.</p>
<p>Masons from three villages cut 412 stones by hand, the council said, and set the last of them on Tuesday night.</p>
<p>"We counted every stone twice," said Hugh Tarn, who led the work and crossed first with his granddaughter.</p>
<p>Cars must wait until spring, when the road on the north bank is to be laid again on a firmer bed of gravel.</p>
<p>Source: <a href="https://tarn-gazette.example/bridge">The Tarn Gazette</a></p></article></body></html>"""
RECORD = {"id": "p1", "url": "https://lornpost.example/bridge", "html": PAGE, "mine": {"kept": True}}

pytestmark = pytest.mark.xdist_group("filters")


def lines(*records):
    return "".join(json.dumps(record) + "\n" if isinstance(record, dict) else record + "\n" for record in records)


def read(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def sound(name, records):
    validator = Draft202012Validator(schema_of(name))
    return [error.message for record in records for error in validator.iter_errors(record)]


def test_the_row_of_filters_is_the_pipeline(headwater):
    text = lines(RECORD)
    for name in ("extract", "annotate", "trace", "cluster"):
        ran = headwater(name, stdin=text)
        assert ran.code == 0, ran.err
        assert sound(name, read(ran)) == []
        text = ran.out
    (record,) = read(ran)
    assert record["id"] == "p1"
    assert record["mine"] == {"kept": True}
    assert "html" not in record
    assert record["article"]["headline"] == "Bridge of Lorn reopens after a year"
    assert record["article"]["byline"] == ["Ada Quill"]
    assert record["trace"]["primary"]["url"] == "https://tarn-gazette.example/bridge"
    assert record["story"]["id"]


def test_order_is_kept_and_bad_lines_do_not_stop_the_row(headwater):
    good = [{"id": number, "robots": "User-agent: *\nDisallow: /x", "url": f"https://a.example/{number}", "agent": "b"}
            for number in range(40)]  # fmt: skip
    ran = headwater("robots", stdin=lines(*good[:20], "not json", "[1]", *good[20:]))
    records = read(ran)
    assert ran.code == 3
    assert [record.get("id") for record in records] == [*range(20), None, None, *range(20, 40)]
    assert [record["line"] for record in records[20:22]] == [21, 22]
    assert sound("robots", records) == []


def test_a_rejection_passes_through_the_filters_behind(headwater):
    ran = headwater("extract", stdin=lines({"id": 1, "url": "https://a.example/", "html": "<p>no article</p>"}))
    (record,) = read(ran)
    assert record["rejection"]["stage"] == "extract"
    (again,) = read(headwater("annotate", stdin=ran.out))
    assert again["rejection"] == record["rejection"]


def test_bytes_may_come_as_base64_or_as_a_file(headwater, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    coded = base64.b64encode(PAGE.encode()).decode()
    url = "https://lornpost.example/bridge"
    pages = [{"id": 1, "url": url, "html_base64": coded}, {"id": 2, "url": url, "html_path": str(path)}]
    ran = headwater("extract", stdin=lines(*pages))
    first, second = read(ran)
    assert first["article"] == second["article"]
    assert set(first) & {"html_base64", "html_path"} == set()


def test_compare_tells_a_copy_from_another_affair(headwater):
    text = " ".join(PAGE.split("<p>")[1:4]).replace("</p>", "\n")
    other = "The glass museum of Velm shows two hundred lamps from the northern islands until the end of May."
    side = {"headline": "Bridge reopens", "text": text}
    pair = {"id": 1, "a": side, "b": side}
    apart = {"id": 2, "a": side, "b": {"headline": "Lamps", "text": other}}
    same, different = read(headwater("compare", stdin=lines(pair, apart)))
    assert (same["relation"], same["same_story"]) == ("same_text", True)
    assert (different["relation"], different["same_story"]) == ("different", False)
    assert sound("compare", [same, different]) == []


def test_a_feed_and_rights_keep_their_schemas(headwater):
    body = (
        '<rss version="2.0"><channel><title>Lorn</title><item><title>One</title><link>https://a.example/1</link>'
        "<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
    )
    ran = headwater("feed", stdin=lines({"id": 1, "url": "https://a.example/feed", "body": body}))
    assert sound("feed", read(ran)) == []
    assert read(ran)[0]["entries"][0]["published_at"] == "2026-11-20T08:00:00Z"
    page = {"id": 1, "url": "https://a.example/1", "headers": {"X-Robots-Tag": "nosnippet"}, "html": "<p>x</p>"}
    (ruled,) = read(headwater("rights", stdin=lines(page)))
    assert sound("rights", [ruled]) == []
    assert ruled["rulings"]["excerpt"]["allowed"] is False


def test_a_schema_is_printed(headwater):
    assert headwater("trace", "--schema").json["title"].startswith("headwater trace")


def test_wrong_usage_is_told_with_code_2(headwater):
    assert headwater("cluster", "--window", "soon", stdin="").code == 2
    assert headwater("extract", "--no-such-option", stdin="").code == 2
