"""The pages in a real browser: nothing refused by the content policy, nothing sideways, nothing from elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from headwater.publish.addresses import story_path
from unit.publish.invented_press import InventedReader
from unit.serve.test_server import free_port, running

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
STORY = story_path(InventedReader().stories[0])
PATHS = ("/", STORY, "/a/01LEAD", "/a/04HOSTILE", "/source/almaraya.example", "/sources", "/search?q=Bres", "/rights")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        BROWSER is None and os.environ.get("REQUIRE_BROWSER") != "1",
        reason="no Chromium on PATH; install one to run this",
    ),
]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    port = free_port()
    with running(port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield started
        started.close()


def test_pages_keep_their_policy_and_their_width(site: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(request.url))
    for path in PATHS:
        page.goto(site + path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, path
    assert said == []
    assert {url for url in asked if not url.startswith((site, "data:"))} == set()
    page.close()


def test_dots_of_the_river_stay_round_at_every_width(site: str, browser: Any) -> None:
    page = browser.new_page()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site + STORY)
        effect = page.evaluate("getComputedStyle(document.querySelector('.river path.copy')).vectorEffect")
        cap = page.evaluate("getComputedStyle(document.querySelector('.river path.copy')).strokeLinecap")
        assert (effect, cap) == ("non-scaling-stroke", "round")
    page.close()


def test_keys_move_between_items_and_lead_to_the_source(site: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(site + "/river")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.closest('.item') === document.querySelectorAll('.item')[1]")
    assert second is True
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.value") == "j"
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(site + "/")
    page.goto(site + "/about/how")
    page.click("#keys-switch")
    page.goto(site + "/river")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.item')") is None
    page.close()


def test_everything_is_there_without_script(site: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto(site + "/")
    page.click("main h2 a >> nth=0")
    assert page.title().startswith("Glacier lake drains overnight")
    page.click("summary >> nth=0")
    assert page.is_visible("details.numbers table")
    context.close()
