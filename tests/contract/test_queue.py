"""The queue: one job per (stage, subject), leases with fencing, one request per host at its own pace."""

from datetime import timedelta

from headwater.model.job import Stage
from headwater.store import hosts, queue

LEASE = timedelta(minutes=5)
NETWORK = (Stage.POLL, Stage.FETCH)


def claim(tx, now, stages=(Stage.READ,), limit=10, **more):
    return queue.claim(tx, stages=stages, now=now, lease=LEASE, limit=limit, **more)


def test_a_job_is_claimed_once_until_its_lease_expires(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.now, detail="x")
        first = claim(tx, kit.now)
        again = claim(tx, kit.now)
        late = claim(tx, kit.now + LEASE)
    assert [(job.subject_id, job.attempt, job.detail) for job in first] == [("c1", 1, "x")]
    assert again == []
    assert [job.attempt for job in late] == [2]


def test_a_lost_claim_can_neither_finish_nor_retry(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.now)
        (slow,) = claim(tx, kit.now)
        (quick,) = claim(tx, kit.now + LEASE)
        assert not queue.finish(tx, slow)
        assert not queue.retry(tx, slow, due_at=kit.now, reason="late")
        assert not queue.quarantine(tx, slow, reason="late")
        assert queue.finish(tx, quick)
        assert queue.counts(tx) == {}


def test_enqueuing_again_moves_a_waiting_job_earlier_but_never_later(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.at(10))
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.at(20))
        assert queue.next_due_at(tx, stages=(Stage.READ,)) == kit.at(10)
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.at(5))
        assert queue.next_due_at(tx, stages=(Stage.READ,)) == kit.at(5)
        assert queue.pending_count(tx, (Stage.READ,)) == 1


def test_enqueuing_leaves_claimed_and_quarantined_jobs_alone(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.now)
        (job,) = claim(tx, kit.now)
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.now)
        assert claim(tx, kit.now) == []
        queue.quarantine(tx, job, reason="crashed", evidence={"signal": 11})
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.now)
        assert claim(tx, kit.at(60)) == []
        assert queue.counts(tx) == {("read", "quarantined"): 1}
        assert queue.pending_count(tx, (Stage.READ,)) == 0
        assert queue.release_quarantined(tx, Stage.READ, "c1", due_at=kit.now)
        assert [job.attempt for job in claim(tx, kit.now)] == [1]


def test_a_finished_job_may_be_enqueued_again(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.POLL, "s1", due_at=kit.now, host="a.example")
        (job,) = claim(tx, kit.now, NETWORK)
        queue.finish(tx, job)
        assert queue.next_due_at(tx, stages=NETWORK) is None
        queue.enqueue(tx, Stage.POLL, "s1", due_at=kit.at(15), host="a.example")
        assert claim(tx, kit.at(14), NETWORK) == []
        assert [job.attempt for job in claim(tx, kit.at(15), NETWORK)] == [1]


def test_a_claim_takes_one_job_per_host_over_both_network_stages(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "a1", due_at=kit.at(-3), host="one.example")
        queue.enqueue(tx, Stage.FETCH, "a2", due_at=kit.at(-2), host="one.example")
        queue.enqueue(tx, Stage.POLL, "s1", due_at=kit.at(-1), host="one.example")
        queue.enqueue(tx, Stage.POLL, "s2", due_at=kit.now, host="two.example")
        assert [job.subject_id for job in claim(tx, kit.now, NETWORK)] == ["a1", "s2"]


def test_hosts_before_their_next_request_or_busy_are_passed_over(store, kit):
    with store.write() as tx:
        for index in range(4):
            queue.enqueue(tx, Stage.FETCH, f"a{index}", due_at=kit.at(-9), host=f"h{index}.example")
        hosts.set_next_request(tx, "h0.example", kit.at(1))
        taken = claim(tx, kit.now, NETWORK, limit=1, exclude_hosts=("h1.example", "h2.example"))
        assert [job.host for job in taken] == ["h3.example"]
        later = claim(tx, kit.at(1), NETWORK, exclude_hosts=("h1.example", "h2.example"))
        assert [job.host for job in later] == ["h0.example"]


def test_next_due_counts_the_pace_of_hosts_in(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "a1", due_at=kit.at(-9), host="slow.example")
        hosts.set_next_request(tx, "slow.example", kit.at(2))
        assert queue.next_due_at(tx, stages=NETWORK) == kit.at(2)
        queue.enqueue(tx, Stage.POLL, "s1", due_at=kit.at(1), host="quick.example")
        assert queue.next_due_at(tx, stages=NETWORK) == kit.at(1)
        assert queue.next_due_at(tx, stages=NETWORK, exclude_hosts=("quick.example",)) == kit.at(2)
        assert queue.next_due_at(tx, stages=(Stage.READ,)) is None


def test_a_retry_waits_for_its_time_and_keeps_counting_attempts(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "a1", due_at=kit.now, host="h.example")
        (job,) = claim(tx, kit.now, NETWORK)
        queue.retry(tx, job, due_at=kit.at(30), reason="timeout")
        assert claim(tx, kit.at(29), NETWORK) == []
        assert [job.attempt for job in claim(tx, kit.at(30), NETWORK)] == [2]


def test_leases_of_a_dead_program_are_given_back_and_only_its_own_work_counts_as_an_attempt(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "a1", due_at=kit.now, host="h.example")
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.now)
        claim(tx, kit.now, (*NETWORK, Stage.READ))
        assert claim(tx, kit.now, (*NETWORK, Stage.READ)) == []
        assert queue.release_all(tx) == 2
        again = claim(tx, kit.now, (*NETWORK, Stage.READ))
        assert {job.stage: job.attempt for job in again} == {Stage.FETCH: 1, Stage.READ: 2}


def test_claims_read_indexes_only(store):
    """The plans behind `claim` never scan the table: its cost does not grow with the number of sources."""
    plans = {
        "SELECT * FROM jobs WHERE stage = 'read' AND available_at <= 9 ORDER BY available_at LIMIT 5": "jobs_by_stage",
        "SELECT * FROM jobs WHERE stage = 'poll' AND host = 'h' AND available_at <= 9 ORDER BY available_at LIMIT 1": (
            "jobs_by_host"
        ),
        "SELECT host FROM host_queue WHERE stage = 'poll' AND ready_at <= 9 ORDER BY ready_at LIMIT 5": (
            "host_queue_ready"
        ),
    }
    with store.read() as tx:
        for sql, index in plans.items():
            plan = " ".join(row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
            assert index in plan
            assert "SCAN" not in plan
            assert "TEMP B-TREE" not in plan


def test_a_job_given_back_waits_as_if_nobody_had_claimed_it(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "a1", due_at=kit.now, host="one.example")
        queue.enqueue(tx, Stage.FETCH, "a2", due_at=kit.now, host="two.example")
        first, second = claim(tx, kit.now, NETWORK)
        queue.finish(tx, second)
        queue.give_back(tx, [first, second])
        (again,) = claim(tx, kit.now, NETWORK)
    assert (again.id, again.attempt) == (first.id, 1)


def test_a_network_job_set_aside_hides_no_other_of_its_host(store, kit):
    with store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "bad", due_at=kit.now, host="one.example")
        (bad,) = claim(tx, kit.now, NETWORK)
        queue.quarantine(tx, bad, reason="crashed")
        queue.enqueue(tx, Stage.FETCH, "good", due_at=kit.now, host="one.example")
        assert [job.subject_id for job in claim(tx, kit.now, NETWORK)] == ["good"]
