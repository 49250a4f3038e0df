-- The first schema. Made from schema.py; a later change of it is a new file.

CREATE TABLE addresses (
	url_hash TEXT NOT NULL,
	article_id TEXT NOT NULL,
	url TEXT NOT NULL,
	is_alias BOOLEAN NOT NULL,
	first_seen_at BIGINT,
	PRIMARY KEY (url_hash)
);

CREATE INDEX ix_addresses_article_id ON addresses (article_id);

CREATE TABLE annotations (
	article_id TEXT NOT NULL,
	version INTEGER NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (article_id)
);

CREATE TABLE articles (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	url TEXT NOT NULL,
	url_hash TEXT DEFAULT '' NOT NULL,
	headline TEXT NOT NULL,
	publisher_id TEXT DEFAULT '' NOT NULL,
	publisher_name TEXT DEFAULT '' NOT NULL,
	publisher_domain TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	language TEXT DEFAULT '' NOT NULL,
	byline TEXT NOT NULL,
	published TEXT,
	modified TEXT,
	published_at BIGINT,
	first_seen_at BIGINT NOT NULL,
	ordered_at BIGINT NOT NULL,
	saved_at BIGINT NOT NULL,
	excerpt TEXT DEFAULT '' NOT NULL,
	full_text TEXT,
	pictures TEXT NOT NULL,
	licence TEXT DEFAULT '' NOT NULL,
	attribution TEXT DEFAULT '' NOT NULL,
	section TEXT DEFAULT '' NOT NULL,
	keywords TEXT NOT NULL,
	credits TEXT NOT NULL,
	is_accessible BOOLEAN,
	body_digest TEXT DEFAULT '' NOT NULL,
	text_chars INTEGER DEFAULT '0' NOT NULL,
	is_indexed BOOLEAN NOT NULL,
	is_kept BOOLEAN NOT NULL,
	is_mined BOOLEAN NOT NULL,
	body BLOB NOT NULL,
	rulings BLOB NOT NULL,
	UNIQUE (id)
);

CREATE INDEX articles_by_address ON articles (url_hash);

CREATE INDEX articles_by_domain ON articles (publisher_domain, ordered_at);

CREATE INDEX articles_by_language ON articles (language);

CREATE INDEX articles_by_time ON articles (ordered_at, number);

