"""Documents that speak for a whole host beside its robots.txt, as they came, and when to ask for them again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from headwater.store.columns import Record
from headwater.store.schema import site_documents
from headwater.store.upserts import upsert


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteDocument:
    """One document of `host`; `name` is its address. `body` None: it is not there, or could not be had.

    `status` is the last HTTP status, None where no answer came; it is good until `expires_at`.
    """

    host: str
    name: str
    expires_at: datetime
    body: bytes | None = None
    status: int | None = None


def get_site_documents(connection: Connection, host: str) -> tuple[SiteDocument, ...]:
    """All documents known of `host`, also those that have expired, in order of their names."""
    query = select(site_documents).where(site_documents.c.host == host).order_by(site_documents.c.name)
    return tuple(_document(row) for row in connection.execute(query))


def documents_of_hosts(connection: Connection, hosts: Collection[str]) -> dict[str, dict[str, SiteDocument]]:
    """The documents of several hosts, by host and name; hosts without any are left out."""
    found: dict[str, dict[str, SiteDocument]] = {}
    for row in connection.execute(select(site_documents).where(site_documents.c.host.in_(list(hosts)))):
        found.setdefault(row.host, {})[row.name] = _document(row)
    return found


def _document(row: Record) -> SiteDocument:
    return SiteDocument(host=row.host, name=row.name, body=row.body, status=row.status, expires_at=row.expires_at)


def save_site_document(tx: Connection, document: SiteDocument) -> None:
    """Keep a document in place of the one of the same host and name."""
    row = {
        "host": document.host,
        "name": document.name,
        "body": document.body,
        "status": document.status,
        "expires_at": document.expires_at,
    }
    upsert(tx, site_documents, row, key=("host", "name"))


def drop_site_document(tx: Connection, host: str, name: str) -> None:
    """Forget one document."""
    tx.execute(delete(site_documents).where(site_documents.c.host == host, site_documents.c.name == name))


def drop_site_documents_before(tx: Connection, at: datetime) -> int:
    """Forget documents that expired before `at` (of hosts that nobody reads any more); how many there were."""
    return tx.execute(delete(site_documents).where(site_documents.c.expires_at < at)).rowcount
