"""Sources whose polls bring nothing new are left alone by sweeps until time could change what is said of them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.habit import Habit
from headwater.model.rejection import Reason, Rejection
from headwater.model.watching import Flag
from headwater.model.web import Entry, FetchOutcome, Source, SourceKind
from headwater.pipeline.calm import calm_until
from headwater.pipeline.habits import learn
from headwater.pipeline.judging import judge
from headwater.pipeline.sandbox import Children
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.watching import sweep
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, entries, facts, flags, outcomes, sources
from headwater.store.facts import Polled, SourceFacts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)
UNCHANGED = Polled(at=NOW, status=304)


def learned_until(newest, every):
    """The habit of eight weeks with an entry every so often, the last one at `newest`."""
    learned = learn(Habit(), [], now=newest - 8 * WEEK)
    for weeks in range(7, -1, -1):
        end = newest - weeks * WEEK
        learned = learn(learned, [end - every * n for n in range(int(WEEK / every))], now=end)
    return learned


def known(*, silent=None, every=HOUR, kind=SourceKind.RSS, **fields):
    """What is known of a source that was silent for `silent` after entries at a steady pace."""
    newest = None if silent is None else NOW - silent
    learned = learned_until(newest, every) if newest else Habit()
    source = Source(id="s", url="https://s.example/feed", kind=kind, last_success_at=NOW, habit=learned)
    is_long = silent is not None and silent > facts.SILENCE_WORTH_A_LOOK
    times = tuple(newest - every * n for n in range(50)) if is_long else ()
    values = {"source": source, "polls": (UNCHANGED,), "newest_entry_at": newest, "entry_times": times, **fields}
    return SourceFacts(**values)


def calm(found):
    return calm_until(found, judge(found, now=NOW), now=NOW)


def test_a_source_is_calm_until_its_silence_is_worth_a_look():
    assert calm(known(silent=2 * HOUR)) == NOW + HOUR


def test_a_source_that_publishes_rarely_is_calm_as_long_as_its_figures_stand():
    assert calm(known(silent=20 * HOUR, every=DAY)) == NOW + 6 * HOUR


def test_a_source_that_may_be_stale_soon_is_calm_for_an_hour_or_not_at_all():
    until = {hours: calm(known(silent=hours * HOUR, every=5 * HOUR)) for hours in range(28, 48)}
    assert {NOW + HOUR, NOW + 6 * HOUR, None} == set(until.values())
    for hours, at in until.items():  # whoever is calm for so long is well for so long
        if at is not None:
            later = known(silent=hours * HOUR + (at - NOW), every=5 * HOUR)
            assert judge(later, now=NOW) == ()


@pytest.mark.parametrize(
    "found",
    [
        known(silent=30 * MINUTE),  # what it announced is still on its way
        known(silent=2 * HOUR, polls=(Polled(at=NOW, reason="timeout"),)),
        known(silent=2 * HOUR, polls=()),
        known(silent=2 * HOUR, kind=SourceKind.PAGE),
        known(silent=40 * DAY),  # stale
        known(polls=(UNCHANGED, *(Polled(at=NOW - n * 8 * HOUR, status=200, entry_count=0) for n in (1, 2, 2.9)))),
    ],
)
def test_what_may_change_at_the_next_sweep_is_not_calm(found):
    until = calm(found)
    assert until is None or until < NOW + 6 * HOUR


class MovedClock:
    at = NOW

    def now(self):
        return self.at


class Desk:
    """A store with one source, polled and swept at set times."""

    def __init__(self, store):
        self.store, self.clock = store, MovedClock()
        with store.write() as tx:
            source = Source(id="s", url="https://s.example/feed", kind=SourceKind.RSS, added_at=NOW - 60 * DAY)
            sources.add_source(tx, source)

    def announce(self, *ages):
        with self.store.write() as tx:
            for number, age in enumerate(ages):
                entry = Entry(url=f"https://s.example/{number}", source_id="s", title="T", language="en")
                entries.save_entry(tx, entry, now=NOW - age, new_id=f"a{number}")

    def poll(self, *, is_push=False, **outcome):
        now = self.clock.now()
        with self.store.write() as tx:
            found = FetchOutcome(status=304, **outcome)
            outcomes.record_fetch(tx, source_id="s", url="https://s.example/feed", at=now, outcome=found)
            source = sources.find_source(tx, "s")
            heard = source.last_success_at if found.rejection else now
            checked = source.last_check_at if is_push else now
            sources.update_source(tx, replace(source, last_check_at=checked, last_success_at=heard, next_check_at=None))

    def sweep(self):
        async def swept():
            with Children(1) as crew:
                shop = Workshop(
                    store=self.store, fetcher=None, children=crew, clock=self.clock, agent="headwater",
                    next_check=Rhythm().next_check,
                )  # fmt: skip
                return await sweep(shop)

        return asyncio.run(swept())

    def flags(self):
        with self.store.read() as tx:
            return {one.flag.flag for one in flags.all_flags(tx)}


@pytest.fixture
def desk(tmp_path):
    with Store.open(tmp_path / "hw.db") as store:
        made = Desk(store)
        made.announce(*(DAY * days for days in range(1, 13)))
        made.poll()
        assert made.sweep() == 1
        made.clock.at += 10 * MINUTE
        yield made


def test_a_poll_without_news_is_not_judged(desk):
    desk.poll()
    assert desk.sweep() == 0
    desk.clock.at += 10 * MINUTE
    desk.poll(entry_count=12, new_count=0)
    assert desk.sweep() == 0


@pytest.mark.parametrize(
    "outcome",
    [
        {"entry_count": 12, "new_count": 1},
        {"entry_count": 0, "new_count": 0},
        {"moved_to": "https://s.example/moved"},
        {"rejection": Rejection(stage="fetch", reason=Reason.TIMEOUT)},
        {"is_push": True, "entry_count": 1, "new_count": 1},
    ],
)
def test_whatever_else_happens_is_judged(desk, outcome):
    desk.poll(**outcome)
    assert desk.sweep() == 1


def test_a_calm_source_is_flagged_when_its_silence_has_lasted(desk):
    counts = []
    for _ in range(16 * 4):
        desk.clock.at += 6 * HOUR
        desk.poll()
        counts.append(desk.sweep())
    assert desk.flags() == {Flag.STALE}
    assert counts[-1] == 1


def test_a_thousand_entries_of_one_moment_are_read_as_few(tmp_path):
    with Store.open(tmp_path / "hw.db") as store:
        desk = Desk(store)
        desk.announce(*(4 * HOUR for _ in range(400)))
        desk.poll()
        with store.read() as tx:
            (found,) = facts.load_facts(tx, ["s"], since=NOW - DAY)
        assert (len(found.entry_times), len(found.recent)) == (facts.TIMES_READ, facts.ENTRIES_READ)
        assert set(found.entry_times) == {NOW - 4 * HOUR}
