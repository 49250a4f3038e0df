"""The tables, as SQLAlchemy Core metadata: columns carry the names of the values' fields.

The migrations make the same schema step by step; `tests/contract/test_migrations.py` holds the two equal.
Text of articles stands only in `articles.body`, `article_versions.body`, `search_documents`, `entries.body`,
`captures.body`, `annotations`, `links.evidence` and `fingerprints`, pictures and their words in `picture_copies`: the
places that an erasure visits.
`host_layouts` holds hashes of addresses, headlines' words and blocks that age within 32 pages of a host, never words:
no text can be had back from it, so that an erasure need not visit it.
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
    Table,
    Text,
    UniqueConstraint,
)

from headwater.store.columns import Json, PackedJson, UtcTime
from headwater.store.schema_of_pictures import grants as grants
from headwater.store.schema_of_pictures import picture_copies as picture_copies
from headwater.store.schema_of_sources import ended_flags as ended_flags
from headwater.store.schema_of_sources import fetches as fetches
from headwater.store.schema_of_sources import figures as figures
from headwater.store.schema_of_sources import flag_column, number_column, text_column
from headwater.store.schema_of_sources import host_layouts as host_layouts
from headwater.store.schema_of_sources import host_queue as host_queue
from headwater.store.schema_of_sources import hosts as hosts
from headwater.store.schema_of_sources import jobs as jobs
from headwater.store.schema_of_sources import metadata as metadata
from headwater.store.schema_of_sources import publishers as publishers
from headwater.store.schema_of_sources import site_documents as site_documents
from headwater.store.schema_of_sources import source_flags as source_flags
from headwater.store.schema_of_sources import sources as sources
from headwater.store.schema_of_sources import subscriptions as subscriptions

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

# url_hash, not the address, is the key: what an erasure must forget is one column.
addresses = Table(
    "addresses",
    metadata,
    Column("url_hash", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("url", Text, nullable=False),
    flag_column("is_alias"),
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
    Index("entries_by_source", "source_id", "first_seen_at", "article_id"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("source_id"),
    text_column("article_id"),
    Column("requested_url", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Json, nullable=False),
    Column("body", LargeBinary, nullable=False),
    text_column("body_digest"),
    Column("redirects", Json, nullable=False),
    Column("captured_at", UtcTime, nullable=False, index=True),
    Index("captures_by_article", "article_id"),
    Index("captures_by_source", "source_id"),
)

rejections = Table(
    "rejections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    text_column("detail"),
    text_column("subject"),
    text_column("subject_id"),
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
    text_column("url_hash"),
    Column("headline", Text, nullable=False),
    text_column("publisher_id"),
    text_column("publisher_name"),
    text_column("publisher_domain"),
    text_column("country"),
    text_column("language"),
    Column("byline", Json, nullable=False),
    Column("published", Json),
    Column("modified", Json),
    Column("published_at", UtcTime),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("ordered_at", UtcTime, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    text_column("excerpt"),
    Column("full_text", Text),
    Column("pictures", Json, nullable=False),
    text_column("licence"),
    text_column("attribution"),
    text_column("section"),
    Column("keywords", Json, nullable=False),
    Column("credits", Json, nullable=False),
    Column("is_accessible", Boolean),
    text_column("kind"),
    text_column("text_from"),
    text_column("body_digest"),
    number_column("text_chars"),
    flag_column("is_indexed"),
    flag_column("is_kept"),
    flag_column("is_mined"),
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

# How often a page was read again, its HTTP validators, what its host and its response said of rights then, and whether
# it was still there. paragraph_keys: short digests of the paragraphs of a text that may not be kept, for counting.
article_checks = Table(
    "article_checks",
    metadata,
    Column("article_id", Text, primary_key=True),
    text_column("host"),
    number_column("step"),
    number_column("check_count"),
    Column("checked_at", UtcTime, nullable=False),
    text_column("etag"),
    text_column("last_modified"),
    text_column("body_digest"),
    text_column("host_signals"),
    text_column("header_signals"),
    Column("paragraph_keys", PackedJson),
    Column("missing_since", UtcTime),
    Column("withdrawn_at", UtcTime),
    Index("article_checks_by_host", "host", "checked_at"),
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
    text_column("origin_article_id"),
    text_column("origin_url"),
    text_column("origin_url_hash"),
    Column("origin_publisher", Json, nullable=False),
    text_column("via_article_id"),
    text_column("via_url"),
    text_column("via_url_hash"),
    Column("evidence", Json, nullable=False),
    number_column("method_version", 1),
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
    text_column("lead_article_id"),
    number_column("article_count"),
    number_column("voice_count"),
    Column("first_published_at", UtcTime),
    Column("updated_at", UtcTime),
    Column("rank_at", UtcTime),
    Column("opened_at", UtcTime, nullable=False),
    text_column("merged_into"),
    Index("stories_by_rank", "rank_at", "id"),
    Index("stories_merged", "merged_into"),
)

story_members = Table(
    "story_members",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("story_id", Text, ForeignKey("stories.id"), nullable=False, index=True),
    text_column("reason"),
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
    text_column("article_id"),
    text_column("other_story_id"),
    text_column("reason"),
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
    text_column("notice_id"),
    Column("erased_at", UtcTime),
    text_column("text_hash"),
    text_column("domain_hash"),
    text_column("story_id"),
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
