"""`headwater sources` from end to end, as a person uses it."""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from headwater.app.commands.sources import app

ALLOWED = {"HEADWATER_ALLOWED_NETWORKS": "127.0.0.0/8", "HEADWATER_PAUSE_SECONDS": "0.01"}
FEED = (
    '<rss version="2.0"><channel><title>Sarn Weekly</title><language>en</language>'
    "<item><title>Wells of Sarn refill</title><link>/wells</link></item>"
    "<item><title>Bridge of Sarn reopens</title><link>/bridge</link></item></channel></rss>"
)
PAGES = {
    "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /private/\nCrawl-delay: 0.01\n"),
    "/": (
        "text/html",
        '<html lang="en"><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
    ),
    "/rss": ("application/rss+xml", FEED),
}
LIST = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Norway"><outline text="Avisen" type="rss" xmlUrl="https://avisen.example/feed" language="nb"/></outline>
<outline text="Chile"><outline text="La Voz &amp; Co" type="rss" xmlUrl="https://lavoz.example/rss" language="es"/>
<outline text="Favourites"><outline text="Otra" type="rss" xmlUrl="https://lavoz.example/otra" language="es"/></outline>
</outline><outline text="Bad" xmlUrl="javascript:alert(1)"/></body></opml>"""


class Outlet(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        kind, text = PAGES.get(self.path, ("text/plain", ""))
        body = text.encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def outlet():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.home = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()


class Ran:
    """One command, run within this process: a fresh interpreter for each would cost seconds."""

    def __init__(self, *arguments, stdin=None, env=None):
        done = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env=env)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        self.code, self.out, self.err = done.exit_code, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="module")
def first_import(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    (folder / "mine.opml").write_text(LIST)
    return folder, Ran("import", folder / "mine.opml", "--data", folder / "d")


@pytest.fixture
def imported(first_import, tmp_path):
    shutil.copytree(first_import[0] / "d", tmp_path / "d")
    return tmp_path / "d"


def test_a_dry_run_shows_what_is_there_and_adds_nothing(outlet, tmp_path):
    ran = Ran("add", outlet.home, "--dry-run", "--json", "--data", tmp_path / "d", env=ALLOWED)
    assert ran.code == 0, ran.err
    (found,) = ran.json
    (feed,) = [one for one in found["candidates"] if one["is_taken"]]
    assert feed["kind"] == "rss"
    assert feed["entry_count"] == 2
    assert feed["headlines"] == ["Wells of Sarn refill", "Bridge of Sarn reopens"]
    assert found["publisher"]["name"] == "Sarn Weekly"
    assert not (tmp_path / "d").exists()


def test_an_outlet_is_added_shown_and_known_the_second_time(outlet, tmp_path):
    first = Ran("add", outlet.home, "--data", tmp_path, env=ALLOWED)
    assert first.code == 0, first.err
    assert "Added RSS" in first.out
    assert "Wells of Sarn refill" in first.out
    again = Ran("add", outlet.home, "http://127.0.0.1:9/", "--data", tmp_path, env=ALLOWED)
    assert again.code == 3
    assert "Known RSS" in again.out
    assert "Not added" in again.err
    shown = Ran("show", outlet.home + "rss", "--data", tmp_path)
    assert shown.code == 0, shown.err
    assert "Sarn Weekly" in shown.out
    assert "Nothing is known of its rhythm yet" in shown.out


def test_one_fetch_is_tried_and_everything_seen_is_told(outlet, tmp_path):
    ran = Ran("test", outlet.home + "rss", "--json", "--data", tmp_path / "none", env=ALLOWED)
    assert ran.code == 0, ran.err
    assert ran.json["robots"] == {"status": 200, "allowed": True, "crawl_delay_seconds": 0.01}
    assert (ran.json["kind"], ran.json["entry_count"], ran.json["language"]) == ("rss", 2, "en")
    assert ran.json["rulings"]["fetch"] is True
    assert outlet.asked == ["/robots.txt", "/rss"]
    assert not (tmp_path / "none").exists()


def test_what_robots_forbids_is_not_tried(outlet, tmp_path):
    ran = Ran("test", outlet.home + "private/feed", "--data", tmp_path, env=ALLOWED)
    assert ran.code == 1
    assert "robots.txt asks" in ran.err
    assert outlet.asked == ["/robots.txt"]


def test_every_line_of_an_imported_list_has_its_fate(first_import):
    folder, ran = first_import
    assert ran.code == 3
    assert ran.out.count("added") >= 3
    assert "javascript:alert(1): no address" in ran.err
    again = Ran("import", folder / "mine.opml", "--json", "--data", folder / "d")
    assert [line["fate"] for line in again.json] == ["known already"] * 3 + ["refused"]
    assert again.json[2]["folders_not_understood"] == ["Favourites"]


def test_sources_are_listed_by_country_language_and_kind(imported):
    chile = Ran("list", "--country", "cl", "--json", "--data", imported).json
    assert {source["url"] for source in chile} == {"https://lavoz.example/rss", "https://lavoz.example/otra"}
    norse = Ran("list", "--language", "nb", "--json", "--data", imported).json
    assert [source["url"] for source in norse] == ["https://avisen.example/feed"]
    assert Ran("list", "--kind", "atom", "--json", "--data", imported).json == []
    assert Ran("list", "--failing", "--json", "--data", imported).json == []


def test_an_exported_list_is_valid_opml_and_comes_back_the_same(imported, tmp_path):
    written = Ran("export", "--data", imported).out
    root = ElementTree.fromstring(written)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert {folder.get("text") for folder in root.find("body")} == {"NO", "CL"}
    back = Ran("import", "-", "--data", tmp_path / "back", stdin=written)
    assert back.code == 0, back.err
    assert Ran("export", "--data", tmp_path / "back").out == written


def test_an_exported_json_list_keeps_publishers_and_pauses(imported, tmp_path):
    assert Ran("pause", "lavoz.example", "--data", imported).code == 0
    written = Ran("export", "--json", "--data", imported)
    assert Ran("import", "-", "--data", tmp_path / "back", stdin=written.out).code == 0
    back = Ran("list", "--json", "--data", tmp_path / "back").json
    assert {source["url"]: source.get("is_paused", False) for source in back} == {
        "https://avisen.example/feed": False,
        "https://lavoz.example/rss": True,
        "https://lavoz.example/otra": True,
    }
    assert {source["publisher"]["country"] for source in back} == {"NO", "CL"}


def test_a_domain_means_all_of_its_sources(imported):
    assert "Paused: 2 sources" in Ran("pause", "lavoz.example", "--data", imported).out
    one = Ran("resume", "https://lavoz.example/rss", "--data", imported)
    assert "Reading again: https://lavoz.example/rss" in one.out
    assert "Removed: 2 sources" in Ran("remove", "lavoz.example", "--data", imported).out
    assert Ran("show", "lavoz.example", "--data", imported).code == 4
    assert Ran("export", "--text", "--data", imported).out == "https://avisen.example/feed\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "This is no OPML"),
        ("[{", "broken JSON"),
        ("no address at all\n", "Nothing in this list is a source"),
        ("", "Nothing in this list is a source"),
    ],
)
def test_a_list_that_is_none_is_refused_in_words(tmp_path, body, words):
    ran = Ran("import", "-", "--data", tmp_path, stdin=body)
    assert ran.code == 1
    assert words in ran.err


def test_missing_files_and_sources_have_their_exit_code(imported):
    assert Ran("import", imported / "none.opml", "--data", imported).code == 4
    assert Ran("remove", "nobody.example", "--data", imported).code == 4
    assert Ran("export", "--text", "--json", "--data", imported).code == 2
