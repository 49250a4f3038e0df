"""The demo's site in a real browser: every page, two widths, light and dark, with JavaScript off as well."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from urllib.parse import urljoin, urlsplit

import pytest

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIXED = ["/", "/river", "/sources", "/search?q=river", "/search?q=zzzzqq", "/rights", "/status", "/about/how"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
if BROWSER is None and not os.environ.get("REQUIRE_BROWSER"):
    pytestmark.append(pytest.mark.skip(reason="no Chromium found: apt-get install chromium"))


@pytest.fixture(scope="module")
def site(demo_run):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "headwater.app.main", "serve", "--data", str(demo_run.folder), "--port", str(port)]
    program = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    program.terminate()
    assert program.wait(15) == 0


@pytest.fixture(scope="module")
def browser():
    assert BROWSER is not None, "REQUIRE_BROWSER is set and no Chromium was found"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def paths(site, browser):
    """The fixed pages and the first of each kind that links lead to."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(site)
    found = list(FIXED)
    for pattern in ("/story/", "/a/", "/source/"):
        if pattern != "/story/":
            page.goto(urljoin(site, found[-1]))
        link = page.locator(f'main a[href^="{pattern}"]').first.get_attribute("href")
        assert link, f"no link to {pattern} on {page.url}"
        found.append(link)
    page.close()
    return found


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_stays_at_home(site, browser, paths, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in paths:
        answer = page.goto(urljoin(site, path))
        assert answer.status == 200, path
        assert page.locator("h1").count() == 1, path
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} scrolls sideways by {overflow} px at {width}"
    context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    assert complaints == []


def test_everything_works_without_javascript(site, browser, paths):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.locator('input[name="q"]').first.fill("marathon")
    page.locator('input[name="q"]').first.press("Enter")
    assert "/search" in page.url
    assert page.locator('main a[href^="/a/"]').count() >= 1
    page.goto(urljoin(site, paths[-1]))
    page.get_by_text("Back to top").first.click()
    context.close()


def test_every_item_on_every_page_carries_its_primary_source(site, browser, paths):
    page = browser.new_page(java_script_enabled=False)
    for path in paths:
        if re.match(r"/(story/|a/|$)", path):
            page.goto(urljoin(site, path))
            hosts = {urlsplit(a).netloc for a in page.locator("main a").evaluate_all("links => links.map(a => a.href)")}
            assert any(host.endswith(".example") for host in hosts), path
    page.close()


def test_right_to_left_text_runs_right_to_left(site, browser):
    page = browser.new_page()
    page.goto(urljoin(site, "/search?q=lang%3Aar"))
    arabic = page.locator('[lang="ar"]').first
    assert arabic.count() == 1
    assert arabic.evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.close()


def test_a_missing_page_says_what_to_do(site, browser):
    page = browser.new_page()
    answer = page.goto(urljoin(site, "/story/nothing-here"))
    assert answer.status == 404
    assert page.locator("form").count() >= 1
    page.close()
