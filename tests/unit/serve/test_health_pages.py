"""Flags, coverage, lag and deafness as readers and programs see them."""

from datetime import timedelta

import pytest

from headwater.model.view import Deafness, DeafReason
from headwater.publish.localisation import Localisation
from headwater.serve import SiteSettings
from unit.publish.invented_press import NOW, InventedReader
from unit.serve.asking_client import Client

FLAGGED = "dalatany.example"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def deaf() -> Client:
    reader = InventedReader()
    reader.deaf = Deafness(since=NOW - timedelta(hours=7), reason=DeafReason.NOT_POLLING)
    return Client(reader)


def words(client: Client, address: str) -> str:
    return " ".join(client.get(address).tree.body.text(separator=" ").split())


def test_the_status_page_says_how_much_of_what_is_announced_gets_here_and_how_fast(client):
    text = words(client, "/status")
    for expected in ("announced 43 100 %", "article stored 36 84 %", "in a story 30 70 %", "listing page 2"):
        assert expected in text
    assert "published to seen here 3 minutes 39 minutes".replace(" ", "") in text.replace("\u00a0", "").replace(" ", "")
    assert "within 1 hour 20 100 %" in text
    assert "1 source needs a look." in text


def test_the_status_page_says_how_many_paragraphs_and_pages_failed_the_check(client):
    said = client.get("/status").tree.css_first("#faithful").text()
    assert "7 paragraphs that were not were left out or cut; 3 pages were refused" in said
    numbers = client.get("/api/v1/status").json["data"]
    assert (numbers["lost_paragraph_count"], numbers["unfaithful_count"]) == (7, 3)


def test_charts_have_their_numbers_in_words_beside_them(client):
    table = client.get("/status").tree.css_first("table.shares")
    for row in table.css("tr"):
        assert row.css_first("svg").attributes["aria-hidden"] == "true"
        assert row.css_first("th").attributes["scope"] == "row"
        assert row.css_first("td.n").text().isdecimal()


def test_an_outlets_page_says_what_is_wrong_with_its_feeds(client):
    text = words(client, f"/source/{FLAGGED}")
    assert "cannot be read since 23 Nov 05:05 UTC : Every attempt fails: it does not answer in time." in text
    assert "How much of it gets here" in text
    assert "cannot be read" not in words(client, "/source/nordkurier.example")


def test_an_outlet_without_figures_says_so(client):
    assert "it has not been counted yet" in words(client, "/source/shanhe.example")


def test_the_directory_shows_the_worst_flag_of_each_outlet(client):
    rows = {row.css_first("a").attributes["href"]: row.text() for row in client.get("/sources").tree.css("tbody tr")}
    assert "cannot be read" in rows[f"/source/{FLAGGED}"]
    assert sum("reads fine" in row for row in rows.values()) == len(rows) - 1


def test_a_large_directory_comes_in_pages_that_meet():
    client = Client(settings=SiteSettings(url="https://news.test", sources_per_page=4))
    found, address = [], "/sources.json"
    while address:
        got = client.get(address).json
        assert len(got["data"]) <= 4
        found += [one["domain"] for one in got["data"]]
        address = (got["next"] or "").removeprefix("https://news.test")
    assert found == sorted(found)
    assert len(found) == len(set(found)) == 15
    page = client.get("/sources")
    following = page.tree.css_first("a[rel=next]").attributes["href"]
    assert words(client, following).count(" reads fine") + words(client, following).count("cannot be read") == 4


def test_programs_get_flags_figures_and_deafness(client, deaf):
    status = client.get("/api/v1/status").json["data"]
    assert status["figures"]["announced_count"] == 43
    assert status["figures"]["published_to_seen"]["count"] == 20
    assert (status["flags"], status["flagged_count"]) == ([{"flag": "failing", "count": 1}], 1)
    assert status["deafness"] is None
    assert deaf.get("/status.json").json["deafness"] == {"since": "2026-11-23T07:05:00Z", "reason": "not_polling"}
    by_domain = {one["domain"]: one for one in client.get("/api/v1/sources").json["data"]}
    flag = by_domain[FLAGGED]["feeds"][0]["flags"][0]
    assert (flag["flag"], flag["since"]) == ("failing", "2026-11-23T05:05:00Z")
    assert by_domain["shanhe.example"]["figures"] is None


def test_a_deaf_program_says_so_in_words_on_every_page(deaf):
    assert "Nothing has been read for 7 hours: what you see is not the latest." in words(deaf, "/")
    for path in ("/", "/river", "/rights", f"/source/{FLAGGED}"):
        assert "Status: nothing has been read for 7 hours" in words(deaf, path)
    status = deaf.get("/status").tree
    assert status.css_first("h1").text() == "Deaf"
    assert "the collecting program is not running" in status.body.text()


def test_going_deaf_makes_pages_anew_that_nothing_else_would_change():
    reader = InventedReader()
    client = Client(reader)
    tag = client.get("/").headers["etag"]
    assert client.get("/", if_none_match=tag).status == 304
    reader.deaf = Deafness(since=NOW - timedelta(hours=1), reason=DeafReason.ALL_FAILING)
    client.now = NOW + timedelta(minutes=2)
    got = client.get("/", if_none_match=tag)
    assert got.status == 200
    assert "nothing has been read" in got.text


def test_pages_of_health_work_from_right_to_left():
    client = Client(settings=SiteSettings(url="https://news.test", language="ar"))
    assert Localisation("ar").direction == "rtl"
    for path in ("/status", "/sources", f"/source/{FLAGGED}"):
        assert client.get(path).tree.css_first("html").attributes["dir"] == "rtl"
