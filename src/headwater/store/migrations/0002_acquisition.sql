-- Habits, flags, subscriptions, documents of whole sites, pages read again.

ALTER TABLE publishers ADD COLUMN owner TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN habit TEXT;

ALTER TABLE sources ADD COLUMN hub_url TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN topic_url TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN patterns TEXT;

ALTER TABLE sources ADD COLUMN usual_language TEXT DEFAULT '' NOT NULL;

ALTER TABLE sources ADD COLUMN added_at BIGINT;

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
	FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE,
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
	check_count INTEGER DEFAULT '0' NOT NULL,
	checked_at BIGINT NOT NULL,
	etag TEXT DEFAULT '' NOT NULL,
	last_modified TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (article_id)
);

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
