"""kill -9 of the whole program at random moments, then a restart: nothing lost, nothing twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from headwater.app.settings import load_settings
from headwater.store.reading import Reader

pytestmark = [pytest.mark.xdist_group("killed"), pytest.mark.slow]

KILLS = 4


def start(folder):
    command = [sys.executable, "-m", "headwater.app.main", "demo", "--check", "--json", "--data", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)


def urls(folder):
    with Reader.open(load_settings(folder, {}).database_path) as reader:
        found, before = [], ""
        while page := reader.river(limit=200, before=before):
            found += [view.url for view in page]
            before = page[-1].id
    return found


def test_nothing_is_lost_and_nothing_twice_after_kills_at_random_moments(tmp_path):
    moments = random.Random(20261123)
    folder = tmp_path / "data"
    for _ in range(KILLS):
        program = start(folder)
        time.sleep(moments.uniform(2.0, 9.0))
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    finished = start(folder)
    out, _ = finished.communicate(timeout=240)
    assert finished.returncode == 0, out[-2000:]
    found = urls(folder)
    assert [url for url, count in Counter(found).items() if count > 1] == []
    whole = tmp_path / "whole"
    undisturbed = start(whole)
    undisturbed.communicate(timeout=240)
    assert sorted(found) == sorted(urls(whole))


def test_a_second_run_on_the_same_data_is_told_so(tmp_path, headwater):
    folder = tmp_path / "data"
    headwater("init", "--data", folder)
    first = subprocess.Popen(
        [sys.executable, "-m", "headwater.app.main", "run", "--no-site", "--data", str(folder)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        first.stderr.readline()
        second = headwater("run", "--once", "--no-site", "--data", folder)
        assert second.code == 6
        assert "Traceback" not in second.err
        assert second.err.count("\n") <= 2
    finally:
        first.send_signal(signal.SIGINT)
        assert first.wait(30) == 0
