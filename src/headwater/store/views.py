"""The gate's views and the open tables as readers query them; made by the migrations, not by metadata."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, LargeBinary, MetaData, Table, Text

from headwater.store.columns import Json, PackedJson, UtcTime

metadata = MetaData()

visible_articles = Table(
    "visible_articles",
    metadata,
    Column("number", Integer),
    Column("id", Text),
    Column("version", Integer),
    Column("url", Text),
    Column("headline", Text),
    Column("publisher_name", Text),
    Column("publisher_domain", Text),
    Column("country", Text),
    Column("language", Text),
    Column("byline", Json),
    Column("published", Json),
    Column("modified", Json),
    Column("published_at", UtcTime),
    Column("first_seen_at", UtcTime),
    Column("ordered_at", UtcTime),
    Column("saved_at", UtcTime),
    Column("excerpt", Text),
    Column("full_text", Text),
    Column("pictures", Json),
    Column("licence", Text),
    Column("attribution", Text),
    Column("section", Text),
    Column("keywords", Json),
    Column("credits", Json),
    Column("is_accessible", Boolean),
    Column("kind", Text),
    Column("text_from", Text),
)

visible_headlines = Table(
    "visible_headlines",
    metadata,
    Column("article_id", Text),
    Column("version", Integer),
    Column("headline", Text),
    Column("saved_at", UtcTime),
)

visible_versions = Table(
    "visible_versions",
    metadata,
    Column("article_id", Text),
    Column("version", Integer),
    Column("headline", Text),
    Column("saved_at", UtcTime),
    Column("changes", PackedJson),
)

visible_withdrawals = Table(
    "visible_withdrawals",
    metadata,
    Column("article_id", Text),
    Column("withdrawn_at", UtcTime),
)

visible_links = Table(
    "visible_links",
    metadata,
    Column("article_id", Text),
    Column("relation", Text),
    Column("confidence", Float),
    Column("origin_article_id", Text),
    Column("origin_url", Text),
    Column("origin_publisher", Json),
    Column("via_article_id", Text),
    Column("via_url", Text),
    Column("evidence", Json),
)

visible_story_members = Table(
    "visible_story_members",
    metadata,
    Column("article_id", Text),
    Column("story_id", Text),
    Column("reason", Text),
    Column("joined_at", UtcTime),
)

visible_story_events = Table(
    "visible_story_events",
    metadata,
    Column("id", BigInteger),
    Column("story_id", Text),
    Column("at", UtcTime),
    Column("kind", Text),
    Column("article_id", Text),
    Column("reason", Text),
)

visible_pictures = Table(
    "visible_pictures",
    metadata,
    Column("id", Text),
    Column("article_id", Text),
    Column("position", Integer),
    Column("url", Text),
    Column("media_type", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("credit", Text),
    Column("creator", Text),
    Column("caption", Text),
    Column("licence", Text),
    Column("body_digest", Text),
    Column("body", LargeBinary),
    Column("has_content_credentials", Boolean),
    Column("is_granted", Boolean),
    Column("until", UtcTime),
)
