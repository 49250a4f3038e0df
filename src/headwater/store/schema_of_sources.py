"""The tables about what is read and from where: publishers, sources, hosts, the queue, fetches.

No text of any article stands here.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from headwater.store.columns import Json, PackedJson, UtcTime

metadata = MetaData()


def text_column(name: str, default: str = "") -> Column[str]:
    """A text that is never NULL."""
    return Column(name, Text, nullable=False, server_default=default)


def number_column(name: str, default: int = 0) -> Column[int]:
    """A whole number that is never NULL."""
    return Column(name, Integer, nullable=False, server_default=str(default))


def flag_column(name: str) -> Column[bool]:
    """A yes or no that is never NULL."""
    return Column(name, Boolean, nullable=False)


publishers = Table(
    "publishers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("domain", Text, nullable=False, unique=True),
    text_column("name"),
    text_column("kind"),
    text_column("country"),
    Column("languages", Json, nullable=False),
    Column("domains", Json, nullable=False),
    text_column("owner"),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("domain", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("publisher", Json, nullable=False),
    text_column("title"),
    text_column("language"),
    text_column("etag"),
    text_column("last_modified"),
    flag_column("is_paused"),
    Column("next_check_at", UtcTime),
    Column("last_check_at", UtcTime),
    Column("last_success_at", UtcTime),
    number_column("failure_count"),
    text_column("last_outcome"),
    Column("interval_seconds", Float, nullable=False),
    Column("habit", Json),
    text_column("hub_url"),
    text_column("topic_url"),
    Column("patterns", Json),
    text_column("usual_language"),
    Column("added_at", UtcTime),
    Column("calm_until", UtcTime),  # until then polls that bring nothing new cannot change what was judged of it
    Index("sources_by_failures", "failure_count", "is_paused"),
)

# What is wrong with a source now; a flag that no longer holds is deleted.
source_flags = Table(
    "source_flags",
    metadata,
    Column("source_id", Text, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("flag", Text, primary_key=True),
    Column("since", UtcTime, nullable=False),
    text_column("detail"),
    Column("alerted_at", UtcTime),
)

# Flags that an operator was told of and that hold no more: until that was told too.
ended_flags = Table(
    "ended_flags",
    metadata,
    Column("source_id", Text, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("flag", Text, primary_key=True),
    Column("since", UtcTime, nullable=False),
    Column("ended_at", UtcTime, nullable=False),
)

# Counts of the last days, made now and then: the public figures of each source, and of all under the empty id.
figures = Table(
    "figures",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("as_of", UtcTime, nullable=False),
    Column("body", Json, nullable=False),
)

# No foreign key: the hub asks us to confirm that we leave when the source is gone already.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("hub_url", Text, nullable=False),
    Column("topic_url", Text, nullable=False),
    Column("callback_id", Text, nullable=False, unique=True),
    Column("secret", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_at", UtcTime),
    Column("lease_ends_at", UtcTime),
    Column("last_push_at", UtcTime),
    number_column("failure_count"),
    text_column("detail"),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("next_request_at", UtcTime),
    Column("crawl_delay_seconds", Float),
    Column("robots_body", LargeBinary),
    Column("robots_status", Integer),
    Column("robots_expires_at", UtcTime),
    text_column("robots_url"),
    number_column("failure_count"),
)

# Documents that speak for a whole site: tdmrep.json, RSL licences, trust.txt; `name` is their address.
site_documents = Table(
    "site_documents",
    metadata,
    Column("host", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("body", LargeBinary),
    Column("status", Integer),
    Column("expires_at", UtcTime, nullable=False),
)

# What many pages of one host taught about reading it (`extract.HostKnowledge`): hashes and counts, no word of any page.
host_layouts = Table(
    "host_layouts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("body", PackedJson, nullable=False),
    number_column("pages"),
    Column("updated_at", UtcTime, nullable=False, index=True),
)

# available_at: when claim may take the job: due_at while waiting, the end of the lease while claimed, else NULL.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("stage", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    number_column("attempt"),
    text_column("host"),
    Column("due_at", UtcTime, nullable=False),
    Column("claimed_until", UtcTime),
    Column("available_at", UtcTime),
    text_column("detail"),
    text_column("reason"),
    Column("evidence", PackedJson),
    UniqueConstraint("stage", "subject_id"),
    Index("jobs_by_stage", "stage", "available_at"),
    Index("jobs_by_host", "stage", "host", "available_at"),
    Index("jobs_by_subject", "subject_id"),
    sqlite_autoincrement=True,
)

# One row per host with network jobs: so that a claim reads ready hosts in order, however many jobs each has.
host_queue = Table(
    "host_queue",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("host", Text, primary_key=True),
    Column("next_job_at", UtcTime, nullable=False),
    Column("ready_at", UtcTime, nullable=False),
    Index("host_queue_ready", "stage", "ready_at"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    text_column("source_id"),
    text_column("article_id"),
    Column("url", Text, nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("status", Integer),
    text_column("reason"),
    text_column("detail"),
    text_column("final_url"),
    text_column("moved_to"),
    Column("elapsed_seconds", Float, nullable=False),
    number_column("body_bytes"),
    number_column("request_count", 1),
    Column("entry_count", Integer),
    Column("new_count", Integer),
    Index("fetches_by_article", "article_id"),
    Index("fetches_by_source", "source_id", "at"),
)
