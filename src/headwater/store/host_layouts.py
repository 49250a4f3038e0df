"""What many pages of one host taught about reading it: one JSON-able value a host, of hashes and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from headwater.store.schema import host_layouts
from headwater.store.upserts import upsert


@dataclass(frozen=True, kw_only=True, slots=True)
class HostLayout:
    """What is known of `host`: a JSON-able structure (its form belongs to `extract`) from so many `pages`."""

    host: str
    body: Any
    pages: int
    updated_at: datetime


def find_host_layout(connection: Connection, host: str) -> HostLayout | None:
    """What is known of a host, None where nothing is."""
    row = connection.execute(select(host_layouts).where(host_layouts.c.host == host)).first()
    return None if row is None else HostLayout(host=row.host, body=row.body, pages=row.pages, updated_at=row.updated_at)


def save_host_layout(tx: Connection, layout: HostLayout) -> None:
    """Keep what is known of a host in place of what was."""
    row = {"host": layout.host, "body": layout.body, "pages": layout.pages, "updated_at": layout.updated_at}
    upsert(tx, host_layouts, row, key=("host",))


def drop_host_layouts_before(tx: Connection, at: datetime) -> int:
    """Forget hosts of which nothing was learned since `at`; how many there were."""
    return tx.execute(delete(host_layouts).where(host_layouts.c.updated_at < at)).rowcount
