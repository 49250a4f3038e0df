"""A store in a temporary file, and invented articles to put into it."""

from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.article import Article, Publisher
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.model.rights import Cleared, Ruling, Rulings, Use
from headwater.model.story import ChangeKind, StoryChange
from headwater.model.time import StatedTime
from headwater.model.web import Capture, Entry
from headwater.store import Reader, Store, articles, entries, provenance, stories

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Kit:
    """Makes values about invented outlets and saves them."""

    now = NOW

    def at(self, minutes: float) -> datetime:
        return NOW + timedelta(minutes=minutes)

    def url(self, name: str, host: str = "morning.example") -> str:
        return f"https://{host}/news/{name}"

    def article(self, name: str, **fields) -> Article:
        host = fields.pop("host", "morning.example")
        minutes = fields.pop("minutes", 0)
        values = {
            "id": name,
            "url": self.url(name, host),
            "headline": f"Harbour bridge {name} opens",
            "paragraphs": (f"The bridge called {name} opened on Monday.", "Two hundred people crossed it."),
            "publisher": Publisher(name=host.partition(".")[0].title(), domains=(host,), country="KZ"),
            "published_at": StatedTime(at=self.at(minutes)),
            "language": "en",
            "byline": ("Aru Bek",),
            "body_digest": "",
        }
        return Article(**{**values, **fields})

    def rulings(self, article: Article) -> Rulings:
        return Rulings(subject=article.url, rulings=tuple(Ruling(use=use, allowed=True) for use in Use))

    def cleared(self, article: Article, **fields) -> Cleared:
        values = {"excerpt": article.paragraphs[0] if article.paragraphs else "", "pictures": (), "attribution": "A."}
        return Cleared(article=article, **{**values, **fields})

    def save(self, tx, article: Article, *, now: datetime | None = None, **cleared):
        return articles.save_article(
            tx,
            article,
            rulings=self.rulings(article),
            cleared=self.cleared(article, **cleared),
            first_seen_at=(article.published_at.at if article.published_at else NOW) + timedelta(minutes=1),
            now=now or NOW,
        )

    def announce(self, tx, name: str, *, source_id: str = "s1", host: str = "morning.example", **fields):
        entry = Entry(url=self.url(name, host), source_id=source_id, **{"title": f"Title of {name}", **fields})
        return entries.save_entry(tx, entry, now=NOW, new_id=name)

    def capture(self, id_: str, url: str, body: bytes, **fields) -> Capture:
        values = {"status": 200, "headers": {"content-type": "text/html"}, "captured_at": NOW, "redirects": ()}
        return Capture(id=id_, requested_url=url, final_url=url, body=body, **{**values, **fields})

    def original(self, tx, article_id: str) -> None:
        link = ProvenanceLink(article_id=article_id, relation=Relation.ORIGINAL, confidence=0.9)
        provenance.save_link(tx, link, now=NOW)

    def copy(self, tx, article_id: str, **origin) -> None:
        link = ProvenanceLink(article_id=article_id, relation=Relation.COPIED_FROM, confidence=0.8, **origin)
        provenance.save_link(tx, link, now=NOW)

    def join(self, tx, article_id: str, story_id: str, reason: str = "same event") -> str:
        known = stories.get_story(tx, story_id) is not None
        kind = ChangeKind.JOINED if known else ChangeKind.OPENED
        change = StoryChange(kind=kind, article_id=article_id, story_id=story_id if known else "", reason=reason)
        return stories.apply_change(tx, change, now=NOW, new_story_id=story_id)


@pytest.fixture
def kit() -> Kit:
    return Kit()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "data" / "headwater.db") as opened:
        yield opened


@pytest.fixture
def reader(store):
    with Reader.open(store.path) as opened:
        yield opened
