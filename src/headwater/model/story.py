"""Stories: articles about one event, and the changes that clustering proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happens to a story."""

    OPENED = "opened"
    JOINED = "joined"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryChange:
    """A proposal by clustering, with its reason in words and how sure it is.

    OPENED and JOINED: `article_id` enters `story_id` (for OPENED the pipeline gives the id; it is empty here).
    MERGED: `other_story_id` becomes part of `story_id`. SPLIT: `article_ids` leave `story_id` for a new one.
    """

    kind: ChangeKind
    article_id: str = ""
    story_id: str = ""
    other_story_id: str = ""
    article_ids: tuple[str, ...] = ()
    reason: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """Articles about one event. `merged_into` names the survivor when this one was merged away."""

    id: str
    title: str = ""
    title_language: str = ""
    article_ids: tuple[str, ...] = ()
    lead_article_id: str = ""
    first_published_at: datetime | None = None
    updated_at: datetime | None = None
    merged_into: str = ""
