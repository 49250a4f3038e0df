"""When an article's page is read again, and what an answer means for it. Decisions only (`docs/versions.md`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from headwater import rights
from headwater.model.rejection import Reason
from headwater.model.rights import Signal
from headwater.model.web import Capture, FetchOutcome, Validators
from headwater.store.article_checks import ArticleCheck

DEFAULT_AGES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
"""An article's age at each reading again; the gaps between them are the intervals. Then it is left alone."""

NOT_MODIFIED = 304
_NOT_FOUND = 404


@dataclass(frozen=True, kw_only=True, slots=True)
class Rereading:
    """The schedule of readings again.

    `ages`: how old an article is at each; empty turns it off. `changes_per_step`: after a change the shortest
    interval starts again; after so many, the next longer one, so that a page that always changes is left alone too.
    `share`: how much of a host's pace may go to readings again. `shortest_wait`: how long one waits for first
    readings at its host. `missing_pause`: a page that is gone is looked for once more after this.
    """

    ages: tuple[timedelta, ...] = DEFAULT_AGES
    changes_per_step: int = 2
    share: float = 0.25
    shortest_wait: timedelta = timedelta(minutes=10)
    missing_pause: timedelta = timedelta(hours=1)

    @classmethod
    def of_hours(cls, hours: Sequence[float]) -> Rereading:
        """The schedule with these ages in hours (the setting `reread_hours`); none turn it off."""
        return cls(ages=tuple(sorted({timedelta(hours=one) for one in hours if one > 0})))

    def first_step(self, age: timedelta) -> int:
        """Where an article enters the schedule that was `age` old when it was first read: an old one late or never."""
        return sum(1 for one in self.ages if one <= age)

    def step_after_change(self, change_count: int) -> int:
        """Where a page stands after its `change_count`-th change."""
        return change_count // self.changes_per_step

    def due_at(self, step: int, now: datetime) -> datetime | None:
        """When a page that stands at `step` is read again; None: never."""
        if step >= len(self.ages):
            return None
        return now + self.ages[step] - (self.ages[step - 1] if step else timedelta())

    def turn(
        self, now: datetime, *, waiting: tuple[int, int], last_at: datetime | None, pause: timedelta
    ) -> datetime | None:
        """When it is the turn of a page that is due again; None: now.

        `waiting` counts what else is due at its host: (first readings, readings again). First readings go first;
        readings again stand `pause / share` apart from `last_at` on, each in its own place.
        """
        first_count, again_count = waiting
        if first_count:
            return now + max(self.shortest_wait, pause * first_count)
        apart = pause / self.share
        if last_at is not None and last_at + apart > now:
            return last_at + apart * (again_count + 1)
        return None


DEFAULT = Rereading()
NEVER = Rereading(ages=())


def is_missing(outcome: FetchOutcome) -> bool:
    """Whether the answer says that there is no such page: 404, 410 (RFC 9110 §15.5.5, §15.5.11)."""
    rejection = outcome.rejection
    return rejection is not None and (rejection.reason is Reason.GONE or outcome.status == _NOT_FOUND)


def missed(check: ArticleCheck, rereading: Rereading, now: datetime) -> tuple[ArticleCheck, datetime | None]:
    """A page that was not there: when to look once more, or never where it was missing before: it is withdrawn."""
    since = check.missing_since or now
    if now < since + rereading.missing_pause:
        return replace(check, missing_since=since), since + rereading.missing_pause
    return replace(check, missing_since=since, withdrawn_at=check.withdrawn_at or now), None


def found_again(check: ArticleCheck) -> ArticleCheck:
    """A page that is there."""
    return replace(check, missing_since=None, withdrawn_at=None)


def said_missing(check: ArticleCheck) -> ArticleCheck:
    """A page that answers 200 and says that there is none: it is asked for whole, and read, the next time."""
    return replace(check, validators=Validators(), body_digest="")


def signals_digest(signals: Sequence[Signal]) -> str:
    """A digest of what is said of rights, whoever observed it when; empty for nothing."""
    said = sorted({f"{one.kind}|{'+'.join(one.uses)}|{one.allows}|{one.text}|{one.limit}" for one in signals})
    return sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16] if said else ""


def header_signals(headers: Mapping[str, str], url: str) -> str:
    """`signals_digest` of a response's headers."""
    return signals_digest(rights.signals_from_headers(headers, url))


def is_unchanged(check: ArticleCheck, capture: Capture) -> bool:
    """Whether the answer is the page that was read before: 304, or the same bytes."""
    return capture.status == NOT_MODIFIED or bool(capture.body_digest and capture.body_digest == check.body_digest)


def has_other_rights(before: ArticleCheck, after: ArticleCheck) -> bool:
    """Whether robots.txt or the headers say something else of rights than when the page was read."""
    return (before.host_signals, before.header_signals) != (after.host_signals, after.header_signals)


def validators_of(capture: Capture, known: Validators) -> Validators:
    """The validators to ask with next time; a 304 may leave out the known ones (RFC 9111 §4.3.4)."""
    if capture.status == NOT_MODIFIED:
        return Validators(
            etag=capture.headers.get("etag", known.etag),
            last_modified=capture.headers.get("last-modified", known.last_modified),
        )
    return Validators(etag=capture.headers.get("etag", ""), last_modified=capture.headers.get("last-modified", ""))
