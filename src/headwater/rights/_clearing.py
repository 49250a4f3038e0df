"""What of an article may be shown: an excerpt, pictures, the attribution, the whole text under an open licence."""

from __future__ import annotations

from headwater.model.article import Article, Picture
from headwater.model.rights import Cleared, ClearedPicture, Rulings, Use
from headwater.rights._ruling import ruling_of
from headwater.rights.grants import KIND as GRANT
from headwater.rights.licence import KIND, open_licence
from headwater.rights.picture import is_credited, rule_picture
from headwater.rights.tdmrep import RESERVED_EXCERPT_CHARS
from headwater.text.urls import host_of
from headwater.text.words import excerpt, squash


def clear(article: Article, rulings: Rulings, *, entry_summary: str = "") -> Cleared:
    """What may be published of `article`. `entry_summary` is what its feed announced it with.

    The excerpt is whole sentences, verbatim. Where the text is reserved (neither kept nor mined), it is the
    publisher's own summary, at most 200 characters; nothing of the text itself is shown.
    """
    return Cleared(
        article=article,
        excerpt=_excerpt(article, rulings, entry_summary),
        pictures=tuple(ClearedPicture(picture=one, is_shown=_is_shown(one, rulings)) for one in article.pictures),
        attribution=attribution(article),
        full_text=article.text if _is_open(article, rulings) and article.paragraphs else None,
        is_indexed=rulings.allows(Use.INDEX),
        is_kept=rulings.allows(Use.STORE),
        is_mined=rulings.allows(Use.MINE),
    )


def _excerpt(article: Article, rulings: Rulings, entry_summary: str) -> str:
    if not rulings.allows(Use.EXCERPT):
        return ""
    is_granted = any(signal.kind == GRANT for signal in ruling_of(rulings, Use.EXCERPT).because)
    is_reserved = not (rulings.allows(Use.STORE) or rulings.allows(Use.MINE) or is_granted)
    if article.paragraphs and not is_reserved:
        return excerpt(article.paragraphs, rulings.max_excerpt_chars)
    summary = squash(entry_summary) or squash(article.summary)
    limit = min(rulings.max_excerpt_chars, RESERVED_EXCERPT_CHARS) if is_reserved else rulings.max_excerpt_chars
    return excerpt([summary], limit)


def _is_open(article: Article, rulings: Rulings) -> bool:
    """Whether an observed open licence covers the whole text, and nobody refused to have it kept or quoted."""
    quoting = ruling_of(rulings, Use.EXCERPT)
    is_licensed = any(signal.kind == KIND and signal.allows for signal in quoting.because)
    return quoting.allowed and is_licensed and rulings.allows(Use.STORE) and article.is_accessible is not False


def _is_shown(picture: Picture, rulings: Rulings) -> bool:
    """A picture is shown only with a credit, and as `rule_picture` says."""
    return is_credited(picture) and rule_picture(picture, rulings).allowed


def attribution(article: Article) -> str:
    """The line that goes with every use: "© Publisher, Author, Author (CC BY 4.0)", from facts alone."""
    publisher = article.publisher.name or article.publisher.domain or host_of(article.url)
    licence = open_licence(article.licence)
    people = ", ".join(dict.fromkeys(filter(None, (publisher, *article.byline))))
    sign = "" if licence is not None and not licence.needs_credit else "© "
    return f"{sign}{people}{f' ({licence.name})' if licence else ''}" if people else ""
