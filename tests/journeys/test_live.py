"""The live path: real sockets, real robots.txt, no route table; the operator allows loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from headwater.app.settings import load_settings
from headwater.store.reading import Reader

ARTICLE = """<!doctype html><html lang="en"><head><title>Wells of Sarn refill – Sarn Weekly</title></head>
<body><article>
<h1>Wells of Sarn refill after eleven dry years</h1><p class="byline">By Ilse Marden</p>
<p>Water stood four metres deep in the village well of Sarn on Monday, the first time since the drought began.</p>
<p>Farmers had dug thirty-two trenches across the slope last winter to slow the rain on its way to the river.</p>
<p>"My mother laughed when I lowered the bucket and it splashed," said the miller, who is keeping the old rope.</p>
</article></body></html>"""


class Outlet(BaseHTTPRequestHandler):
    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        self.server.asked.append((self.path, self.headers.get("User-Agent", "")))
        pages = {
            "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /private/\n"),
            "/": (
                "text/html",
                '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
            ),
            "/rss": (
                "application/rss+xml",
                f'<rss version="2.0"><channel><title>Sarn Weekly</title><item><title>Wells</title>'
                f"<link>{base}/wells</link></item><item><title>Hidden</title><link>{base}/private/x</link></item>"
                "</channel></rss>",
            ),
            "/wells": ("text/html; charset=utf-8", ARTICLE),
        }
        kind, text = pages.get(self.path, ("text/plain", ""))
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def outlet():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def test_a_source_added_by_its_home_page_is_found_read_and_shown(headwater, outlet, tmp_path):
    home = f"http://127.0.0.1:{outlet.server_port}/"
    allowed = {"HEADWATER_ALLOWED_NETWORKS": "127.0.0.0/8"}
    assert headwater("init", "--data", tmp_path).code == 0
    added = headwater("sources", "add", home, "--data", tmp_path, env=allowed)
    assert added.code == 0, added.err
    assert "/rss" in added.out
    ran = headwater("run", "--once", "--no-site", "--data", tmp_path, env=allowed)
    assert ran.code == 0, ran.err
    with Reader.open(load_settings(tmp_path, {}).database_path) as reader:
        (view,) = reader.river(limit=10, before="")
    assert view.headline == "Wells of Sarn refill after eleven dry years"
    assert view.byline == ("Ilse Marden",)
    paths = [path for path, _ in outlet.asked]
    assert paths[0] == "/robots.txt"
    assert "/private/x" not in paths
    assert all(agent.startswith("headwater/") and "+http" in agent for _, agent in outlet.asked)


def test_private_addresses_are_refused_unless_allowed(headwater, outlet, tmp_path):
    ran = headwater("sources", "add", f"http://127.0.0.1:{outlet.server_port}/", "--data", tmp_path)
    assert ran.code == 1
    assert outlet.asked == []
    assert "Not added" in ran.err
