"""Which sources need no judging for a while: most polls bring nothing new and change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from headwater.model.watching import SourceFlag
from headwater.model.web import SourceKind
from headwater.pipeline.judging import judge, may_be_stale
from headwater.store.facts import SILENCE_WORTH_A_LOOK, SourceFacts
from headwater.store.figures import COUNTED_AGAIN_AFTER, SETTLING

SPANS = (COUNTED_AGAIN_AFTER, timedelta(hours=1))
"""How long a source may be left alone, longest first; no longer than its figures stand."""

# Their silence is no news as long as other sources of the same outlet are read.
_DEPENDENT = frozenset({SourceKind.PAGE, SourceKind.SITEMAP_INDEX, SourceKind.OPML, SourceKind.WARC})


def calm_until(facts: SourceFacts, flags: Sequence[SourceFlag], *, now: datetime) -> datetime | None:
    """Until when answers without news cannot change what was judged (`flags`); None: each sweep judges it.

    Every rule that time alone can fulfil is one of growing silence, so a source that would be well after a longer
    silence is well after a shorter one.
    """
    source, newest, heard = facts.source, facts.newest_entry_at, facts.source.last_success_at
    is_uneasy = flags or facts.flags or source.is_paused or source.kind in _DEPENDENT
    if is_uneasy or heard is None or not facts.polls or facts.polls[0].reason:
        return None
    if newest is not None and now - newest <= SETTLING:
        return None  # what was announced just now is still on its way: its figures move
    if newest is not None and not facts.entry_times:
        until = newest + SILENCE_WORTH_A_LOOK  # beyond, its habit decides
    else:
        until = next((heard + span for span in SPANS if _is_well(facts, heard + span)), heard)
    return until if until > now else None


def needs_habit(silence: timedelta, times: Sequence[datetime]) -> bool:
    """Whether a judgement or `calm_until` asks for the habit of a source that was silent for so long."""
    return may_be_stale(silence + SPANS[0], times)


def _is_well(facts: SourceFacts, at: datetime) -> bool:
    """Whether nothing would be wrong if the source answered without news until then."""
    heard = replace(facts.source, last_success_at=at, next_check_at=None)
    return not judge(replace(facts, source=heard, recent=()), now=at)
