"""Versions of an article, in words and as JSON."""

from __future__ import annotations

from typing import Any

from headwater.model.time import utc_text
from headwater.model.version import Difference, TextRun, VersionChanges
from headwater.model.view import VersionView
from headwater.publish.localisation import Localisation


def what_changed(version: VersionView, local: Localisation) -> str:
    """`headline changed; 1 paragraph added, 2 changed`; empty for the first version."""
    said = [local.gettext("headline changed")] if version.headline_runs else []
    said += [paragraphs] if (paragraphs := _paragraphs(version.changes, local)) else []
    return "; ".join(said)


def _paragraphs(changes: VersionChanges | None, local: Localisation) -> str:
    if changes is None or not changes.is_text_changed:
        return ""
    counts = (
        (changes.added_count, "%(num)s paragraph added", "%(num)s paragraphs added", "%(num)s added"),
        (changes.changed_count, "%(num)s paragraph changed", "%(num)s paragraphs changed", "%(num)s changed"),
        (changes.removed_count, "%(num)s paragraph removed", "%(num)s paragraphs removed", "%(num)s removed"),
    )
    said: list[str] = []
    for count, one, many, short in counts:
        if count:
            pattern = local.gettext(short) if said else local.ngettext(one, many, count)
            said.append(pattern % {"num": local.number(count)})
    return ", ".join(said)


def as_json(version: VersionView) -> dict[str, Any]:
    """One version, with the very runs that its page shows."""
    changes = version.changes
    return {
        "number": version.number,
        "seen_at": utc_text(version.seen_at),
        "modified_at": version.modified_at.text() if version.modified_at else None,
        "headline": version.headline,
        "headline_runs": [_run(run) for run in version.headline_runs],
        "paragraphs": None
        if changes is None
        else {
            "added": changes.added_count,
            "changed": changes.changed_count,
            "removed": changes.removed_count,
            "kept": changes.kept_count,
        },
        "differences": [_difference(one) for one in changes.differences] if changes is not None else [],
        "is_whole": changes.is_whole if changes is not None else None,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {"kind": difference.kind.value, "runs": [_run(run) for run in difference.runs]}


def _run(run: TextRun) -> dict[str, str]:
    return {"kind": run.kind.value, "text": run.text}
