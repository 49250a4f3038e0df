"""Invented news sites without feeds, of many shapes, and a walk that reads and learns as headwater does.

`TUNING` was looked at while the rules were made, `CHECKING` and `HARD` were not; no shape of addresses is in two.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from urllib.parse import quote, urljoin

from headwater.acquire import read
from headwater.acquire.patterns import learn
from headwater.model.web import Capture, Feed, SourceKind
from headwater.text.urls import canonical_url

FIRST_DAY = date(2026, 11, 2)
ARTICLES_A_DAY = 12
_ENGLISH_WORDS = (
    "river harbour council bridge vote storm farmers court school train strike winter budget museum valley mayor ferry "
    "market glacier orchestra forest police hospital island energy prices talks border record festival"
)
ENGLISH = _ENGLISH_WORDS.split()
_RUSSIAN_WORDS = "река мост совет выборы буря школа поезд зима бюджет музей долина мэр паром рынок лес остров цены"
RUSSIAN = _RUSSIAN_WORDS.split()
_ARABIC_WORDS = "النهر الجسر المجلس العاصفة المدرسة القطار الشتاء الميزانية المتحف الوادي السوق الغابة الجزيرة الأسعار"
ARABIC = _ARABIC_WORDS.split()
_CHINESE_WORDS = "河水 大桥 议会 风暴 学校 火车 冬天 预算 博物馆 山谷 市长 渡轮 市场 森林 岛屿 价格 会谈 音乐节"
CHINESE = _CHINESE_WORDS.split()
SECTIONS = ("news", "sport", "culture", "business")
SUBSECTIONS = (
    "/sport/football",
    "/news/local-news",
    "/culture/film-and-stage",
    "/business/money-talk",
    "/en/who-we-are",
)
"""Linked on every front page with short words outside any `nav`, as many sites do."""


@dataclass(frozen=True)
class Link:
    """One link of an invented page; `style` says how it is written."""

    path: str
    title: str
    style: str
    is_article: bool


@dataclass(frozen=True)
class Site:
    """An invented outlet: what its front page links to on one day."""

    host: str
    words: Sequence[str]
    article: Callable[[random.Random, int, date, str], tuple[str, str]]
    """(chance, running number, day, slug) to (path, style)."""

    others: Callable[[random.Random, int, str], list[tuple[str, str]]]
    """Pages that are no articles and may look like ones: (path, style); the same from day to day, mostly."""

    title_words: int = 8
    joint: str = " "
    articles_a_day: int = ARTICLES_A_DAY

    def links(self, day_number: int) -> list[Link]:
        """All links of the page of one day: articles of that day and the one before, and the rest."""
        day = FIRST_DAY + timedelta(days=day_number)
        found = [*self._articles(day_number, day)]
        if day_number:
            found += self._articles(day_number - 1, day - timedelta(days=1))[: self.articles_a_day // 2]
        chance = random.Random(f"{self.host} others")
        for number in range(6):
            slug, title = self._slug(chance)
            found += [Link(path, title, style, False) for path, style in self.others(chance, number, slug)]
        random.Random(f"{self.host} {day_number}").shuffle(found)
        return found

    def _articles(self, day_number: int, day: date) -> list[Link]:
        chance = random.Random(f"{self.host} {day_number}")
        found = []
        for number in range(self.articles_a_day):
            slug, title = self._slug(chance)
            path, style = self.article(chance, 41_000 + day_number * 37 + number, day, slug)
            found.append(Link(path, title, style, True))
        return found

    def _slug(self, chance: random.Random) -> tuple[str, str]:
        words = [
            chance.choice(self.words) for _ in range(chance.randint(max(2, self.title_words - 2), self.title_words))
        ]
        return quote((self.joint.strip() or ("-" if self.joint else "")).join(words)), self.joint.join(
            words
        ).capitalize()

    def page(self, day_number: int) -> bytes:
        """The front page of one day."""
        menu = "".join(f'<a href="/{name}">{name.title()}</a>' for name in SECTIONS)
        body = "".join(map(_markup, self.links(day_number)))
        menu_of_old = "".join(f'<div><a href="{path}">{path.rpartition("/")[2]}</a></div>' for path in SUBSECTIONS)
        foot = '<a href="/about-this-paper-and-its-people">About us</a><a href="/privacy">Privacy</a>'
        return (
            f"<!doctype html><html><head><meta charset=utf-8><title>{self.host}</title></head><body><nav>{menu}</nav>"
            f"<div class=top>{menu_of_old}</div><main>{body}</main><footer>{foot}</footer></body></html>"
        ).encode()

    def url(self, path: str) -> str:
        return canonical_url(urljoin(f"https://{self.host}/", path))


def _markup(link: Link) -> str:
    href, title = escape(link.path), escape(link.title)
    return {
        "heading": f'<article><h2><a href="{href}">{title}</a></h2><p>Teaser text.</p></article>',
        "card": f'<a href="{href}" class="card"><h3>{title}</h3><span>2 h</span></a>',
        "plain": f'<div class="title"><a href="{href}">{title}</a></div>',
        "short": f'<div class="t"><a href="{href}">{" ".join(title.split()[:2])[:9]}</a></div>',
        "picture": f'<div class="pic"><a href="{href}"><img src="/i.jpg"></a></div>',
        "item": f'<li><a href="{href}">{title}</a></li>',
        "aside": f'<aside><ol><li><a href="{href}">{title}</a></li></ol></aside>',
    }[link.style]


def _mixed(chance: random.Random, *styles: str) -> str:
    return chance.choice(styles)


def _pick(chance: random.Random, *sections: str) -> str:
    return chance.choice(sections or SECTIONS)


TUNING = (
    Site(
        "morning.example", ENGLISH,
        lambda c, n, d, s: (f"/{_pick(c)}/{d:%Y/%m/%d}/{s}.html", _mixed(c, "heading", "card", "picture", "aside")),
        lambda c, n, s: [(f"/dossier/{s}.html", "heading"), (f"/events/{s}", "plain"), (f"/tag/{s}", "item")],
    ),
    Site(
        "hill-blog.example", ENGLISH,
        lambda c, n, d, s: (f"/?p={n}", _mixed(c, "heading", "short")),
        lambda c, n, s: [(f"/?page_id={n + 50}", "heading"), (f"/?cat={n}", "plain")],
    ),
    Site(
        "shortslugs.example", ENGLISH,
        lambda c, n, d, s: (
            f"/{_pick(c)}/{'-'.join(s.split('-')[:3])}", _mixed(c, "heading", "plain", "short", "picture")
        ),
        lambda c, n, s: [(f"/special/{s}", "heading"), (f"/shop/{s}", "card")],
    ),
    Site(
        "reka.example", RUSSIAN,
        lambda c, n, d, s: (f"/{quote('новости')}/{s}/", _mixed(c, "heading", "short", "item")),
        lambda c, n, s: [(f"/{quote('сюжеты')}/{s}/", "heading"), (f"/{quote('реклама')}/{s}/", "card")],
    ),
    Site(
        "portal.example", ENGLISH,
        lambda c, n, d, s: (
            f"/index.php?option=com_content&view=article&id={n}&Itemid={_pick(c, '12', '14', '17')}",
            _mixed(c, "plain", "short", "heading"),
        ),
        lambda c, n, s: [(f"/index.php?option=com_weblinks&view=link&id={n + 3000}&Itemid=12", "heading")],
    ),
    Site(
        "coded.example", ENGLISH,
        lambda c, n, d, s: (
            f"/articles/c{n:x}z{n * 7919 % 100000:05d}y", _mixed(c, "card", "picture", "short", "aside")
        ),
        lambda c, n, s: [(f"/topics/c{n:x}q{n * 7919 % 100000:05d}", "card"), (f"/programmes/b00{n}x{n}k", "plain")],
    ),
)  # fmt: skip

CHECKING = (
    Site(
        "tidings.example", ENGLISH,
        lambda c, n, d, s: (f"https://{_pick(c)}.tidings.example/{n}-{s}", _mixed(c, "heading", "plain", "picture")),
        lambda c, n, s: [
            (f"https://live.tidings.example/{s}", "heading"), (f"https://jobs.tidings.example/{n + 9000}-{s}", "card")
        ],
    ),
    Site(
        "shanhe.example", CHINESE,
        lambda c, n, d, s: (f"/{d:%Y-%m}/{d:%d}/content_{n * 211}.htm", _mixed(c, "item", "heading", "picture")),
        lambda c, n, s: [(f"/zt/2026/{s}/index.htm", "heading"), (f"/photo/node_{n + 8000}.htm", "heading")],
        title_words=6, joint="",
    ),
    Site(
        "numbers.example", ENGLISH,
        lambda c, n, d, s: (f"/{_pick(c, 'politics', 'world', 'people')}/{n}", _mixed(c, "short", "plain", "heading")),
        lambda c, n, s: [(f"/gallery/{n + 70000}", "heading"), (f"/recipes/{n + 90000}", "plain")],
    ),
    Site(
        "rootslugs.example", ENGLISH,
        lambda c, n, d, s: (f"/{s}-{n}", _mixed(c, "heading", "picture", "aside")),
        lambda c, n, s: [(f"/{s}", "heading"), (f"/c/{s}", "plain")],
    ),
    Site(
        "oldhouse.example", ENGLISH,
        lambda c, n, d, s: (f"/Article.aspx?aid={n}", _mixed(c, "plain", "short", "heading")),
        lambda c, n, s: [(f"/Forum.aspx?tid={n + 5000}", "heading"), (f"/Category.aspx?cid={n + 20}", "heading")],
    ),
    Site(
        "alwadi.example", ARABIC,
        lambda c, n, d, s: (
            f"/{_pick(c, 'akhbar', 'riyada')}/{d:%Y-%m-%d}/{s}", _mixed(c, "heading", "short", "picture")
        ),
        lambda c, n, s: [(f"/malaf/{s}", "heading"), (f"/kuttab/{n + 10}/{s}", "heading")],
    ),
    Site(
        "nodes.example", ENGLISH,
        lambda c, n, d, s: (f"/node/{n}", _mixed(c, "plain", "short", "card")),
        lambda c, n, s: [(f"/taxonomy/term/{n + 700}", "heading"), (f"/user/{n + 1200}", "plain")],
    ),
)  # fmt: skip


HARD = (
    # Stories and evergreen pages under one shape: nothing in the address tells them apart.
    Site(
        "evergreen.example", ENGLISH,
        lambda c, n, d, s: (f"/{s}", _mixed(c, "heading", "picture", "short")),
        lambda c, n, s: [(f"/{s}", "heading")],
    ),
    # Sections two levels deep and stories with short slugs under one shape.
    Site(
        "twolevels.example", ENGLISH,
        lambda c, n, d, s: (f"/{_pick(c)}/{'-'.join(s.split('-')[:2])}-today", _mixed(c, "heading", "short", "plain")),
        lambda c, n, s: [(f"/{_pick(c)}/{'-'.join(s.split('-')[:2])}", "heading")],
    ),
    # Two stories a day, one of them under a shape of its own.
    Site(
        "smalltown.example", ENGLISH,
        lambda c, n, d, s: (f"/{d:%Y}/{s}" if n % 2 else f"/reports/{n}", _mixed(c, "short", "plain", "heading")),
        lambda c, n, s: [(f"/clubs/{s}", "plain"), (f"/{n + 1990}", "heading")],
        articles_a_day=2,
    ),
    # One id space for stories, pictures and polls, told apart by a word at the end only.
    Site(
        "oneid.example", ENGLISH,
        lambda c, n, d, s: (f"/{n}/{_pick(c, 'story', 'report')}.html", _mixed(c, "short", "picture", "card")),
        lambda c, n, s: [(f"/{n + 800}/{_pick(c, 'poll', 'pictures')}.html", "card")],
    ),
)  # fmt: skip


@dataclass
class Tally:
    """Right and wrong of one reading, added up."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def add(self, found: set[str], true: set[str]) -> None:
        self.right += len(found & true)
        self.wrong += len(found - true)
        self.missed += len(true - found)


