"""What `headwater sources add DOMAIN` finds of each outlet of the demo world when nothing but its domain is known.

    python bench/finding.py [--json OUT] [--only HOST]

Each outlet is looked at over real HTTP on loopback. Right: every place that the outlet has for its articles is covered
(each of its works is announced by something that was taken) and nothing is read twice; then name, country, languages
and kind beside the demo world's truth. An outlet that refuses robots, is down, or loops must be refused in words.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from headwater.app import opening
from headwater.app.clock import SystemClock
from headwater.app.finding import Finding, advice, as_source, find_sources
from headwater.app.passing import passing_store
from headwater.app.settings import Settings
from headwater.demo import DemoSite, Outlet, World, load_world
from headwater.loopback import LoopbackWeb
from headwater.text.urls import address_key

PAUSE_SECONDS = 0.01  # the demo's hosts are ours
UNREADABLE = {"robots", "down", "loop"}  # what no polite reader can read


@dataclass(frozen=True)
class Row:
    outlet: Outlet
    finding: Finding
    announced: int
    works: int
    twice: int
    seconds: float

    @property
    def is_readable(self) -> bool:
        return not UNREADABLE & {self.outlet.reserve, self.outlet.behaviour}

    @property
    def is_found(self) -> bool:
        if not self.is_readable or not self.works:
            return not self.finding.taken and self.finding.problem is not None
        return self.announced == self.works and not self.twice

    def is_right(self, field: str) -> bool | None:
        """None where nothing was claimed."""
        publisher, outlet = self.finding.profile.publisher, self.outlet
        if field == "languages":
            return (publisher.languages[0] == outlet.language) if publisher.languages else None
        claimed = getattr(publisher, field)
        if field == "kind":
            return None if claimed == "unknown" else claimed == outlet.kind
        return claimed == getattr(outlet, field) if claimed else None


async def look(world: World, only: str) -> list[Row]:
    settings = replace(Settings(), pause_seconds=PAUSE_SECONDS, children=1)
    site = DemoSite(world, datetime.now(UTC))
    rows = []
    with passing_store() as store:
        async with (
            LoopbackWeb(dict.fromkeys(site.hosts, site)) as web,
            opening.workshop(settings, store, SystemClock(), route=web.route) as shop,
        ):
            for outlet in world.outlets.values():
                if only in outlet.host:
                    began = time.perf_counter()
                    finding = await find_sources(shop, as_source(outlet.host), is_domain=True)
                    rows.append(measured(world, outlet, finding, time.perf_counter() - began))
    return rows


def measured(world: World, outlet: Outlet, finding: Finding, seconds: float) -> Row:
    works = {address_key(item.url) for item in world.of_outlet(outlet)}
    sets = [candidate.keys & works for candidate in finding.taken]
    announced = set().union(*sets)
    return Row(outlet, finding, len(announced), len(works), sum(map(len, sets)) - len(announced), seconds)


def printed(row: Row) -> str:
    finding, publisher = row.finding, row.finding.profile.publisher
    kinds = "+".join(candidate.kind.value for candidate in finding.taken if candidate.kind) or "-"
    marks = {True: "", False: "!", None: "?"}
    name = f"{publisher.name or '-'}{marks[row.is_right('name')]}"
    country = f"{publisher.country or '-'}{marks[row.is_right('country')]}"
    languages = f"{','.join(publisher.languages) or '-'}{marks[row.is_right('languages')]}"
    why = advice(finding.problem, finding.problem_status) if finding.problem else ""
    first = f"{'ok ' if row.is_found else 'NO '}{row.outlet.host:<33}{kinds:<22}{row.announced:>3}/{row.works:<3}"
    return f"{first}{country:<5}{languages:<8}{finding.request_count:>3} req {row.seconds:5.1f} s  {name}  {why}"


def summary(rows: list[Row]) -> dict[str, Any]:
    readable = [row for row in rows if row.finding.taken]
    figures: dict[str, Any] = {"outlets": len(rows), "found or rightly refused": sum(row.is_found for row in rows)}
    for field in ("name", "country", "languages", "kind"):
        verdicts = [row.is_right(field) for row in readable]
        figures[field] = {"of": len(verdicts)} | {
            word: verdicts.count(verdict) for word, verdict in (("right", True), ("wrong", False), ("unsaid", None))
        }
    figures["requests an outlet (mean)"] = round(sum(r.finding.request_count for r in rows) / max(1, len(rows)), 1)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    rows = asyncio.run(look(load_world(), arguments.only))
    for row in rows:
        print(printed(row))
    figures = summary(rows)
    print()
    for name, value in figures.items():
        print(f"{name:<28}{value}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
