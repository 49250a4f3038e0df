"""The tables about pictures that are shown, and about what operators were allowed by contract."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from headwater.store.columns import Json, UtcTime
from headwater.store.schema_of_sources import flag_column, metadata, number_column, text_column

# One row for each picture of an article that may be shown: wanted first, then with our own copy of it, or with the
# reason why there is none. The picture and the words that belong to it are foreign: an erasure visits this table.
picture_copies = Table(
    "picture_copies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    number_column("position"),
    Column("url", Text, nullable=False),
    Column("url_hash", Text, nullable=False, index=True),
    text_column("state"),
    text_column("reason"),
    text_column("media_type"),
    number_column("width"),
    number_column("height"),
    text_column("credit"),
    text_column("creator"),
    text_column("caption"),
    text_column("licence"),
    text_column("body_digest"),
    Column("body", LargeBinary),
    Column("because", Json, nullable=False),
    flag_column("has_content_credentials"),
    text_column("grant_id"),
    Column("until", UtcTime),
    Column("wanted_at", UtcTime, nullable=False),
    Column("copied_at", UtcTime),
    Index("picture_copies_by_grant", "grant_id"),
)

# What the operator says that publishers allowed. No foreign word stands here.
grants = Table(
    "grants",
    metadata,
    Column("id", Text, primary_key=True),
    Column("domain", Text, nullable=False, index=True),
    Column("uses", Json, nullable=False),
    Column("why", Text, nullable=False),
    text_column("granted_by"),
    Column("granted_at", UtcTime, nullable=False),
    Column("until", UtcTime),
)
