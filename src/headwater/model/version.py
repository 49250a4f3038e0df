"""What an edit changed: paragraphs kept, added, removed or changed, with inserted and deleted runs of words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.model.time import StatedTime


class RunKind(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRun:
    """Neighbouring words that share one fate, verbatim (NFC, white space collapsed)."""

    kind: RunKind
    text: str


class DifferenceKind(StrEnum):
    """What became of a paragraph."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One paragraph: its kept and deleted runs together are the old wording, its kept and inserted runs the new one.

    A quotation of it may be shorter (`text.differences.quoted`).
    """

    kind: DifferenceKind
    runs: tuple[TextRun, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionChanges:
    """How one version became the next, as far as it may be shown: counts of paragraphs always, words as quotations.

    `modified_at` is what the newer version says of itself. `is_whole` says that `differences` hold every change.
    """

    added_count: int = 0
    removed_count: int = 0
    changed_count: int = 0
    kept_count: int = 0
    modified_at: StatedTime | None = None
    differences: tuple[Difference, ...] = ()
    is_whole: bool = True

    @property
    def is_text_changed(self) -> bool:
        """Whether any paragraph differs."""
        return self.added_count + self.removed_count + self.changed_count > 0
