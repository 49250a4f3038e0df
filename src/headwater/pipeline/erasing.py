"""ERASE: remove what was withheld from every store."""

from __future__ import annotations

from headwater.model.job import Job
from headwater.pipeline.vectors import VectorCache
from headwater.pipeline.workshop import Workshop
from headwater.store import queue, tombstones


def erase(shop: Workshop, cache: VectorCache, job: Job) -> str:
    """One ERASE job: the tombstone's article leaves database, index and memory."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        tombstones.erase(tx, job.subject_id, now)
        tombstone = tombstones.get_tombstone(tx, job.subject_id)
        queue.finish(tx, job)
    if tombstone is not None:
        cache.forget(tombstone.subject_id)
    tombstones.after_erase(shop.store)
    return "erased"
