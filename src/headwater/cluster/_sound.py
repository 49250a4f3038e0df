"""How a word sounds, roughly, in any script: so that one name can be recognised in two alphabets.

The Unicode name of a letter says its sound in Latin letters (CYRILLIC SMALL LETTER KA, HEBREW LETTER KAF, KATAKANA
LETTER KA); only consonants are kept, in classes that transcriptions confuse (b/p, d/t, g/k, l/r, f/v/w). Chinese
characters have no sound here. "Токаев", "Tokayev" and "توكاييف" all give "tkf"; "3" stands for sh, ch, zh.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SOUND_CACHE = 65_536
"""Words remembered per process."""

_TO_SIBILANT = ("tsch", "sch", "tch", "sh", "ch", "cz", "sz", "zh", "dž", *"şçšžčśćż")
_LATIN_GROUPS = (
    *((group, "3") for group in _TO_SIBILANT),
    ("ğ", ""), ("ph", "f"), ("th", "t"), ("kh", "k"), ("gh", "k"), ("ck", "k"), ("qu", "k"), ("ce", "s"), ("ci", "s"),
    ("ts", "s"), ("tz", "s"), ("x", "ks"), ("ß", "s"), ("ł", "l"), ("đ", "t"), ("ng", "n"),
)  # fmt: skip
_CLASSES = str.maketrans(
    {"b": "p", "d": "t", "g": "k", "q": "k", "c": "k", "v": "f", "w": "f", "z": "s", "r": "l"}
    | dict.fromkeys("hjyaeiou")
)
_SPOKEN_OTHERWISE = {
    ("CYRILLIC", "EL"): "l", ("CYRILLIC", "EM"): "m", ("CYRILLIC", "EN"): "n", ("CYRILLIC", "ER"): "r",
    ("CYRILLIC", "ES"): "s", ("CYRILLIC", "EF"): "f", ("CYRILLIC", "HA"): "", ("GREEK", "CHI"): "",
    ("ARABIC", "WAW"): "", ("HEBREW", "VAV"): "", ("HANGUL", "IEUNG"): "", ("HANGUL", "KIYEOK"): "k",
    ("KATAKANA", "HU"): "f", ("HIRAGANA", "HU"): "f",
}  # fmt: skip
_NO_SOUND = frozenset({"SIGN", "MARK", "ACCENT", "TONE", "VOWEL", "DIGIT", "JUNGSEONG", "MARBUTA", "MAI", "SARA"})
_QUALIFIERS = frozenset(
    {"SMALL", "CAPITAL", "FINAL", "FARSI", "SHORT", "LETTER", "SYLLABLE", "CHARACTER", "WITH", "ARCHAIC", "STRAIGHT",
     "BARRED", "AMHARIC", "GLOTTAL", "CHOSEONG", "JONGSEONG", "BYELORUSSIAN-UKRAINIAN"}
)  # fmt: skip
_GREEK_PAIRS = (("μπ", "б"), ("ντ", "д"), ("γκ", "г"), ("τζ", "ж"), ("τσ", "ц"))
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=SOUND_CACHE)
def sound(word: str) -> str:
    """The consonant classes of a case-folded word; empty where its script does not say how it sounds."""
    if word.isascii():
        return _classes(word)
    for pair, letter in _GREEK_PAIRS:
        word = word.replace(pair, letter)
    for group, letter in _LATIN_GROUPS:
        if not group.isascii():
            word = word.replace(group, letter)
    # Kana stay whole: decomposed, "ヴ" (vu) would be "ウ" (u) with a mark.
    letters = "".join(c if "\u3040" <= c <= "\u30ff" else unicodedata.normalize("NFD", c) for c in word)
    return _classes("".join(_letter(character) for character in letters))


def _classes(latin: str) -> str:
    for group, letter in _LATIN_GROUPS:
        latin = latin.replace(group, letter)
    return _REPEATED.sub(r"\1", latin.translate(_CLASSES))


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    """The consonants that open the sound of one letter, in Latin; empty for vowels, signs and ideographs."""
    if character.isascii():
        return character
    words = unicodedata.name(character, "").split(" ")
    if len(words) < 3 or words[0] in {"CJK", "COMBINING", "KANGXI"} or _NO_SOUND & set(words[1:]):
        return "n" if "ANUSVARA" in words else ""
    said = next((word for word in words[1:] if word not in _QUALIFIERS), "")
    if (words[0], said) in _SPOKEN_OTHERWISE:
        return _SPOKEN_OTHERWISE[words[0], said]
    opening = re.match(r"[^AEIOU]*", said)
    return opening.group().lower() if opening else ""
