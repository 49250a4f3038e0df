-- Habits, flags, subscriptions, documents of whole sites, pages read again.

ALTER TABLE publishers ADD COLUMN owner TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN habit TEXT;

ALTER TABLE sources ADD COLUMN hub_url TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN topic_url TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN patterns TEXT;

ALTER TABLE sources ADD COLUMN usual_language TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN added_at BIGINT;

ALTER TABLE sources ADD COLUMN calm_until BIGINT;

ALTER TABLE fetches ADD COLUMN entry_count INTEGER;

ALTER TABLE fetches ADD COLUMN new_count INTEGER;

ALTER TABLE article_versions ADD COLUMN changes BLOB;

CREATE TABLE source_flags (
	source_id TEXT NOT NULL,
	flag TEXT NOT NULL,
	since BIGINT NOT NULL,
	detail TEXT DEFAULT '' NOT NULL,
	alerted_at BIGINT,
	PRIMARY KEY (source_id, flag),
	FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
);

CREATE TABLE subscriptions (
	source_id TEXT NOT NULL,
	hub_url TEXT NOT NULL,
	topic_url TEXT NOT NULL,
	callback_id TEXT NOT NULL,
	secret TEXT NOT NULL,
	state TEXT NOT NULL,
	requested_at BIGINT,
	lease_ends_at BIGINT,
	last_push_at BIGINT,
	failure_count INTEGER DEFAULT '0' NOT NULL,
	detail TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (source_id),
	UNIQUE (callback_id)
);

CREATE TABLE site_documents (
	host TEXT NOT NULL,
	name TEXT NOT NULL,
	body BLOB,
	status INTEGER,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (host, name)
);

CREATE TABLE article_checks (
	article_id TEXT NOT NULL,
	host TEXT DEFAULT '' NOT NULL,
	step INTEGER DEFAULT '0' NOT NULL,
	check_count INTEGER DEFAULT '0' NOT NULL,
	checked_at BIGINT NOT NULL,
	etag TEXT DEFAULT '' NOT NULL,
	last_modified TEXT DEFAULT '' NOT NULL,
	body_digest TEXT DEFAULT '' NOT NULL,
	host_signals TEXT DEFAULT '' NOT NULL,
	header_signals TEXT DEFAULT '' NOT NULL,
	paragraph_keys BLOB,
	missing_since BIGINT,
	withdrawn_at BIGINT,
	PRIMARY KEY (article_id)
);

CREATE INDEX article_checks_by_host ON article_checks (host, checked_at);

-- changes hold only what may be shown: counts, and quotations within the ruling's excerpt length.
CREATE VIEW visible_versions AS
SELECT v.article_id, v.version, v.headline, v.saved_at, v.changes
FROM article_versions AS v
WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = v.article_id);

CREATE VIEW visible_withdrawals AS
SELECT c.article_id, c.withdrawn_at
FROM article_checks AS c
WHERE c.withdrawn_at IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = c.article_id);

CREATE TABLE ended_flags (
	source_id TEXT NOT NULL,
	flag TEXT NOT NULL,
	since BIGINT NOT NULL,
	ended_at BIGINT NOT NULL,
	PRIMARY KEY (source_id, flag),
	FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
);

CREATE TABLE figures (
	source_id TEXT NOT NULL,
	as_of BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (source_id)
);

CREATE INDEX sources_by_failures ON sources (failure_count, is_paused);

CREATE INDEX entries_by_source ON entries (source_id, first_seen_at, article_id);
