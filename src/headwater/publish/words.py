"""What machines decided, in words: relations, confidence, evidence, kinds of sources and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from headwater.model.provenance import Evidence, Relation
from headwater.model.view import ArticleView, PrimarySourceView, StoryView, UrlKind
from headwater.publish.addresses import host_words
from headwater.publish.localisation import Localisation


def _(text: str) -> str:
    """Mark a string for the catalogue; it is translated where it is used."""
    return text


# Shown on /about/how too: the words that stand for a probability, from the surest down.
CONFIDENCE_WORDS: tuple[tuple[float, str], ...] = (
    (0.95, _("very sure")),
    (0.80, _("sure")),
    (0.60, _("likely")),
    (0.40, _("uncertain")),
    (0.0, _("a guess")),
)

RELATION_WORDS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.ORIGINAL: _("original"),
        Relation.COPIED_FROM: _("copied"),
        Relation.REWRITTEN_FROM: _("rewritten"),
        Relation.TRANSLATED_FROM: _("translated"),
        Relation.QUOTED_FROM: _("mostly a quotation"),
        Relation.REVISION_OF: _("later version"),
        Relation.UNKNOWN: _("origin unknown"),
    }
)

# Kinds whose text is the page's own words: shown as a quotation. The text of every other kind explains.
QUOTED_EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "visible_credit": _("it credits its source"),
        "declared": _("its page declares it"),
        "agency": _("it credits the agency"),
        "attribution": _("it quotes"),
        "canonical": _("its page names this address as the original"),
        "based_on": _("its page says that it is based on it"),
        "original_source": _("its page names the original source"),
        "feed_source": _("its feed names the source"),
        "visible_source": _("it names its source"),
        "trailing_link": _("it ends with a link to it"),
        "dateline": _("its dateline names the agency"),
        "copyright": _("its copyright line"),
        "translation": _("it says that it is translated"),
        "licence_attribution": _("it is republished under a licence"),
    }
)

# A kind in neither table is shown with its underscores taken out: new kinds of evidence never break a page.
EXPLAINED_EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "text_reuse": _("the same words"),
        "same_facts": _("the same facts"),
        "same_facts_translated": _("the same facts in another language"),
        "same_picture": _("the same picture"),
        "publisher": _("the publishers"),
        "named_in_text": _("the text names one of them"),
        "time": _("the times"),
        "followed_by": _("others follow it"),
    }
)

_AUTHOR_LIMIT = 4


class Words:
    """The words of one interface language for relations, confidence, evidence and names."""

    def __init__(self, localisation: Localisation) -> None:
        self._local = localisation

    def confidence(self, value: float) -> str:
        """A probability in words (`CONFIDENCE_WORDS`)."""
        return self._local.gettext(next(words for floor, words in CONFIDENCE_WORDS if value >= floor or floor == 0.0))

    def relation(self, relation: Relation) -> str:
        """A relation in a word or two, fit for a pill."""
        return self._local.gettext(RELATION_WORDS[relation])

    def relation_from(self, relation: Relation) -> str:
        """A relation as the beginning of a sentence that a publisher's name ends: `copied from`."""
        begin = {
            Relation.COPIED_FROM: self._local.gettext("copied from"),
            Relation.REWRITTEN_FROM: self._local.gettext("rewritten from"),
            Relation.TRANSLATED_FROM: self._local.gettext("translated from"),
            Relation.QUOTED_FROM: self._local.gettext("quoted from"),
            Relation.REVISION_OF: self._local.gettext("later version of"),
        }
        return begin.get(relation, self.relation(relation))

    def evidence(self, evidence: Evidence) -> str:
        """What kind of reason this is, in words."""
        known = QUOTED_EVIDENCE.get(evidence.kind) or EXPLAINED_EVIDENCE.get(evidence.kind)
        return self._local.gettext(known) if known else evidence.kind.replace("_", " ")

    def is_quoted(self, evidence: Evidence) -> bool:
        """Whether the evidence's text is the page's own words."""
        return evidence.kind in QUOTED_EVIDENCE

    def kind(self, kind: str) -> str:
        """A publisher's or feed's kind as people say it."""
        return kind.replace("_", " ")


def publisher_name(item: ArticleView | PrimarySourceView) -> str:
    """The publisher's name, else its domain, else the host of the address: never empty for a usable address."""
    return item.publisher_name or item.publisher_domain or host_words(item.url) or item.url


def link_name(article: ArticleView) -> str:
    """Who is met behind the primary-source link: the origin, or the copy that was read where only that is known."""
    primary = article.primary
    return publisher_name(primary) if primary.url_kind is UrlKind.ORIGIN else publisher_name(article)


def story_link_name(story: StoryView) -> str:
    """Who is met behind a story's primary-source link: the origin, or the outlet of the copy that was read."""
    if story.primary.url_kind is UrlKind.ORIGIN:
        return publisher_name(story.primary)
    read = next((one for one in story.articles if one.url == story.primary.url), None)
    return publisher_name(read) if read else host_words(story.primary.url) or publisher_name(story.primary)


def authors(names: tuple[str, ...]) -> str:
    """Authors in one line, the rest counted away after four."""
    return ", ".join(names[:_AUTHOR_LIMIT]) + (" …" if len(names) > _AUTHOR_LIMIT else "")


def is_primary(article: ArticleView, story: StoryView) -> bool:
    """Whether this article is the story's primary source."""
    return bool(story.primary.article_id) and article.id == story.primary.article_id
