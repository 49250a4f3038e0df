"""What is known of a host: when it may be asked again, and its robots.txt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from headwater.store.columns import Record
from headwater.store.queue import refresh_hosts
from headwater.store.schema import hosts
from headwater.store.upserts import upsert, upsert_many


@dataclass(frozen=True, kw_only=True, slots=True)
class HostState:
    """One host's politeness state; `robots_body` None where robots.txt was not fetched or is not there."""

    host: str
    next_request_at: datetime | None = None
    crawl_delay: timedelta | None = None
    robots_body: bytes | None = None
    robots_status: int | None = None
    robots_expires_at: datetime | None = None
    robots_url: str = ""
    failure_count: int = 0


def get_host(connection: Connection, host: str) -> HostState:
    """The state of `host`; an empty one where nothing is known yet."""
    row = connection.execute(select(hosts).where(hosts.c.host == host)).first()
    return HostState(host=host) if row is None else _state(row)


def _state(row: Record) -> HostState:
    delay = row.crawl_delay_seconds
    return HostState(
        host=row.host,
        next_request_at=row.next_request_at,
        crawl_delay=None if delay is None else timedelta(seconds=delay),
        robots_body=row.robots_body,
        robots_status=row.robots_status,
        robots_expires_at=row.robots_expires_at,
        robots_url=row.robots_url,
        failure_count=row.failure_count,
    )


def save_host(tx: Connection, state: HostState) -> None:
    """Keep a host's state; its place in the queue follows."""
    delay = state.crawl_delay
    row = {
        "host": state.host,
        "next_request_at": state.next_request_at,
        "crawl_delay_seconds": None if delay is None else delay.total_seconds(),
        "robots_body": state.robots_body,
        "robots_status": state.robots_status,
        "robots_expires_at": state.robots_expires_at,
        "robots_url": state.robots_url,
        "failure_count": state.failure_count,
    }
    upsert(tx, hosts, row, key=("host",))
    refresh_hosts(tx, [state.host])


def get_hosts(connection: Connection, names: Collection[str]) -> dict[str, HostState]:
    """The states of these hosts by name; empty ones where nothing is known yet."""
    rows = connection.execute(select(hosts).where(hosts.c.host.in_(list(names))))
    known = {row.host: _state(row) for row in rows}
    return {name: known.get(name) or HostState(host=name) for name in names}


def set_next_request(tx: Connection, host: str, at: datetime, *, failure_count: int | None = None) -> None:
    """No request to `host` before `at`; `failure_count` its failures in a row, where they changed."""
    counted = {} if failure_count is None else {"failure_count": failure_count}
    upsert(tx, hosts, {"host": host, "next_request_at": at, **counted}, key=("host",))
    refresh_hosts(tx, [host])


def set_pace(tx: Connection, paces: Mapping[str, tuple[datetime, int]]) -> None:
    """No request to each host before its time, and its failures in a row.

    Their places in the queue do not follow: `queue.reschedule` or `queue.refresh_hosts` comes next.
    """
    rows = [{"host": host, "next_request_at": at, "failure_count": count} for host, (at, count) in paces.items()]
    upsert_many(tx, hosts, rows, key=("host",))
