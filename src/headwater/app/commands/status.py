"""`headwater status`: sources, queue, lag and rejections, in one look."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from headwater.app import opening
from headwater.app.console import out, plainly, print_json, print_table
from headwater.app.options import Data, Json
from headwater.app.settings import Settings, load_settings
from headwater.app.wording import counted
from headwater.model.codec import to_json
from headwater.model.figures import Figures, lag_at
from headwater.model.time import utc_text
from headwater.model.view import StatusView
from headwater.pipeline import keeping
from headwater.pipeline.advice import DEAF_ADVICE, FLAG_WORDS, RECIPE_ADVICE
from headwater.store import outcomes
from headwater.store.reading import Reader

_LATEST = 500  # rejections in which stale recipes are counted


@plainly
def status(data: Data = None, as_json: Json = False) -> None:
    """Show how many sources, articles and stories there are, what waits, what failed and why."""
    settings = load_settings(data)
    with Reader.open(settings.database_path) as reader:
        view = reader.status(datetime.now(UTC))
    if as_json:
        print_json(to_json(view))
    else:
        _print(view)
        if any(stage == keeping.RECIPE for stage, _, _ in view.rejections):
            _print_recipes(settings)


def _print(view: StatusView) -> None:
    out.print(
        f"[bold]{view.article_count}[/] articles in [bold]{view.story_count}[/] stories, "
        f"{view.publisher_count} publishers, {view.language_count} languages",
        highlight=False,
    )
    out.print(f"{counted(view.source_count, 'source')}, {view.failing_count} failing", highlight=False)
    _print_health(view)
    if view.figures is None and view.median_lag_seconds is not None:
        out.print(f"Half of what is new is on the site within {_duration(view.median_lag_seconds)} of being published")
    out.print(
        f"{view.withheld_count} items withheld, {view.erased_count} erased, {view.quarantined_count} jobs set aside"
    )
    print_table("Waiting", ("stage", "jobs"), [(stage, str(count)) for stage, count in view.queue] or [("nothing", "")])
    rejections = [(stage, reason.replace("_", " "), str(count)) for stage, reason, count in view.rejections]
    if rejections:
        print_table("Not taken", ("stage", "reason", "items"), rejections)


def _print_recipes(settings: Settings) -> None:
    """Recipes that found no text of late, each with the number of pages."""
    with opening.reading_store(settings) as store, store.read() as tx:
        latest = outcomes.get_rejections(tx, stage=keeping.RECIPE, limit=_LATEST)
    counts = Counter(rejection.detail for _, _, rejection in latest)
    for said, count in counts.most_common():
        out.print(f"{counted(count, 'page')}: {said}", highlight=False, markup=False)
    if counts:
        out.print(RECIPE_ADVICE, highlight=False)


def _print_health(view: StatusView) -> None:
    if view.deafness is not None:
        since = utc_text(view.deafness.since)
        out.print(
            f"[bold red]Nothing has been read since {since}.[/] {DEAF_ADVICE[view.deafness.reason]}", highlight=False
        )
    if view.flagged_count:
        named = ", ".join(f"{count} {FLAG_WORDS[flag]}" for flag, count in view.flags)
        out.print(f"{view.flagged_count} need a look ({named}): headwater sources health", highlight=False)
    if view.figures is not None and view.figures.announced:
        _print_figures(view.figures)


def _print_figures(figures: Figures) -> None:
    counts = (("announced", figures.announced), ("page fetched", figures.fetched), ("article stored", figures.stored))
    rows = [(name, str(count), f"{100 * count / figures.announced:.0f} %") for name, count in counts]
    rows.append(("in a story", str(figures.in_story), f"{100 * figures.in_story / figures.announced:.0f} %"))
    print_table("Of what was announced in the last seven days", ("", "items", ""), rows)
    lags = (("published to seen here", figures.seen_lags), ("seen to on the site", figures.shown_lags))
    for name, histogram in lags:
        half, most = lag_at(histogram, 0.5), lag_at(histogram, 0.9)
        if half is not None and most is not None:
            words = (
                f"half within {_duration(half.total_seconds())}, nine of ten within {_duration(most.total_seconds())}"
            )
            out.print(f"From {name}: {words}", highlight=False)


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"
