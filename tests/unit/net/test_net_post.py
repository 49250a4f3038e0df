"""POST: the same limits and gates as a fetch, and never along a redirect."""

import asyncio
from ipaddress import ip_network

import pytest

from fakeweb import FakeWeb
from fakeweb.fixtures import AGENT, NOW, short
from headwater.loopback import WebAnswer, WebRequest
from headwater.model.rejection import Reason
from headwater.model.web import FetchOutcome
from headwater.net import AddressPolicy, Fetcher

FORM = "application/x-www-form-urlencoded"


def post(web: FakeWeb | None, url: str, body: bytes = b"a=1", *, limits=None, headers=None, **opening) -> FetchOutcome:
    async def run() -> FetchOutcome:
        opened = {"limits": limits or short(), "route": web.route if web else None, **opening}
        async with Fetcher.open(user_agent=AGENT, **opened) as fetcher:
            return await fetcher.post(url, body, media_type=FORM, headers=headers or {}, capture_id="c1", now=NOW)

    return asyncio.run(run())


def echo(request: WebRequest) -> WebAnswer:
    told = (request.method, request.headers.get("content-type"), request.headers.get("user-agent"), request.body)
    return WebAnswer(status=202, body=repr(told).encode(), headers={"Retry-After": "7"})


def test_the_body_arrives_with_its_media_type_under_our_name(fakeweb: FakeWeb):
    fakeweb.serve("hub.example", echo)
    outcome = post(fakeweb, "http://hub.example/", b"hub.mode=subscribe")
    assert outcome.status == 202
    assert outcome.capture.body == repr(("POST", FORM, AGENT, b"hub.mode=subscribe")).encode()
    assert outcome.retry_after.total_seconds() == 7
    assert outcome.capture.captured_at == NOW


def test_an_empty_body_is_a_post_too(fakeweb: FakeWeb):
    fakeweb.serve("hub.example", echo)
    assert post(fakeweb, "http://hub.example/", b"").capture.body.startswith(b"('POST'")


def test_https_hubs_are_asked_over_tls(fakeweb: FakeWeb):
    fakeweb.serve("hub.example", echo)
    assert post(fakeweb, "https://hub.example/").status == 202


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(fakeweb: FakeWeb, status: int):
    fakeweb.serve("away.example", lambda _: WebAnswer(status=status, headers={"Location": "http://good.example/"}))
    outcome = post(fakeweb, "http://away.example/")
    assert outcome.rejection.reason is Reason.HTTP_STATUS
    assert (outcome.status, outcome.moved_to, outcome.request_count) == (status, "", 1)
    assert fakeweb.requests_to("good.example") == []


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("missing", Reason.HTTP_STATUS),
        ("gone", Reason.GONE),
        ("dropped", Reason.CONNECTION_FAILED),
        ("endless_headers", Reason.TOO_LARGE),
        ("bomb_gzip", Reason.TOO_LARGE),
        ("always_not_modified", Reason.HTTP_STATUS),
    ],
)
def test_every_failure_is_a_rejection_with_its_reason(fakeweb: FakeWeb, host: str, reason: Reason):
    outcome = post(fakeweb, f"http://{fakeweb.host(host)}/")
    assert outcome.capture is None
    assert outcome.rejection.reason is reason


def test_addresses_inside_are_refused(fakeweb: FakeWeb):
    assert post(None, "http://127.0.0.1:9/").rejection.reason is Reason.ADDRESS_REFUSED
    assert post(None, "http://[::ffff:169.254.169.254]/").rejection.reason is Reason.ADDRESS_REFUSED
    assert post(None, "file:///etc/passwd").rejection.reason is Reason.BAD_INPUT


def test_addresses_inside_are_reached_where_the_operator_lists_them(fakeweb: FakeWeb):
    policy = AddressPolicy(allowed_networks=(ip_network("127.0.0.0/8"),))
    assert post(None, "http://127.0.0.1:9/", policy=policy).rejection.reason is Reason.CONNECTION_FAILED


def test_headers_cannot_be_smuggled_in(fakeweb: FakeWeb):
    fakeweb.serve("hub.example", lambda request: WebAnswer(body=repr(dict(request.headers)).encode()))
    told = post(fakeweb, "http://hub.example/", headers={"X-Note": "a\r\nX-Evil: 1"}).capture.body.decode()
    assert "'x-note': 'aX-Evil: 1'" in told
    assert "'x-evil'" not in told


def test_one_exchange_with_a_host_at_a_time(fakeweb: FakeWeb):
    fakeweb.serve("hub.example", echo)

    async def run() -> None:
        async with Fetcher.open(user_agent=AGENT, route=fakeweb.route) as fetcher:
            posts = [
                fetcher.post("http://hub.example/", b"x", media_type=FORM, capture_id="c", now=NOW) for _ in range(8)
            ]
            await asyncio.gather(*posts)

    asyncio.run(run())
    fakeweb.settle()
    seen = [exchange for exchange in fakeweb.seen if exchange.request.host == "hub.example"]
    assert len(seen) == 8
    assert len({exchange.connection for exchange in seen}) == 1
