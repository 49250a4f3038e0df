"""Redirects are followed by our own code, one permit each."""

import asyncio

from fakeweb import FakeWeb
from fakeweb.fixtures import AGENT, NOW, Fetch, permit, short
from headwater.loopback import WebAnswer
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit
from headwater.model.web import FetchOutcome
from headwater.net import Fetcher


def _to(location: str, status: int = 302):
    return lambda _: WebAnswer(status=status, headers={"Location": location})


async def _any(url: str) -> FetchPermit | Rejection:
    return permit(url)


def test_redirects_within_the_host_are_followed(fetch: Fetch):
    outcome = fetch("http://chain.example/5")
    capture = outcome.capture
    assert capture.status == 200
    assert capture.requested_url == "http://chain.example/5"
    assert capture.final_url == "http://chain.example/0"
    assert capture.redirects == tuple(f"http://chain.example/{left}" for left in (4, 3, 2, 1, 0))
    assert outcome.request_count == 6


def test_permanent_redirect_tells_the_new_address(fetch: Fetch):
    assert fetch("http://moved.example/old").moved_to == "http://moved.example/new"


def test_temporary_redirect_moves_nothing(fetch: Fetch):
    assert fetch("http://chain.example/1").moved_to == ""


def test_only_the_leading_permanent_redirects_move_a_source(fakeweb: FakeWeb, fetch: Fetch):
    fakeweb.serve("first.example", _to("http://second.example/", 308))
    fakeweb.serve("second.example", _to("http://good.example/", 307))
    outcome = fetch("http://first.example/", may_fetch=_any)
    assert outcome.capture.final_url == "http://good.example/"
    assert outcome.moved_to == "http://second.example/"


def test_source_does_not_move_to_a_page_that_fails(fakeweb: FakeWeb, fetch: Fetch):
    fakeweb.serve("stale.example", _to("http://missing.example/", 301))
    outcome = fetch("http://stale.example/", may_fetch=_any)
    assert (outcome.status, outcome.moved_to) == (404, "")


def test_other_host_is_not_asked_without_leave(fakeweb: FakeWeb, fetch: Fetch):
    fakeweb.serve("away.example", _to("http://good.example/feed.xml", 301))
    outcome = fetch("http://away.example/")
    assert outcome.rejection.reason is Reason.HTTP_STATUS
    assert outcome.rejection.detail == "301 leads to another host: http://good.example/feed.xml"
    assert outcome.status == 301
    assert fakeweb.requests_to("good.example") == []


def test_refusal_of_a_redirect_is_the_outcome(fakeweb: FakeWeb, fetch: Fetch):
    refusal = Rejection(stage="robots", reason=Reason.ROBOTS_DISALLOWED, subject="http://moved.example/new")
    asked = []

    async def nobody(url: str) -> FetchPermit | Rejection:
        asked.append(url)
        return refusal

    outcome = fetch("http://moved.example/old", may_fetch=nobody)
    assert outcome.rejection is refusal
    assert asked == ["http://moved.example/new"]
    assert fakeweb.requests_to("moved.example") == ["/old"]


def test_the_permitted_address_is_the_one_fetched(fakeweb: FakeWeb, fetch: Fetch):
    async def elsewhere(_: str) -> FetchPermit | Rejection:
        return permit("http://good.example/allowed")

    fetch("http://moved.example/old", may_fetch=elsewhere)
    assert fakeweb.requests_to("good.example") == ["/allowed"]


def test_redirect_to_what_is_no_web_address_is_refused(fakeweb: FakeWeb, fetch: Fetch):
    for target in ("file:///etc/passwd", "gopher://good.example/", "http://user:secret@good.example/"):
        fakeweb.serve("odd.example", _to(target))
        outcome = fetch("http://odd.example/", may_fetch=_any)
        assert outcome.rejection.reason is Reason.BAD_INPUT, target
    assert fakeweb.requests_to("good.example") == []


def test_redirect_without_a_target_is_an_error_status(fakeweb: FakeWeb, fetch: Fetch):
    fakeweb.serve("nowhere.example", lambda _: WebAnswer(status=302))
    outcome = fetch("http://nowhere.example/")
    assert (outcome.rejection.reason, outcome.status) == (Reason.HTTP_STATUS, 302)


def test_foreign_letters_in_a_target_are_encoded(fakeweb: FakeWeb, fetch: Fetch):
    fakeweb.serve("letters.example", lambda r: WebAnswer() if "%C3%A9" in r.path else _to("/caf\u00e9 1")(r))
    outcome = fetch("http://letters.example/")
    assert outcome.capture.final_url == "http://letters.example/caf%C3%A9%201"


def test_upgrade_to_https_is_followed(fakeweb: FakeWeb, fetch: Fetch):
    fakeweb.serve(
        "secure.example",
        lambda r: WebAnswer(body=b"safe") if r.url.startswith("https:") else _to("https://secure.example/", 301)(r),
    )
    outcome = fetch("http://secure.example/")
    assert outcome.capture.body == b"safe"
    assert outcome.moved_to == "https://secure.example/"
    assert outcome.capture.captured_at == NOW


def test_leave_may_be_asked_with_the_same_fetcher(fakeweb: FakeWeb):
    """Robots of the host that is being redirected can be read while its page waits, even on the only connection."""

    async def run() -> FetchOutcome:
        async with Fetcher.open(user_agent=AGENT, route=fakeweb.route, limits=short(max_connections=1)) as fetcher:

            async def ask(url: str) -> FetchPermit | Rejection:
                await fetcher.fetch(permit("http://moved.example/robots.txt"), capture_id="r", now=NOW)
                return permit(url)

            return await fetcher.fetch(permit("http://moved.example/old"), capture_id="c", now=NOW, may_fetch=ask)

    assert asyncio.run(run()).capture.final_url == "http://moved.example/new"
    assert fakeweb.requests_to("moved.example") == ["/old", "/robots.txt", "/new", "/new"]
