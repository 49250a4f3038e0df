"""The polling rhythm: requests made and entries found over 500 invented sources with a moved clock.

    python bench/rhythm.py [--hours 24] [--sources 500] [--mix tuned|kept-aside|both] [--by-kind]
    python bench/rhythm.py --pipeline [--sources 25]     # the whole program over real HTTP on loopback

Sources are drawn from `bench/rhythm_world.py`: inhomogeneous Poisson processes with bursts, time zones, days off, bad
dates, outages, stated intervals. The rhythm knows nothing of them; its constants were chosen on the mix `tuned`, the
mix `kept-aside` has other outlets, other hours, another seed. Decisions go through `habits.taught` and
`Rhythm.next_check`, the code that the service runs, from a first poll on which nothing is known.
"""

from __future__ import annotations

import argparse
import sys
import time
import timeit
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from headwater.model.habit import Habit
from headwater.model.web import Feed, FetchOutcome, Source, SourceKind
from headwater.pipeline.habits import learn, taught
from headwater.pipeline.schedule import NextCheck, Rhythm
from rhythm_world import MIXES, START, Outlet, draw

SOURCES, PIPELINE_SOURCES = 500, 25
QUARTER = timedelta(minutes=15)


@dataclass
class Tally:
    """What one way of polling cost and found."""

    requests: int = 0
    missed: int = 0
    delays: list[float] = field(default_factory=list)  # seconds from publication to seen
    kinds: list[str] = field(default_factory=list)

    def add(self, outlet: Outlet, requests: int, missed: int, delays: list[float]) -> None:
        self.requests += requests
        self.missed += missed
        self.delays += delays
        self.kinds += [outlet.kind] * len(delays)


def every_quarter(_source: Source, _outcome: FetchOutcome, _new: int, now: datetime) -> datetime:
    """What most aggregators do by default; it obeys nothing but the clock."""
    return now + QUARTER


def every_quarter_politely(_source: Source, outcome: FetchOutcome, _new: int, now: datetime) -> datetime:
    """The same, never earlier than the server asked."""
    asked = max(outcome.retry_after or timedelta(), outcome.max_age or timedelta())
    return now + max(QUARTER, min(asked, timedelta(hours=24)))


def halves(source: Source, outcome: FetchOutcome, new_count: int, now: datetime) -> datetime:
    """The rule that headwater had before: half the interval after news, half as much again after none."""
    wanted = source.interval * (0.5 if new_count else 1.5)
    interval = min(max(wanted, timedelta(minutes=5)), timedelta(hours=24))
    asked = max(outcome.retry_after or timedelta(), outcome.max_age or timedelta())
    return now + max(interval, min(asked, timedelta(hours=24)))


def simulate(
    outlet: Outlet, source: Source, rule: NextCheck, hours: float, *, learns: bool
) -> tuple[int, int, list[float]]:
    """Requests, entries that left the document unseen, and the delays of those found, of one source."""
    end = START + timedelta(hours=hours)
    now: datetime | None = START + timedelta(seconds=outlet.first_poll_seconds)
    requests, missed, seen = 0, 0, 0
    delays: list[float] = []
    while now is not None and now < end:
        requests += 1
        second = (now - START).total_seconds()
        outcome = outlet.outcome(second)
        if outcome.rejection is not None:
            next_at = rule(source, outcome, 0, now)
            source = replace(source, failure_count=source.failure_count + 1, next_check_at=next_at, last_check_at=now)
            now = next_at
            continue
        published = outlet.published_by(second)
        first_shown = max(0, published - outlet.document_entries)
        new = range(max(seen, first_shown), published)
        missed += max(0, first_shown - max(seen, outlet.before_start))
        delays += [second - outlet.times[place] for place in new if outlet.times[place] >= 0]
        if learns and (new or source.last_success_at is None):
            entries = tuple(outlet.entry(place, second) for place in new)
            feed = Feed(kind=SourceKind.RSS, entries=entries, update_interval=outlet.stated_interval)
            source = taught(source, feed, entries, outcome, now)
        seen = published
        next_at = rule(source, outcome, len(new), now)
        interval = source.interval if next_at is None else next_at - now
        source = replace(source, interval=interval, last_success_at=now, last_check_at=now, failure_count=0)
        now = next_at
    return requests, missed, delays


