"""One picture: what its file, its response and its words say of rights, and whether it may be shown.

A picture is ruled on by itself: a page's licence covers what its publisher may license, not what the page says belongs
to somebody else. The strictest statement wins; only an operator's grant undoes a refusal (decision 14).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from headwater.model.article import Picture
from headwater.model.rights import Ruling, Rulings, Signal, Use
from headwater.rights._picture_metadata import PictureFacts
from headwater.rights._ruling import ruling_of
from headwater.rights.grants import KIND as GRANT
from headwater.rights.licence import KIND as LICENCE
from headwater.rights.licence import licence_signals, open_licence

MAX_TEXT_CHARS = 200

# Picture agencies and stock: what bears their name is theirs, whatever the page's licence is.
_AGENCIES = re.compile(
    r"\b(?:getty|afp|reuters|epa|ap photo|associated press|dpa|picture[- ]alliance|shutterstock|"
    r"i?stock(?:photo)?|alamy|adobe stock|depositphotos|dreamstime|imago|scanpix|ritzau|ntb|anp|belga|keystone|ansa|"
    r"efe|lusa|xinhua|tass|ria novosti|afp-jiji|jiji|kyodo|yonhap|anadolu|bloomberg|magnum|zuma|laif|ddp|"
    r"apa[- ]images)\b|"
    r"тасс|риа новости|新华社|新華社|共同通信|時事通信|연합뉴스",
    re.IGNORECASE,
)
_ALL_RESERVED = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv|todos los derechos|todos os direitos|"
    r"tutti i diritti|alle rechten voorbehouden|все права защищены|版权所有|無断転載|무단",
    re.IGNORECASE,
)
_PROHIBITED = "DMI-PROHIBITED"
_ALLOWED = "DMI-ALLOWED"
_MINED = (Use.MINE, Use.SUMMARISE)
_CLAIMED_USES = {
    "data_mining": (Use.MINE,),
    "ai_training": (Use.MINE,),
    "ai_inference": _MINED,
    "ai_generative_training": _MINED,
}


def picture_signals(facts: PictureFacts, url: str) -> tuple[Signal, ...]:
    """What the file at `url` says about itself: PLUS and C2PA reservations, its own licence, terms that are no licence.

    Terms of its own (usage terms, a rights page, "all rights reserved") that name no open licence refuse to show it.
    """
    found: list[Signal] = []
    found += _plus_signals(facts, url)
    for use, answer in facts.claims:
        uses, text = _CLAIMED_USES[use], f"{use}: {answer}"
        found.append(Signal(kind="c2pa", uses=uses, allows=answer == "allowed", text=text, url=url))
    for name, stated in (
        ("license", facts.licence),
        ("WebStatement", facts.web_statement),
        ("UsageTerms", facts.usage_terms),
    ):
        if stated:
            found += licence_signals(stated, url=url) or [_refused("iptc", f"{name}: {stated}", url)]
    owner = " ".join((facts.credit, facts.source, facts.copyright))
    if _AGENCIES.search(owner) or _ALL_RESERVED.search(owner):
        found.append(_refused("iptc", facts.copyright or facts.credit or facts.source, url))
    return tuple(dict.fromkeys(found))


def _plus_signals(facts: PictureFacts, url: str) -> list[Signal]:
    """`plus:DataMining`: every prohibition counts for us, also those with exceptions that we cannot read."""
    code, text = facts.data_mining.upper(), f"plus:DataMining {facts.data_mining}"
    if code.startswith(_PROHIBITED):
        return [Signal(kind="iptc", uses=_MINED, allows=False, text=text, url=url)]
    return [Signal(kind="iptc", uses=(Use.MINE,), allows=True, text=text, url=url)] if code == _ALLOWED else []


def _refused(kind: str, text: str, url: str) -> Signal:
    return Signal(kind=kind, uses=(Use.IMAGE,), allows=False, text=text[:MAX_TEXT_CHARS], url=url)


def with_facts(picture: Picture, facts: PictureFacts) -> Picture:
    """A picture with what its file says where its page said nothing: credit, creator, caption."""
    has_author = bool(picture.credit or picture.creator)
    return replace(
        picture,
        caption=picture.caption or facts.caption,
        credit=picture.credit if has_author else facts.credit or facts.copyright or facts.source,
        creator=picture.creator if has_author else facts.by_line,
    )


def rule_picture(picture: Picture, rulings: Rulings, said: Sequence[Signal] = ()) -> Ruling:
    """Whether one picture of a page may be shown, its credit apart, and on whose word.

    `rulings` are the page's; `said` is what the picture's own response and file state. In this order: an operator's
    grant; a refusal by page, response or file; the picture's own licence, or terms that are none; an owner who is not
    the publisher; the page's licence.
    """
    page = ruling_of(rulings, Use.IMAGE)
    granted = tuple(signal for signal in page.because if signal.kind == GRANT and signal.allows)
    if granted:
        return replace(page, allowed=True, because=granted)
    refusals = [signal for signal in said if not signal.allows and _forbids(signal)]
    refusals += [signal for signal in page.because if not signal.allows]
    own = [signal for signal in said if signal.kind == LICENCE and signal.allows and Use.IMAGE in signal.uses]
    stated = picture.licence or _licence_words(picture)
    if stated:
        own += licence_signals(stated, url=picture.url)
        if not licence_signals(stated, url=picture.url):
            refusals.append(_refused(LICENCE, stated, picture.url))
    owner = f"{picture.credit} {picture.creator}"
    if not own and (_AGENCIES.search(owner) or _ALL_RESERVED.search(owner)):
        refusals.append(_refused("credit", owner.strip(), picture.url))
    if refusals or own:
        return replace(page, allowed=not refusals, because=tuple(dict.fromkeys(refusals or own)))
    return page


def _forbids(signal: Signal) -> bool:
    """A picture's response that is not to be indexed is not to be shown either: it consists of the picture alone."""
    return Use.IMAGE in signal.uses or Use.INDEX in signal.uses


def _licence_words(picture: Picture) -> str:
    """The licence that a credit or caption names ("Illustration: Open Delta, CC BY 4.0")."""
    return next((words for words in (picture.credit, picture.caption) if open_licence(words) is not None), "")


def is_credited(picture: Picture) -> bool:
    """Whether a picture comes with its author's or owner's name: none is shown without."""
    return bool(picture.credit or picture.creator)
