"""The pauses of the hosts that one fetch asked, kept in the database as soon as it is over."""

from __future__ import annotations

from datetime import datetime

from headwater.model.web import FetchOutcome
from headwater.pipeline.politeness import answers, failures_of_host, pause_of_host
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, hosts
from headwater.text.urls import host_of


def leave_alone(shop: Workshop, tx: Transaction, url: str, outcome: FetchOutcome, now: datetime) -> None:
    """After a fetch of `url` leave each host that was asked alone for its pause; longer while it fails.

    Where nothing was asked, pauses stand as they are; none that was longer is made shorter.
    """
    for host, said in answers(outcome, host_of(url)):
        state = hosts.get_host(tx, host)
        pause = pause_of_host(said, state.failure_count, state.crawl_delay, shop.politeness)
        next_at = max(now + pause, state.next_request_at or now)
        failures = failures_of_host(said, state.failure_count)
        hosts.set_next_request(tx, host, next_at, failure_count=failures)
