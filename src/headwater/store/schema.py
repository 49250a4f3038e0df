"""The tables, as SQLAlchemy Core metadata: columns carry the names of the values' fields.

The migrations make the same schema step by step; `tests/contract/test_migrations.py` holds the two equal.
Text of articles stands only in `articles.body`, `article_versions.body`, `search_documents`, `entries.body`,
`captures.body`, `annotations`, `links.evidence` and `fingerprints`: the places that an erasure visits.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


schema_migrations = Table(
    "schema_migrations",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

publishers = Table(
    "publishers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("domain", Text, nullable=False, unique=True),
    _text("name"),
    _text("kind"),
    _text("country"),
    Column("languages", Json, nullable=False),
    Column("domains", Json, nullable=False),
    _text("owner"),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("domain", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("publisher", Json, nullable=False),
    _text("title"),
    _text("language"),
    _text("etag"),
    _text("last_modified"),
    _flag("is_paused"),
    Column("next_check_at", UtcTime),
    Column("last_check_at", UtcTime),
    Column("last_success_at", UtcTime),
    _number("failure_count"),
    _text("last_outcome"),
    Column("interval_seconds", Float, nullable=False),
    Column("habit", Json),
    _text("hub_url"),
    _text("topic_url"),
    Column("patterns", Json),
    _text("usual_language"),
    Column("added_at", UtcTime),
)

# What is wrong with a source now; a flag that no longer holds is deleted.
source_flags = Table(
    "source_flags",
    metadata,
    Column("source_id", Text, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("flag", Text, primary_key=True),
    Column("since", UtcTime, nullable=False),
    _text("detail"),
    Column("alerted_at", UtcTime),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("source_id", Text, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("hub_url", Text, nullable=False),
    Column("topic_url", Text, nullable=False),
    Column("callback_id", Text, nullable=False, unique=True),
    Column("secret", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_at", UtcTime),
    Column("lease_ends_at", UtcTime),
    Column("last_push_at", UtcTime),
    _number("failure_count"),
    _text("detail"),
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
    _text("robots_url"),
    _number("failure_count"),
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

# available_at: when claim may take the job: due_at while waiting, the end of the lease while claimed, else NULL.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("stage", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    _number("attempt"),
    _text("host"),
    Column("due_at", UtcTime, nullable=False),
    Column("claimed_until", UtcTime),
    Column("available_at", UtcTime),
    _text("detail"),
    _text("reason"),
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

# url_hash, not the address, is the key: what an erasure must forget is one column.
addresses = Table(
    "addresses",
    metadata,
    Column("url_hash", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("url", Text, nullable=False),
    _flag("is_alias"),
    Column("first_seen_at", UtcTime),
)

entries = Table(
    "entries",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("url_hash", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("body", Json, nullable=False),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),
    _text("source_id"),
    _text("article_id"),
    Column("requested_url", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Json, nullable=False),
    Column("body", LargeBinary, nullable=False),
    _text("body_digest"),
    Column("redirects", Json, nullable=False),
    Column("captured_at", UtcTime, nullable=False, index=True),
    Index("captures_by_article", "article_id"),
    Index("captures_by_source", "source_id"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("source_id"),
    _text("article_id"),
    Column("url", Text, nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("status", Integer),
    _text("reason"),
    _text("detail"),
    _text("final_url"),
    _text("moved_to"),
    Column("elapsed_seconds", Float, nullable=False),
    _number("body_bytes"),
    _number("request_count", 1),
    Column("entry_count", Integer),
    Column("new_count", Integer),
    Index("fetches_by_article", "article_id"),
    Index("fetches_by_source", "source_id", "at"),
)

rejections = Table(
    "rejections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    _text("detail"),
    _text("subject"),
    _text("subject_id"),
    Column("at", UtcTime, nullable=False, index=True),
    Index("rejections_by_subject", "subject_id"),
    Index("rejections_by_stage", "stage", "reason"),
)

rejection_totals = Table(
    "rejection_totals",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("url", Text, nullable=False),
    _text("url_hash"),
    Column("headline", Text, nullable=False),
    _text("publisher_id"),
    _text("publisher_name"),
    _text("publisher_domain"),
    _text("country"),
    _text("language"),
    Column("byline", Json, nullable=False),
    Column("published", Json),
    Column("modified", Json),
    Column("published_at", UtcTime),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("ordered_at", UtcTime, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    _text("excerpt"),
    Column("full_text", Text),
    Column("pictures", Json, nullable=False),
    _text("licence"),
    _text("attribution"),
    _text("section"),
    Column("keywords", Json, nullable=False),
    Column("credits", Json, nullable=False),
    Column("is_accessible", Boolean),
    _text("body_digest"),
    _number("text_chars"),
    _flag("is_indexed"),
    _flag("is_kept"),
    _flag("is_mined"),
    Column("body", PackedJson, nullable=False),
    Column("rulings", PackedJson, nullable=False),
    Index("articles_by_time", "ordered_at", "number"),
    Index("articles_by_domain", "publisher_domain", "ordered_at"),
    Index("articles_by_language", "language"),
    Index("articles_by_address", "url_hash"),
    sqlite_autoincrement=True,
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("headline", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("body", PackedJson, nullable=False),
    Column("changes", PackedJson),
)

# How often a page was read again, and its HTTP validators: edits become versions.
article_checks = Table(
    "article_checks",
    metadata,
    Column("article_id", Text, primary_key=True),
    _number("check_count"),
    Column("checked_at", UtcTime, nullable=False),
    _text("etag"),
    _text("last_modified"),
)

# The words that the full-text index holds: FTS5 needs the old ones to take them out again.
search_documents = Table(
    "search_documents",
    metadata,
    Column("number", Integer, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("headline", Text, nullable=False),
    Column("text", Text, nullable=False),
)

article_annotations = Table(
    "annotations",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", PackedJson, nullable=False),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("stage", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("keys", PackedJson, nullable=False),
    Column("features", PackedJson, nullable=False),
    UniqueConstraint("stage", "article_id"),
    Index("fingerprints_by_article", "article_id"),
    sqlite_autoincrement=True,
)

# key_hash holds stage and key in 64 bits: 25 bytes a row instead of 100; equality is checked on the keys themselves.
fingerprint_keys = Table(
    "fingerprint_keys",
    metadata,
    Column("key_hash", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

vectors = Table(
    "vectors",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("article_id", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("vectors_by_time", "stage", "at"),
    Index("vectors_by_article", "article_id"),
)

links = Table(
    "links",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("relation", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    _text("origin_article_id"),
    _text("origin_url"),
    _text("origin_url_hash"),
    Column("origin_publisher", Json, nullable=False),
    _text("via_article_id"),
    _text("via_url"),
    _text("via_url_hash"),
    Column("evidence", Json, nullable=False),
    _number("method_version", 1),
    Column("linked_at", UtcTime, nullable=False),
    Index("links_by_origin", "origin_article_id"),
)

link_history = Table(
    "link_history",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("body", PackedJson, nullable=False),
    Column("linked_at", UtcTime, nullable=False),
    Column("replaced_at", UtcTime, nullable=False),
)

# Every article id and address hash that a link (or an earlier one) speaks of: what is hidden there hides its words.
link_mentions = Table(
    "link_mentions",
    metadata,
    Column("mentioned", Text, primary_key=True),
    Column("article_id", Text, primary_key=True),
    Index("link_mentions_by_article", "article_id"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    _text("lead_article_id"),
    _number("article_count"),
    _number("voice_count"),
    Column("first_published_at", UtcTime),
    Column("updated_at", UtcTime),
    Column("rank_at", UtcTime),
    Column("opened_at", UtcTime, nullable=False),
    _text("merged_into"),
    Index("stories_by_rank", "rank_at", "id"),
    Index("stories_merged", "merged_into"),
)

story_members = Table(
    "story_members",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("story_id", Text, ForeignKey("stories.id"), nullable=False, index=True),
    _text("reason"),
    Column("confidence", Float, nullable=False),
    Column("joined_at", UtcTime, nullable=False),
)

story_languages = Table(
    "story_languages",
    metadata,
    Column("language", Text, primary_key=True),
    Column("story_id", Text, ForeignKey("stories.id"), primary_key=True),
    Column("rank_at", UtcTime, nullable=False),
    Index("story_languages_by_rank", "language", "rank_at", "story_id"),
    Index("story_languages_by_story", "story_id"),
)

story_events = Table(
    "story_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("story_id", Text, nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("kind", Text, nullable=False),
    _text("article_id"),
    _text("other_story_id"),
    _text("reason"),
    Column("confidence", Float, nullable=False),
    Index("story_events_by_article", "article_id"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subject_id", Text, nullable=False, index=True),
    Column("url_hash", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", UtcTime, nullable=False, index=True),
    _text("notice_id"),
    Column("erased_at", UtcTime),
    _text("text_hash"),
    _text("domain_hash"),
    _text("story_id"),
    Index("tombstones_by_text", "text_hash"),
    Index("tombstones_by_story", "story_id"),
    Index("tombstones_by_domain", "domain_hash"),
)

tombstone_addresses = Table(
    "tombstone_addresses",
    metadata,
    Column("url_hash", Text, primary_key=True),
    Column("tombstone_id", Text, ForeignKey("tombstones.id", ondelete="CASCADE"), primary_key=True),
    Index("tombstone_addresses_by_tombstone", "tombstone_id"),
)

# What an erasure did, store by store: counts only.
erasure_steps = Table(
    "erasure_steps",
    metadata,
    Column("tombstone_id", Text, ForeignKey("tombstones.id", ondelete="CASCADE"), primary_key=True),
    Column("store", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
)
