"""Names compared across spellings and scripts: an exact key, and a rough key of consonants."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MIN_SKELETON = 4  # shorter consonant rows ("BBC" in any script) match too much
_VOWELS = frozenset("aeiouyhwj")
_CLASSES = {"l": "r", "f": "v", "c": "k", "q": "k", "x": "k", "z": "s"}
_FOLDED = {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "t", "ß": "s", "ı": "i"}


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """Letters and figures of a name, folded, without a leading article or a closing web suffix."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    folded = folded.removeprefix("the ")
    return "".join(char for char in folded if char.isalnum())


@lru_cache(maxsize=65_536)
def skeleton(name: str) -> str:
    """The name's consonants in Latin letters, near ones joined: "Нордтеле", "ノルドテレ", "Nordtele" give one row."""
    sounds: list[str] = []
    for char in unicodedata.normalize("NFKC", name).casefold():
        for sound in _sounds(char):
            if not sounds or sounds[-1] != sound:
                sounds.append(sound)
    return "".join(sounds)


@lru_cache(maxsize=4096)
def _sounds(char: str) -> str:
    char = _FOLDED.get(char, char)
    if not char.isascii() and "LATIN" in unicodedata.name(char, ""):
        char = unicodedata.normalize("NFD", char)[0]
    spoken = char if char.isascii() else _spoken(char)
    return "".join(_CLASSES.get(c, c) for c in spoken if c.isalpha() and c not in _VOWELS)


def _spoken(char: str) -> str:
    """The consonant that Unicode's own name gives a letter ("KATAKANA LETTER DO" is d), the syllable for Hangul."""
    words = unicodedata.name(char, "").split()
    if len(words) < 2 or not char.isalpha() or words[0].startswith("CJK") or {"SIGN", "VOWEL", "MARK"} & set(words):
        return ""
    sound = words[-1].lower()
    if words[0] == "HANGUL":
        return sound.replace("ng", "n")
    if words[0] in ("ARABIC", "HEBREW", "GREEK") and sound[0] in "aeiou":
        return ""  # alef, ain and the Greek vowels are no consonants that a Latin spelling would keep
    return next((c for c in sound if c.isalpha() and c not in _VOWELS), "")


@lru_cache(maxsize=65_536)
def same_name(a: str, b: str) -> float:
    """How surely two names mean one organisation: 1 the same letters, .9 one inflected, .7 the same consonants."""
    first, second = name_key(a), name_key(b)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if _is_inflected(first, second) or _is_inflected(second, first):
        return 0.9
    rows = skeleton(a), skeleton(b)
    if rows[0] == rows[1] and len(rows[0]) >= MIN_SKELETON and not (first.isascii() and second.isascii()):
        return 0.7
    return 0.0


def _is_inflected(longer: str, shorter: str) -> bool:
    """Whether `longer` is `shorter` with a case ending of at most four letters ("Nordtelessä")."""
    stem = max(5, len(shorter) - 2)
    return len(shorter) >= 5 and shorter[:stem] == longer[:stem] and 0 <= len(longer) - len(shorter) <= 4
