"""Invented outlets that publish by themselves: inhomogeneous Poisson processes with hours, days off, bursts, bad dates.

The rhythm under test knows none of these numbers. Two mixes: constants of the rhythm were chosen on `tuned`;
`kept-aside` has other shares, rates, hours, burst laws and another seed, and was only looked at to report.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from headwater.model.rejection import Reason, Rejection
from headwater.model.time import Precision, StatedTime
from headwater.model.web import Entry, FetchOutcome

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday
HISTORY_DAYS = 84
STEP_SECONDS = 600
DAY_SECONDS = 86_400
DOWN = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.HTTP_STATUS, detail="503"), status=503)
LOST = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.TIMEOUT))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of outlet: share of all sources, entries a day (log-normal), humps of its local day, days off."""

    name: str
    share: float
    daily: float
    spread: float = 0.5
    humps: tuple[tuple[float, float, float], ...] = ()  # (local hour, width in hours, weight); none: all day alike
    night: float = 0.02  # share of the mean rate that never sleeps
    weekend: float = 1.0
    one_day: bool = False  # publishes on one weekday only
    follows_news: float = 0.0  # how much of the world's bursts it takes part in
    wakes_after_hours: float | None = None  # silent for a year until then


@dataclass(frozen=True, kw_only=True)
class Mix:
    """A whole world of sources."""

    seed: int
    kinds: tuple[Kind, ...]
    zones: tuple[tuple[float, float], ...]  # (hours east of UTC, share)
    weekends: tuple[tuple[tuple[int, ...], float], ...]  # (days off, share)
    bursts_a_day: float
    burst_factor: float
    burst_hours: float
    max_ages: tuple[tuple[float, float], ...]  # (minutes, share)
    stated: tuple[tuple[float, float], ...]  # (minutes, share)
    dating: tuple[tuple[str, float], ...]
    documents: tuple[int, ...] = (20, 30, 50, 100)
    outages_a_week: float = 0.5
    on_the_hour: float = 0.0  # share of outlets whose system publishes what has gathered at :00, :15, :30, :45


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One source: when it publishes (seconds from START, sorted, history below 0) and how its server behaves."""

    name: str
    kind: str
    times: list[float]
    before_start: int
    document_entries: int
    dating: str
    first_poll_seconds: float
    max_age: timedelta | None
    stated_interval: timedelta | None
    outages: list[tuple[float, float, bool]] = field(default_factory=list)

    def published_by(self, second: float) -> int:
        """How many entries there were."""
        return bisect_right(self.times, second)

    def outcome(self, second: float) -> FetchOutcome:
        """The answer to one request, without its document."""
        for begin, end, is_said in self.outages:
            if begin <= second < end:
                return (
                    FetchOutcome(rejection=DOWN.rejection, status=503, retry_after=timedelta(minutes=10))
                    if is_said
                    else LOST
                )
        return FetchOutcome(max_age=self.max_age)

    def entry(self, place: int, second: float) -> Entry:
        """An entry as the document shows it when asked at `second`."""
        url = f"https://{self.name}.example/{place}"
        return Entry(url=url, title=f"Entry {place}", published_at=self._stated(self.times[place], place, second))

    def _stated(self, published: float, place: int, asked: float) -> StatedTime | None:
        if self.dating == "none":
            return None
        at = START + timedelta(seconds=asked if self.dating == "restamped" else published)
        if self.dating == "day":
            return StatedTime(at=at.replace(hour=0, minute=0, second=0, microsecond=0), precision=Precision.DAY)
        if self.dating == "early":  # written, then approved
            at -= timedelta(minutes=5 + 37 * place % 40)
        if self.dating == "zone":  # local time called UTC
            at += timedelta(hours=2)
        return StatedTime(at=at)


_ALL_WEEK: tuple[tuple[tuple[int, ...], float], ...] = (((5, 6), 0.9), ((4, 5), 0.1))
TUNED = Mix(
    seed=20260301,
    kinds=(
        Kind(name="agency", share=0.08, daily=250, humps=((13, 5, 1.0),), night=0.4, weekend=0.7, follows_news=1.0),
        Kind(
            name="daily",
            share=0.30,
            daily=60,
            spread=0.6,
            humps=((5.5, 0.7, 0.5), (14, 4, 0.5)),
            weekend=0.6,
            follows_news=0.6,
        ),
        Kind(
            name="broadcaster",
            share=0.12,
            daily=80,
            humps=((8, 2, 0.3), (16, 5, 0.7)),
            night=0.1,
            weekend=0.8,
            follows_news=0.8,
        ),
        Kind(name="magazine", share=0.20, daily=8, spread=0.7, humps=((12, 3, 1.0),), weekend=0.15),
        Kind(name="weekly", share=0.08, daily=2.5, humps=((10, 1.5, 1.0),), one_day=True),
        Kind(name="blog", share=0.13, daily=0.7, spread=0.9, humps=((18, 4, 1.0),), night=0.1),
        Kind(name="dead", share=0.08, daily=0.0),
        Kind(name="sleeper", share=0.01, daily=20, humps=((14, 4, 1.0),), wakes_after_hours=10),
    ),
    zones=((-8, 0.05), (-5, 0.15), (0, 0.2), (1, 0.3), (3, 0.1), (5.5, 0.1), (9, 0.1)),
    weekends=_ALL_WEEK,
    bursts_a_day=1.0,
    burst_factor=2.0,
    burst_hours=3.0,
    max_ages=((0, 0.6), (1, 0.1), (5, 0.15), (10, 0.07), (15, 0.05), (60, 0.03)),
    stated=((0, 0.55), (5, 0.1), (15, 0.05), (60, 0.28), (1440, 0.02)),
    dating=(("exact", 0.7), ("early", 0.1), ("none", 0.08), ("day", 0.04), ("restamped", 0.03), ("zone", 0.05)),
)
KEPT_ASIDE = Mix(
    seed=77,
    kinds=(
        Kind(
            name="agency",
            share=0.05,
            daily=420,
            spread=0.6,
            humps=((10, 3, 0.6), (17, 3, 0.4)),
            night=0.2,
            weekend=0.5,
            follows_news=0.7,
        ),
        Kind(
            name="daily",
            share=0.24,
            daily=45,
            spread=0.9,
            humps=((4, 0.4, 0.35), (9, 2, 0.35), (20, 2, 0.3)),
            weekend=0.75,
            follows_news=0.9,
        ),
        Kind(
            name="evening paper",
            share=0.06,
            daily=70,
            humps=((13, 1.0, 0.7), (18, 2.5, 0.3)),
            weekend=0.3,
            follows_news=0.5,
        ),
        Kind(
            name="broadcaster",
            share=0.10,
            daily=110,
            spread=0.7,
            humps=((7, 1.5, 0.4), (19, 3, 0.6)),
            night=0.25,
            follows_news=1.0,
        ),
        Kind(name="magazine", share=0.18, daily=5, spread=1.0, humps=((9, 1, 0.5), (15, 2, 0.5)), weekend=0.05),
        Kind(name="weekly", share=0.10, daily=4, spread=0.8, humps=((7, 0.5, 1.0),), night=0.005, one_day=True),
        Kind(name="blog", share=0.17, daily=0.35, spread=1.1, humps=((21, 3, 1.0),), night=0.2, weekend=1.6),
        Kind(name="dead", share=0.09, daily=0.0),
        Kind(name="sleeper", share=0.01, daily=35, humps=((12, 5, 1.0),), wakes_after_hours=6),
    ),
    zones=((-6, 0.15), (-3, 0.15), (2, 0.3), (4, 0.1), (7, 0.15), (10, 0.15)),
    weekends=(((5, 6), 0.75), ((4, 5), 0.15), ((6,), 0.1)),
    bursts_a_day=2.0,
    burst_factor=3.5,
    burst_hours=1.5,
    max_ages=((0, 0.5), (2, 0.15), (5, 0.2), (10, 0.05), (30, 0.07), (120, 0.03)),
    stated=((0, 0.45), (1, 0.05), (30, 0.1), (60, 0.38), (720, 0.02)),
    dating=(("exact", 0.6), ("early", 0.15), ("none", 0.12), ("day", 0.03), ("restamped", 0.05), ("zone", 0.05)),
    documents=(10, 15, 25, 40, 200),
    outages_a_week=1.0,
    on_the_hour=0.2,
)
MIXES = {"tuned": TUNED, "kept-aside": KEPT_ASIDE}


def draw(mix: Mix, count: int, hours: float) -> list[Outlet]:
    """`count` outlets of a mix with everything they publish until `hours` after START."""
    random = np.random.default_rng(mix.seed)
    shares = np.array([kind.share for kind in mix.kinds])
    counts = np.floor(shares / shares.sum() * count).astype(int)
    counts[int(shares.argmax())] += count - counts.sum()
    news = _news(random, mix, hours)
    kinds = [kind for kind, number in zip(mix.kinds, counts, strict=True) for _ in range(number)]
    return [_outlet(random, mix, kind, place, hours, news) for place, kind in enumerate(kinds)]


def _grid(hours: float) -> np.ndarray:
    """The beginnings of the steps, in seconds from START."""
    return np.arange(-HISTORY_DAYS * DAY_SECONDS, hours * 3600, STEP_SECONDS)


def _news(random: np.random.Generator, mix: Mix, hours: float) -> np.ndarray:
    """How much more than usual happens in the world, per step: bursts that begin at once and fade."""
    grid = _grid(hours)
    begins = random.uniform(grid[0], grid[-1], random.poisson(mix.bursts_a_day * (grid[-1] - grid[0]) / DAY_SECONDS))
    extra = np.zeros(len(grid))
    for begin in begins:
        size = random.exponential(mix.burst_factor)
        since = grid - begin
        extra += np.where(since >= 0, size * np.exp(-np.clip(since, 0, None) / (mix.burst_hours * 3600)), 0.0)
    return extra


def _pick(random: np.random.Generator, table: tuple) -> object:
    shares = np.array([share for _, share in table])
    return table[random.choice(len(table), p=shares / shares.sum())][0]


def _rates(random: np.random.Generator, mix: Mix, kind: Kind, grid: np.ndarray, news: np.ndarray) -> np.ndarray:
    """Entries expected in each step."""
    zone = float(_pick(random, mix.zones))
    local = (START.hour + START.minute / 60 + grid / 3600 + zone) % 24
    days_on = ((START.weekday() * 24 + START.hour + START.minute / 60 + grid / 3600 + zone) // 24) % 7
    shape = np.zeros(len(grid))
    for hour, width, weight in kind.humps or ((12, 100, 1.0),):
        centre = hour + random.normal(0, 0.75)
        distance = np.abs((local - centre + 12) % 24 - 12)
        shape += weight / width * np.exp(-((distance / width) ** 2) / 2)
    shape = (1 - kind.night) * shape / max(shape.mean(), 1e-9) + kind.night
    days_off = _pick(random, mix.weekends)
    shape = shape * np.where(np.isin(days_on, days_off), kind.weekend, 1.0)  # type: ignore[arg-type]
    if kind.one_day:
        shape = shape * np.where(days_on == random.integers(0, 6), 7.0, 0.02)
    daily = kind.daily * random.lognormal(0, kind.spread)
    takes_part = random.random() < 0.7
    per_step = daily * STEP_SECONDS / DAY_SECONDS
    return per_step * shape * (1.0 + (kind.follows_news * news if takes_part else 0.0))


def _times(random: np.random.Generator, mix: Mix, kind: Kind, hours: float, news: np.ndarray) -> list[float]:
    grid = _grid(hours)
    rates = _rates(random, mix, kind, grid, news)
    if kind.wakes_after_hours is not None:
        rates = np.where(grid < kind.wakes_after_hours * 3600, 0.0, rates)
    counts = random.poisson(rates)
    times = np.repeat(grid, counts) + random.uniform(0, STEP_SECONDS, counts.sum())
    if random.random() < mix.on_the_hour:
        times = np.ceil((times + 30 * 60) / 900) * 900 - 30 * 60 + random.uniform(0, 20, len(times))
    old = [] if rates[0] else [-365 * DAY_SECONDS - place * DAY_SECONDS for place in range(20)]
    return sorted([*old, *(float(time) for time in times if time < hours * 3600)])


def _outlet(random: np.random.Generator, mix: Mix, kind: Kind, place: int, hours: float, news: np.ndarray) -> Outlet:
    times = _times(random, mix, kind, hours, news)
    max_age, stated = float(_pick(random, mix.max_ages)), float(_pick(random, mix.stated))
    outages = []
    for _ in range(random.poisson(mix.outages_a_week * hours / 168)):
        begin = random.uniform(0, hours * 3600)
        outages.append((begin, begin + random.exponential(1200), random.random() < 0.5))
    return Outlet(
        name=f"{kind.name.replace(' ', '-')}-{place}",
        kind=kind.name,
        times=times,
        before_start=bisect_right(times, 0.0),
        document_entries=int(random.choice(mix.documents)),
        dating=str(_pick(random, mix.dating)),
        first_poll_seconds=float(random.uniform(0, 900)),
        max_age=timedelta(minutes=max_age) if max_age else None,
        stated_interval=timedelta(minutes=stated) if stated else None,
        outages=outages,
    )
