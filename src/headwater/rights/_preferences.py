"""Preferences about kinds of use: Content-Signal (contentsignals.org), Content-Usage (IETF AIPREF), RSL licences.

What each word speaks of is a table (`docs/rights.md`): searching is our index and excerpt, feeding a model is our
mining and summarising, training is reserved text and data mining (Content-Signal says so itself, with Article 4 of
Directive (EU) 2019/790).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from headwater.model.rights import Signal, Use
from headwater.rights._patterns import matches, weight

_USES = {
    "search": (Use.INDEX, Use.EXCERPT),
    "ai-input": (Use.MINE, Use.SUMMARISE),
    "ai-train": (Use.MINE,),
    "train-ai": (Use.MINE,),
    "train-genai": (Use.MINE,),
    "genai": (Use.MINE, Use.SUMMARISE),
    "ai-use": (Use.MINE, Use.SUMMARISE),
    "ai": (Use.MINE, Use.SUMMARISE),
    "tdm": (Use.MINE,),
    "bots": (Use.FETCH,),
}
_ANSWERS = {"yes": True, "y": True, "?1": True, "no": False, "n": False, "?0": False}
_PAIR = re.compile(r"([a-z][a-z-]{0,60})\s*=\s*(yes|no|y|n|\?1|\?0)(?![a-z])", re.I)


def preference_signals(statements: Sequence[tuple[str, str, str]], *, path: str, url: str) -> list[Signal]:
    """The signals of `Content-Signal` and `Content-Usage` lines of one robots group, for one path.

    A statement may begin with a path pattern; of those that match, the most specific speaks (AIPREF attachment).
    """
    found: list[Signal] = []
    for name in ("content-signal", "content-usage"):
        fitting = [_scoped(value, line) for kind, value, line in statements if kind == name]
        fitting = [one for one in fitting if matches(one[0], path)]
        longest = max((weight(pattern) for pattern, _, _ in fitting), default=0)
        for pattern, value, line in fitting:
            if weight(pattern) == longest:
                found += stated_preferences(value, kind=name, text=line, url=url)
    return found


def _scoped(value: str, line: str) -> tuple[str, str, str]:
    if value.startswith("/"):
        pattern, _, rest = value.partition(" ")
        return pattern, rest, line
    return "/", value, line


def stated_preferences(value: str, *, kind: str, text: str, url: str) -> list[Signal]:
    """The signals of one list of preferences such as "search=yes, ai-train=no"; unknown words are skipped."""
    found: list[Signal] = []
    for name, answer in _PAIR.findall(value):
        uses = _USES.get(name.lower())
        if uses:
            found.append(Signal(kind=kind, uses=uses, allows=_ANSWERS[answer.lower()], text=text, url=url))
    return found


def licence_line_signal(licence: str, *, url: str) -> Signal:
    """An RSL licence that is named but not read: its terms govern machine use, so mining and summaries wait for it."""
    return Signal(kind="rsl", uses=(Use.MINE, Use.SUMMARISE), allows=False, text=f"License: {licence}", url=url)


def strictest(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Signals without repetitions, in order."""
    return tuple(dict.fromkeys(signals))
