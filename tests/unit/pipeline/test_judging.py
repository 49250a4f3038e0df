"""What is wrong with a source, from what is known of it; nothing flaps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.habit import Habit
from headwater.model.watching import Flag, SourceFlag
from headwater.model.web import Source, SourceKind
from headwater.pipeline.habits import learn
from headwater.pipeline.judging import judge, usual_language
from headwater.store.facts import Polled, RecentEntry, SourceFacts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def source(**fields) -> Source:
    values = {"kind": SourceKind.RSS, "last_check_at": NOW, "last_success_at": NOW, "added_at": NOW - 90 * DAY}
    return Source(id="s", url="https://morning.example/feed", **{**values, **fields})


def polls(*outcomes: str, every: timedelta = HOUR, **fields) -> tuple[Polled, ...]:
    """Newest first: "ok", "empty", "unchanged", or a reason and its detail after a colon."""
    return tuple(poll(words, NOW - every * index, **fields) for index, words in enumerate(outcomes))


def poll(words: str, at: datetime, **fields) -> Polled:
    counts = {"ok": 20, "empty": 0}
    if words in (*counts, "unchanged"):
        return Polled(at=at, status=200, entry_count=counts.get(words), **fields)
    reason, _, detail = words.partition(":")
    return Polled(at=at, reason=reason, detail=detail, **fields)


def facts(outcomes=("ok",), *, of: Source | None = None, every: timedelta = HOUR, **fields) -> SourceFacts:
    values = {"polls": polls(*outcomes, every=every), "newest_entry_at": NOW - HOUR}
    return SourceFacts(source=of or source(), **{**values, **fields})


def kinds(known: SourceFacts, now: datetime = NOW) -> set[Flag]:
    return {flag.flag for flag in judge(known, now=now)}


def flag(kind: Flag, since: datetime = NOW - DAY, detail: str = "") -> SourceFlag:
    return SourceFlag(source_id="s", flag=kind, since=since, detail=detail)


def only(known: SourceFacts) -> SourceFlag:
    (found,) = judge(known, now=NOW)
    return found


def test_a_source_that_answers_and_brings_news_is_well():
    assert kinds(facts(("ok", "unchanged", "ok"))) == set()
    assert kinds(facts(())) == set()


def test_failing_needs_both_a_row_of_failures_and_hours():
    assert kinds(facts(("timeout",) * 2, every=4 * HOUR)) == set()
    assert kinds(facts(("timeout",) * 9, every=5 * MINUTE)) == set()
    found = only(facts(("timeout",) * 4 + ("ok",)))
    assert (found.flag, found.since) == (Flag.FAILING, NOW - 3 * HOUR)
    assert found.detail == "Every attempt fails: it does not answer in time."


def test_one_success_ends_a_failure_and_a_flag_keeps_its_beginning():
    begun = flag(Flag.FAILING, NOW - 9 * DAY)
    assert only(facts(("timeout",), flags=(begun,))).since == begun.since
    assert kinds(facts(("ok", *("timeout",) * 9), flags=(begun,))) == set()


def test_a_failure_longer_than_what_is_kept_begins_with_the_last_success():
    known = facts(("tls_failed:certificate has expired",) * 12, of=source(last_success_at=NOW - 30 * DAY))
    found = only(known)
    assert found.since == NOW - 30 * DAY
    assert "certificate has expired" in found.detail


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("robots_disallowed", "robots.txt asks"),
        ("reserved", "rights statements"),
        ("http_status:403 Forbidden", "403 Forbidden"),
        ("http_status:401 Unauthorized", "401"),
    ],
)
def test_a_refusal_is_told_as_such_and_not_as_a_failure(outcome, words):
    found = only(facts((outcome,) * 5))
    assert found.flag is Flag.REFUSED
    assert words in found.detail


def test_robots_txt_counts_at_once_and_a_single_403_does_not():
    assert kinds(facts(("robots_disallowed", "ok"))) == {Flag.REFUSED}
    assert kinds(facts(("http_status:403 Forbidden", "ok"))) == set()
    assert kinds(facts(("http_status:500 Internal Server Error",) * 4)) == {Flag.FAILING}


def test_gone_is_over_also_while_it_is_paused():
    known = facts(("gone:410 Gone",), of=source(is_paused=True))
    assert kinds(known) == {Flag.OVER}
    assert kinds(replace(known, source=source())) == {Flag.OVER}


def test_a_source_that_its_operator_paused_is_not_judged():
    assert kinds(facts(("timeout",) * 12, of=source(is_paused=True), flags=(flag(Flag.FAILING),))) == set()


def test_two_empty_documents_are_empty_where_there_were_entries_before():
    assert kinds(facts(("empty", "ok"))) == set()
    found = only(facts(("empty", "unchanged", "empty", "ok")))
    assert (found.flag, found.since) == (Flag.EMPTY, NOW - 2 * HOUR)
    assert "any more" in found.detail
    assert kinds(facts(("empty_feed",) * 5)) == {Flag.EMPTY}


def test_a_source_that_never_had_entries_gets_a_day():
    assert kinds(facts(("empty",) * 5, newest_entry_at=None)) == set()
    found = only(facts(("empty",) * 5, newest_entry_at=None, every=7 * HOUR))
    assert "never" in found.detail


def test_a_home_page_whose_feeds_are_read_is_not_empty():
    home = source(kind=SourceKind.PAGE)
    assert kinds(facts(("empty",) * 9, of=home, has_siblings=True, every=DAY)) == set()
    assert kinds(facts(("empty",) * 9, of=home, every=DAY)) == {Flag.EMPTY}


def test_empty_stays_until_entries_come_back():
    empty = flag(Flag.EMPTY)
    assert kinds(facts(("unchanged", "empty", "empty"), flags=(empty,))) == {Flag.EMPTY}
    assert kinds(facts(("ok", "empty"), flags=(empty,))) == set()


def habit(every: timedelta, *, weeks: int = 8, hours: range = range(24), until: datetime = NOW) -> Habit:
    """The habit of a press that brought an entry every so often, at these hours only, until then."""
    times, at = [], until - weeks * WEEK
    while at < until:
        if at.hour in hours:
            times.append(at)
        at += every
    learned = learn(Habit(), [], now=until - weeks * WEEK)
    for begin in range(weeks):
        lower = until - (weeks - begin) * WEEK
        batch = [at for at in times if lower <= at < lower + WEEK]
        learned = learn(learned, batch, now=lower + WEEK)
    return learned


def silent(every: timedelta, silence: timedelta, *, hours: range = range(24), longest: timedelta | None = None):
    newest = NOW - silence
    times = tuple(newest - (longest or every) * index for index in range(50))
    return facts(of=source(habit=habit(every, hours=hours, until=newest)), newest_entry_at=newest, entry_times=times)


@pytest.mark.parametrize(
    ("every", "quiet", "stale"),
    [
        (10 * MINUTE, 2 * HOUR, 4 * HOUR),  # an agency
        (2 * HOUR, 10 * HOUR, 30 * HOUR),
        (DAY, 3 * DAY, 14 * DAY),
        (WEEK, 20 * DAY, 90 * DAY),  # a weekly
    ],
)
def test_silence_is_stale_by_the_habit_of_the_source(every, quiet, stale):
    assert kinds(silent(every, quiet)) == set()
    assert kinds(silent(every, stale)) == {Flag.STALE}


def test_a_weekly_is_not_stale_after_three_days():
    assert kinds(silent(WEEK, 3 * DAY)) == set()


def test_nights_and_silences_that_were_there_before_are_no_reason():
    assert kinds(silent(10 * MINUTE, 8 * HOUR, longest=7 * HOUR)) == set()
    assert kinds(silent(10 * MINUTE, 15 * HOUR, longest=7 * HOUR)) == {Flag.STALE}


def test_the_detail_of_a_stale_source_does_not_change_with_time():
    known = silent(10 * MINUTE, 6 * HOUR)
    later = replace(known, source=replace(known.source, last_success_at=NOW + DAY))
    assert judge(known, now=NOW)[0].detail == judge(later, now=NOW + DAY)[0].detail


def test_before_anything_is_learned_two_weeks_are_stale():
    assert kinds(facts(newest_entry_at=NOW - 13 * DAY)) == set()
    assert kinds(facts(newest_entry_at=NOW - 15 * DAY)) == {Flag.STALE}


def test_silence_counts_only_while_we_listened():
    asleep = source(last_success_at=NOW - 15 * DAY, next_check_at=NOW)
    assert kinds(facts(of=asleep, newest_entry_at=NOW - 15 * DAY - HOUR)) == set()


def test_who_cannot_be_heard_is_not_called_silent():
    known = facts(("timeout",) * 12, newest_entry_at=NOW - 40 * DAY, of=source(last_success_at=NOW - 10 * DAY))
    assert kinds(known) == {Flag.FAILING}


def test_a_move_is_told_for_a_week():
    moved = (Polled(at=NOW - DAY, status=200, entry_count=5, moved_to="https://morning.example/new"),)
    found = only(facts(polls=moved))
    assert found.flag is Flag.MOVED
    assert "https://morning.example/new" in found.detail
    assert kinds(facts(polls=moved), NOW + 7 * DAY) == set()
    assert kinds(facts(flags=(flag(Flag.MOVED, NOW - 3 * DAY),))) == {Flag.MOVED}
    assert kinds(facts(flags=(flag(Flag.MOVED, NOW - 8 * DAY),))) == set()


def written_in(*languages: str) -> tuple[RecentEntry, ...]:
    return tuple(RecentEntry(first_seen_at=NOW - index * HOUR, language=one) for index, one in enumerate(languages))


def test_another_language_is_told_and_mixtures_are_not():
    kazakh = source(usual_language="kk")
    found = only(facts(of=kazakh, recent=written_in(*["en"] * 12)))
    assert found.flag is Flag.LANGUAGE_CHANGED
    assert ("kk" in found.detail, "en" in found.detail) == (True, True)
    assert kinds(facts(of=kazakh, recent=written_in(*["en"] * 6, *["kk"] * 6))) == set()
    assert kinds(facts(of=kazakh, recent=written_in("en", "en"))) == set()
    assert kinds(facts(of=source(usual_language="nb"), recent=written_in(*["no"] * 12))) == set()


def test_a_changed_language_stays_told_until_it_is_mostly_back():
    known = facts(
        of=source(usual_language="kk"),
        recent=written_in(*["en"] * 14, *["kk"] * 6),
        flags=(flag(Flag.LANGUAGE_CHANGED),),
    )
    assert kinds(known) == {Flag.LANGUAGE_CHANGED}
    assert kinds(replace(known, recent=written_in(*["kk"] * 14, *["en"] * 6))) == set()
    assert kinds(replace(known, recent=())) == {Flag.LANGUAGE_CHANGED}


def test_the_language_of_titles_is_detected_where_nobody_says_it():
    titles = (
        "Le pont du port rouvre après huit mois de travaux",
        "Les pêcheurs de la vallée demandent une réunion",
        "Le conseil municipal vote le budget de la ville",
        "Une exposition consacrée aux cartes anciennes",
    )
    recent = tuple(RecentEntry(first_seen_at=NOW - index * HOUR, title=titles[index % 4]) for index in range(12))
    assert usual_language(facts(recent=recent), now=NOW) == "fr"
    assert kinds(facts(of=source(usual_language="pl"), recent=recent)) == {Flag.LANGUAGE_CHANGED}


def test_the_usual_language_is_learned_once_and_a_lasting_change_is_accepted():
    english = facts(recent=written_in(*["en-GB"] * 12))
    assert usual_language(english, now=NOW) == "en"
    changed = replace(english, source=source(usual_language="kk"), flags=(flag(Flag.LANGUAGE_CHANGED, NOW - 2 * DAY),))
    assert usual_language(changed, now=NOW) == "kk"
    assert usual_language(changed, now=NOW + 13 * DAY) == "en"
    assert kinds(changed, NOW + 13 * DAY) == set()


def announced(*known: bool) -> tuple[RecentEntry, ...]:
    return tuple(RecentEntry(first_seen_at=NOW - i * HOUR, language="en", is_known=k) for i, k in enumerate(known))


def test_a_source_whose_entries_are_all_known_need_not_be_read_twice():
    assert kinds(facts(recent=announced(*[True] * 20))) == {Flag.ALL_KNOWN}
    assert kinds(facts(recent=announced(*[True] * 19))) == set()
    assert kinds(facts(recent=announced(False, *[True] * 25))) == set()
    young = source(added_at=NOW - 3 * DAY)
    assert kinds(facts(of=young, recent=announced(*[True] * 20))) == set()


def test_one_new_entry_does_not_end_all_known_and_two_do():
    known = (flag(Flag.ALL_KNOWN),)
    assert kinds(facts(recent=announced(False, *[True] * 20), flags=known)) == {Flag.ALL_KNOWN}
    assert kinds(facts(recent=announced(False, False, *[True] * 20), flags=known)) == set()


def test_a_source_that_nobody_asks_although_others_are_asked_is_failing():
    forgotten = source(next_check_at=NOW - 5 * HOUR)
    found = only(facts(of=forgotten))
    assert (found.flag, found.since) == (Flag.FAILING, NOW - 5 * HOUR)
    assert "has not been asked" in found.detail
    assert kinds(facts(of=forgotten, is_backlogged=True)) == set()
