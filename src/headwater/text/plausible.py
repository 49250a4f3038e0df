"""Whether decoded text looks like writing, or like bytes read in another encoding than they were written in.

No language model: the commonest letters of each script, letters of two scripts in one word, capitals inside words,
signs where letters should be. Enough to tell a lying charset; Latin alphabets among themselves it cannot tell.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

PLAUSIBLE = 0.55
"""From this score on text is taken for writing: real text scores .6 to .9, text in a wrong encoding -2 to .5."""

SCORED_WORDS = 400
"""So many words with letters beyond ASCII are scored."""

MAX_BROKEN_SHARE = 0.01
"""A text with more replacement, control and private-use characters than this among its others is garbled."""

MAX_WORD_CHARS = 60
"""Longer words are scored up to here; scripts without spaces write whole sentences as one."""

_COMMON_WORDS = """
оеаинтсрвлкіё αοιετσνηυρςάόίέήύώ ابتةدرسعلمنهويىیکأ אבהוילמנרשת
กงดตทนมยรลวสหอเไาีัิ่้ะ किरनसतहम ািেরনকতব
이다는에의을가은고하지서로를기한시사대도일인정자부수
的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裏后後小么麼心
多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長知民样現现分将將外
但身些与與高意进進把法此实實回二理美点點月明其种種声聲全工己话話者向情部正名定女问問力机機给給等几幾很业業最间間新什打便位因重被走电電四
第门門相次东東政海口使教西再平真听聽世气氣信北少关關并並内內加化由却卻代军軍产產入先山五太水万萬市議会者員長新聞社党
"""
_COMMON = frozenset(_COMMON_WORDS) - frozenset(" \n")
_PUNCTUATION = frozenset(
    "“”‘’„‚–—…«»‹›、。，．；：？！「」『』（）《》〈〉【】・·•№©®™°§€£¥¡¿؟،؛۔।‐‑\u00a0\u3000\u200c\u200d\u200e\u200f\u00ad\ufeff"
)
_HIGH_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]*[^\x00-\x7f][^\x00-\x20<>]*")
_BROKEN = re.compile("[\ufffd\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff]")
_MANY_ACCENTS = re.compile("[\u00c0-\u024f]{3}")


def plausibility(text: str) -> float:
    """How much the letters beyond ASCII look like writing: 1 very much, 0 not at all; 1 where there are none."""
    points = count = 0.0
    for match in islice(_HIGH_WORD.finditer(text), SCORED_WORDS):
        word = match[0][:MAX_WORD_CHARS]
        high = [char for char in word if char > "\x7f" and char not in _PUNCTUATION]
        if not high:
            continue
        count += len(high)
        points += sum(map(_points, high)) - 2 * _breaks(word)
    return points / count if count else 1.0


def is_garbled(text: str) -> bool:
    """Whether too many of the characters stand for bytes that could not be read."""
    return len(_BROKEN.findall(text)) > MAX_BROKEN_SHARE * len(text)


def _points(char: str) -> float:
    if char in _COMMON:
        return 1.0
    if "\u3041" <= char <= "\u30fe":  # kana
        return 1.0
    if "\u4e00" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3":
        return 0.35
    if _BROKEN.match(char) or "\uff61" <= char <= "\uff9f":  # half-width kana: bytes of another encoding, one by one
        return -2.0
    if char.isalpha():
        return 0.8 if _script(char) == 0 else 0.0 if char < "\u0e80" else 0.3
    return 0.0 if unicodedata.category(char)[0] == "M" else -1.0


def _breaks(word: str) -> int:
    """Places inside a word where no writing changes: from small to capital, from one script to another."""
    found = 2 * len(_MANY_ACCENTS.findall(word))
    before = ""
    for char in word:
        if before and char.isalpha() and before.isalpha() and (before > "\x7f" or char > "\x7f"):
            found += (before.islower() and char.isupper()) + (_script(before) != _script(char))
        before = char
    return found


def _script(char: str) -> int:
    """A number of the script, coarse: one for Latin, one for each block of 256, one for all of East Asia."""
    code = ord(char)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return 0
    if code >= 0x2E80:
        return 1
    return {0x1F: 0x03}.get(code >> 8, code >> 8)
