"""An outlet spreads a report over three pages: a run shows one article, and a takedown leaves nothing of any page."""

import sqlite3

import pytest
from running import open_outlet, run_once

from headwater.store import Store, articles, entries

HEADLINE = "The long way of the water from the springs of Sarn to the sea"
LAST = 3


def told(number):
    return tuple(
        f"Stage {number}.{part}: the ferryman of Sarn counts {10 * number + part} bridges, and the water stands as "
        "high as it did before the drought of eleven years began."
        for part in range(3)
    )


def page(number):
    text = "".join(f"<p>{one}</p>" for one in told(number))
    link = f'<a href="/water?page={number + 1}">Next page</a>' if number < LAST else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{HEADLINE} – Sarn Weekly</title></head><body><article>'
        f'<h1>{HEADLINE}</h1><p class="byline">By Ilse Marden</p>{text}</article><nav>{link}</nav></body></html>'
    )


@pytest.fixture
def outlet():
    with open_outlet() as opened:
        opened.publish("/rss", "water")
        opened.pages["/water"] = (200, {}, page(1))
        for number in range(2, LAST + 1):
            opened.pages[f"/water?page={number}"] = (200, {}, page(number))
        yield opened


def held(data, url):
    with Store.open(data / "headwater.sqlite", read_only=True) as store, store.read() as tx:
        return articles.get_article(tx, entries.find_article_id(tx, url))


def pages_held(data):
    with sqlite3.connect(data / "headwater.sqlite") as database:
        captures = database.execute("SELECT requested_url FROM captures WHERE requested_url LIKE '%/water%'")
        known = database.execute("SELECT url FROM addresses WHERE url LIKE '%/water%'")
        return {url for (url,) in captures}, {url for (url,) in known}


def test_a_report_on_three_pages_is_one_article_and_is_taken_down_as_one(outlet, headwater, tmp_path):
    data = tmp_path / "data"
    run_once(data, "--add", f"{outlet.url}/rss", env={})
    found = held(data, f"{outlet.url}/water")
    assert found.paragraphs == told(1) + told(2) + told(3)
    assert found.version == 1
    urls = {f"{outlet.url}/water", f"{outlet.url}/water?page=2", f"{outlet.url}/water?page=3"}
    assert pages_held(data) == (urls, urls)
    assert all(outlet.asked_by_us(url.removeprefix(outlet.url)) == 1 for url in urls)
    ran = headwater("takedown", "apply", f"{outlet.url}/water?page=3", "--reason", "asked for", "--data", data)
    assert ran.code == 0, ran.err
    run_once(data, env={})
    assert pages_held(data) == (set(), set())
    assert all(b"ferryman" not in path.read_bytes() for path in data.rglob("*") if path.is_file())