CREATE TABLE captures (
	id TEXT NOT NULL,
	source_id TEXT DEFAULT '' NOT NULL,
	article_id TEXT DEFAULT '' NOT NULL,
	requested_url TEXT NOT NULL,
	final_url TEXT NOT NULL,
	status INTEGER NOT NULL,
	headers TEXT NOT NULL,
	body BLOB NOT NULL,
	body_digest TEXT DEFAULT '' NOT NULL,
	redirects TEXT NOT NULL,
	captured_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX captures_by_article ON captures (article_id);

CREATE INDEX captures_by_source ON captures (source_id);

CREATE INDEX ix_captures_captured_at ON captures (captured_at);

CREATE TABLE counters (
	name TEXT NOT NULL,
	value BIGINT NOT NULL,
	PRIMARY KEY (name)
);

CREATE TABLE entries (
	source_id TEXT NOT NULL,
	url_hash TEXT NOT NULL,
	article_id TEXT NOT NULL,
	body TEXT NOT NULL,
	first_seen_at BIGINT NOT NULL,
	last_seen_at BIGINT NOT NULL,
	PRIMARY KEY (source_id, url_hash)
);

CREATE INDEX ix_entries_article_id ON entries (article_id);

CREATE TABLE fetches (
	id INTEGER NOT NULL,
	source_id TEXT DEFAULT '' NOT NULL,
	article_id TEXT DEFAULT '' NOT NULL,
	url TEXT NOT NULL,
	at BIGINT NOT NULL,
	status INTEGER,
	reason TEXT DEFAULT '' NOT NULL,
	detail TEXT DEFAULT '' NOT NULL,
	final_url TEXT DEFAULT '' NOT NULL,
	moved_to TEXT DEFAULT '' NOT NULL,
	elapsed_seconds FLOAT NOT NULL,
	body_bytes INTEGER DEFAULT '0' NOT NULL,
	request_count INTEGER DEFAULT '1' NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX fetches_by_article ON fetches (article_id);

CREATE INDEX fetches_by_source ON fetches (source_id, at);

CREATE INDEX ix_fetches_at ON fetches (at);

CREATE TABLE fingerprint_keys (
	key_hash BIGINT NOT NULL,
	at BIGINT NOT NULL,
	number INTEGER NOT NULL,
	PRIMARY KEY (key_hash, at, number)
)
 WITHOUT ROWID;

CREATE TABLE fingerprints (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	stage TEXT NOT NULL,
	article_id TEXT NOT NULL,
	at BIGINT NOT NULL,
	keys BLOB NOT NULL,
	features BLOB NOT NULL,
	UNIQUE (stage, article_id)
);

CREATE INDEX fingerprints_by_article ON fingerprints (article_id);

CREATE TABLE host_queue (
	stage TEXT NOT NULL,
	host TEXT NOT NULL,
	next_job_at BIGINT NOT NULL,
	ready_at BIGINT NOT NULL,
	PRIMARY KEY (stage, host)
);

CREATE INDEX host_queue_ready ON host_queue (stage, ready_at);

CREATE TABLE hosts (
	host TEXT NOT NULL,
	next_request_at BIGINT,
	crawl_delay_seconds FLOAT,
	robots_body BLOB,
	robots_status INTEGER,
	robots_expires_at BIGINT,
	robots_url TEXT DEFAULT '' NOT NULL,
	failure_count INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (host)
);

CREATE TABLE jobs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	stage TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	state TEXT NOT NULL,
	attempt INTEGER DEFAULT '0' NOT NULL,
	host TEXT DEFAULT '' NOT NULL,
	due_at BIGINT NOT NULL,
	claimed_until BIGINT,
	available_at BIGINT,
	detail TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	evidence BLOB,
	UNIQUE (stage, subject_id)
);

CREATE INDEX jobs_by_host ON jobs (stage, host, available_at);

CREATE INDEX jobs_by_stage ON jobs (stage, available_at);

CREATE INDEX jobs_by_subject ON jobs (subject_id);

CREATE TABLE link_history (
	id INTEGER NOT NULL,
	article_id TEXT NOT NULL,
	body BLOB NOT NULL,
	linked_at BIGINT NOT NULL,
	replaced_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX ix_link_history_article_id ON link_history (article_id);

CREATE TABLE link_mentions (
	mentioned TEXT NOT NULL,
	article_id TEXT NOT NULL,
	PRIMARY KEY (mentioned, article_id)
);

CREATE INDEX link_mentions_by_article ON link_mentions (article_id);

CREATE TABLE links (
	article_id TEXT NOT NULL,
	relation TEXT NOT NULL,
	confidence FLOAT NOT NULL,
	origin_article_id TEXT DEFAULT '' NOT NULL,
	origin_url TEXT DEFAULT '' NOT NULL,
	origin_url_hash TEXT DEFAULT '' NOT NULL,
	origin_publisher TEXT NOT NULL,
	via_article_id TEXT DEFAULT '' NOT NULL,
	via_url TEXT DEFAULT '' NOT NULL,
	via_url_hash TEXT DEFAULT '' NOT NULL,
	evidence TEXT NOT NULL,
	method_version INTEGER DEFAULT '1' NOT NULL,
	linked_at BIGINT NOT NULL,
	PRIMARY KEY (article_id)
);

CREATE INDEX links_by_origin ON links (origin_article_id);

CREATE TABLE publishers (
	id TEXT NOT NULL,
	domain TEXT NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	languages TEXT NOT NULL,
	domains TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (domain)
);

CREATE TABLE rejection_totals (
	stage TEXT NOT NULL,
	reason TEXT NOT NULL,
	count BIGINT NOT NULL,
	PRIMARY KEY (stage, reason)
);

CREATE TABLE rejections (
	id INTEGER NOT NULL,
	stage TEXT NOT NULL,
	reason TEXT NOT NULL,
	detail TEXT DEFAULT '' NOT NULL,
	subject TEXT DEFAULT '' NOT NULL,
	subject_id TEXT DEFAULT '' NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX ix_rejections_at ON rejections (at);

CREATE INDEX rejections_by_stage ON rejections (stage, reason);

CREATE INDEX rejections_by_subject ON rejections (subject_id);

CREATE TABLE schema_migrations (
	version INTEGER NOT NULL,
	name TEXT NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (version)
);

CREATE TABLE sources (
	id TEXT NOT NULL,
	url TEXT NOT NULL,
	domain TEXT NOT NULL,
	kind TEXT NOT NULL,
	publisher TEXT NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	language TEXT DEFAULT '' NOT NULL,
	etag TEXT DEFAULT '' NOT NULL,
	last_modified TEXT DEFAULT '' NOT NULL,
	is_paused BOOLEAN NOT NULL,
	next_check_at BIGINT,
	last_check_at BIGINT,
	last_success_at BIGINT,
	failure_count INTEGER DEFAULT '0' NOT NULL,
	last_outcome TEXT DEFAULT '' NOT NULL,
	interval_seconds FLOAT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (url)
);

CREATE INDEX ix_sources_domain ON sources (domain);

CREATE TABLE stories (
	id TEXT NOT NULL,
	lead_article_id TEXT DEFAULT '' NOT NULL,
	article_count INTEGER DEFAULT '0' NOT NULL,
	voice_count INTEGER DEFAULT '0' NOT NULL,
	first_published_at BIGINT,
	updated_at BIGINT,
	rank_at BIGINT,
	opened_at BIGINT NOT NULL,
	merged_into TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX stories_by_rank ON stories (rank_at, id);

CREATE INDEX stories_merged ON stories (merged_into);

CREATE TABLE story_events (
	id INTEGER NOT NULL,
	story_id TEXT NOT NULL,
	at BIGINT NOT NULL,
	kind TEXT NOT NULL,
	article_id TEXT DEFAULT '' NOT NULL,
	other_story_id TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	confidence FLOAT NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX ix_story_events_story_id ON story_events (story_id);

CREATE INDEX story_events_by_article ON story_events (article_id);

CREATE TABLE tombstones (
	id TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	url_hash TEXT NOT NULL,
	reason TEXT NOT NULL,
	since BIGINT NOT NULL,
	notice_id TEXT DEFAULT '' NOT NULL,
	erased_at BIGINT,
	text_hash TEXT DEFAULT '' NOT NULL,
	domain_hash TEXT DEFAULT '' NOT NULL,
	story_id TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX ix_tombstones_since ON tombstones (since);

CREATE INDEX ix_tombstones_subject_id ON tombstones (subject_id);

CREATE INDEX tombstones_by_domain ON tombstones (domain_hash);

CREATE INDEX tombstones_by_story ON tombstones (story_id);

CREATE INDEX tombstones_by_text ON tombstones (text_hash);

CREATE TABLE vectors (
	stage TEXT NOT NULL,
	article_id TEXT NOT NULL,
	at BIGINT NOT NULL,
	vector BLOB NOT NULL,
	PRIMARY KEY (stage, article_id)
);

CREATE INDEX vectors_by_article ON vectors (article_id);

CREATE INDEX vectors_by_time ON vectors (stage, at);

CREATE TABLE article_versions (
	article_id TEXT NOT NULL,
	version INTEGER NOT NULL,
	headline TEXT NOT NULL,
	saved_at BIGINT NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (article_id, version),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);

CREATE TABLE erasure_steps (
	tombstone_id TEXT NOT NULL,
	store TEXT NOT NULL,
	count INTEGER NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (tombstone_id, store),
	FOREIGN KEY(tombstone_id) REFERENCES tombstones (id) ON DELETE CASCADE
);

CREATE TABLE search_documents (
	number INTEGER NOT NULL,
	headline TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (number),
	FOREIGN KEY(number) REFERENCES articles (number) ON DELETE CASCADE
);

CREATE TABLE story_languages (
	language TEXT NOT NULL,
	story_id TEXT NOT NULL,
	rank_at BIGINT NOT NULL,
	PRIMARY KEY (language, story_id),
	FOREIGN KEY(story_id) REFERENCES stories (id)
);

CREATE INDEX story_languages_by_rank ON story_languages (language, rank_at, story_id);

CREATE INDEX story_languages_by_story ON story_languages (story_id);

CREATE TABLE story_members (
	article_id TEXT NOT NULL,
	story_id TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	confidence FLOAT NOT NULL,
	joined_at BIGINT NOT NULL,
	PRIMARY KEY (article_id),
	FOREIGN KEY(story_id) REFERENCES stories (id)
);

CREATE INDEX ix_story_members_story_id ON story_members (story_id);

CREATE TABLE tombstone_addresses (
	url_hash TEXT NOT NULL,
	tombstone_id TEXT NOT NULL,
	PRIMARY KEY (url_hash, tombstone_id),
	FOREIGN KEY(tombstone_id) REFERENCES tombstones (id) ON DELETE CASCADE
);

CREATE INDEX tombstone_addresses_by_tombstone ON tombstone_addresses (tombstone_id);

-- The full-text index: words come analysed, so the tokeniser only splits at ASCII separators (all else is a letter).
CREATE VIRTUAL TABLE article_search USING fts5(
	headline, text, content='search_documents', content_rowid='number', tokenize='ascii'
);

INSERT INTO article_search(article_search, rank) VALUES ('secure-delete', 1);

-- The gate: what readers may see. One tombstone hides its article from each of these at once; its addresses hide
-- whatever else was saved under one of them.
CREATE VIEW visible_articles AS
SELECT a.number, a.id, a.version, a.url, a.headline, a.publisher_id, a.publisher_name, a.publisher_domain, a.country,
	a.language, a.byline, a.published, a.modified, a.published_at, a.first_seen_at, a.ordered_at, a.saved_at,
	a.excerpt, a.full_text, a.pictures, a.licence, a.attribution, a.section, a.keywords, a.credits, a.is_accessible
FROM articles AS a
WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = a.id)
	AND NOT EXISTS (SELECT 1 FROM tombstone_addresses AS d WHERE d.url_hash = a.url_hash);

CREATE VIEW visible_headlines AS
SELECT v.article_id, v.version, v.headline, v.saved_at
FROM article_versions AS v
WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = v.article_id);

-- An origin that is withheld loses address and id here; words that may be its own (evidence) go with any hidden
-- article or address that the link mentions. The publisher's name stays: credit where it is due.
CREATE VIEW visible_links AS
SELECT l.article_id, l.relation, l.confidence,
	CASE WHEN l.origin_is_hidden THEN '' ELSE l.origin_article_id END AS origin_article_id,
	CASE WHEN l.origin_is_hidden THEN '' ELSE l.origin_url END AS origin_url,
	l.origin_publisher,
	CASE WHEN l.via_is_hidden THEN '' ELSE l.via_article_id END AS via_article_id,
	CASE WHEN l.via_is_hidden THEN '' ELSE l.via_url END AS via_url,
	CASE WHEN l.words_are_hidden THEN '[]' ELSE l.evidence END AS evidence,
	l.linked_at
FROM (
	SELECT k.article_id, k.relation, k.confidence, k.origin_article_id, k.origin_url, k.origin_publisher,
		k.via_article_id, k.via_url, k.evidence, k.linked_at,
		(EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = k.origin_article_id AND t.subject_id <> '')
			OR EXISTS (SELECT 1 FROM tombstone_addresses AS d WHERE d.url_hash = k.origin_url_hash)) AS origin_is_hidden,
		(EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = k.via_article_id AND t.subject_id <> '')
			OR EXISTS (SELECT 1 FROM tombstone_addresses AS d WHERE d.url_hash = k.via_url_hash)) AS via_is_hidden,
		(EXISTS (SELECT 1 FROM link_mentions AS m JOIN tombstones AS t ON t.subject_id = m.mentioned
				WHERE m.article_id = k.article_id)
			OR EXISTS (SELECT 1 FROM link_mentions AS m JOIN tombstone_addresses AS d ON d.url_hash = m.mentioned
				WHERE m.article_id = k.article_id)) AS words_are_hidden
	FROM links AS k
	WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = k.article_id)
) AS l;

-- Reasons are free words that may quote a withheld member: in a story that has one they are not shown.
CREATE VIEW visible_story_members AS
SELECT m.article_id, m.story_id,
	CASE WHEN EXISTS (SELECT 1 FROM tombstones AS t WHERE t.story_id = m.story_id) THEN '' ELSE m.reason END AS reason,
	m.confidence, m.joined_at
FROM story_members AS m
WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = m.article_id);

CREATE VIEW visible_story_events AS
SELECT e.id, e.story_id, e.at, e.kind, e.article_id, e.other_story_id,
	CASE WHEN EXISTS (SELECT 1 FROM tombstones AS t WHERE t.story_id = e.story_id) THEN '' ELSE e.reason END AS reason
FROM story_events AS e
WHERE NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = e.article_id AND t.subject_id <> '');