def found_on(site: Site, day_number: int, patterns: tuple[str, ...]) -> set[str]:
    """The addresses that headwater takes for articles on one day's page."""
    url = f"https://{site.host}/"
    capture = Capture(
        id="c", requested_url=url, final_url=url, status=200, headers={"content-type": "text/html"},
        body=site.page(day_number), captured_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    feed = read(capture, kind=SourceKind.PAGE, patterns=patterns)
    return {entry.url for entry in feed.entries} if isinstance(feed, Feed) else set()


UNREAD_SHARE = 0.05
"""Articles whose extraction fails: they are taken for other pages."""


def follow(site: Site, days: int = 7, learned_days: int = 3) -> tuple[Tally, Tally, tuple[str, ...]]:
    """Read a site day by day, fetch what was found, learn from what it was: structure alone, with patterns, patterns.

    Only days after the first `learned_days` count, for both.
    """
    alone, learned = Tally(), Tally()
    patterns: tuple[str, ...] = ()
    articles: dict[str, None] = {}
    others: dict[str, None] = {}
    chance = random.Random(site.host)
    for day in range(days):
        true = {site.url(link.path) for link in site.links(day) if link.is_article}
        found = found_on(site, day, patterns)
        if day >= learned_days:
            learned.add(found, true)
            alone.add(found_on(site, day, ()), true)
        for url in sorted(found - articles.keys() - others.keys()):
            is_read = url in true and chance.random() > UNREAD_SHARE
            (articles if is_read else others).setdefault(url)
        patterns = learn(patterns, list(reversed(articles)), list(reversed(others)))
    return alone, learned, patterns
