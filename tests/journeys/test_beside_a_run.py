"""Sources are looked after while the program runs: nobody stops a service to add a feed."""

import subprocess

from running import HEADWATER, LOOPBACK, open_outlet, running, without_settings

from headwater.store import Store, entries, sources


def command(data, *words):
    """`headwater sources …` beside the running program."""
    line = [*HEADWATER, "sources", *words, "--data", str(data)]
    done = subprocess.run(line, env={**without_settings(), **LOOPBACK}, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def addresses(tx):
    return {source.url: source for source in sources.list_sources(tx)}


def test_sources_are_added_paused_and_removed_beside_a_running_program(tmp_path):
    data = tmp_path / "data"
    with open_outlet() as outlet:
        outlet.publish("/feed", "wells")
        outlet.publish("/other", "mill")
        with running(data, "--no-site", "--add", outlet.url + "/other", env={}) as run:
            run.until(lambda tx: entries.find_article_id(tx, outlet.url + "/mill"), "the first source's entry")
            told = command(data, "add", outlet.url + "/feed")
            assert "by the program that is running" in told
            run.until(lambda tx: entries.find_article_id(tx, outlet.url + "/wells"), "the new source's entry")
            command(data, "pause", outlet.url + "/other")
            command(data, "remove", outlet.url + "/feed")
            assert run.stop() == 0
    with Store.open(data / "headwater.sqlite", read_only=True) as store, store.read() as tx:
        left = addresses(tx)
    assert list(left) == [outlet.url + "/other"]
    assert left[outlet.url + "/other"].is_paused