def run(outlets: list[Outlet], rule: NextCheck, hours: float, *, learns: bool = False) -> Tally:
    tally = Tally()
    for outlet in outlets:
        source = Source(id=outlet.name, url=f"https://{outlet.name}.example/feed", kind=SourceKind.RSS)
        tally.add(outlet, *simulate(outlet, source, rule, hours, learns=learns))
    return tally


def decision_microseconds(outlets: list[Outlet]) -> tuple[float, float]:
    """Mean and worst source's time of one decision after a 304, each source with its history learned."""
    rhythm, outcome = Rhythm(), FetchOutcome()
    times = []
    for outlet in outlets:
        history = [START + timedelta(seconds=second) for second in outlet.times if second < 0]
        source = Source(id=outlet.name, url="", kind=SourceKind.RSS, habit=learn(Habit(), history, now=START))
        now = START + timedelta(minutes=10)
        times.append(min(timeit.repeat(lambda: rhythm.next_check(source, outcome, 0, now), number=20, repeat=5)) / 20)  # noqa: B023
    return float(np.mean(times)) * 1e6, max(times) * 1e6


RULES: tuple[tuple[str, Callable[[], NextCheck], bool], ...] = (
    ("every 15 minutes", lambda: every_quarter, False),
    ("… never earlier than asked", lambda: every_quarter_politely, False),
    ("half / one and a half", lambda: halves, False),
    ("learned rhythm", lambda: Rhythm().next_check, True),
)
PATIENCE_MINUTES = (1.0, 2.0, 3.0, 5.0, 8.0, 15.0)


def compare(name: str, outlets: list[Outlet], hours: float, *, by_kind: bool) -> None:
    print(f"{name}: {len(outlets)} sources, {hours:g} hours, from the first poll on")
    print(f"{'':28}{'requests':>10}{'found':>9}{'missed':>8}{'median':>9}{'p90':>9}{'mean':>9}{'requests':>10}")
    print(f"{'':28}{'':>10}{'':>9}{'':>8}{'min':>9}{'min':>9}{'min':>9}{'/entry':>10}")
    first: list[float] = []
    tallies = []
    for rule_name, rule, learns in RULES:
        tally = run(outlets, rule(), hours, learns=learns)
        tallies.append((rule_name, tally))
        row = figures(tally)
        first = first or row
        print(line(rule_name, tally, row))
    print("as ratios to every 15 minutes:")
    for rule_name, tally in tallies[1:]:
        ratios = [value / base for value, base in zip(figures(tally), first, strict=True)]
        requests, median, p90, mean, per_entry = ratios
        print(f"{rule_name:28}{requests:>10.2f}{'':>9}{'':>8}{median:>9.2f}{p90:>9.2f}{mean:>9.2f}{per_entry:>10.2f}")
    if by_kind:
        kinds_table(outlets, tallies[0][1], tallies[-1][1])
    print()


def figures(tally: Tally) -> list[float]:
    delays = np.array(tally.delays) / 60
    middle, p90 = np.percentile(delays, [50, 90])
    return [tally.requests, middle, p90, float(delays.mean()), tally.requests / len(delays)]


def line(name: str, tally: Tally, row: list[float]) -> str:
    requests, median, p90, mean, per_entry = row
    counts = f"{requests:>10,.0f}{len(tally.delays):>9,}{tally.missed:>8,}"
    return f"{name:28}{counts}{median:>9.1f}{p90:>9.1f}{mean:>9.1f}{per_entry:>10.2f}"


