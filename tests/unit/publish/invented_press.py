"""An invented press for the tests of the site: outlets, events and words are made up; hosts end in `.example`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TypeVar

from PIL import Image

from headwater.model.errors import Transient, UserError
from headwater.model.figures import Figures, bucket_of
from headwater.model.provenance import Evidence, Relation
from headwater.model.time import Precision, StatedTime
from headwater.model.view import (
    ArticleView,
    Deafness,
    FeedHealth,
    Gone,
    PictureCopyView,
    PictureView,
    PrimarySourceView,
    SearchPage,
    SourceView,
    StatusView,
    StoryView,
    UrlKind,
)
from headwater.model.watching import Flag, SourceFlag
from headwater.text.ids import digest

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def drawn(width: int, height: int) -> PictureCopyView:
    """A picture of one colour, as our copies are."""
    out = BytesIO()
    Image.new("RGB", (width, height), (70, 110, 130)).save(out, "WEBP")
    return PictureCopyView(media_type="image/webp", body=out.getvalue(), body_digest=digest(out.getvalue()))


PICTURES = {"0dambreak": drawn(320, 180)}
START = datetime(2026, 11, 22, 22, 31, tzinfo=UTC)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'

OUTLETS = {
    "vinterdal-avis.example": ("Vinterdal Avis", "NO", "nb"),
    "nordtele.example": ("Nordtele", "NO", "nb"),
    "nordkurier.example": ("Nordkurier", "DE", "de"),
    "skerrypost.example": ("The Skerry Post", "GB", "en"),
    "dalatany.example": ("Дала Таңы", "KZ", "kk"),
    "almaraya.example": ("المرايا", "JO", "ar"),
    "shanhe.example": ("山河日报", "CN", "zh"),
    "prabhat.example": ("प्रभात वाणी", "IN", "hi"),
    "valemonde.example": ("Le Val Monde", "FR", "fr"),
    "correioleras.example": ("Correio de Leras", "PT", "pt"),
    "bozkir.example": ("Bozkır Gazetesi", "TR", "tr"),
    "reka.example": ("Река", "RU", "ru"),
    "eldelta.example": ("El Delta", "ES", "es"),
    "zorya.example": ("Зоря", "UA", "uk"),
    "railunion.example": ("Rail Union bulletin", "CH", "en"),
}

VOICES = [
    ("nordkurier.example", "Gletschersee läuft über Nacht aus: Warnsystem rettet das Tal", 52),
    ("almaraya.example", "بحيرة جليدية تفرغ خلال ليلة واحدة وأجهزة الإنذار تنقذ الوادي", 95),
    ("dalatany.example", "Мұздық көлі бір түнде тасыды, аңғар алдын ала ескертілді", 140),
    ("shanhe.example", "冰川湖一夜之间溢出，传感器为山谷争取了六个小时", 190),
    ("prabhat.example", "रात भर में खाली हुई हिमानी झील, सेंसर ने घाटी को बचाया", 260),
    ("valemonde.example", "Le lac glaciaire se vide dans la nuit, la vallée prévenue à temps", 330),
    ("skerrypost.example", "What the gauges above Vinterdal saw, minute by minute", 410),
]


def stated(at: datetime, offset: int | None = 0) -> StatedTime:
    return StatedTime(at=at, offset_minutes=offset, origin="json-ld")


def own_source(domain: str, url: str, at: datetime, headline: str, article_id: str) -> PrimarySourceView:
    name, _, language = OUTLETS[domain]
    return PrimarySourceView(
        url=url,
        url_kind=UrlKind.ORIGIN,
        relation=Relation.ORIGINAL,
        confidence=0.93,
        publisher_name=name,
        publisher_domain=domain,
        headline=headline,
        language=language,
        published_at=stated(at),
        article_id=article_id,
        evidence=(
            Evidence(kind="time", text="published 2026-11-22 22:31 UTC, the other 2026-11-22 22:50 UTC", weight=0.6),
        ),
    )


def article(
    article_id: str,
    domain: str,
    headline: str,
    at: datetime,
    *,
    primary: PrimarySourceView | None = None,
    **more: object,
) -> ArticleView:
    name, country, language = OUTLETS[domain]
    url = f"https://www.{domain}/{article_id.lower()}"
    values: dict[str, object] = {
        "id": article_id,
        "url": url,
        "headline": headline,
        "publisher_name": name,
        "publisher_domain": domain,
        "country": country,
        "language": language,
        "published_at": stated(at),
        "first_seen_at": at + timedelta(minutes=3),
        "primary": primary or own_source(domain, url, at, headline, article_id),
    }
    return ArticleView(**{**values, **more})  # type: ignore[arg-type]


LEAD_HEADLINE = "Bresjø tømt over natten, sirenene gikk i tide"
LEAD_URL = "https://www.vinterdal-avis.example/01lead"
LEAD_PRIMARY = PrimarySourceView(
    url=LEAD_URL,
    url_kind=UrlKind.ORIGIN,
    relation=Relation.ORIGINAL,
    confidence=0.96,
    publisher_name="Vinterdal Avis",
    publisher_domain="vinterdal-avis.example",
    headline=LEAD_HEADLINE,
    language="nb",
    authors=("Ingrid Solheim",),
    published_at=stated(START, 60),
    first_seen_at=START + timedelta(minutes=3),
    article_id="01LEAD",
    evidence=(
        Evidence(kind="visible_credit", text="wie die Zeitung Vinterdal Avis berichtet", weight=0.5),
        Evidence(
            kind="text_reuse",
            text="118 of 121 words stand in the same order in the agency's report (whole text)",
            weight=0.3,
        ),
        Evidence(kind="time", text="published 2026-11-22 22:31 UTC, the other 2026-11-22 22:50 UTC", weight=0.2),
    ),
)


def derived(relation: Relation, via: str = "", via_name: str = "", confidence: float = 0.9) -> PrimarySourceView:
    return PrimarySourceView(
        url=LEAD_URL,
        url_kind=UrlKind.ORIGIN,
        relation=relation,
        confidence=confidence,
        publisher_name="Vinterdal Avis",
        publisher_domain="vinterdal-avis.example",
        headline=LEAD_HEADLINE,
        language="nb",
        authors=("Ingrid Solheim",),
        published_at=stated(START, 60),
        article_id="01LEAD",
        via_url=via,
        via_publisher_name=via_name,
        evidence=(
            Evidence(
                kind="text_reuse",
                text="97 of its 112 words stand in the same order (shortened, 13 % left out)",
                weight=0.8,
            ),
        ),
    )


EXCERPT = (
    "“The gauges rose at 22:10 and the sirens went at 22:14,” said the valley's warden. "
    "Two bridges are closed; nobody was hurt."
)


def lead_articles() -> list[ArticleView]:
    lead = article(
        "01LEAD",
        "vinterdal-avis.example",
        LEAD_HEADLINE,
        START,
        primary=LEAD_PRIMARY,
        byline=("Ingrid Solheim",),
        published_at=stated(START, 60),
        modified_at=stated(START + timedelta(hours=2), 60),
        excerpt="Målerne steg klokken 22.10 og sirenene gikk klokken 22.14, sier dalens oppsynsmann.",
        pictures=(
            PictureView(
                caption="Den tomme bresjøen ved daggry.",
                credit="Vinterdal Avis",
                creator="Per Lund",
                licence="CC BY 4.0",
                url="https://www.vinterdal-avis.example/bre.jpg",
                copy_id="0dambreak",
                width=320,
                height=180,
            ),
        ),
        attribution="Ingrid Solheim / Vinterdal Avis",
        section="Innenriks",
        keywords=("bre", "flom"),
        story_id="01STORY",
        story_reason="the story begins with it",
        headline_history=((START, "Bresjø tømt"),),
    )
    wire_url = "https://www.nordtele.example/01wire"
    wire = article(
        "01WIRE",
        "nordtele.example",
        "Bresjø tømt, dalen varslet i tide",
        START + timedelta(minutes=19),
        primary=derived(Relation.REWRITTEN_FROM),
        story_id="01STORY",
        credits=("Vinterdal Avis",),
    )
    voices = [
        article(
            f"01VOICE{n}",
            domain,
            headline,
            START + timedelta(minutes=minutes),
            story_id="01STORY",
            byline=("M. Rae",) if domain == "skerrypost.example" else (),
            excerpt=EXCERPT if n == 6 else "",
        )
        for n, (domain, headline, minutes) in enumerate(VOICES)
    ]
    hosts = list(OUTLETS)[2:14]
    copies = [
        article(
            f"01COPY{n:02}",
            hosts[n % len(hosts)],
            f"Bresjø tømt, dalen varslet i tide ({n})",
            START + timedelta(minutes=24 + 17 * n + n * n),
            story_id="01STORY",
            language="nb",
            primary=derived(Relation.COPIED_FROM, wire_url, "Nordtele"),
        )
        for n in range(11)
    ]
    others = [
        article(
            "01TRANS",
            "reka.example",
            "Ледниковое озеро опустело за ночь",
            START + timedelta(minutes=185),
            primary=derived(Relation.TRANSLATED_FROM, wire_url, "Nordtele", 0.83),
            story_id="01STORY",
        ),
        article(
            "01QUOTE",
            "eldelta.example",
            "«Las sirenas sonaron a las 22:14», dice el guarda",
            START + timedelta(minutes=300),
            primary=derived(Relation.QUOTED_FROM, confidence=0.62),
            story_id="01STORY",
            is_accessible=False,
        ),
        article(
            "01DAY",
            "zorya.example",
            "Льодовикове озеро спорожніло за ніч",
            START,
            primary=derived(Relation.TRANSLATED_FROM),
            story_id="01STORY",
            published_at=StatedTime(at=datetime(2026, 11, 23, tzinfo=UTC), precision=Precision.DAY),
            first_seen_at=START + timedelta(minutes=470),
        ),
    ]
    return [lead, wire, *voices, *copies, *others]


def counts(articles: Sequence[ArticleView], name: str) -> tuple[tuple[str, int], ...]:
    values = [getattr(one, name) for one in articles]
    return tuple((value, values.count(value)) for value in sorted(set(values)))


def story(story_id: str, title: str, language: str, articles: Sequence[ArticleView], **more: object) -> StoryView:
    primary = next((one.primary for one in articles if one.primary.relation is Relation.ORIGINAL), articles[0].primary)
    voices = sum(one.primary.relation is Relation.ORIGINAL for one in articles)
    values: dict[str, object] = {
        "id": story_id,
        "title": title,
        "title_language": language,
        "articles": tuple(articles),
        "primary": primary,
        "voice_count": voices,
        "copy_count": len(articles) - voices,
        "article_count": len(articles),
        "languages": counts(articles, "language"),
        "countries": counts(articles, "country"),
        "first_published_at": min(one.published_at.at if one.published_at else one.first_seen_at for one in articles),
        "updated_at": max(one.first_seen_at for one in articles),
    }
    return StoryView(**{**values, **more})  # type: ignore[arg-type]


OTHER_STORIES = [
    (
        "correioleras.example",
        "Port of Leras opens its second tidal lock, first ship through at dawn",
        "en",
        "Economy",
        5,
    ),
    ("railunion.example", "Six countries agree on one timetable for the night trains", "en", "Economy", 9),
    ("bozkir.example", "Kayıp halı 90 yıl sonra Bozkır'da bulundu", "tr", "Kültür", 4),
    ("skerrypost.example", "Island clinic reports a year without a single missed vaccination", "en", "Health", 1),
    ("dalatany.example", "Дала марафонында су ұстап тұрған жігіт жеңіске жетті", "kk", "Спорт", 7),
    ("almaraya.example", "افتتاح مكتبة عائمة تجوب قرى الساحل كل أسبوع", "ar", "ثقافة", 3),
    ("shanhe.example", "高原小镇用旧电池点亮了整条街", "zh", "科技", 2),
    ("prabhat.example", "गाँव की पंचायत ने सौ साल पुराना नक्शा खोज निकाला", "hi", "समाज", 1),
    ("valemonde.example", "Les lacs glaciaires sous surveillance dans tout le massif", "fr", "Sciences", 6),
    ("eldelta.example", "El delta recupera su faro después de doce años a oscuras", "es", "Cultura", 3),
    ("zorya.example", "Школа на воді прийняла перших учнів", "uk", "", 1),
    ("reka.example", "Старый мост через реку впервые за век развели вручную", "ru", "Общество", 8),
]


def other_stories() -> list[StoryView]:
    made = []
    for n in range(45):
        domain, title, language, section, size = OTHER_STORIES[n % len(OTHER_STORIES)]
        at = START - timedelta(minutes=37 * (n + 1))
        first = article(
            f"02S{n:02}A00", domain, title if n < 12 else f"{title} ({n})", at, story_id=f"02S{n:02}", excerpt=EXCERPT
        )
        rest = []
        hosts = [host for host in OUTLETS if host != domain]
        for m in range(1, size):
            own = m % 3 == 0
            primary = (
                None
                if own
                else PrimarySourceView(
                    url=first.url,
                    url_kind=UrlKind.ORIGIN,
                    relation=Relation.COPIED_FROM if m % 3 == 1 else Relation.TRANSLATED_FROM,
                    confidence=0.7,
                    publisher_name=first.publisher_name,
                    publisher_domain=domain,
                    article_id=first.id,
                )
            )
            host = hosts[(n + m) % len(hosts)]
            rest.append(
                article(
                    f"02S{n:02}A{m:02}",
                    host,
                    f"{OUTLETS[host][0]}: {title}",
                    at + timedelta(minutes=41 * m),
                    primary=primary,
                    story_id=f"02S{n:02}",
                )
            )
        made.append(story(f"02S{n:02}", first.headline, language, [first, *rest], section=section, lede=EXCERPT))
    return made


def only_publisher_known() -> ArticleView:
    """A copy whose origin has a name but no address: the link leads to the page that was read."""
    at = START - timedelta(hours=30)
    url = "https://www.skerrypost.example/03noaddress"
    primary = PrimarySourceView(
        url=url,
        url_kind=UrlKind.COPY,
        relation=Relation.COPIED_FROM,
        confidence=0.55,
        publisher_name="Lusopress",
        evidence=(Evidence(kind="agency", text="LERAS (Lusopress) —", weight=0.5),),
    )
    return article(
        "03NOADDRESS",
        "skerrypost.example",
        "Tidal lock tested twice before opening",
        at,
        primary=primary,
        excerpt=EXCERPT,
        story_id="03STORY",
        published_at=None,
    )


def hostile() -> ArticleView:
    at = START - timedelta(hours=31)
    primary = PrimarySourceView(
        url="javascript:alert(3)",
        url_kind=UrlKind.ORIGIN,
        relation=Relation.UNKNOWN,
        confidence=0.1,
        publisher_name=HOSTILE,
        headline=HOSTILE,
        language='"><b',
        authors=(HOSTILE,),
        evidence=(Evidence(kind=HOSTILE, text=HOSTILE, url="data:text/html,x"),),
    )
    return article(
        "04HOSTILE",
        "skerrypost.example",
        HOSTILE,
        at,
        primary=primary,
        excerpt=HOSTILE,
        byline=(HOSTILE,),
        section=HOSTILE,
        keywords=(HOSTILE,),
        credits=(HOSTILE,),
        attribution=HOSTILE,
        licence=HOSTILE,
        language='"><i',
        publisher_name=HOSTILE,
        story_id="04STORY",
        story_reason=HOSTILE,
        pictures=(PictureView(caption=HOSTILE, credit=HOSTILE, creator=HOSTILE, url="javascript:1"),),
    )


Item = TypeVar("Item", StoryView, ArticleView)


def after(items: list[Item], before: str) -> list[Item]:
    ids = [one.id for one in items]
    return items[ids.index(before) + 1 :] if before in ids else items


def health(domain: str, failures: int = 0) -> FeedHealth:
    return FeedHealth(
        url=f"https://www.{domain}/feed.xml",
        kind="rss",
        last_check_at=NOW,
        last_success_at=None if failures else NOW,
        next_check_at=NOW + timedelta(minutes=12),
        failure_count=failures,
        last_outcome="timed out twice" if failures else "unchanged",
        flags=(late_flag(domain),) if failures else (),
    )


def late_flag(domain: str) -> SourceFlag:
    return SourceFlag(
        source_id=f"src_{domain}",
        flag=Flag.FAILING,
        since=NOW - timedelta(hours=9),
        detail="Every attempt fails: it does not answer in time.",
    )


def figures(n: int) -> Figures:
    lags = {bucket_of(timedelta(minutes=minutes)): 2 + n for minutes in (1, 3, 9, 40)}
    return Figures(
        announced=40 + n,
        fetched=38,
        stored=36,
        in_story=30,
        rejected={"listing_page": 2, "robots_disallowed": 1},
        seen_lags=lags,
        shown_lags={bucket_of(timedelta(seconds=20)): 36},
        as_of=NOW - timedelta(minutes=2),
    )


class InventedReader:
    """A reader over the values above, kept in memory; `move()` is a new generation."""

    def __init__(self) -> None:
        self.deaf: Deafness | None = None
        main = story(
            "01STORY",
            "Glacier lake drains overnight above Vinterdal, sensors gave the valley six hours' warning",
            "en",
            lead_articles(),
            section="Science",
            lede=EXCERPT,
            primary=LEAD_PRIMARY,
            gone_count=1,
            history=(
                (START + timedelta(hours=4), "3 reports joined from “Floods in the north”: same gauges, same place"),
            ),
        )
        lone = only_publisher_known()
        bad = hostile()
        self.stories = [
            main,
            *other_stories(),
            story("03STORY", lone.headline, "en", [lone]),
            story("04STORY", HOSTILE, '"><u', [bad], section=HOSTILE, lede=HOSTILE, history=((NOW, HOSTILE),)),
        ]
        self.articles = {one.id: one for each in self.stories for one in each.articles}
        self.removed = {
            "05ERASED": Gone(
                id="05ERASED", is_erased=True, since=NOW, reason="the author asked", notice_id="2026-000042"
            ),
            "05HELD": Gone(id="05HELD", is_erased=False, since=NOW, reason="notice under examination"),
        }
        self.number = 7
        self.asked = 0
        self.failure: Exception | None = None

    def move(self) -> None:
        self.number += 1

    def generation(self) -> int:
        if isinstance(self.failure, Transient):
            raise self.failure
        return self.number

    def front(self, *, limit: int, before: str, language: str) -> tuple[StoryView, ...]:
        self.asked += 1
        if self.failure:
            raise self.failure
        kept = [one for one in self.stories if not language or language in dict(one.languages)]
        return tuple(after(kept, before)[:limit])

    def story(self, story_id: str) -> StoryView | Gone | str | None:
        if story_id == "01MERGED":
            return "01STORY"
        if story_id == "05GONESTORY":
            return self.removed["05ERASED"]
        return next((one for one in self.stories if one.id == story_id), None)

    def article(self, article_id: str) -> ArticleView | Gone | None:
        return self.articles.get(article_id) or self.removed.get(article_id)

    def picture(self, picture_id: str) -> PictureCopyView | None:
        return PICTURES.get(picture_id)

    def related(self, article_id: str, limit: int) -> tuple[ArticleView, ...]:
        return tuple(one for one in self.articles.values() if one.id != article_id and one.id.endswith("A00"))[:limit]

    def river(self, *, limit: int, before: str) -> tuple[ArticleView, ...]:
        def at(one: ArticleView) -> datetime:
            return one.published_at.at if one.published_at else one.first_seen_at

        ordered = sorted(self.articles.values(), key=at, reverse=True)
        return tuple(after(ordered, before)[:limit])

    def deafness(self, now: datetime) -> Deafness | None:
        return self.deaf

    def source(self, domain: str) -> SourceView | None:
        return next((one for one in self.all_sources() if one.domain == domain), None)

    def sources(self, *, after: str = "", limit: int = 1000) -> tuple[SourceView, ...]:
        ordered = sorted(self.all_sources(), key=lambda one: one.domain)
        return tuple(one for one in ordered if one.domain > after)[:limit]

    def all_sources(self) -> tuple[SourceView, ...]:
        made = []
        for n, (domain, (name, country, language)) in enumerate(OUTLETS.items()):
            own = [one for one in self.articles.values() if one.publisher_domain == domain]
            made.append(
                SourceView(
                    domain=domain,
                    name=name,
                    country=country,
                    languages=(language,),
                    kind="newspaper",
                    article_count=len(own),
                    original_count=sum(one.primary.relation is Relation.ORIGINAL for one in own),
                    first_count=n,
                    feeds=(health(domain, 3 if n == 4 else 0),),
                    recent=tuple(own[:50]),
                    per_day=tuple((f"2026-11-{day:02}", (day * 7 + n) % 13) for day in range(1, 24)),
                    removed_count=n % 2,
                    figures=figures(n) if n != 6 else None,
                )
            )
        return tuple(made)

    def search(self, query: str, *, limit: int, cursor: str) -> SearchPage:
        if query == '"open':
            raise UserError("The quotation mark at character 1 is never closed: close it, or leave it out.")
        wanted = query.casefold().strip('"')
        found = [one for one in self.articles.values() if wanted in one.headline.casefold()]
        start = int(cursor or 0)
        following = str(start + limit) if len(found) > start + limit else ""
        return SearchPage(
            query=query,
            articles=tuple(found[start : start + limit]),
            total=len(found),
            next_cursor=following,
            elapsed_ms=1.7,
        )

    def status(self, now: datetime) -> StatusView:
        return StatusView(
            as_of=now,
            source_count=34,
            failing_count=1,
            article_count=len(self.articles),
            story_count=len(self.stories),
            publisher_count=len(OUTLETS),
            language_count=13,
            queue=(("fetch", 12), ("read", 3)),
            rejections=(
                ("extract", "listing_page", 14),
                ("paragraph", "unfaithful", 7),
                ("extract", "unfaithful", 3),
                ("net", "robots_disallowed", 2),
            ),
            newest_article_at=NOW - timedelta(minutes=4),
            median_lag_seconds=190.0,
            withheld_count=1,
            erased_count=1,
            oldest_due_at=NOW - timedelta(minutes=1),
            generation=self.number,
            flags=((Flag.FAILING, 1),),
            flagged_count=1,
            figures=figures(3),
            deafness=self.deaf,
            swept_at=NOW - timedelta(minutes=2),
        )

    def tombstones(self, limit: int) -> tuple[Gone, ...]:
        return tuple(self.removed.values())[:limit]
