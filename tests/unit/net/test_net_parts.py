"""The parts of a fetch by themselves: permits, headers, bodies, addresses as asked for."""

import asyncio
import gzip
import tracemalloc
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeweb import bomb
from fakeweb.fixtures import AGENT, NOW
from fakeweb.misbehaviours import MEBIBYTE
from headwater.model.rejection import Reason
from headwater.model.web import Validators
from headwater.net import Fetcher, user_agent
from headwater.net.bodies import BodyReader
from headwater.net.exchange import wire_url
from headwater.net.failures import FetchFailure
from headwater.net.headers import MAX_PAUSE, is_placeholder, max_age, plain_headers, request_headers, retry_after

CODERS = {"gzip": gzip.compress, "br": brotli.compress, "zstd": lambda data: zstandard.ZstdCompressor().compress(data)}


def test_only_a_permit_can_be_fetched():
    async def bare() -> None:
        async with Fetcher.open(user_agent=AGENT) as fetcher:
            await fetcher.fetch("http://news.example/", capture_id="c", now=NOW)

    with pytest.raises(TypeError, match="FetchPermit"):
        asyncio.run(bare())


def _read(coding: str, data: bytes, cut: int) -> bytes:
    reader = BodyReader(coding, MEBIBYTE)
    for start in range(0, len(data), cut):
        reader.take(data[start : start + cut])
    return reader.finish()


def _reason(call, *arguments) -> Reason | None:
    try:
        call(*arguments)
    except FetchFailure as failure:
        return failure.reason
    return None


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_costs_little_more_than_the_limit(coding):
    data = bomb(coding)
    tracemalloc.start()
    with pytest.raises(FetchFailure) as failure:
        _read(coding, data, 65536)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert failure.value.reason is Reason.TOO_LARGE
    assert peak < 8 * MEBIBYTE


@given(body=st.binary(max_size=5000), coding=st.sampled_from(sorted(CODERS)), cut=st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_coded_body_comes_back_however_it_is_cut(body, coding, cut):
    assert _read(coding.upper(), CODERS[coding](body), cut) == body


@given(
    data=st.binary(max_size=300), codings=st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "utf-8", ""])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_body_or_a_reason(data, codings):
    assert _reason(_read, codings, data, 300) in (None, Reason.PROTOCOL_ERROR, Reason.TOO_LARGE)


@pytest.mark.parametrize("cut", [1, 7, 100_000])
def test_several_gzip_members_and_padding_are_read_as_one_body(cut):
    data = gzip.compress(b"first ") + gzip.compress(b"second") + b"\0" * 10
    assert _read("gzip", data, cut) == b"first second"


def test_body_of_just_the_limit_is_kept():
    reader = BodyReader("gzip", MEBIBYTE)
    reader.take(gzip.compress(bytes(MEBIBYTE)))
    assert len(reader.finish()) == MEBIBYTE


def test_empty_body_with_a_coding_is_empty():
    assert BodyReader("gzip", MEBIBYTE).finish() == b""


@pytest.mark.parametrize(
    ("stated", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        ("999999999999", MAX_PAUSE),
        ("Thu, 01 Jan 2026 01:00:00 GMT", timedelta(hours=1)),
        ("Wed, 31 Dec 2025 00:00:00 GMT", timedelta()),
        ("Fri, 01 Jan 9999 00:00:00 GMT", MAX_PAUSE),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(stated, pause):
    assert retry_after({"retry-after": stated}, NOW) == pause


@pytest.mark.parametrize(
    ("headers", "age"),
    [
        ({"cache-control": "public, max-age=600"}, timedelta(minutes=10)),
        ({"cache-control": 'Max-Age="600"', "age": "100"}, timedelta(seconds=500)),
        ({"cache-control": "max-age=60", "age": "100"}, timedelta()),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"date": "Thu, 01 Jan 2026 00:00:00 GMT", "expires": "Thu, 01 Jan 2026 00:30:00 GMT"}, timedelta(minutes=30)),
        ({"date": "Thu, 01 Jan 2026 00:00:00 GMT", "expires": "0"}, None),
        ({}, None),
    ],
)
def test_freshness_follows_rfc_9111(headers, age):
    assert max_age(headers) == age


def test_headers_are_lower_case_joined_and_always_text():
    raw = [(b"X-A", b"1"), (b"x-a", b"2"), (b"Title", "é".encode()), (b"Old", b"\xe9"), (b"Bad", b"\xff\xfe")]
    headers = plain_headers(raw)
    assert headers == {"x-a": "1, 2", "title": "é", "old": "é", "bad": "ÿþ"}
    assert all(text.encode("utf-8") for text in headers.values())


def test_validators_cannot_smuggle_header_lines():
    headers = request_headers(Validators(etag='"a"\r\nX-Evil: 1', last_modified="x\ny"))
    assert headers["If-None-Match"] == '"a"X-Evil: 1'
    assert headers["If-Modified-Since"] == "xy"
    assert "\n" not in user_agent("1\n", "https://a.example/\r\n")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://News.Example/a#part", "http://news.example/a"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example/a b?q=ä|c", "http://news.example/a%20b?q=%C3%A4|c"),
        ("http://news.example/%7Ea%2Fb?x=%41+1", "http://news.example/%7Ea%2Fb?x=%41+1"),
        ("http://bücher.example:8080/", "http://xn--bcher-kva.example:8080/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_address_is_asked_for_as_it_stands(url, asked):
    assert wire_url(url) == asked
    assert wire_url(asked) == asked


@pytest.mark.parametrize(
    "url",
    ["", "news.example", "ftp://news.example/", "http:///x", "http://a:b@news.example/", "http://[::1",
     "http://a:99999/", "http://a b/", "http://a\\b.example/", "http://news..example\u3002/x",
     "javascript:alert(1)", "http://" + "é" * 80],
)  # fmt: skip
def test_what_is_no_web_address_is_bad_input(url):
    assert _reason(wire_url, url) is Reason.BAD_INPUT


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_address_or_bad_input(text):
    assert _reason(wire_url, "http://news.example/" + text) is None
    assert wire_url("http://news.example/" + text).isascii()
    assert _reason(wire_url, text) is Reason.BAD_INPUT
    assert _reason(wire_url, f"http://{text}/") in (None, Reason.BAD_INPUT)


def test_dates_before_the_clock_do_not_overflow():
    assert (
        retry_after({"retry-after": "Mon, 01 Jan 0001 00:00:00 GMT"}, datetime(2026, 1, 1, tzinfo=UTC)) == timedelta()
    )


def test_robots_lines_of_different_agents_are_kept_apart():
    headers = plain_headers([(b"X-Robots-Tag", b"googlebot: noindex"), (b"x-robots-tag", b"nosnippet"), (b"A", b"1")])
    assert headers == {"x-robots-tag": "googlebot: noindex, , nosnippet", "a": "1"}


@pytest.mark.parametrize(
    ("contact", "is_nobody"),
    [
        ("https://headwater.example/bot", True),
        ("https://news.example.org/about", True),
        ("http://localhost:8080/", True),
        ("mailto:me@paper.org", True),
        ("", True),
        ("https://paper.org/bot", False),
        ("https://myexample.org/bot", False),
    ],
)
def test_a_contact_that_reaches_nobody_is_known_as_such(contact, is_nobody):
    assert is_placeholder(contact) is is_nobody
