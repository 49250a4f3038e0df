-- Our own copies of pictures that may be shown, and what operators were allowed by contract.

CREATE TABLE picture_copies (
	id TEXT NOT NULL,
	article_id TEXT NOT NULL,
	position INTEGER DEFAULT '0' NOT NULL,
	url TEXT NOT NULL,
	url_hash TEXT NOT NULL,
	state TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	media_type TEXT DEFAULT '' NOT NULL,
	width INTEGER DEFAULT '0' NOT NULL,
	height INTEGER DEFAULT '0' NOT NULL,
	credit TEXT DEFAULT '' NOT NULL,
	creator TEXT DEFAULT '' NOT NULL,
	caption TEXT DEFAULT '' NOT NULL,
	licence TEXT DEFAULT '' NOT NULL,
	body_digest TEXT DEFAULT '' NOT NULL,
	body BLOB,
	because TEXT NOT NULL,
	has_content_credentials BOOLEAN NOT NULL,
	grant_id TEXT DEFAULT '' NOT NULL,
	until BIGINT,
	wanted_at BIGINT NOT NULL,
	copied_at BIGINT,
	PRIMARY KEY (id)
);

CREATE INDEX ix_picture_copies_article_id ON picture_copies (article_id);

CREATE INDEX ix_picture_copies_url_hash ON picture_copies (url_hash);

CREATE INDEX picture_copies_by_grant ON picture_copies (grant_id);

CREATE TABLE grants (
	id TEXT NOT NULL,
	domain TEXT NOT NULL,
	uses TEXT NOT NULL,
	why TEXT NOT NULL,
	granted_by TEXT DEFAULT '' NOT NULL,
	granted_at BIGINT NOT NULL,
	until BIGINT,
	PRIMARY KEY (id)
);

CREATE INDEX ix_grants_domain ON grants (domain);

-- A copy is shown only while its article is, and while neither its own address nor the article's is blocked.
CREATE VIEW visible_pictures AS
SELECT p.id, p.article_id, p.position, p.url, p.media_type, p.width, p.height, p.credit, p.creator, p.caption,
	p.licence, p.body_digest, p.body, p.has_content_credentials,
	p.grant_id <> '' AS is_granted, p.until
FROM picture_copies AS p JOIN articles AS a ON a.id = p.article_id
WHERE p.state = 'kept' AND p.body IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.subject_id = a.id)
	AND NOT EXISTS (SELECT 1 FROM tombstone_addresses AS d WHERE d.url_hash = a.url_hash)
	AND NOT EXISTS (SELECT 1 FROM tombstone_addresses AS e WHERE e.url_hash = p.url_hash);
