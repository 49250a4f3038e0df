-- What many pages of one host taught about reading it: hashes and counts, no word of any page.

CREATE TABLE host_layouts (
	host TEXT NOT NULL,
	body BLOB NOT NULL,
	pages INTEGER DEFAULT '0' NOT NULL,
	updated_at BIGINT NOT NULL,
	PRIMARY KEY (host)
);

CREATE INDEX ix_host_layouts_updated_at ON host_layouts (updated_at);
