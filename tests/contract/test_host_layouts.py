"""What was learned of hosts: one value a host, the latest one, forgotten with its host."""

from dataclasses import replace

from headwater.store import host_layouts
from headwater.store.host_layouts import HostLayout


def test_the_last_writer_of_a_host_wins_and_hosts_do_not_mix(store, kit):
    first = HostLayout(host="morning.example", body={"pages": 1, "blocks": {"a1": [1]}}, pages=1, updated_at=kit.at(1))
    second = replace(first, body={"pages": 2, "blocks": {"a1": [1, 2]}}, pages=2, updated_at=kit.at(2))
    with store.write() as tx:
        host_layouts.save_host_layout(tx, first)
        host_layouts.save_host_layout(tx, second)
    with store.read() as tx:
        assert host_layouts.find_host_layout(tx, "morning.example") == second
        assert host_layouts.find_host_layout(tx, "evening.example") is None


def test_hosts_of_which_nothing_new_was_learned_are_forgotten_by_age(store, kit):
    old = HostLayout(host="old.example", body={}, pages=3, updated_at=kit.at(1))
    with store.write() as tx:
        host_layouts.save_host_layout(tx, old)
        host_layouts.save_host_layout(tx, replace(old, host="new.example", updated_at=kit.at(50)))
        assert host_layouts.drop_host_layouts_before(tx, kit.at(30)) == 1
        assert host_layouts.find_host_layout(tx, "old.example") is None
        assert host_layouts.find_host_layout(tx, "new.example") is not None