def kinds_table(outlets: list[Outlet], before: Tally, after: Tally) -> None:
    print("median and p90 delay in minutes by kind of outlet, every 15 minutes → learned rhythm:")
    for kind in dict.fromkeys(outlet.kind for outlet in outlets):
        cells = []
        for tally in (before, after):
            delays = [delay / 60 for delay, own in zip(tally.delays, tally.kinds, strict=True) if own == kind]
            cells.append("-" if not delays else "{:.1f} / {:.1f}".format(*np.percentile(delays, [50, 90])))
        count = sum(outlet.kind == kind for outlet in outlets)
        print(f"  {kind:14}{count:>5} sources  {cells[0]:>16} → {cells[1]}")


def frontier(name: str, outlets: list[Outlet], hours: float) -> None:
    """What other worths of a request would cost and bring, as ratios to every 15 minutes."""
    base = figures(run(outlets, every_quarter, hours))
    print(f"{name}: {len(outlets)} sources, {hours:g} hours; ratios to every 15 minutes")
    print(f"{'patience, minutes':>18}{'requests':>10}{'median':>9}{'p90':>9}{'mean':>9}")
    for minutes in PATIENCE_MINUTES:
        rule = Rhythm(patience=timedelta(minutes=minutes)).next_check
        row = [ours / other for ours, other in zip(figures(run(outlets, rule, hours, learns=True)), base, strict=True)]
        print(f"{minutes:>18g}{row[0]:>10.2f}{row[1]:>9.2f}{row[2]:>9.2f}{row[3]:>9.2f}")


def whole_program(name: str, count: int, hours: float) -> None:
    """The service itself beside the simulation of the same sources: queue, store, children, HTTP; a moved clock."""
    from rhythm_pipeline import run_pipeline

    outlets = draw(MIXES[name], count, hours)
    print(f"{name}: {count} sources, {hours:g} hours, the whole program over HTTP on loopback beside the simulation")
    print(f"{'':28}{'requests':>10}{'found':>9}{'missed':>8}{'median':>9}{'p90':>9}{'mean':>9}{'requests':>10}")
    for rule_name, rule, learns in (RULES[0], RULES[-1]):
        tally = run(outlets, rule(), hours, learns=learns)
        print(line(f"simulated, {rule_name}"[:27], tally, figures(tally)))
    began = time.perf_counter()
    tally.requests, unchanged, tally.missed, tally.delays = run_pipeline(outlets, hours)
    print(line("whole program", tally, figures(tally)))
    print(f"({unchanged:,} of its answers were 304; {time.perf_counter() - began:.0f} s)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, action="append", help="simulated hours; may be given again")
    parser.add_argument("--sources", type=int, default=0, help="500, with --pipeline 25")
    parser.add_argument("--mix", choices=[*MIXES, "both"], default="both")
    parser.add_argument("--by-kind", action="store_true")
    parser.add_argument("--pipeline", action="store_true", help="the whole program over HTTP on loopback")
    parser.add_argument("--frontier", action="store_true", help="other values of `patience`, on the mix tuned")
    arguments = parser.parse_args()
    names = list(MIXES) if arguments.mix == "both" else [arguments.mix]
    if arguments.pipeline:
        for name in names[-1:]:
            whole_program(name, arguments.sources or PIPELINE_SOURCES, (arguments.hours or [24.0])[0])
        return 0
    if arguments.frontier:
        hours = (arguments.hours or [24.0])[0]
        frontier("tuned", draw(MIXES["tuned"], arguments.sources or SOURCES, hours), hours)
        return 0
    mean, worst = decision_microseconds(draw(MIXES[names[-1]], arguments.sources or SOURCES, 1.0))
    print(f"one decision after a 304: {mean:.0f} µs, {worst:.0f} µs for the slowest source\n")
    for name in names:
        for hours in arguments.hours or [24.0, 168.0]:
            began = time.perf_counter()
            compare(name, draw(MIXES[name], arguments.sources or SOURCES, hours), hours, by_kind=arguments.by_kind)
            print(f"({time.perf_counter() - began:.0f} s)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
