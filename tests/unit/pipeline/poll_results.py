"""A workshop without a network, and results of polls as `polling` would make them, for what comes after a fetch."""

from dataclasses import dataclass
from datetime import UTC, datetime

from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Feed, FetchOutcome, Source, SourceKind
from headwater.pipeline.announcing import add_source
from headwater.pipeline.polling import PollResult
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.workshop import Workshop
from headwater.store import queue, sources

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class StillClock:
    """A clock that a test moves."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


def still_shop(store) -> Workshop:
    return Workshop(
        store=store, fetcher=None, children=None, clock=StillClock(), agent="headwater", next_check=Rhythm().next_check
    )


def claimed(shop: Workshop, *urls: str):
    """Sources at these addresses, and their POLL jobs, claimed."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        for url in urls:
            add_source(tx, Source(id="", url=url, kind=SourceKind.RSS), new_id=shop.new_id(now), due_at=now)
        jobs = queue.claim(tx, stages=(Stage.POLL,), now=now, lease=shop.lease, limit=100)
        found = sources.load_sources(tx, [job.subject_id for job in jobs])
    by_url = {found[job.subject_id].url: (job, found[job.subject_id]) for job in jobs}
    return [by_url[url] for url in urls]


EMPTY = Feed(kind=SourceKind.RSS)


def brought(taken, feed: Feed = EMPTY, *, final_url: str = "", **said) -> PollResult:
    """The result of a poll that brought a document."""
    job, source = taken
    capture = Capture(
        id="cap",
        requested_url=source.url,
        final_url=final_url or source.url,
        status=200,
        headers={},
        body=b"",
        captured_at=NOW,
    )
    return PollResult(job=job, source=source, outcome=FetchOutcome(capture=capture, status=200, **said), feed=feed)


def failed(taken, reason: Reason, status: int, *, at: str = "", **said) -> PollResult:
    """The result of a poll that brought none."""
    job, source = taken
    rejection = Rejection(stage="fetch", reason=reason, subject=at or source.url)
    return PollResult(job=job, source=source, outcome=FetchOutcome(rejection=rejection, status=status, **said))
