"""Fingerprints: found by rare shared keys within a window, compared by vectors."""

import numpy as np
import pytest

from headwater.model.neighbour import Fingerprint
from headwater.store import neighbours


def put(tx, kit, article_id, *keys, minutes=0, vector=None, stage="provenance"):
    fingerprint = Fingerprint(
        article_id=article_id, at=kit.at(minutes), keys=keys, features={"length": 3}, vector=vector
    )
    neighbours.save_fingerprint(tx, stage, fingerprint)
    return fingerprint


def find(tx, kit, *keys, limit=10, since=-600, until=600, **more):
    return neighbours.find_neighbours(
        tx, "provenance", keys, since=kit.at(since), until=kit.at(until), limit=limit, **more
    )


def ids(found):
    return [near.fingerprint.article_id for near in found]


def test_a_fingerprint_comes_back_equal(store, kit):
    with store.write() as tx:
        kept = put(tx, kit, "a", "band:1", "name:bek", vector=(0.5, -0.25))
        assert neighbours.get_fingerprint(tx, "provenance", "a") == kept
        assert neighbours.get_fingerprint(tx, "cluster", "a") is None


def test_rare_keys_weigh_more_than_common_ones(store, kit):
    with store.write() as tx:
        for index in range(30):
            put(tx, kit, f"common{index}", "name:minister")
        put(tx, kit, "rare", "name:quartzfinch")
        assert ids(find(tx, kit, "name:minister", "name:quartzfinch", limit=1)) == ["rare"]


def test_more_shared_keys_come_first_and_are_named(store, kit):
    with store.write() as tx:
        put(tx, kit, "one", "a", "x")
        put(tx, kit, "two", "a", "b", "y")
        found = find(tx, kit, "a", "b", "c")
        assert ids(found) == ["two", "one"]
        assert [near.shared_keys for near in found] == [("a", "b"), ("a",)]
        assert find(tx, kit, "c") == []
        assert find(tx, kit) == []


def test_window_stage_and_exclusion_bound_the_search(store, kit):
    with store.write() as tx:
        put(tx, kit, "early", "k", minutes=-100)
        put(tx, kit, "late", "k", minutes=100)
        put(tx, kit, "self", "k")
        put(tx, kit, "other stage", "k", stage="cluster")
        assert ids(find(tx, kit, "k", since=-100, until=100, exclude=("self",))) == ["late", "early"]
        assert ids(find(tx, kit, "k", since=-99, until=99)) == ["self"]


def test_a_key_that_too_many_hold_is_skipped(store, kit, monkeypatch):
    monkeypatch.setattr(neighbours, "KEY_CAP", 3)
    with store.write() as tx:
        for index in range(4):
            put(tx, kit, f"a{index}", "everywhere", f"own{index}")
        assert find(tx, kit, "everywhere") == []
        assert ids(find(tx, kit, "everywhere", "own2")) == ["a2"]


def test_a_look_up_reads_no_more_rows_than_its_budget(store, kit, monkeypatch):
    monkeypatch.setattr(neighbours, "ROW_BUDGET", 3)
    with store.write() as tx:
        for index in range(3):
            put(tx, kit, f"a{index}", "wide")
        put(tx, kit, "b", "narrow")
        assert ids(find(tx, kit, "wide", "narrow")) == ["b"]


def test_a_new_fingerprint_replaces_the_old_keys(store, kit):
    with store.write() as tx:
        put(tx, kit, "a", "old", vector=(1.0, 0.0))
        put(tx, kit, "a", "new", minutes=5)
        assert find(tx, kit, "old") == []
        assert ids(find(tx, kit, "new")) == ["a"]
        assert neighbours.load_vectors(tx, "provenance", kit.at(-60))[0] == []
        assert tx.exec_driver_sql("SELECT count(*) FROM fingerprint_keys").scalar() == 1


def test_neighbours_know_their_story(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        put(tx, kit, "a", "k")
        put(tx, kit, "b", "k")
        kit.join(tx, "a", "story")
        found = {near.fingerprint.article_id: near.story_id for near in find(tx, kit, "k")}
        assert found == {"a": "story", "b": ""}
        loaded = neighbours.load_neighbours(tx, "provenance", ["b", "missing", "a"])
        assert [(near.fingerprint.article_id, near.story_id) for near in loaded] == [("b", ""), ("a", "story")]


def test_vectors_of_a_window_make_a_matrix(store, kit):
    with store.write() as tx:
        put(tx, kit, "old", vector=(9.0, 9.0), minutes=-100)
        put(tx, kit, "other model", vector=(1.0,), minutes=-1)
        put(tx, kit, "a", vector=(0.5, 0.5))
        put(tx, kit, "b", vector=(1.0, -1.0), minutes=1)
        put(tx, kit, "none", minutes=2)
        found, times, matrix = neighbours.load_vectors(tx, "provenance", kit.at(-50))
        assert found == ["a", "b"]
        assert times == [kit.now, kit.at(1)]
        assert matrix.dtype == np.float32
        assert matrix.tolist() == [[0.5, 0.5], [1.0, -1.0]]
        empty = neighbours.load_vectors(tx, "nothing", kit.now)
        assert (empty[0], empty[2].shape) == ([], (0, 0))


def test_look_ups_use_the_key_index_alone(store, kit):
    sql = (
        "WITH wanted(key_hash, weight) AS (VALUES (1, 2.0)) SELECT held.number FROM wanted "
        "CROSS JOIN fingerprint_keys AS held WHERE held.key_hash = wanted.key_hash AND held.at BETWEEN 1 AND 2 "
        "GROUP BY held.number ORDER BY sum(wanted.weight) DESC, held.number DESC LIMIT 5"
    )
    with store.read() as tx:
        plan = [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("SEARCH held USING PRIMARY KEY (key_hash=? AND at>? AND at<?)" in step for step in plan)


@pytest.mark.parametrize("key", ["", "\ud800", "名前:東京", "x" * 5000])
def test_any_key_can_be_kept_and_found(store, kit, key):
    with store.write() as tx:
        put(tx, kit, "a", key)
        assert ids(find(tx, kit, key)) == ["a"]
