"""Operators' grants: what a publisher allowed by contract, as signals (`docs/decisions/0014-grants.md`)."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.model.rights import Grant, Signal, Use

KIND = "grant"

GRANTABLE = tuple(use for use in Use if use is not Use.FETCH)
"""Uses that a contract may allow. robots.txt is a host's word to every robot, also about its load: no grant undoes it;
a publisher who wants us names us there."""


def grant_signals(grants: Sequence[Grant]) -> tuple[Signal, ...]:
    """What grants say about a page of their domain; each holds until its end (`rule` is told the time)."""
    return tuple(
        Signal(
            kind=KIND,
            uses=uses,
            allows=True,
            text=f"{grant.why} ({grant.domain})",
            url=grant.id,
            observed_at=grant.granted_at,
            until=grant.until,
        )
        for grant in grants
        if (uses := tuple(use for use in grant.uses if use in GRANTABLE))
    )
