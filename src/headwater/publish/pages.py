"""Pages: one method for each, values in, HTML out. Templates are in `templates/`; nothing here asks for anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from headwater.model.provenance import Relation
from headwater.model.time import Precision, StatedTime, utc_text
from headwater.model.version import RunKind
from headwater.model.view import ArticleView, Gone, SearchPage, SourceView, StatusView, StoryView, UrlKind
from headwater.publish import addresses, coverage, pictures, river, versions, words
from headwater.publish.health import Health
from headwater.publish.jsonld import news_article, script_safe
from headwater.publish.localisation import Localisation
from headwater.publish.site import Frame, SiteSettings

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
STATIC_FOLDER = Path(__file__).parent / "static"
LEAD_COUNT = 1
SIDE_COUNT = 2
CARD_COUNT = 9
LONG_TITLE_CHARS = 80
LATE_AFTER = timedelta(hours=3)
BROKEN_AFTER = timedelta(hours=24)
_QUERY_TOKEN = re.compile(r'-?(?:[\w-]+:)?"[^"]*"|\S+')
_PLAIN_WORD = re.compile(r'^[^-":]+$')


def static_digest() -> str:
    """A short digest of templates, style and script: part of validators and of their addresses."""
    files = sorted(path for folder in (TEMPLATE_FOLDER, STATIC_FOLDER) for path in folder.iterdir() if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]


class Pages:
    """All pages of one site in one interface language."""

    def __init__(self, settings: SiteSettings, *, language: str = "en") -> None:
        self.settings = settings
        self.local = Localisation(language)
        self.words = words.Words(self.local)
        self.health = Health(self.local)
        self.digest = static_digest()
        self._environment = self._make_environment()

    def _make_environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATE_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            self.local.gettext, self.local.ngettext, newstyle=True
        )
        environment.filters.update(self._filters())
        environment.globals.update(
            site=self.settings,
            local=self.local,
            words=self.words,
            health=self.health,
            digest=self.digest,
            coverage=coverage,
            pictures=pictures,
            is_primary=words.is_primary,
            Relation=Relation,
            UrlKind=UrlKind,
            RunKind=RunKind,
            Precision=Precision,
        )
        return environment

    def _filters(self) -> dict[str, Any]:
        return {
            "number": self.local.number,
            "web": addresses.web_address,
            "story_path": addresses.story_path,
            "article_path": addresses.article_path,
            "source_path": addresses.source_path,
            "search_path": addresses.search_path,
            "picture_path": pictures.picture_path,
            "licence_name": pictures.licence_name,
            "host": addresses.host_words,
            "publisher": words.publisher_name,
            "link_name": words.link_name,
            "story_link_name": words.story_link_name,
            "authors": words.authors,
            "what_changed": lambda version: versions.what_changed(version, self.local),
            "tight": lambda phrase: phrase.replace(" ", "\u00a0"),
            "time_of": coverage.time_of,
            "instant": utc_text,
            "when": self.when,
            "moment": self.moment,
        }

    def when(self, stated: StatedTime | None, fallback: datetime | None = None) -> Markup:
        """A stated time as a `<time>` element in UTC; a bare day stays a day."""
        if stated is None:
            return self.moment(fallback) if fallback else Markup("")
        if stated.precision is Precision.DAY:
            return _time_element(stated.text(), self.local.day(stated.local))
        return self.moment(stated.at)

    def moment(self, at: datetime) -> Markup:
        """An instant as a `<time>` element in UTC."""
        return _time_element(utc_text(at), self.local.moment(at))

    def _render(self, template: str, frame: Frame, **values: Any) -> str:
        return self._environment.get_template(template).render(frame=frame, **values)

    def front(self, stories: Sequence[StoryView], frame: Frame, *, status: StatusView, language: str = "") -> str:
        """The front page; `language` names the edition where only stories with reports in it are shown."""
        is_first = "before=" not in frame.path
        sizes = (LEAD_COUNT, SIDE_COUNT, CARD_COUNT) if is_first else (0, 0, 2 * CARD_COUNT)
        lead, side, cards = _cut(stories, sizes)
        return self._render(
            "front.html",
            frame,
            lead=lead,
            side=side,
            cards=cards,
            rest=stories[sum(sizes) :],
            status=status,
            language=language,
            rivers={
                **{story.id: river.draw(story, river.SMALL) for story in (*side, *cards)},
                **{story.id: river.draw(story, river.LARGE) for story in lead},
            },
        )

    def waiting(self, frame: Frame, *, read_count: int, source_count: int) -> str:
        """The front page before the first story."""
        return self._render("waiting.html", frame, read_count=read_count, source_count=source_count)

    def river(self, articles: Sequence[ArticleView], frame: Frame) -> str:
        """Every article in order of time, newest first, under headings of days."""
        days = [
            (day, list(group)) for day, group in groupby(articles, key=lambda one: self._day(coverage.time_of(one)))
        ]
        return self._render("river.html", frame, days=days, count=len(articles))

    def _day(self, at: datetime) -> str:
        return self.local.long_day(at)

    def story(self, story: StoryView, frame: Frame, *, related: Sequence[ArticleView] = ()) -> str:
        """A story with all its coverage."""
        languages, other_languages = coverage.bars(story.languages)
        countries, other_countries = coverage.bars(story.countries)
        rows = coverage.reports(story)
        return self._render(
            "story.html",
            frame,
            story=story,
            picture=pictures.lead_picture(story, frame.as_of),
            reports=rows,
            folded=coverage.folded(rows),
            river=river.draw(story),
            related=related,
            languages=languages,
            other_languages=other_languages,
            countries=countries,
            other_countries=other_countries,
            is_long=len(story.title) > LONG_TITLE_CHARS,
        )

    def article(
        self, article: ArticleView, frame: Frame, *, related: Sequence[ArticleView] = (), story: StoryView | None = None
    ) -> str:
        """One article: its verbatim excerpt, and the way to its primary source."""
        return self._render(
            "article.html",
            frame,
            article=article,
            related=related,
            story=story,
            json_ld=script_safe(news_article(article, self.settings)),
            is_long=len(article.headline) > LONG_TITLE_CHARS,
        )

    def source(self, source: SourceView, frame: Frame) -> str:
        """One publisher: what we read from it, how that goes, and its latest articles."""
        days = coverage.every_day(source.per_day)
        busiest = max((count for _, count in days), default=0)
        return self._render("source.html", frame, source=source, days=days, busiest=busiest)

    def sources(self, sources: Sequence[SourceView], frame: Frame) -> str:
        """All publishers that we read."""
        return self._render("sources.html", frame, sources=sources)

    def search(self, page: SearchPage | None, frame: Frame) -> str:
        """The search box, and what was found; None where nothing has been asked."""
        return self._render("search.html", frame, page=page, looser=_looser(page.query) if page else ())

    def rights(self, frame: Frame) -> str:
        """What a rights-holder needs to know, the address first."""
        return self._render("rights.html", frame)

    def status(self, status: StatusView, frame: Frame) -> str:
        """How the program itself is doing."""
        lag = None if status.median_lag_seconds is None else timedelta(seconds=status.median_lag_seconds)
        return self._render("status.html", frame, status=status, verdict=_verdict(status), lag_span=lag)

    def how(self, frame: Frame) -> str:
        """How everything that is computed is computed."""
        return self._render("how.html", frame, confidence_words=words.CONFIDENCE_WORDS)

    def gone(self, gone: Gone, frame: Frame) -> str:
        """A removed (410) or withheld (451) item: no title, no text, no address of the original."""
        return self._render("gone.html", frame, gone=gone)

    def error(
        self, code: int, frame: Frame, *, detail: str = "", nearest: Sequence[ArticleView] = (), incident: str = ""
    ) -> str:
        """An error as a page that says what to do next."""
        return self._render("error.html", frame, code=code, detail=detail, nearest=nearest, incident=incident)


def _time_element(machine: str, human: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, human)


def _cut(stories: Sequence[StoryView], sizes: Sequence[int]) -> list[Sequence[StoryView]]:
    parts, start = [], 0
    for size in sizes:
        parts.append(stories[start : start + size])
        start += size
    return parts


def _looser(query: str) -> tuple[tuple[str, str], ...]:
    """For a query that found nothing: each filter, phrase or exclusion in it, with the query that lacks it."""
    tokens = _QUERY_TOKEN.findall(query)
    strict = [token for token in tokens if not _PLAIN_WORD.match(token)]
    without = [(token, " ".join(other for other in tokens if other is not token)) for token in strict]
    return tuple((token, rest) for token, rest in without if rest)


def _verdict(status: StatusView) -> str:
    """`deaf`, `starting`, `working`, `late` or `broken`: by the age of the newest article and the failing share."""
    if status.deafness is not None:
        return "deaf"
    if status.newest_article_at is None:
        return "starting"
    age = status.as_of - status.newest_article_at
    failing = status.failing_count / status.source_count if status.source_count else 0.0
    if age > BROKEN_AFTER or failing > 0.9:
        return "broken"
    return "late" if age > LATE_AFTER or failing > 0.5 else "working"
