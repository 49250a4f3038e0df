import pytest

from headwater.model.rejection import Reason, Rejection
from headwater.pipeline.sandbox import Children, SandboxLimits


@pytest.fixture(scope="module")
def children():
    with Children(2, SandboxLimits(deadline_seconds=2.0, memory_bytes=2 << 30)) as crew:
        yield crew


def test_answers_come_in_the_order_of_the_tasks(children):
    assert list(children.map("selftest", [("echo", n) for n in range(25)])) == list(range(25))


def test_a_task_past_its_deadline_is_rejected_and_the_child_replaced(children):
    assert children.call("selftest", ("echo", "started")) == "started"  # a fresh child has a minute more to start
    answer = children.call("selftest", ("hang", None))
    assert isinstance(answer, Rejection)
    assert answer.reason is Reason.TIMEOUT
    assert children.call("selftest", ("echo", "well")) == "well"


def test_a_dead_child_costs_its_own_task_only(children):
    answers = list(children.map("selftest", [("echo", 1), ("die", None), ("echo", 2)]))
    assert [answers[0], answers[2]] == [1, 2]
    assert answers[1].reason is Reason.CRASHED


def test_a_task_that_wants_too_much_memory_is_rejected(children):
    assert children.call("selftest", ("eat", 8 << 30)).reason is Reason.OUT_OF_MEMORY


def test_an_error_in_a_task_is_kept_as_evidence(children):
    answer = children.call("selftest", ("raise", "of our own"))
    assert answer.reason is Reason.CRASHED
    assert "of our own" in answer.detail


def test_printing_in_a_child_does_not_garble_its_answers(children):
    assert children.call("selftest", ("print", "noise")) == "printed"
