"""Migrations: the schema that they make is the one that the code declares; foreign databases are refused in words."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect

from headwater.model.errors import ExitCode, UserError
from headwater.model.habit import Habit
from headwater.model.job import Stage
from headwater.model.web import Entry, FetchOutcome, Source, SourceKind
from headwater.store import Store, driver, entries, hosts, outcomes, queue, sources, versions
from headwater.store.database import make_engine
from headwater.store.migrate import Migration, migrations
from headwater.store.schema import metadata


def described(connection):
    """Every table with its columns, keys, constraints and indexes."""
    look = inspect(connection)
    tables = {}
    for name in metadata.tables:
        columns = {c["name"]: (str(c["type"]), c["nullable"], str(c["default"])) for c in look.get_columns(name)}
        tables[name] = (
            columns,
            look.get_pk_constraint(name)["constrained_columns"],
            sorted(tuple(key["column_names"]) for key in look.get_unique_constraints(name)),
            sorted((key["name"], tuple(key["column_names"]), key["unique"]) for key in look.get_indexes(name)),
            sorted(
                (tuple(key["constrained_columns"]), key["referred_table"], str(key["options"]))
                for key in look.get_foreign_keys(name)
            ),
        )
    return tables


def test_the_migrated_schema_is_the_declared_one(store, tmp_path):
    path = tmp_path / "declared.db"
    engine = make_engine(lambda: driver.connect(path, is_read_only=False), begin="BEGIN", size=1)
    with engine.begin() as declared:
        metadata.create_all(declared)
        with store.read() as migrated:
            assert described(migrated) == described(declared)
    engine.dispose()


def test_no_table_stands_outside_the_declared_schema(store):
    with store.read() as tx:
        names = {name for name in inspect(tx).get_table_names() if not name.startswith("article_search")}
    assert names == set(metadata.tables)


def test_migrations_are_numbered_without_gaps_and_applied_once(store):
    assert [step.version for step in migrations()] == list(range(1, len(migrations()) + 1))
    store.close()
    with Store.open(store.path) as again, again.read() as tx:
        rows = tx.exec_driver_sql("SELECT version, digest FROM schema_migrations ORDER BY version").fetchall()
    assert [tuple(row) for row in rows] == [(step.version, step.digest) for step in migrations()]


def of_first_release(path, filled):
    """A database of the first release with the rows of `filled`, as far as that release had a place for them."""
    first = migrations()[0]
    connection = driver.connect(path, is_read_only=False)
    for statement in first.statements():
        connection.execute(statement)
    connection.execute("INSERT INTO schema_migrations VALUES (?, ?, ?)", (first.version, first.name, first.digest))
    connection.execute("ATTACH DATABASE ? AS filled", (str(filled),))
    query = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    tables = [name for (name,) in connection.execute(query).fetchall()]
    known = [name for name in tables if name in metadata.tables and name != "schema_migrations"]
    kept = {}
    for name in known:
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({name})").fetchall())
        connection.execute(f"DELETE FROM main.{name}")
        connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM filled.{name}")
        kept[name] = (columns, sorted(map(repr, connection.execute(f"SELECT {columns} FROM main.{name}").fetchall())))
    connection.commit()
    connection.close()
    return kept


def fill(store, kit):
    """Something in the tables that a release in use has filled."""
    source = Source(id="src_1", url="https://morning.example/feed", kind=SourceKind.RSS)
    host = hosts.HostState(host="morning.example", robots_body=b"User-agent: *", robots_status=200)
    with store.write() as tx:
        sources.add_source(tx, source)
        hosts.save_host(tx, host)
        kit.save(tx, kit.article("one"))
        kit.save(tx, kit.article("one", headline="Harbour bridge opens late"), now=kit.at(5))
        entries.save_entry(tx, Entry(url=kit.url("one"), source_id="src_1"), now=kit.now, new_id="one")
        outcomes.record_fetch(tx, url=kit.url("one"), at=kit.now, outcome=FetchOutcome(status=404))
        queue.enqueue(tx, Stage.POLL, "src_1", due_at=kit.now, host="morning.example")


def test_a_database_of_the_first_release_keeps_every_row_and_works_on(store, kit, tmp_path):
    fill(store, kit)
    store.close()
    kept = of_first_release(tmp_path / "first.db", store.path)
    filled = {name for name, (_, rows) in kept.items() if rows}
    assert {"sources", "publishers", "hosts", "articles", "article_versions", "entries", "fetches", "jobs"} <= filled
    with Store.open(tmp_path / "first.db") as moved:
        with moved.read() as tx:
            for name, (columns, rows) in kept.items():
                now = tx.exec_driver_sql(f"SELECT {columns} FROM {name}").fetchall()
                assert sorted(repr(tuple(row)) for row in now) == rows, name
            (source,) = sources.list_sources(tx)
            assert (source.habit, source.hub_url, source.patterns) == (Habit(), "", ())
            assert versions.get_changes(tx, "one") == {}
        with moved.write() as tx:
            (job,) = queue.claim(tx, stages=(Stage.POLL,), now=kit.now, lease=timedelta(minutes=5), limit=9)
            kit.save(tx, kit.article("two"), now=kit.at(9))
        assert job.subject_id == "src_1"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("INSERT INTO schema_migrations VALUES (9999, 'future', 'sha256:0')", "newer headwater"),
        ("UPDATE schema_migrations SET digest = 'sha256:0'", "another form"),
    ],
)
def test_a_database_of_another_line_is_refused(store, change, words):
    with store.write() as tx:
        tx.exec_driver_sql(change)
    store.close()
    for read_only in (False, True):
        with pytest.raises(UserError, match=words):
            Store.open(store.path, read_only=read_only)


def test_reading_never_migrates(tmp_path):
    driver.connect(tmp_path / "empty.db", is_read_only=False).close()
    with pytest.raises(UserError, match="older release"):
        Store.open(tmp_path / "empty.db", read_only=True)


def test_a_missing_database_is_said_plainly(tmp_path):
    for options in ({"read_only": True}, {"create": False}):
        with pytest.raises(UserError, match="no database") as caught:
            Store.open(tmp_path / "none.db", **options)
        assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert not (tmp_path / "none.db").exists()


def test_statements_are_cut_at_ends_of_lines_and_lose_comments():
    step = Migration(version=1, name="x", sql="-- one; two\nCREATE TABLE a (b TEXT DEFAULT ';x');\n\nDROP TABLE a;\n")
    assert step.statements() == ["CREATE TABLE a (b TEXT DEFAULT ';x')", "DROP TABLE a"]
