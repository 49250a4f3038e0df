"""The repair pass: what the open stories would be if all their articles had come at once."""

from __future__ import annotations

from datetime import timedelta

from headwater import cluster
from headwater.pipeline.workshop import Workshop
from headwater.store import neighbours, stories

REPAIRED_SPAN = timedelta(hours=96)  # a story's window, and a day for those that were read late
MAX_REPAIRED = 5_000  # articles looked at in one pass, the newest


def repair(shop: Workshop) -> int:
    """Bring recent stories to their grouping as a whole; how many changes that took."""
    now = shop.clock.now()
    with shop.store.read() as tx:
        members = neighbours.load_recent(tx, "cluster", now - REPAIRED_SPAN, limit=MAX_REPAIRED)
    window = cluster.Window(span=cluster.WINDOW)
    for member in members:
        window.add(member.fingerprint, member.story_id)
    changes = cluster.repair(members, cluster.compared_pairs(window))
    for change in changes:
        with shop.store.write() as tx:
            stories.apply_change(tx, change, now=now, new_story_id=shop.new_id(now))
    return len(changes)
