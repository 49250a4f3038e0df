-- What kind of page an article stands on, and where its text was read, shown to readers.

ALTER TABLE articles ADD COLUMN kind TEXT DEFAULT '' NOT NULL;

ALTER TABLE articles ADD COLUMN text_from TEXT DEFAULT '' NOT NULL;

DROP VIEW visible_articles;

CREATE VIEW visible_articles AS
SELECT a.number, a.id, a.version, a.url, a.headline, a.publisher_id, a.publisher_name, a.publisher_domain, a.country,
	a.language, a.byline, a.published, a.modified, a.published_at, a.first_seen_at, a.ordered_at, a.saved_at,
	a.excerpt, a.full_text, a.pictures, a.licence, a.attribution, a.section, a.keywords, a.credits, a.is_accessible,
	a.kind, a.text_from
FROM articles AS a
WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = a.id)
	AND NOT EXISTS (SELECT 1 FROM tombstone_addresses AS d WHERE d.url_hash = a.url_hash);
