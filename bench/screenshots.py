"""Pictures of a running site: `python bench/screenshots.py BASE_URL OUTDIR [PATH …]`.

Each page at 360 and 1280 pixels, light and dark; Chromium is whatever is found on PATH. Without paths it takes the
front page and walks from there: the first story, its first article, its source, and the fixed pages.
Prints one line for each picture; exit 1 when a page scrolls sideways or asks another host for anything.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
WIDTHS = {"phone": (360, 780), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")
FIXED = ("/", "/river", "/sources", "/search?q=a", "/rights", "/status", "/about/how", "/no-such-page")


def find_browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"No browser on PATH: install Chromium (looked for {', '.join(BROWSERS)}).")
    return found


def walk(browser: Browser, base: str) -> list[str]:
    """The fixed pages, and the first story, article and source that links lead to."""
    page = browser.new_page()
    page.goto(base)
    paths = list(FIXED)
    for pattern in ("/story/", "/a/", "/source/"):
        link = page.locator(f'main a[href^="{pattern}"]').first
        if link.count() and (path := link.get_attribute("href")):
            paths.append(path)
            page.goto(urljoin(base, path))
    page.close()
    return paths


def name_of(path: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", urlsplit(path).path.lower()).strip("-")
    return (words or "front")[:40]


def take(browser: Browser, base: str, path: str, out: Path) -> Iterator[str]:
    """One picture for each width and scheme; yields what is wrong."""
    for size, (width, height) in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(urljoin(base, path))
            target = out / f"{name_of(path)}-{size}-{scheme}.png"
            page.screenshot(path=target, full_page=True)
            print(target)
            yield from faults(page, base, asked, target)
            context.close()


def faults(page: Page, base: str, asked: list[str], target: Path) -> Iterator[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"{target.name}: scrolls {wide} px sideways"
    foreign = {urlsplit(url).netloc for url in asked if not url.startswith("data:")} - {urlsplit(base).netloc}
    if foreign:
        yield f"{target.name}: asked {', '.join(sorted(foreign))}"


def main(base: str, out: Path, paths: list[str]) -> int:
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        wrong = [each for path in paths or walk(browser, base) for each in take(browser, base, path, out)]
        browser.close()
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
