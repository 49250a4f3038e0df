"""Every misbehaviour of the fake web, with the limit that ends it and the reason that is told."""

import asyncio
import itertools
from datetime import timedelta

import pytest

from fakeweb import FakeWeb, bomb, feed_body
from fakeweb.fixtures import AGENT, NOW, Fetch, permit
from fakeweb.hostile import REJECTED
from fakeweb.misbehaviours import BOMB_BYTES, ETAG, LAST_MODIFIED, TLS_FAULTS
from headwater.loopback import Behaviour, WebAnswer
from headwater.model.rejection import Reason
from headwater.model.web import Validators
from headwater.net import Fetcher


@pytest.mark.parametrize("row", REJECTED, ids=lambda row: row.id)
def test_misbehaviour_ends_in_its_named_reason(fakeweb: FakeWeb, fetch: Fetch, row):
    outcome = fetch(f"{row.scheme}://{fakeweb.host(row.host)}{row.path}", limits=row.limits)
    assert outcome.capture is None
    assert outcome.rejection.reason is row.reason
    assert any(words in outcome.rejection.detail for words in row.words.split("|"))
    assert outcome.rejection.stage == "fetch"
    assert fakeweb.host(row.host) in outcome.rejection.subject


@pytest.mark.parametrize("name", TLS_FAULTS)
def test_https_without_a_trusted_certificate_is_refused_but_http_is_read(fakeweb: FakeWeb, fetch: Fetch, name):
    outcome = fetch(f"https://{fakeweb.host(name)}/")
    assert outcome.rejection.reason is Reason.TLS_FAILED
    assert fakeweb.requests_to(fakeweb.host(name)) == []
    assert fetch(f"http://{fakeweb.host(name)}/").capture.status == 200


@pytest.mark.parametrize(
    "name", ["good", "gzip", "deflate", "raw_deflate", "br", "zstd", "twice", "lying_coding", "wrong_charset"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_body_arrives_plain_whatever_its_coding_and_charset(fakeweb: FakeWeb, fetch: Fetch, name, scheme):
    host = fakeweb.host(name)
    outcome = fetch(f"{scheme}://{host}/feed.xml")
    assert outcome.rejection is None
    assert outcome.capture.body == feed_body(host)
    assert outcome.capture.final_url == f"{scheme}://{host}/feed.xml"


def test_wrong_charset_is_kept_as_declared(fetch: Fetch):
    capture = fetch("http://wrong-charset.example/").capture
    assert capture.headers["content-type"] == "application/rss+xml; charset=iso-8859-1"


def test_soft_404_is_a_capture_like_any_other(fetch: Fetch):
    assert b"cannot find that page" in fetch("http://soft-404.example/").capture.body


def test_interim_responses_are_passed_over(fetch: Fetch):
    assert fetch("http://interim.example/").capture.body == b"ok"


def test_unchanged_body_is_not_sent_again(fakeweb: FakeWeb, fetch: Fetch):
    url = "http://not-modified.example/feed.xml"
    first = fetch(url)
    assert first.capture.status == 200
    for validators in (Validators(etag=ETAG), Validators(last_modified=LAST_MODIFIED)):
        outcome = fetch(url, validators=validators)
        assert (outcome.capture.status, outcome.capture.body, outcome.status) == (304, b"", 304)
        assert outcome.capture.headers["etag"] == ETAG
        assert outcome.max_age == timedelta(seconds=840)
    changed = fetch(url, validators=Validators(etag='"v0"'))
    assert changed.capture.body == first.capture.body


def test_missing_robots_file_tells_its_status(fetch: Fetch):
    assert fetch("http://missing.example/robots.txt").status == 404
    assert fetch("http://robots-down.example/robots.txt").status == 503
    assert fetch("http://dropped.example/robots.txt").status == 0


def test_server_that_is_busy_says_for_how_long(fetch: Fetch):
    assert fetch("http://busy-seconds.example/").retry_after == timedelta(hours=1)
    assert fetch("http://busy-date.example/").retry_after == timedelta(minutes=10)
    assert fetch("http://gone.example/").retry_after is None


def test_cookies_are_never_kept(fetch: Fetch):
    assert fetch("http://cookie.example/").capture.body == b"no cookie"


def test_every_request_says_who_asks(fakeweb: FakeWeb, fetch: Fetch):
    fetch("http://moved.example/old")
    agents = {exchange.request.headers["user-agent"] for exchange in fakeweb.seen}
    assert agents == {AGENT} == {"headwater/0.1 (+https://headwater.example/bot)"}


def test_two_fetches_of_one_host_never_overlap(fakeweb: FakeWeb):
    fakeweb.serve("turns.example", lambda _: WebAnswer(behaviour=Behaviour(delay_seconds=0.02)))

    async def both() -> None:
        async with Fetcher.open(user_agent=AGENT, route=fakeweb.route) as fetcher:
            urls = [f"http://turns.example/{number}" for number in range(5)]
            await asyncio.gather(*(fetcher.fetch(permit(url), capture_id=url, now=NOW) for url in urls))

    asyncio.run(both())
    seen = sorted(fakeweb.seen, key=lambda exchange: exchange.began)
    assert len(seen) == 5
    assert all(earlier.answered <= later.began for earlier, later in itertools.pairwise(seen))
    assert len({exchange.connection for exchange in seen}) == 1


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_bombs_are_bombs(coding):
    assert len(bomb(coding)) < BOMB_BYTES / 500
