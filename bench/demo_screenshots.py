"""Pictures of the demo's site: `python bench/demo_screenshots.py OUTDIR [--all]`.

Starts the demo on a free port, waits until it has aggregated its world, and takes the README's two pictures (or, with
`--all`, every page at two widths, light and dark, by `bench/screenshots.py`).
"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from screenshots import FLAGS, find_browser

WIDTH, HEIGHT = 1280, 1000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "headwater.app.main", "demo", "--port", str(port)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    for line in program.stdout:
        if line.startswith("Look at"):
            return program
    raise SystemExit("The demo ended before it was ready.")


def shoot(base: str, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(base)
        page.screenshot(path=out / "front.png")
        story = page.locator('main a[href^="/story/"]').first.get_attribute("href")
        page.goto(urljoin(base, story or "/"))
        page.screenshot(path=out / "story.png")
        browser.close()


def main(arguments: list[str]) -> None:
    out = Path(re.sub(r"/+$", "", arguments[0]))
    port = free_port()
    program = start_demo(port)
    try:
        base = f"http://127.0.0.1:{port}/"
        if "--all" in arguments:
            subprocess.run([sys.executable, Path(__file__).with_name("screenshots.py"), base, out], check=False)
        else:
            shoot(base, out)
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(20)


if __name__ == "__main__":
    main(sys.argv[1:])
