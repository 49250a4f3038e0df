"""Reading datelines ("PARIS (AFP) —") and the signatures that close a paragraph ("… said the mayor. (NTB)")."""

from __future__ import annotations

import re
from collections.abc import Callable

from headwater.model.article import CreditKind
from headwater.text.credit_phrases import CreditLine

MAX_DATELINE_CHARS = 110
"""A dateline ends within so many characters."""

MAX_SIGNATURE_CHARS = 60
"""A signature begins within so many characters of the paragraph's end."""

_MONTH_DAY = r"(?:[^\W\d_]{2,12}\.?\s+\d{1,2}|\d{1,2}\.?\s*[^\W\d_]{0,12}\.?|\d{1,2}[./]\d{1,2}\.?)(?:[,.]?\s+\d{4})?"
_NAME = r"[^()/（）\[\]【】]{2,40}"
_SURE_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        # "PARIS (AFP) —", "MOSKVA, 12 nov. /TASS/.", "Vinterdal, Nov 3 [Nordtele] -"
        rf"^(?P<place>[^\W\d_a-z][^():/\[\]—–\d]{{1,45}}?)(?:[,.]\s*{_MONTH_DAY})?[,.]?\s*"
        rf"(?:[(（\[](?P<name>{_NAME})[)）\]]\s*[-–—―]|/(?P<name2>{_NAME})/\s*[-–—―.])",
        # "(ANSA) - ROMA, 3 NOV -"
        rf"^\((?P<name>{_NAME})\)\s*[-–—―]\s*(?P<place>[^\W\d_a-z]{{2}})",
        # "(서울=연합뉴스) …", "[서울=뉴시스]"
        r"^[(\[【](?P<place>[^()\[\]【】=]{1,12})=(?P<name>[^()\[\]【】=]{2,20})[)\]】]",
        # "【ロンドン共同】"
        r"^【(?P<name>[^【】\s]{3,14})】(?P<place>)",
        # "新华社北京11月12日电"
        r"^(?P<name>[\u4e00-\u9fff]{1,6}社)(?P<place>[\u4e00-\u9fff·]{1,10}?)(?:\d{1,2}月)?\d{1,2}日?(?:电|電)",
    )
)
# "ASTANA. KAZINFORM –", "Київ. УНІАН.", "دمشق - سانا -", "ROMA - ANSA -": only for names that are known
_LOOSE_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^\W\d_]{1,20}(?: [^\W\d_]{2,20})?)\s*(?:\.\s|,\s|\s?[-–—/]\s?)"
    r"(?P<name>[^\W\d_][^-–—:/.,()]{1,24}?)\s*[-–—:/.]\s"
)
_LOOSE_BRACKETS = re.compile(rf"^(?P<place>[^()/\[\]]{{0,60}}?)[(/（\[【](?P<name>{_NAME})[)/）\]】]")
_SURE_SIGNS = re.compile(r"[(（\[【/社]")  # without one of these no sure dateline is there
_SIGNATURE = re.compile(r"[(/（\[]([^()/（）\[\]]{2,30})[)/）\]]\.?\s*$|\s[–—-]\s([^\W\d_][\w ]{1,24})\s*$")


def read_dateline(paragraph: str, known: Callable[[str], bool] | None = None) -> CreditLine | None:
    """The agency named in a dateline at the start of a paragraph ("PARIS (AFP) —").

    Without `known`, only forms that hardly mean anything else; with it, looser forms too, and only known names.
    """
    head = paragraph.lstrip()[:MAX_DATELINE_CHARS]
    if known is None and not _SURE_SIGNS.search(head):
        return None
    patterns = _SURE_DATELINES if known is None else (*_SURE_DATELINES, _LOOSE_BRACKETS, _LOOSE_DATELINE)
    for pattern in patterns:
        match = pattern.match(head)
        if match is None:
            continue
        groups = match.groupdict()
        name = (groups["name"] or groups.get("name2") or "").rpartition("=")[2].strip(" .,")
        if known(name) if known else _is_dateline(groups["place"] or "", name):
            return CreditLine(kind=CreditKind.DATELINE, text=match[0].strip(), name=name)
    return None


def _is_dateline(place: str, name: str) -> bool:
    """Whether place and agency look like such: capitalised words, few of them, no figures."""
    words = [word for word in re.split(r"[\s,.]+", place) if word]
    capitalised = all(not word[0].islower() for word in words)
    return capitalised and len(words) <= 4 and len(name.split()) <= 4 and not any(c.isdigit() for c in name)


def read_signature(paragraph: str) -> CreditLine | None:
    """The name in brackets or slashes that closes a paragraph ("… said the mayor. (NTB)"), unchecked."""
    match = _SIGNATURE.search(paragraph[-MAX_SIGNATURE_CHARS:])
    if not match:
        return None
    return CreditLine(kind=CreditKind.AGENCY, text=match[0].strip(), name=(match[1] or match[2]).strip())
