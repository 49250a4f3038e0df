"""Links to articles on front pages: structure alone beside patterns of addresses, on invented sites and the demo world.

    python bench/page_links.py [--show]

Each site is read for seven days; what it links to is "fetched", and the patterns are learned from that, as headwater
does it. Days after the third count. `tuning` sites were looked at while the rules were made, `checking` sites not.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from headwater.acquire import read
from headwater.acquire.patterns import learn
from headwater.demo.pages import render_home
from headwater.demo.world import load_world
from headwater.model.web import Capture, Feed, SourceKind

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "unit" / "acquire"))

from invented_sites import CHECKING, HARD, TUNING, Tally, follow


def figures(tally: Tally) -> dict[str, float]:
    return {"precision": round(tally.precision, 3), "recall": round(tally.recall, 3)}


def demo() -> tuple[Tally, Tally]:
    """Front pages of the demo world's outlets, read by structure alone, then again with what that taught."""
    world = load_world()
    alone, learned = Tally(), Tally()
    for outlet in world.outlets.values():
        true = {item.url for item in world.of_outlet(outlet)}
        url = f"https://{outlet.host}/"
        capture = Capture(
            id="c", requested_url=url, final_url=url, status=200, headers={"content-type": "text/html"},
            body=render_home(outlet, world).encode(), captured_at=datetime(2026, 11, 23, tzinfo=UTC),
        )  # fmt: skip
        first = addresses(capture, ())
        alone.add(first, true)
        patterns = learn((), sorted(first & true), sorted(first - true))
        learned.add(addresses(capture, patterns), true)
    return alone, learned


def addresses(capture: Capture, patterns: tuple[str, ...]) -> set[str]:
    feed = read(capture, kind=SourceKind.PAGE, patterns=patterns)
    return {entry.url for entry in feed.entries} if isinstance(feed, Feed) else set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="each site and its patterns")
    show = parser.parse_args().show
    for name, sites in (("tuning", TUNING), ("checking", CHECKING), ("hard", HARD)):
        alone, learned = Tally(), Tally()
        for site in sites:
            one_alone, one_learned, patterns = follow(site)
            for total, one in ((alone, one_alone), (learned, one_learned)):
                total.right, total.wrong, total.missed = (
                    total.right + one.right, total.wrong + one.wrong, total.missed + one.missed,
                )  # fmt: skip
            if show:
                print(site.host, figures(one_alone), figures(one_learned), *patterns, sep="\n    ")
        line = {"bench": "page_links", "sites": name, "structure": figures(alone), "patterns": figures(learned)}
        print(json.dumps(line))
    alone, learned = demo()
    print(
        json.dumps({"bench": "page_links", "sites": "demo", "structure": figures(alone), "patterns": figures(learned)})
    )


if __name__ == "__main__":
    main()
