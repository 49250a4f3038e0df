"""The gate: no query of a reader's connection gets at what a tombstone hides, however it is written."""

import pytest
from sqlalchemy import text

from headwater.model.errors import UserError
from headwater.store import Reader, gate, tombstones
from headwater.store.schema import metadata

BYPASSES = (
    "SELECT headline FROM articles",
    "SELECT count(*) FROM articles",
    'SELECT "headline" FROM "articles"',
    "SELECT headline FROM main.articles",
    "SELECT a.headline FROM visible_articles AS v JOIN articles AS a ON a.number = v.number",
    "SELECT (SELECT headline FROM articles) FROM visible_articles",
    "WITH visible_articles AS (SELECT * FROM articles) SELECT headline FROM visible_articles",
    'WITH "visible_articles"(headline) AS (SELECT headline FROM [articles]) SELECT headline FROM visible_articles',
    "SELECT headline FROM (SELECT * FROM articles) AS visible_articles",
    "SELECT headline FROM article_search",
    "SELECT text FROM article_search WHERE article_search MATCH 'bridg'",
    "SELECT article_search.* FROM article_search",
    "SELECT highlight(article_search, 0, '', '') FROM article_search WHERE article_search MATCH 'bridg'",
    "SELECT block FROM article_search_data",
    "SELECT headline FROM search_documents",
    "SELECT headline FROM article_versions",
    "SELECT body FROM entries",
    "SELECT body FROM captures",
    "SELECT url FROM addresses",
    "SELECT evidence FROM links",
    "SELECT reason FROM story_members",
    "SELECT detail FROM jobs",
    "SELECT features FROM fingerprints",
    "SELECT sql FROM sqlite_master",
    "CREATE TEMP VIEW visible_links AS SELECT * FROM links",
    "CREATE TEMP TABLE mine(x)",
    "ATTACH ':memory:' AS other",
    "PRAGMA query_only=OFF",
    "PRAGMA table_info(articles)",
    "DELETE FROM tombstones",
    "UPDATE counters SET value = 0",
    "INSERT INTO tombstones DEFAULT VALUES",
    "DROP VIEW visible_articles",
    "VACUUM INTO '/dev/null'",
    "SELECT load_extension('x')",
)


@pytest.fixture
def hidden(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        kit.save(tx, kit.article("b"))
        tombstones.withhold(tx, "a", reason="r", now=kit.now, tombstone_id="t")


@pytest.mark.parametrize("sql", BYPASSES)
def test_a_bypass_is_refused(hidden, reader, sql):
    with (
        reader.connection() as connection,
        pytest.raises(Exception, match=r"not authorized|authorization denied|prohibited|readonly|within a transaction"),
    ):
        connection.exec_driver_sql(sql).fetchall()


@pytest.mark.parametrize("sql", BYPASSES)
def test_a_bypass_on_the_drivers_own_connection_is_refused(hidden, store, sql):
    connection = gate.connect_reader(store.path)
    try:
        with pytest.raises(
            Exception, match=r"not authorized|authorization denied|prohibited|readonly|within a transaction"
        ):
            connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_the_same_statements_work_without_the_gate(hidden, store):
    """So that the refusals above are the gate's doing and not typing errors."""
    with store.read() as tx:
        for sql in BYPASSES[:23]:
            tx.exec_driver_sql(sql).fetchall()


def test_a_gated_connection_cannot_be_copied_out(hidden, store):
    connection = gate.connect_reader(store.path)
    other = gate.connect_reader(store.path)
    try:
        for attempt in (
            lambda: connection.backup(other),
            lambda: connection.executemany("SELECT ?", [(1,)]),
            lambda: connection.executescript("SELECT 1"),
            lambda: connection.iterdump(),
        ):
            with pytest.raises(Exception, match="not authorized"):
                attempt()
    finally:
        connection.close()
        other.close()


def test_the_views_leave_out_what_is_withheld(hidden, reader):
    with reader.connection() as connection:
        assert connection.execute(text("SELECT id FROM visible_articles")).scalars().all() == ["b"]
        assert connection.execute(text("SELECT count(*) FROM visible_articles")).scalar() == 1


def test_every_table_is_either_open_or_closed_on_purpose():
    known = gate.OPEN_TABLES | gate.OPEN_COLUMNS.keys() | gate.CLOSED_NAMES
    assert set(metadata.tables) <= known
    assert {"articles", "article_versions", "entries", "captures", "links", "annotations"} <= gate.CLOSED_NAMES


def test_a_reader_needs_a_database(tmp_path):
    with pytest.raises(UserError, match="no database"):
        Reader.open(tmp_path / "missing.db")
