"""Word lists that tell names by their company: titles, verbs of speech, organisations (data/name_words.toml)."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_LISTS: dict[str, str] = tomllib.loads(
    files("headwater.annotate").joinpath("data/name_words.toml").read_text(encoding="utf-8")
)


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


HEAD_TITLES = _words("before")
"""Stand before a person's name."""

TAIL_TITLES = _words("after")
"""Stand after a person's name (Korean, Chinese, Japanese)."""

SPEECH_VERBS = _words("speech")
"""Stand beside a speaker's name."""

COMPANY_WORDS = _words("organisation")
"""Occur inside names of organisations."""

PARTICLES = _words("particles")
"""May stand small inside a name."""

WORDS_THAT_ARE_NO_NAMES = _words("other")
"""Capitalised words that are no names: days, months, labels of newsrooms."""

_HANGUL = "\uac00-\ud7a3"
HANGUL_NAME = re.compile(rf"(?:^|[^{_HANGUL}])([{_LISTS['korean_families']}][{_HANGUL}]{{1,2}}) ?$")
"""A Korean family name with one or two syllables, standing right before a title."""

HAN_NAME = re.compile(r"([\u4e00-\u9fff]{2,3})$")
"""Two or three characters right before a Chinese or Japanese title."""
