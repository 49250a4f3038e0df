"""Fourteen invented hosts with eight pages each, made the same way every time: what a page says, and its gold.

Each host has a layout of its own, most of them with names that say nothing; some articles are short, and what the host
repeats (newsletter, promo, lead, biography, footer, notice, application) stands among their paragraphs. One true
paragraph of background stands in three articles of every host. Rules were looked at on hosts with `is_tuned` only.
"""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from headwater.model.web import Capture

PAGES = 8
SHORT = (3, 6)
BACKGROUND = (1, 4, 7)
CAPTURED_AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Gold:
    """What a person reads on one page; `minute` is the publication time as the page's clock shows it."""

    headline: str
    paragraphs: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]
    byline: tuple[str, ...]
    minute: str


@dataclass(frozen=True)
class HostPage:
    """One page of a host as it was fetched, and its gold."""

    capture: Capture
    gold: Gold


@dataclass(frozen=True)
class Layout:
    """How a host sets its pages: a frame with slots, and how each piece is set in it.

    `repeated` are (kind, place, markup): kind a word of `languages.toml`, place start, mid or end of the text.
    `declared` are the pages with JSON-LD.
    """

    frame: str
    paragraph: str = "<p>{}</p>"
    byline: str = "<div>{by} {name}</div>"
    date: str = "<div>{date}</div>"
    figure: str = "<figure><img src={src}><figcaption>{caption} {photo}: {credit}</figcaption></figure>"
    comment: str = "<div><p>{}</p></div>"
    teaser: str = "<div><h4><a href={href}>{title}</a></h4><p>{text}</p></div>"
    repeated: tuple[tuple[str, str, str], ...] = ()
    declared: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Host:
    """One invented host; from page `changes_at` on its pages are set in `later`."""

    name: str
    language: str
    layout: Layout
    is_tuned: bool = True
    later: Layout | None = None
    changes_at: int = 4
    comments: int = 0
    teasers: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def languages() -> dict[str, dict[str, Any]]:
    """The words of every language."""
    return tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))


class _Writer:
    """Writes one page of a host."""

    def __init__(self, host: Host, index: int) -> None:
        self.host, self.index = host, index
        self.words = languages()[host.language]
        self.random = random.Random(f"{host.name}/{index}")
        self.layout = host.later if host.later is not None and index >= host.changes_at else host.layout
        self.place = self.words["places"][index]
        self.name = self.words["names"][index % 3]
        self.headline = self.words["headlines"][index].format(place=self.place)
        self.time = f"{self.random.randint(6, 22):02}:{self.random.randint(1, 59):02}"
        self.day = 10 + 2 * index

    def fill(self, template: str) -> str:
        chosen = self.random
        return template.format(
            place=chosen.choice(self.words["places"]),
            name=chosen.choice(self.words["names"]),
            number=chosen.randint(12, 980),
            year=chosen.randint(1971, 2024),
        )

    def text(self) -> list[str]:
        is_short = self.index in SHORT
        count = 2 if is_short else self.random.randint(4, 6)
        paragraphs = [
            " ".join(map(self.fill, self.random.sample(self.words["sentences"], self.random.randint(1 + is_short, 3))))
            for _ in range(count)
        ]
        if self.index in BACKGROUND:
            paragraphs.insert(2, self.words["background"])
        return paragraphs

    def body(self, paragraphs: list[str], figure: str) -> str:
        pieces = [self.layout.paragraph.format(text) for text in paragraphs]
        middle = len(pieces) // 2 + 1
        placed: dict[str, list[str]] = {"start": [], "mid": [], "end": []}
        for kind, where, markup in self.layout.repeated:
            placed[where].append(markup.format(self.said(kind), **self.other()))
        pieces[middle:middle] = placed["mid"]
        return "\n".join([figure, *placed["start"], *pieces, *placed["end"]])

    def said(self, kind: str) -> str:
        return str(self.words[kind]).format(name=self.name) if kind != "lead" else str(self.words[kind])

    def other(self) -> dict[str, str]:
        number = (self.index + 3) % PAGES
        title = self.words["headlines"][number].format(place=self.words["places"][number])
        return {"href": f"/news/{number}", "title": title}

    def page(self) -> HostPage:
        words, layout = self.words, self.layout
        paragraphs = self.text()
        caption = self.fill(words["captions"][self.index % 3])
        credit = words["names"][3 + self.index % 2]
        picture = {"src": f"/pictures/{self.index}.jpg", "caption": caption, "credit": credit, "photo": words["photo"]}
        date = words["date"].format(day=self.day, time=self.time)
        body = self.body(paragraphs, layout.figure.format(**picture))
        html = layout.frame.format(
            headline=self.headline,
            byline=layout.byline.format(by=words["by"], name=self.name, date=date),
            date=layout.date.format(date=date),
            body=body,
            comments="".join(layout.comment.format(self.fill(words["comment"])) for _ in range(self.host.comments)),
            teasers="".join(self.teaser(number) for number in range(self.host.teasers)),
        )
        gold = Gold(
            self.headline, tuple(paragraphs), ((caption, credit),), (self.name,), f"2026-11-{self.day}T{self.time}"
        )
        return HostPage(self.capture(html, caption, credit), gold)

    def teaser(self, number: int) -> str:
        other = (self.index + number + 1) % PAGES
        title = self.words["headlines"][other].format(place=self.words["places"][other])
        return self.layout.teaser.format(href=f"/news/{other}", title=title, text=self.fill(self.words["teaser"]))

    def capture(self, html: str, caption: str, credit: str) -> Capture:
        host = self.host
        url = f"https://{host.name}/news/2026/{self.index}-report-{self.random.randint(100, 999)}"
        data = json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": self.headline,
                "author": {"@type": "Person", "name": self.name},
                "datePublished": f"2026-11-{self.day}T{self.time}:00",
                "image": {"@type": "ImageObject", "url": f"https://{host.name}/pictures/{self.index}.jpg",
                          "caption": caption, "creditText": credit},
            },
            ensure_ascii=False,
        )  # fmt: skip
        declared = f'<script type="application/ld+json">{data}</script>' if self.index in self.layout.declared else ""
        whole = (
            f'<!doctype html><html lang="{host.language}"><head><meta charset="utf-8">'
            f"<title>{self.headline}</title>{declared}</head><body>{html}</body></html>"
        )
        return Capture(
            id=f"{host.name}-{self.index}",
            requested_url=url,
            final_url=url,
            status=200,
            headers={"content-type": "text/html; charset=utf-8"},
            body=whole.encode(),
            captured_at=CAPTURED_AT,
        )


