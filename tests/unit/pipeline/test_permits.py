"""robots.txt and the documents beside it are read first, once a day, at the host's pace, and obeyed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from headwater.loopback import WebAnswer
from headwater.model.rejection import Reason
from headwater.model.rights import FetchPermit, Use
from headwater.pipeline import permits
from headwater.store import hosts, outcomes
from headwater.store.site_documents import get_site_documents

from .polite_web import PAUSE, START, moved, with_shop

HOST = "gazette.example"
PAGE = f"http://{HOST}/2026/bridge"
DAY = timedelta(days=1)


def ask_all(*urls: str, asking=permits.ask):
    async def work(shop, web):
        return [await asking(shop, url) for url in urls]

    return work


def reason_of(permission):
    return permission.rejection and permission.rejection.reason


def test_robots_txt_comes_first_once_and_its_pause_is_kept(tmp_path):
    robots = "User-agent: *\nDisallow: /private/\nCrawl-delay: 7"
    (first, second, third), web = with_shop(
        tmp_path, {HOST: {"/robots.txt": robots}}, ask_all(PAGE, PAGE + "s", f"http://{HOST}/private/x")
    )
    assert web.paths(HOST) == ["/robots.txt"]
    assert isinstance(first.permit, FetchPermit)
    assert second.permit is not None
    assert reason_of(third) is Reason.ROBOTS_DISALLOWED
    assert web.clock.now() - web.asked[0].at >= timedelta(seconds=7)


def test_robots_txt_is_asked_for_again_after_a_day_and_not_before(tmp_path):
    async def work(shop, web):
        for hours in (0, 12, 23, 25, 26):
            web.clock.advance_to(web.asked[0].at + timedelta(hours=hours) if web.asked else web.clock.now())
            await permits.ask(shop, PAGE)
        return web.gaps(HOST)

    gaps, web = with_shop(tmp_path, {HOST: {"/robots.txt": ""}}, work)
    assert web.paths(HOST) == ["/robots.txt"] * 2
    assert gaps[0] >= DAY


def test_http_and_https_have_their_own_robots_txt_and_each_is_asked_for_once(tmp_path):
    """RFC 9309 §2.3: scheme and authority. They do not push each other out."""
    urls = [f"http://{HOST}/a", f"https://{HOST}/a"] * 3
    _, web = with_shop(tmp_path, {HOST: {"/robots.txt": "User-agent: *\nAllow: /"}}, ask_all(*urls))
    assert web.paths(HOST) == ["/robots.txt"] * 2
    assert web.gaps(HOST)[0] >= PAUSE


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (WebAnswer(status=404), None),
        (WebAnswer(status=401), None),
        (WebAnswer(status=410), None),
        (WebAnswer(status=500), Reason.ROBOTS_UNREACHABLE),
        (WebAnswer(status=429), Reason.ROBOTS_UNREACHABLE),
        (moved("/robots.txt"), None),
        (moved("/other.txt"), Reason.ROBOTS_DISALLOWED),
        (moved("https://mirror.example/r"), Reason.ROBOTS_DISALLOWED),
        (moved("file:///etc/passwd"), None),
        (moved("http://nowhere.example/robots.txt"), Reason.ROBOTS_UNREACHABLE),
    ],
)  # fmt: skip
def test_the_answer_for_robots_txt_decides_as_the_standard_says(tmp_path, answer, reason):
    rules = "User-agent: headwater\nDisallow: /2026"
    sites = {HOST: {"/robots.txt": answer, "/other.txt": rules}, "mirror.example": {"/r": rules}}
    (permission,), _ = with_shop(tmp_path, sites, ask_all(PAGE))
    assert reason_of(permission) is reason


def test_five_redirects_of_robots_txt_are_followed_each_at_its_hosts_pace(tmp_path):
    chain = {f"/{n}": moved(f"/{n + 1}") for n in range(4)} | {"/4": "User-agent: *\nDisallow: /"}
    sites = {HOST: {"/robots.txt": moved("http://other.example/0")}, "other.example": chain}
    (permission,), web = with_shop(tmp_path, sites, ask_all(PAGE))
    assert reason_of(permission) is Reason.ROBOTS_DISALLOWED
    assert web.paths("other.example") == ["/0", "/1", "/2", "/3", "/4"]
    assert all(gap >= PAUSE for gap in web.gaps("other.example"))


def test_a_host_that_says_slow_down_for_robots_txt_is_left_alone_for_so_long(tmp_path):
    async def work(shop, web):
        first = await permits.ask(shop, PAGE)
        web.sites[HOST]["/robots.txt"] = ""
        web.clock.advance_to(web.clock.now() + timedelta(minutes=50))
        early = await permits.ask(shop, PAGE)
        web.clock.advance_to(web.clock.now() + timedelta(minutes=11))
        return first, early, await permits.ask(shop, PAGE)

    busy = WebAnswer(status=429, headers={"Retry-After": "3600"})
    (first, early, late), web = with_shop(tmp_path, {HOST: {"/robots.txt": busy}}, work)
    assert reason_of(first) is reason_of(early) is Reason.ROBOTS_UNREACHABLE
    assert late.permit is not None
    assert web.gaps(HOST)[0] >= timedelta(hours=1)


def test_a_robots_txt_out_of_reach_forbids_everything_for_thirty_days_and_then_counts_as_it_last_was(tmp_path):
    async def work(shop, web):
        told = [await permits.ask(shop, PAGE)]
        web.sites[HOST]["/robots.txt"] = WebAnswer(status=503)
        for days in (1.1, 15, 32):
            web.clock.advance_to(START + timedelta(days=days))
            await permits.ask(shop, PAGE)
            web.clock.advance_to(web.clock.now() + timedelta(minutes=5))  # its pause after a failure
            told += [await permits.ask(shop, PAGE), await permits.ask(shop, f"http://{HOST}/x")]
        web.sites[HOST]["/robots.txt"] = "User-agent: *\nDisallow: /2026"
        web.clock.advance_to(START + timedelta(days=33))
        return [*told, await permits.ask(shop, PAGE)]

    robots = "User-agent: *\nDisallow: /x"
    told, _ = with_shop(tmp_path, {HOST: {"/robots.txt": robots}}, work)
    down = Reason.ROBOTS_UNREACHABLE
    assert [reason_of(one) for one in told] == [
        None, down, down, down, down, None, Reason.ROBOTS_DISALLOWED, Reason.ROBOTS_DISALLOWED,
    ]  # fmt: skip


def test_a_host_that_keeps_failing_is_asked_for_its_robots_txt_ever_more_rarely_within_its_bound(tmp_path):
    async def work(shop, web):
        counts = []
        for _ in range(4):
            await permits.ask(shop, PAGE)
            counts.append(await shop.in_store(lambda: _state(shop)))
            web.clock.advance_to(web.clock.now() + timedelta(hours=2))
        return counts

    states, web = with_shop(tmp_path, {HOST: {"/robots.txt": WebAnswer(status=503)}}, work)
    assert [state.failure_count for state in states] == [1, 2, 3, 4]
    waits = [state.next_request_at - one.at for state, one in zip(states, web.asked, strict=True)]
    assert [round(wait.total_seconds()) for wait in waits] == [30, 60, 120, 240]


def _state(shop):
    with shop.store.read() as tx:
        return hosts.get_host(tx, HOST)


TDMREP = '[{"location": "/2026/*", "tdm-reservation": 1}, {"location": "/*", "tdm-reservation": 0}]'
RSL = """<rsl xmlns="https://rslstandard.org/rsl"><content url="/2026/*"><license>
<permits type="usage">search</permits></license></content><content url="/"><license>
<permits type="usage">all</permits><payment type="free"/></license></content></rsl>"""


def test_documents_of_the_host_are_read_before_its_pages_once_a_day_at_its_pace(tmp_path):
    robots = f"License: http://{HOST}/licence.xml\nUser-agent: *\nCrawl-delay: 3"
    sites = {
        HOST: {"/robots.txt": robots, "/.well-known/tdmrep.json": TDMREP, "/licence.xml": RSL,
               "/trust.txt": "datatrainingallowed=no"}
    }  # fmt: skip

    async def work(shop, web):
        first = await permits.ask_for_page(shop, PAGE)
        await permits.ask_for_page(shop, PAGE + "s")
        with shop.store.read() as tx:
            kept = permits.host_signals(tx, HOST, f"http://{HOST}/free", "headwater")
        web.clock.advance_to(web.clock.now() + DAY)
        await permits.ask_for_page(shop, PAGE)
        return first, kept

    (first, kept), web = with_shop(tmp_path, sites, work)
    documents = ["/robots.txt", "/.well-known/tdmrep.json", "/trust.txt", "/ai.txt", "/licence.xml"]
    assert web.paths(HOST) == documents * 2
    assert all(gap >= timedelta(seconds=3) for gap in web.gaps(HOST))
    refused = {(signal.kind, use) for signal in first.signals if not signal.allows for use in signal.uses}
    assert ("tdmrep", Use.STORE) in refused
    assert ("trust.txt", Use.MINE) in refused
    assert ("rsl", Use.MINE) in refused
    assert ("rsl", Use.INDEX) not in refused
    free = {(signal.kind, use) for signal in kept if signal.allows for use in signal.uses}
    assert {("tdmrep", Use.MINE), ("rsl", Use.SUMMARISE)} <= free


def test_documents_that_cannot_be_had_hold_nothing_up(tmp_path):
    robots = (
        f"License: http://{HOST}/secret/licence.xml\nLicense: http://far.example/l\nUser-agent: *\nDisallow: /secret"
    )
    page = WebAnswer(body=b"<!doctype html><p>Welcome!")
    sites = {HOST: {"/robots.txt": robots, "/trust.txt": WebAnswer(status=403), "/ai.txt": page}, "far.example": {}}
    (permission,), web = with_shop(tmp_path, sites, ask_all(PAGE, asking=permits.ask_for_page))
    assert permission.permit is not None
    assert web.paths(HOST) == ["/robots.txt", "/.well-known/tdmrep.json", "/trust.txt", "/ai.txt"]
    assert web.paths("far.example") == []
    unread = [signal for signal in permission.signals if signal.kind == "rsl"]
    assert [signal.text for signal in unread] == [
        f"License: http://{HOST}/secret/licence.xml",
        "License: http://far.example/l",
    ]
    assert all(not signal.allows for signal in unread)


def test_a_slow_hosts_documents_are_read_over_several_pages(tmp_path):
    robots = "User-agent: *\nCrawl-delay: 60"

    async def work(shop, web):
        await permits.ask_for_page(shop, PAGE)
        first = len(web.asked)
        await permits.ask_for_page(shop, PAGE)
        return first

    first, web = with_shop(tmp_path, {HOST: {"/robots.txt": robots}}, work)
    assert first == 3
    assert len(web.paths(HOST)) == 4
    assert all(gap >= timedelta(seconds=60) for gap in web.gaps(HOST))


def test_a_host_that_is_busy_with_a_document_is_not_asked_for_more(tmp_path):
    busy = WebAnswer(status=503, headers={"Retry-After": "600"})
    sites = {HOST: {"/robots.txt": "", "/.well-known/tdmrep.json": busy}}
    (permission,), web = with_shop(tmp_path, sites, ask_all(PAGE, asking=permits.ask_for_page))
    assert reason_of(permission) is Reason.CONNECTION_FAILED
    assert web.paths(HOST) == ["/robots.txt", "/.well-known/tdmrep.json"]


def test_what_a_host_said_of_rights_holds_while_its_robots_txt_is_out_of_reach(tmp_path):
    async def work(shop, web):
        await permits.ask(shop, PAGE)
        web.sites[HOST]["/robots.txt"] = WebAnswer(status=500)
        web.clock.advance_to(web.clock.now() + 2 * DAY)
        await permits.ask(shop, PAGE)
        with shop.store.read() as tx:
            return permits.host_signals(tx, HOST, PAGE, "headwater"), get_site_documents(tx, HOST)

    robots = "User-agent: *\nContent-Signal: ai-train=no\nAllow: /"
    (signals, documents), _ = with_shop(tmp_path, {HOST: {"/robots.txt": robots}}, work)
    assert ("content-signal", (Use.MINE,), False) in [(one.kind, one.uses, one.allows) for one in signals]
    assert len(documents) == 1


def fetch_following(url: str):
    async def work(shop, web):
        permission = await permits.ask(shop, url)
        async with permits.following(shop, url) as may_fetch:
            now = shop.clock.now()
            outcome = await shop.fetcher.fetch(permission.permit, capture_id="c", now=now, may_fetch=may_fetch)
            during = set(shop.busy_hosts)
        with shop.store.read() as tx:
            after = {host: hosts.get_host(tx, host).next_request_at for host in web.sites}
        return outcome, during, set(shop.busy_hosts), after, shop.clock.now()

    return work


def test_a_redirect_waits_for_the_pause_of_its_host_and_obeys_its_robots_txt(tmp_path):
    sites = {
        HOST: {"/2026/bridge": moved("/b"), "/b": moved("http://other.example/c"), "/robots.txt": "Crawl-delay: 9"},
        "other.example": {"/robots.txt": "User-agent: *\nCrawl-delay: 5", "/c": "here"},
    }
    (outcome, during, after, pauses, now), web = with_shop(tmp_path, sites, fetch_following(PAGE))
    assert outcome.capture.body == b"here"
    assert web.paths("other.example") == ["/robots.txt", "/c"]
    assert web.gaps("other.example")[0] >= timedelta(seconds=5)
    assert all(gap >= PAUSE for gap in web.gaps(HOST))
    assert during == {"other.example"}
    assert after == set()
    assert now + timedelta(seconds=4) < pauses["other.example"]


@pytest.mark.parametrize(
    ("robots", "reason"),
    [("User-agent: *\nDisallow: /c", Reason.ROBOTS_DISALLOWED), (WebAnswer(status=500), Reason.ROBOTS_UNREACHABLE)],
)
def test_a_redirect_to_where_we_may_not_go_is_not_followed(tmp_path, robots, reason):
    sites = {
        HOST: {"/2026/bridge": moved("http://other.example/c")},
        "other.example": {"/robots.txt": robots, "/c": ""},
    }
    (outcome, *_), web = with_shop(tmp_path, sites, fetch_following(PAGE))
    assert outcome.rejection.reason is reason
    assert web.paths("other.example") == ["/robots.txt"]


def test_a_redirect_to_a_host_that_is_being_asked_is_not_followed(tmp_path):
    async def work(shop, web):
        shop.busy_hosts.add("other.example")
        result = await fetch_following(PAGE)(shop, web)
        return result[0], set(shop.busy_hosts)

    sites = {HOST: {"/2026/bridge": moved("http://other.example/c")}, "other.example": {"/c": "here"}}
    (outcome, busy), web = with_shop(tmp_path, sites, work)
    assert outcome.rejection.reason is Reason.CONNECTION_FAILED
    assert web.paths("other.example") == []
    assert busy == {"other.example"}


def test_a_robots_txt_that_leads_to_a_busy_host_is_asked_for_again_soon_and_is_not_out_of_reach(tmp_path):
    async def work(shop, web):
        shop.busy_hosts.add("www.example")
        first = await permits.ask(shop, PAGE)
        shop.busy_hosts.clear()
        return first, await permits.ask(shop, PAGE), shop.clock.now()

    sites = {HOST: {"/robots.txt": moved("http://www.example/robots.txt")}, "www.example": {"/robots.txt": ""}}
    (first, second, now), web = with_shop(tmp_path, sites, work)
    assert reason_of(first) is Reason.CONNECTION_FAILED
    assert second.permit is not None
    assert now < START + timedelta(minutes=1)
    assert len(web.gaps(HOST)) == 1
    assert min(web.gaps(HOST)) >= PAUSE


def test_why_a_robots_txt_could_not_be_read_is_said_and_kept(tmp_path):
    async def work(shop, web):
        permission = await permits.ask(shop, PAGE)
        with shop.store.read() as tx:
            return permission.rejection, outcomes.get_fetches(tx)

    (rejection, kept), _ = with_shop(tmp_path, {HOST: {"/robots.txt": WebAnswer(status=503)}}, work)
    assert "503 Service Unavailable" in rejection.detail
    assert [(one.url, one.status) for one in kept] == [(f"http://{HOST}/robots.txt", 503)]


def test_robots_txt_of_the_next_host_may_lead_back_to_the_one_that_is_held(tmp_path):
    sites = {
        HOST: {"/2026/bridge": moved("http://www.gazette.example/b"), "/robots.txt": "User-agent: *\nDisallow: /x"},
        "www.gazette.example": {"/robots.txt": moved(f"http://{HOST}/robots.txt"), "/b": "here"},
    }

    async def work(shop, web):
        shop.busy_hosts.add(HOST)  # as the runner does for a job
        return (await fetch_following(PAGE)(shop, web))[0]

    outcome, web = with_shop(tmp_path, sites, work)
    assert outcome.capture.body == b"here"
    assert all(gap >= PAUSE for gap in web.gaps(HOST))


def test_no_cookie_and_no_other_name_ever(tmp_path):
    refusal = WebAnswer(status=403, headers={"Set-Cookie": "a=1; Path=/"})
    sites = {HOST: {"/robots.txt": WebAnswer(headers={"Set-Cookie": "a=1; Path=/"}), "/2026/bridge": refusal}}

    async def work(shop, web):
        for _ in range(2):
            await fetch_following(PAGE)(shop, web)

    _, web = with_shop(tmp_path, sites, work)
    assert {one.cookie for one in web.asked} == {""}
    assert len({one.agent for one in web.asked}) == 1
    assert web.asked[0].agent.startswith("headwater/")


def test_state_of_before_this_version_is_understood(tmp_path):
    async def work(shop, web):
        with shop.store.write() as tx:
            state = hosts.get_host(tx, HOST)
            hosts.save_host(tx, replace(state, robots_status=404, robots_url=f"http://{HOST}/robots.txt",
                                        robots_expires_at=web.clock.now() + DAY))  # fmt: skip
        return await permits.ask(shop, PAGE)

    permission, web = with_shop(tmp_path, {HOST: {}}, work)
    assert permission.permit is not None
    assert web.asked == []
