"""Archives: replayed as the web, and ingested."""

import resource
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from archives import write_archive

from headwater.app.settings import load_settings
from headwater.store.reading import Reader

EVENTS = ("saiga-count", "electric-ferry")
pytestmark = pytest.mark.xdist_group("archives")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "crawl.warc.gz"
    return path, write_archive(path, events=EVENTS)


def held(folder):
    with Reader.open(load_settings(folder, {}).database_path) as reader:
        return {view.url: view for view in reader.river(limit=200, before="")}


def expected(items):
    quiet = ("slow", "loop", "down", "busy")
    return {i.url for i in items if i.is_expected and i.outlet.behaviour not in quiet}


def test_a_replay_runs_the_whole_program_over_real_http(headwater, archive, tmp_path):
    path, items = archive
    ran = headwater("run", "--once", "--no-site", "--replay", path, "--data", tmp_path)
    assert ran.code == 0, ran.err
    found = held(tmp_path)
    assert expected(items) - set(found) == set()
    assert all(item.url not in found for item in items if not item.is_expected)
    assert {view.first_seen_at.date().isoformat() for view in found.values()} == {"2026-05-04"}


def test_what_was_not_captured_answers_404_also_robots(headwater, tmp_path):
    path = tmp_path / "bare.warc.gz"
    items = write_archive(path, events=("saiga-count",), robots=False)
    ran = headwater("run", "--once", "--no-site", "--replay", path, "--data", tmp_path / "data")
    assert ran.code == 0, ran.err
    assert expected(items) - set(held(tmp_path / "data")) == set()


def test_a_source_can_be_added_by_domain_in_a_replay(headwater, archive, tmp_path):
    path, items = archive
    outlet = next(i.outlet for i in items if i.outlet.feeds == ("rss",) and not i.outlet.behaviour)
    ran = headwater("sources", "add", outlet.host, "--replay", path, "--data", tmp_path)
    assert ran.code == 0, ran.err
    assert "feed.rss" in ran.out


def test_every_article_of_an_archive_is_ingested_and_none_twice(headwater, archive, tmp_path):
    path, items = archive
    first = headwater("ingest", path, "--data", tmp_path, "--json")
    assert first.code == 0, first.err
    wanted = {item.url for item in items if item.is_expected and item.outlet.behaviour not in ("loop", "busy", "down")}
    found = held(tmp_path)
    assert wanted - set(found) == set()
    assert first.json["articles_per_second"] > 0
    again = headwater("ingest", path, "--data", tmp_path, "--json")
    assert again.json["articles"] == 0
    assert again.json["known"] >= len(found)
    assert set(held(tmp_path)) == set(found)


def test_captures_are_served_on_loopback(archive):
    path, items = archive
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "headwater.app.main", "replay", str(path), "--port", str(port)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert "captured addresses" in program.stdout.readline()
        item = next(item for item in items if item.is_expected and not item.outlet.behaviour)
        request = urllib.request.Request(f"http://127.0.0.1:{port}{item.path}", headers={"Host": item.outlet.host})
        for _ in range(50):
            try:
                body = urllib.request.urlopen(request, timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        assert item.headline.split("&")[0][:20] in body.decode(item.outlet.charset)
    finally:
        program.terminate()
        program.wait(10)


def test_a_full_disk_is_told_in_one_sentence_and_loses_nothing(headwater, archive, tmp_path):
    """A limit on file sizes stands for the disk: the write that goes past it fails in the same way."""
    path, _ = archive

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))

    command = [sys.executable, "-m", "headwater.app.main", "ingest", str(path), "--data", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=small_disk, timeout=240)
    assert ran.returncode == 75, ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("headwater:") == 1
    before = set(held(tmp_path))
    again = headwater("ingest", path, "--data", tmp_path, "--json")
    assert again.code == 0, again.err
    assert before <= set(held(tmp_path))
