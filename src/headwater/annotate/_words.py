"""How common a word is in the world's languages, and how scripts write."""

from __future__ import annotations

import lzma
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

UNLISTED_LEVEL = 16
"""Level of a word that the table does not know: rarer than anything in it that still is a word."""

_SHORT_UNLISTED = 13


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[int, bool]]:
    """150,772 words of 100 languages → (−log probability rounded, mostly capitalised); see data/README.md."""
    table: dict[str, tuple[int, bool]] = {}
    packed = files("headwater.annotate").joinpath("data/words.txt.xz").read_bytes()
    for line in lzma.decompress(packed).decode("utf-8").split("\n"):
        level, is_name, listed = line.split("\t")
        table |= dict.fromkeys(listed.split(" "), (int(level), is_name == "1"))
    return table


def level(word: str) -> int:
    """−log of the probability of `word` (NFKC, case-folded) in web text of 100 languages: "the" 7, "president" 12."""
    known = _table().get(word)
    if known is not None:
        return known[0]
    return _SHORT_UNLISTED if len(word) < 3 else UNLISTED_LEVEL


def is_common(word: str, *, at_most: int = 14) -> bool:
    """Whether `word` (folded) is an ordinary word: listed, no rarer than `at_most`, mostly written small."""
    known = _table().get(word)
    return known is not None and known[0] <= at_most and not known[1]


def is_listed(word: str) -> bool:
    """Whether the table knows `word` (folded) at all, as a name or not."""
    return word in _table()


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """The script of a letter by its Unicode name: "LATIN", "CYRILLIC", "CJK"…; empty for other characters."""
    if not character.isalpha():
        return ""
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0]


CASED = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
"""Scripts whose names begin with a capital."""

UNSPACED = frozenset({"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"})
"""Scripts written without spaces between words."""

SENTENCE_START = re.compile(r"(?:^|[.!?…:;|•»\"“„«‹\n።։·–—-])[\s\"'“„«‹(¿¡–—-]*$")


def starts_sentence(text: str, at: int) -> bool:
    """Whether a word at `at` stands where any word would have a capital."""
    return SENTENCE_START.search(text, max(0, at - 4), at) is not None
