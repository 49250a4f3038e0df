"""The database as a place: durable, one writer, failures in words."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from headwater.model.errors import ExitCode, Transient, UserError
from headwater.store import Store, articles, lock_writer, queue, tombstones
from headwater.store.database import path_of


def test_a_url_and_a_path_name_the_same_file(tmp_path):
    path = tmp_path / "x.db"
    assert path_of(f"sqlite:///{path}") == path_of(str(path)) == path_of(path) == path
    with pytest.raises(UserError, match="postgresql"):
        Store.open("postgresql://localhost/news")


def test_pragmas_are_those_that_the_promises_need(store):
    with store.write() as tx:
        found = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_a_failed_block_leaves_nothing(store, kit):
    with pytest.raises(ZeroDivisionError), store.write() as tx:  # noqa: PT012 (the block is what fails)
        kit.save(tx, kit.article("a"))
        raise ZeroDivisionError
    with store.read() as tx:
        assert articles.count_articles(tx) == 0


def test_a_reading_block_cannot_write(store, kit):
    with pytest.raises(UserError, match="cannot be written"), store.read() as tx:
        kit.save(tx, kit.article("a"))
    with Store.open(store.path, read_only=True) as opened, pytest.raises(UserError, match="reading only"):
        opened.write().__enter__()


def test_a_reading_block_sees_one_state(store, kit):
    with store.read() as looking:
        assert articles.count_articles(looking) == 0
        with store.write() as tx:
            kit.save(tx, kit.article("a"))
        assert articles.count_articles(looking) == 0
    with store.read() as looking:
        assert articles.count_articles(looking) == 1


def test_a_locked_database_is_tried_again_later(store):
    with store.outside_transactions() as other:
        other.execute("BEGIN IMMEDIATE")
        raw = store._writer.raw_connection()  # the pool has this one connection: its patience stays short
        raw.cursor().execute("PRAGMA busy_timeout=1")
        raw.close()
        with pytest.raises(Transient, match="locked"), store.write():
            pass
        other.execute("ROLLBACK")


def test_a_full_disk_is_tried_again_later_and_nothing_stored_is_lost(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Transient, match="full"), store.write() as tx:  # noqa: PT012 (the block is what fails)
        for index in range(200):
            kit.save(tx, kit.article(f"b{index}", paragraphs=(os.urandom(3000).hex(),)))
    with store.write() as tx:
        assert articles.count_articles(tx) == 1
        tx.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert kit.save(tx, kit.article("b")) == 1


def test_what_is_no_database_is_said_plainly(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("This is not a database at all.\n" * 200)
    with pytest.raises(UserError, match="not a headwater database"):
        Store.open(path)
    assert path.read_text().startswith("This is not")


def test_a_damaged_database_is_said_plainly(store, kit):
    with store.write() as tx:
        for index in range(30):
            kit.save(tx, kit.article(f"a{index}"))
    store.close()
    with store.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)
    with pytest.raises(UserError, match=r"damaged|restore"), Store.open(store.path) as opened, opened.read() as tx:
        articles.count_articles(tx)


def test_a_folder_that_cannot_be_is_said_plainly(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError):
        Store.open(tmp_path / "file" / "headwater.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_said_plainly(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(UserError):
        Store.open(tmp_path / "headwater.db")


def test_a_second_process_is_told_who_holds_the_lock(tmp_path):
    path = tmp_path / "data" / "headwater.db"
    with lock_writer(path):
        with pytest.raises(UserError, match=f"process {os.getpid()}") as caught:
            lock_writer(path)
        assert caught.value.exit_code is ExitCode.LOCKED
    lock_writer(path).release()


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    path = tmp_path / "headwater.db"
    code = f"""
        import time
        from headwater.store.lock import lock_writer
        held = lock_writer({str(path)!r})
        print("held", flush=True)
        time.sleep(60)
    """
    child = started(code)
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(UserError):
        lock_writer(path)
    child.send_signal(signal.SIGKILL)
    child.wait()
    lock_writer(path).release()


def started(code):
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE)


WRITER = """
    import sys
    from pathlib import Path
    from datetime import UTC, datetime
    sys.path.insert(0, {folder!r})
    from conftest import Kit
    from headwater.model.job import Stage
    from headwater.store import Store, queue, tombstones
    kit, store = Kit(), Store.open({path!r})
    for number in range(10_000):
        with store.write() as tx:
            name = f"a{{number}}"
            kit.announce(tx, name)
            kit.save(tx, kit.article(name, paragraphs=tuple(f"Paragraph {{i}} of {{name}}." for i in range(40))))
            kit.join(tx, name, f"s{{number // 5}}")
            queue.enqueue(tx, Stage.RELATE, name, due_at=kit.now)
            if number % 4 == 0:
                tombstones.withhold(tx, name, reason="r", now=kit.now, tombstone_id=f"t{{number}}")
        print(number, flush=True)
"""


@pytest.mark.parametrize("count", [1, 7, 23])
def test_kill_9_in_the_middle_of_writing_loses_nothing_committed(tmp_path, count):
    path = tmp_path / "headwater.db"
    child = started(WRITER.format(folder=str(Path(__file__).parent), path=str(path)))
    for _ in range(count):
        said = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.wait()
    committed = int(rest[-1]) if rest else said
    with Store.open(path) as store, store.write() as tx:
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        tx.exec_driver_sql("INSERT INTO article_search(article_search) VALUES ('integrity-check')")
        found = articles.count_articles(tx)
        assert found in (committed + 1, committed + 2)
        assert queue.pending_count(tx, ("relate",)) == found
        stones = {stone.id for stone in tombstones.list_tombstones(tx)}
        assert {f"t{number}" for number in range(0, committed + 1, 4)} <= stones
        assert tx.exec_driver_sql("SELECT count(*) FROM story_members").scalar() == found
        assert tx.exec_driver_sql("SELECT count(*) FROM search_documents").scalar() == found
