"""What is wrong with a source: a pure judgement of what the database knows of it.

Every threshold is here, with its reason; `docs/health.md` explains them to operators. A flag is raised by a stricter
rule than the one that keeps it, so that nothing flaps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import exp

from headwater.model.habit import HOURS_OF_WEEK, Habit
from headwater.model.rejection import Reason
from headwater.model.time import utc_text
from headwater.model.watching import Flag, SourceFlag
from headwater.model.web import SourceKind
from headwater.pipeline.forecast import Forecast, hour_of_week
from headwater.store.facts import SILENCE_WORTH_A_LOOK, Polled, SourceFacts
from headwater.text.languages import detect_language

FAILING_COUNT = 3  # failures in a row: one or two happen to every server
FAILING_FOR = timedelta(hours=3)  # and for longer than a restart or a small outage
REFUSED_COUNT = 3  # 401, 403 and 451 in a row; a robots.txt that says no counts at once
EMPTY_READINGS = 2  # empty documents in a row from a source that had entries before
NEVER_READINGS = 3  # empty documents in a row from a source that never had any …
NEVER_FOR = timedelta(hours=24)  # … for so long
STALE_PROBABILITY = 0.001  # of so long a silence, if entries came by chance at the source's own rate
STALE_TIMES_LONGEST = 2.0  # and longer than so many times the longest silence so far: presses do not run by chance
LEARNED_ENTRIES = 3.0  # fewer (older ones count less), or over a shorter time, teach no habit …
LEARNED_FOR = timedelta(days=3)
STALE_UNLEARNED = timedelta(days=14)  # … then so long a silence is stale
MOVED_TOLD_FOR = timedelta(days=7)  # a source follows its move at once; people are told for so long
LANGUAGE_ENTRIES = 10  # fewer entries say nothing about a source's language
LANGUAGE_USUAL_SHARE = 0.6  # of its latest entries are in its usual language
LANGUAGE_CHANGED_SHARE = 0.8  # of the latest entries in another language: changed
LANGUAGE_BACK_SHARE = 0.5  # of the latest entries in the usual language again: no longer changed
LANGUAGE_ACCEPTED_AFTER = timedelta(days=14)  # then the new language is the usual one
KNOWN_ENTRIES = 20  # fewer known entries may be chance
KNOWN_FOR = timedelta(days=7)  # a source that was just added has all its entries known
KNOWN_NEW_AGAIN = 2  # so many new ones among the latest end the flag
OVERDUE_AFTER = timedelta(hours=1)  # a due source that nobody asked for so long

_REFUSING_STATUS = re.compile(r"(401|403|407|451)\b")
_REFUSALS = frozenset({Reason.ROBOTS_DISALLOWED.value, Reason.RESERVED.value})
_CONTAINERS = frozenset({SourceKind.SITEMAP_INDEX, SourceKind.OPML, SourceKind.WARC})
# Standards so near that telling them apart is a matter of a few words.
_NEAR = ({"nb", "nn", "no"}, {"hr", "sr", "bs"}, {"id", "ms"})


def judge(facts: SourceFacts, *, now: datetime) -> tuple[SourceFlag, ...]:
    """What is wrong with a source now; flags that it bore before keep their `since`.

    A paused source is not judged, unless it ended by itself (410).
    """
    if facts.source.is_paused:
        return tuple(filter(None, (_over(facts),)))
    tests = (_over, _refused, _failing, _empty, _stale, _moved, _language_changed, _all_known)
    found = {flag.flag: flag for flag in (test(facts, now) for test in tests) if flag is not None}
    return tuple(_without_the_weaker(found).values())


def _without_the_weaker(found: dict[Flag, SourceFlag]) -> dict[Flag, SourceFlag]:
    """One cause, one flag: a refusal is no failure, and who cannot be heard is not called silent."""
    strongest = next((kind for kind in (Flag.OVER, Flag.REFUSED, Flag.FAILING, Flag.EMPTY) if kind in found), None)
    if strongest is None:
        return found
    dropped = {Flag.OVER, Flag.REFUSED, Flag.FAILING, Flag.EMPTY, Flag.STALE} - {strongest}
    return {kind: flag for kind, flag in found.items() if kind not in dropped}


def _flag(facts: SourceFacts, kind: Flag, since: datetime, detail: str) -> SourceFlag:
    known = _borne(facts, kind)
    return SourceFlag(source_id=facts.source.id, flag=kind, since=known.since if known else since, detail=detail)


def _borne(facts: SourceFacts, kind: Flag) -> SourceFlag | None:
    return next((flag for flag in facts.flags if flag.flag is kind), None)


def _day(at: datetime) -> str:
    return utc_text(at)[:16].replace("T", " ") + " UTC"


def _streak(facts: SourceFacts, belongs: Callable[[Polled], bool]) -> tuple[Polled, ...]:
    """The latest polls in a row that belong; newest first."""
    count = next((index for index, poll in enumerate(facts.polls) if not belongs(poll)), len(facts.polls))
    return facts.polls[:count]


def _over(facts: SourceFacts, now: datetime | None = None) -> SourceFlag | None:
    if not facts.polls or facts.polls[0].reason != Reason.GONE.value:
        return None
    detail = "Its server says that it is gone for good (410); it is not asked any more."
    return _flag(facts, Flag.OVER, facts.polls[0].at, detail)


def _refused(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    streak = _streak(facts, _is_refusal)
    if not streak:
        return None
    latest = streak[0]
    is_rule = latest.reason in _REFUSALS
    if not is_rule and len(streak) < REFUSED_COUNT and _borne(facts, Flag.REFUSED) is None:
        return None
    words = {
        Reason.ROBOTS_DISALLOWED.value: "Its robots.txt asks programs like this one to stay away",
        Reason.RESERVED.value: "Its rights statements do not let us read it",
    }.get(latest.reason, f"Its server refuses us: {latest.detail}")
    return _flag(facts, Flag.REFUSED, streak[-1].at, f"{words}.")


def _is_refusal(poll: Polled) -> bool:
    by_status = poll.reason == Reason.HTTP_STATUS.value and _REFUSING_STATUS.match(poll.detail) is not None
    return poll.reason in _REFUSALS or by_status


def _failing(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    overdue = _overdue(facts, now)
    if overdue is not None:
        return overdue
    streak = _streak(facts, lambda poll: bool(poll.reason) and poll.reason != Reason.EMPTY_FEED.value)
    if not streak:
        return None
    since = streak[-1].at
    if len(streak) == len(facts.polls) and facts.source.last_success_at is not None:
        since = min(since, facts.source.last_success_at)  # it fails for longer than is kept
    is_long = max(len(streak), facts.source.failure_count) >= FAILING_COUNT and streak[0].at - since >= FAILING_FOR
    if not is_long and _borne(facts, Flag.FAILING) is None:
        return None
    return _flag(facts, Flag.FAILING, since, f"Every attempt fails: {reason_words(streak[0])}.")


def _overdue(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    """The source is due, and nobody asks it although others are asked."""
    due = facts.source.next_check_at
    if facts.is_backlogged or due is None or now - due < OVERDUE_AFTER:
        return None
    return _flag(facts, Flag.FAILING, due, f"It was due at {_day(due)} and has not been asked since.")


def _empty(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    if facts.source.kind in _CONTAINERS or (facts.source.kind is SourceKind.PAGE and facts.has_siblings):
        return None
    read = [poll for poll in facts.polls if poll.entry_count is not None or poll.reason == Reason.EMPTY_FEED.value]
    count = next((index for index, poll in enumerate(read) if poll.entry_count), len(read))
    blank = read[:count]
    if not blank or (facts.polls[0].reason and facts.polls[0].reason != Reason.EMPTY_FEED.value):
        return _borne(facts, Flag.EMPTY) if blank else None
    had_any = facts.newest_entry_at is not None
    is_long = len(blank) >= (EMPTY_READINGS if had_any else NEVER_READINGS)
    if not is_long or not (had_any or now - blank[-1].at >= NEVER_FOR):
        return _borne(facts, Flag.EMPTY)
    words = "It answers, but announces nothing any more" if had_any else "It answers, but has never announced anything"
    return _flag(facts, Flag.EMPTY, blank[-1].at, f"{words}.")


def _stale(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    """Silence is measured up to the last time that we listened: who was not asked was not silent."""
    newest, heard = facts.newest_entry_at, facts.source.last_success_at
    if (
        newest is None
        or heard is None
        or heard - newest <= SILENCE_WORTH_A_LOOK
        or (facts.has_siblings and _is_page(facts))
    ):
        return None
    silence = heard - newest
    if not _is_learned(facts):
        if silence < STALE_UNLEARNED:
            return None
        return _flag(facts, Flag.STALE, newest, f"Nothing new since {_day(newest)}.")
    longest = longest_silence(facts.entry_times)
    if silence < longest * STALE_TIMES_LONGEST:
        return None
    missing = expected_entries(facts.source.habit, since=newest, until=heard)
    if exp(-missing) >= STALE_PROBABILITY:
        return None
    detail = f"Nothing new since {_day(newest)}, though its longest silence was {span_words(longest)}."
    return _flag(facts, Flag.STALE, newest, detail)


def may_be_stale(silence: timedelta, times: Sequence[datetime]) -> bool:
    """Whether a source that was silent for so long may be stale, so that its habit decides; `times` newest first."""
    return silence >= min(STALE_UNLEARNED, longest_silence(times) * STALE_TIMES_LONGEST)


def _is_page(facts: SourceFacts) -> bool:
    return facts.source.kind is SourceKind.PAGE or facts.source.kind in _CONTAINERS


def _is_learned(facts: SourceFacts) -> bool:
    habit, newest = facts.source.habit, facts.newest_entry_at
    has_watched = habit.since is not None and newest is not None and newest - habit.since >= LEARNED_FOR
    return has_watched and sum(habit.counts) >= LEARNED_ENTRIES


def longest_silence(times: Sequence[datetime]) -> timedelta:
    """The longest time between two entries in a row; `times` are newest first."""
    return max((later - earlier for later, earlier in pairwise(times)), default=timedelta())


def expected_entries(habit: Habit, *, since: datetime, until: datetime) -> float:
    """How many entries were usual between two times, by the habit as it was learned up to the first of them."""
    usual = Forecast(habit, since).usual
    week = sum(map(usual, range(HOURS_OF_WEEK)))
    weeks, rest = divmod(until - since, timedelta(weeks=1))
    hours, part = divmod(rest, timedelta(hours=1))
    first = hour_of_week(since)
    whole = sum(usual((first + index) % HOURS_OF_WEEK) for index in range(hours))
    last = usual((first + hours) % HOURS_OF_WEEK) * (part / timedelta(hours=1))
    return weeks * week + whole + last


def _moved(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    move = next((poll for poll in facts.polls if poll.moved_to), None)
    if move is None or now - move.at > MOVED_TOLD_FOR:
        known = _borne(facts, Flag.MOVED)
        return known if known is not None and move is None and now - known.since <= MOVED_TOLD_FOR else None
    return _flag(facts, Flag.MOVED, move.at, f"It moved for good to {move.moved_to}; it is read there.")


def spoken_language(facts: SourceFacts) -> tuple[str, float]:
    """The language of most of the latest entries and its share; ("", 0.0) where too few tell."""
    known = [_primary(entry.language) for entry in facts.recent if entry.language]
    unknown = [entry.title for entry in facts.recent if not entry.language and entry.title]
    if unknown and LANGUAGE_ENTRIES - len(unknown) <= len(known) < LANGUAGE_ENTRIES:
        guess, confidence = _detected("\n".join(unknown), facts.source.usual_language or facts.source.language)
        known += [_primary(guess)] * (len(unknown) if guess and confidence >= 0.8 else 0)
    if len(known) < LANGUAGE_ENTRIES:
        return "", 0.0
    language, count = Counter(known).most_common(1)[0]
    return language, count / len(known)


@lru_cache(maxsize=4)  # a judgement asks twice
def _detected(text: str, prior: str) -> tuple[str, float]:
    return detect_language(text, prior)


def usual_language(facts: SourceFacts, *, now: datetime) -> str:
    """The language to remember for a source: learned once, changed only when a change has lasted."""
    spoken, share = spoken_language(facts)
    usual = facts.source.usual_language
    changed = _borne(facts, Flag.LANGUAGE_CHANGED)
    has_lasted = changed is not None and now - changed.since >= LANGUAGE_ACCEPTED_AFTER
    return spoken if spoken and share >= LANGUAGE_USUAL_SHARE and (not usual or has_lasted) else usual


def _language_changed(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    known, usual = _borne(facts, Flag.LANGUAGE_CHANGED), facts.source.usual_language
    spoken, share = spoken_language(facts)
    if not usual or not spoken:
        return known
    is_other = not _are_near(usual, spoken)
    has_lasted = known is not None and now - known.since >= LANGUAGE_ACCEPTED_AFTER
    least = LANGUAGE_BACK_SHARE if known else LANGUAGE_CHANGED_SHARE
    if not is_other or share < least or has_lasted:
        return None
    since = facts.recent[-1].first_seen_at if facts.recent else now
    detail = f"Its entries used to be in “{usual}” and are now in “{spoken}”."
    return _flag(facts, Flag.LANGUAGE_CHANGED, since, detail)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _are_near(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _NEAR)


def _all_known(facts: SourceFacts, now: datetime) -> SourceFlag | None:
    known = _borne(facts, Flag.ALL_KNOWN)
    began = facts.source.added_at or facts.first_entry_at
    if not facts.recent or began is None or now - began < KNOWN_FOR:
        return known if not facts.recent else None
    new = sum(not entry.is_known for entry in facts.recent)
    if known is not None:
        return known if new < KNOWN_NEW_AGAIN else None
    if new or len(facts.recent) < KNOWN_ENTRIES:
        return None
    detail = "All that it brought lately had been announced by other sources before."
    return _flag(facts, Flag.ALL_KNOWN, facts.recent[-1].first_seen_at, detail)


REASON_WORDS = {
    Reason.TIMEOUT: "it does not answer in time",
    Reason.TOO_SLOW: "it answers too slowly",
    Reason.NAME_NOT_FOUND: "its host name does not exist",
    Reason.CONNECTION_FAILED: "its server cannot be reached",
    Reason.TLS_FAILED: "its certificate cannot be trusted",
    Reason.TOO_LARGE: "its document is too large",
    Reason.REDIRECT_LOOP: "its address leads round in circles",
    Reason.TOO_MANY_REDIRECTS: "its address redirects too often",
    Reason.HTTP_STATUS: "its server answers with an error",
    Reason.PROTOCOL_ERROR: "its server does not speak proper HTTP",
    Reason.ROBOTS_UNREACHABLE: "its robots.txt cannot be read, and without it we do not fetch",
    Reason.ADDRESS_REFUSED: "its address leads into a private network",
    Reason.NOT_A_FEED: "what it sends is neither a feed nor a page with articles",
    Reason.LOGIN_PAGE: "it asks for a login",
    Reason.ERROR_PAGE: "it sends an error page",
    Reason.OUT_OF_MEMORY: "reading its document takes too much memory",
    Reason.CRASHED: "reading its document fails",
}
_REASONS = {reason.value: words for reason, words in REASON_WORDS.items()}


def reason_words(poll: Polled) -> str:
    """Why a poll failed, for people; the server's status where that says more."""
    words = _REASONS.get(poll.reason, poll.reason.replace("_", " "))
    is_telling = poll.reason in (Reason.HTTP_STATUS.value, Reason.TLS_FAILED.value)
    return f"{words} ({poll.detail})" if is_telling and poll.detail else words


def span_words(span: timedelta) -> str:
    """A length of time in its largest unit, for people."""
    hours = span / timedelta(hours=1)
    if hours < 2:
        return f"{max(1, round(hours * 60))} minutes"
    return f"{round(hours)} hours" if hours < 48 else f"{round(hours / 24)} days"