def pages(host: Host) -> list[HostPage]:
    """The eight pages of a host, the earliest first."""
    return [_Writer(host, index).page() for index in range(PAGES)]


_LEAD_P = ("lead", "mid", "<p>{0} <a href={href}>{title}</a></p>")
_LEAD_B = ("lead", "end", "<p><b>{0}</b> <a href={href}>{title}</a></p>")

HOSTS = (
    Host(
        "morning.quillhaven.example",
        "en",
        Layout(
            "<header><a href=/>Home</a></header><article><h1>{headline}</h1>{byline}{date}<div>{body}</div></article>",
            repeated=(("newsletter", "mid", "<p>{0}</p>"), _LEAD_P, ("bio", "end", "<p>{0}</p>")),
        ),
    ),
    Host(
        "moorbote.example",
        "de",
        Layout(
            "<div class=a1><h1>{headline}</h1><div class=k3>{byline}{date}</div><div class=z9>{body}</div></div>"
            "<div class=q4>{comments}</div>",
            figure="<div class=f7><img src={src}><div class=f8>{caption} {photo}: {credit}</div></div>",
            repeated=(
                ("cookie", "start", "<p>{0}</p>"),
                ("promo", "end", "<p><a href=/member>{0}</a></p>"),
                ("footer", "end", "<p>{0}</p>"),
            ),
            declared=frozenset({0, 1, 2, 5}),
        ),
        comments=5,
    ),
    Host(
        "diario-alcen.example",
        "es",
        Layout(
            "<div id=w><h1>{headline}</h1>{date}{byline}<section class=t>{body}</section></div><div>{teasers}</div>",
            byline="<div class=n2>{name}</div>",
            date="<div class=n1>{date}</div>",
            repeated=(("app", "mid", "<div class=m><p>{0}</p></div>"), ("footer", "end", "<p>{0}</p>"), _LEAD_B),
            declared=frozenset({0, 1, 3}),
        ),
        teasers=4,
    ),
    Host(
        "kabar-manisan.example",
        "id",
        Layout(
            "<div class=col><h1>{headline}</h1>{byline}{date}{body}</div>",
            byline="<div class=u>{name}</div>",
            date="<div class=v>{date}</div>",
            figure="<p class=g><img src={src}></p><p class=h>{caption} {photo}: {credit}</p>",
            repeated=(_LEAD_P, ("newsletter", "end", "<p><i>{0}</i></p>"), ("footer", "end", "<p>{0}</p>")),
            declared=frozenset({0, 2, 4}),
        ),
    ),
    Host(
        "rechnoy-vestnik.example",
        "ru",
        Layout(
            "<table><tr><td class=l>{teasers}</td>"
            "<td class=r><h1>{headline}</h1>{date}{body}{byline}</td></tr></table>",
            figure="<div class=pic><img src={src}><span>{caption} {photo}: {credit}</span></div>",
            repeated=(("newsletter", "mid", "<p>{0}</p>"), ("footer", "end", "<p>{0}</p>"), _LEAD_P),
        ),
        teasers=4,
    ),
    Host(
        "sindiyan.example",
        "ar",
        Layout(
            "<main><h1>{headline}</h1><div class=s1>{byline}</div><div class=s2>{date}</div><div>{body}</div></main>",
            repeated=(("app", "end", "<p>{0}</p>"), ("promo", "mid", "<p><strong>{0}</strong></p>"), _LEAD_B),
        ),
        comments=3,
    ),
    Host(
        "nilkund-samachar.example",
        "hi",
        Layout(
            "<div class=b><h1>{headline}</h1>{byline}{date}<div class=c>{body}</div></div>"
            "<div class=e>{comments}</div>",
            byline="<div class=d>{name}</div>",
            repeated=(("cookie", "start", "<div><p>{0}</p></div>"), ("bio", "end", "<p>{0}</p>"), _LEAD_P),
            declared=frozenset({0, 1}),
        ),
        comments=6,
    ),
    Host(
        "yunting.example",
        "zh",
        Layout(
            "<div class=main1><h1>{headline}</h1><div class=i>{date} {byline}</div><div class=j>{body}</div></div>",
            byline="<span>{by}{name}</span>",
            date="<span>{date}</span>",
            figure="<p><img src={src}></p><p>{caption} {photo}: {credit}</p>",
            repeated=(("newsletter", "end", "<p>{0}</p>"), ("footer", "end", "<p>{0}</p>"), _LEAD_B),
        ),
        later=Layout(
            "<section><h1>{headline}</h1>{byline}{date}<div class=new-body>{body}</div></section>",
            repeated=(("newsletter", "mid", "<p>{0}</p>"), ("app", "end", "<p>{0}</p>")),
        ),
    ),
    # Kept aside: no rule was looked at on these.
    Host(
        "serena-hoje.example",
        "pt",
        Layout(
            "<div class=pg><div class=top><h1>{headline}</h1>{byline}</div>{date}<div class=tx>{body}</div></div>"
            "<div class=mais>{teasers}</div>",
            repeated=(("promo", "start", "<p>{0}</p>"), _LEAD_P, ("app", "end", "<p><a href=/app>{0}</a></p>")),
            declared=frozenset({1, 2, 3}),
        ),
        is_tuned=False,
        teasers=5,
    ),
    Host(
        "luka-news.example",
        "uk",
        Layout(
            "<article class=x><h1>{headline}</h1>{body}<div class=y>{byline}</div><div class=w>{date}</div></article>",
            byline="<div>{name}</div>",
            figure="<div class=o><img src={src}><p class=o1>{caption} {photo}: {credit}</p></div>",
            repeated=(("newsletter", "mid", "<div class=nl><p>{0}</p></div>"), ("footer", "end", "<p>{0}</p>")),
            declared=frozenset({0, 1, 2}),
        ),
        is_tuned=False,
    ),
    Host(
        "sepidar.example",
        "fa",
        Layout(
            "<div><div class=h2>{date}</div><h1>{headline}</h1><div class=h3>{byline}</div>{body}</div>"
            "<div class=z>{comments}</div>",
            repeated=(("promo", "mid", "<p>{0}</p>"), ("footer", "end", "<p>{0}</p>"), _LEAD_B),
        ),
        is_tuned=False,
        comments=5,
    ),
    Host(
        "setighat.example",
        "ne",
        Layout(
            "<section><h1>{headline}</h1><p class=a>{byline}</p><p class=b>{date}</p>"
            "<div class=d>{body}</div></section>",
            byline="{name}",
            date="{date}",
            repeated=(("app", "start", "<p>{0}</p>"), ("bio", "end", "<p>{0}</p>"), _LEAD_P),
            declared=frozenset({0, 1, 4}),
        ),
        is_tuned=False,
        teasers=3,
    ),
    Host(
        "tsukimi.example",
        "ja",
        Layout(
            "<div id=p><h1>{headline}</h1><div class=e1>{date}</div>{body}<div class=e2>{byline}</div></div>",
            byline="{by}{name}",
            figure="<div class=ph><img src={src}><div>{caption} {photo}: {credit}</div></div>",
            repeated=(("cookie", "start", "<p>{0}</p>"), ("newsletter", "end", "<p>{0}</p>"), _LEAD_P),
        ),
        is_tuned=False,
    ),
    Host(
        "gefyra.example",
        "el",
        Layout(
            "<div class=one><h1>{headline}</h1>{byline}{date}<div class=two>{body}</div></div>",
            repeated=(("newsletter", "mid", "<p>{0}</p>"), ("footer", "end", "<p>{0}</p>")),
        ),
        is_tuned=False,
        later=Layout(
            "<article><header><h1>{headline}</h1></header><div class=meta9>{byline}{date}</div>{body}</article>"
            "<div>{comments}</div>",
            paragraph="<div class=para>{}</div>",
            repeated=(("promo", "end", "<div class=para>{0}</div>"), ("footer", "end", "<div class=para>{0}</div>")),
        ),
        comments=4,
    ),
)
