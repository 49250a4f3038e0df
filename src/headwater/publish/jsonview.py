"""Values as plain JSON: the twins of the pages and the read-only API (`{"data": […], "next": …, "as_of": …}`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from headwater.model.provenance import Evidence
from headwater.model.time import StatedTime, utc_text
from headwater.model.view import (
    ArticleView,
    FeedHealth,
    Gone,
    PictureView,
    PrimarySourceView,
    SourceView,
    StatusView,
    StoryView,
)
from headwater.publish import versions
from headwater.publish.addresses import article_path, source_path, story_path
from headwater.publish.health import deafness_json, figures_json, flag_json, lost_paragraph_count, unfaithful_count
from headwater.publish.pictures import picture_path
from headwater.publish.site import Frame, SiteSettings

Json = dict[str, Any]


def _time(at: datetime | None) -> str | None:
    return utc_text(at) if at else None


def _stated(stated: StatedTime | None) -> str | None:
    return stated.text() if stated else None


def listing(data: Sequence[Json], frame: Frame, settings: SiteSettings) -> Json:
    """A list as every JSON answer gives it; `next` is the address of the next page or null."""
    return {
        "data": list(data),
        "next": settings.absolute(frame.next_path) if frame.next_path else None,
        "as_of": utc_text(frame.as_of),
        "generation": frame.generation,
    }


def primary_source(primary: PrimarySourceView) -> Json:
    """The primary source; `url` is never null, `url_kind` says whether it is the origin or the copy that was read."""
    return {
        "url": primary.url,
        "url_kind": primary.url_kind.value,
        "publisher": {"name": primary.publisher_name or None, "domain": primary.publisher_domain or None},
        "headline": primary.headline or None,
        "language": primary.language or None,
        "authors": list(primary.authors),
        "published_at": _stated(primary.published_at),
        "first_seen_at": _time(primary.first_seen_at),
        "article_id": primary.article_id or None,
        "confidence": primary.confidence,
        "relation": primary.relation.value,
        "via": _via(primary),
        "evidence": [_evidence(one) for one in primary.evidence],
    }


def _via(primary: PrimarySourceView) -> Json | None:
    if not primary.via_url and not primary.via_publisher_name:
        return None
    return {"url": primary.via_url or None, "publisher": primary.via_publisher_name or None}


def _evidence(evidence: Evidence) -> Json:
    return {
        "kind": evidence.kind,
        "text": evidence.text,
        "url": evidence.url or None,
        "article_id": evidence.article_id or None,
        "weight": evidence.weight,
    }


def _picture(picture: PictureView, settings: SiteSettings) -> Json:
    return {
        "url": picture.url or None,
        "caption": picture.caption or None,
        "credit": picture.credit or None,
        "creator": picture.creator or None,
        "licence": picture.licence or None,
        "copy": None
        if not picture.copy_id
        else {
            "url": settings.absolute(picture_path(picture)),
            "width": picture.width,
            "height": picture.height,
            "until": utc_text(picture.until) if picture.until else None,
        },
    }


def article(view: ArticleView, settings: SiteSettings) -> Json:
    """One article; texts only as far as they were cleared. Its `versions` are told at its own address, not in lists."""
    return {
        "id": view.id,
        "url": view.url,
        "page_url": settings.absolute(article_path(view)),
        "headline": view.headline,
        "language": view.language or None,
        "country": view.country or None,
        "publisher": {"name": view.publisher_name or None, "domain": view.publisher_domain or None},
        "authors": list(view.byline),
        "published_at": _stated(view.published_at),
        "published_at_from": (view.published_at.origin or None) if view.published_at else None,
        "modified_at": _stated(view.modified_at),
        "first_seen_at": utc_text(view.first_seen_at),
        "primary_source": primary_source(view.primary),
        "excerpt": view.excerpt or None,
        "text": view.text,
        "pictures": [_picture(picture, settings) for picture in view.pictures],
        "licence": view.licence or None,
        "attribution": view.attribution or None,
        "section": view.section or None,
        "keywords": list(view.keywords),
        "credits": list(view.credits),
        "is_accessible": view.is_accessible,
        "kind": view.kind or None,
        "text_from": view.text_from or None,
        "story_id": view.story_id or None,
        "story_reason": view.story_reason or None,
        "headline_history": [{"at": utc_text(at), "headline": words} for at, words in view.headline_history],
        "versions": [versions.as_json(version) for version in view.versions],
        "withdrawn_at": _time(view.withdrawn_at),
    }


def story(view: StoryView, settings: SiteSettings, *, with_articles: bool = True) -> Json:
    """One story with its counts, its primary source and, unless told otherwise, all its articles."""
    told = {
        "id": view.id,
        "page_url": settings.absolute(story_path(view)),
        "title": view.title,
        "title_language": view.title_language or None,
        "section": view.section or None,
        "voice_count": view.voice_count,
        "copy_count": view.copy_count,
        "article_count": view.article_count,
        "removed_count": view.gone_count,
        "first_published_at": _time(view.first_published_at),
        "updated_at": _time(view.updated_at),
        "languages": [{"code": code, "count": count} for code, count in view.languages],
        "countries": [{"code": code, "count": count} for code, count in view.countries],
        "primary_source": primary_source(view.primary),
        "history": [{"at": utc_text(at), "reason": words} for at, words in view.history],
    }
    if with_articles:
        told["articles"] = [article(one, settings) for one in view.articles]
    return told


def source(view: SourceView, settings: SiteSettings, *, with_recent: bool = False) -> Json:
    """One publisher with the health of its feeds."""
    told: Json = {
        "domain": view.domain,
        "page_url": settings.absolute(source_path(view.domain)),
        "name": view.name,
        "country": view.country or None,
        "languages": list(view.languages),
        "kind": view.kind or None,
        "article_count": view.article_count,
        "original_count": view.original_count,
        "first_count": view.first_count,
        "removed_count": view.removed_count,
        "feeds": [_feed(feed) for feed in view.feeds],
        "per_day": [{"day": day, "count": count} for day, count in view.per_day],
        "figures": figures_json(view.figures),
    }
    if with_recent:
        told["recent"] = [article(one, settings) for one in view.recent]
    return told


def _feed(feed: FeedHealth) -> Json:
    return {
        "url": feed.url,
        "kind": feed.kind,
        "last_check_at": _time(feed.last_check_at),
        "last_success_at": _time(feed.last_success_at),
        "next_check_at": _time(feed.next_check_at),
        "failure_count": feed.failure_count,
        "last_outcome": feed.last_outcome,
        "is_paused": feed.is_paused,
        "flags": [flag_json(flag) for flag in feed.flags],
    }


def status(view: StatusView) -> Json:
    """The program's own health in numbers."""
    return {
        "as_of": utc_text(view.as_of),
        "generation": view.generation,
        "source_count": view.source_count,
        "failing_count": view.failing_count,
        "publisher_count": view.publisher_count,
        "language_count": view.language_count,
        "article_count": view.article_count,
        "story_count": view.story_count,
        "newest_article_at": _time(view.newest_article_at),
        "median_lag_seconds": view.median_lag_seconds,
        "oldest_due_at": _time(view.oldest_due_at),
        "queue": [{"stage": stage, "count": count} for stage, count in view.queue],
        "rejections": [{"stage": s, "reason": reason, "count": count} for s, reason, count in view.rejections],
        "unfaithful_count": unfaithful_count(view.rejections),
        "lost_paragraph_count": lost_paragraph_count(view.rejections),
        "withheld_count": view.withheld_count,
        "erased_count": view.erased_count,
        "quarantined_count": view.quarantined_count,
        "flagged_count": view.flagged_count,
        "flags": [{"flag": flag.value, "count": count} for flag, count in view.flags],
        "figures": figures_json(view.figures),
        "deafness": deafness_json(view.deafness),
        "counted_at": _time(view.counted_at),
        "judged_at": _time(view.swept_at),
    }


def problem(status_code: int, title: str, detail: str, instance: str) -> Json:
    """An error as RFC 9457 problem details."""
    return {
        "type": "about:blank",
        "title": title,
        "status": status_code,
        "detail": detail,
        "instance": instance,
    }


def gone(view: Gone, settings: SiteSettings) -> Json:
    """A removed item: no title, no text, no original address."""
    return {
        "id": view.id,
        "is_erased": view.is_erased,
        "since": utc_text(view.since),
        "reason": view.reason or None,
        "notice_id": view.notice_id or None,
        "rights": settings.absolute("/rights"),
    }
