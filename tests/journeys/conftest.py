"""What whole-program tests share: the program as a subprocess, and one aggregated demo world for all of them."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

HEADWATER = [sys.executable, "-m", "headwater.app.main"]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def run_headwater(*args, stdin=None, timeout=240, env=None) -> Ran:
    """Run the command line as a person would, without their settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HEADWATER_")} | (env or {})
    done = subprocess.run(
        [*HEADWATER, *map(str, args)], input=stdin, capture_output=True, text=True, timeout=timeout, env=environment
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def headwater():
    return run_headwater


@dataclass(frozen=True)
class DemoRun:
    folder: Path
    figures: dict
    code: int


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory) -> DemoRun:
    """The demo world, aggregated once over real HTTP. Tests that change it take `demo_copy`."""
    folder = tmp_path_factory.mktemp("demo")
    ran = run_headwater("demo", "--check", "--json", "--data", folder)
    assert ran.out, ran.err
    return DemoRun(folder, ran.json["figures"], ran.code)


@pytest.fixture
def demo_copy(demo_run, tmp_path) -> Path:
    """A copy of the aggregated demo's data folder."""
    copy = tmp_path / "copy"
    shutil.copytree(demo_run.folder, copy)
    return copy
