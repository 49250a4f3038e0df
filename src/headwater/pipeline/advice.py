"""What each flag means in a few words, and what an operator can do about it."""

from __future__ import annotations

from collections.abc import Mapping

from headwater.model.view import DeafReason
from headwater.model.watching import Flag

ADVICE: Mapping[Flag, str] = {
    Flag.FAILING: "Open the address in a browser. If it works there, wait; if it does not, find the outlet's new "
    "feed (`headwater sources add DOMAIN`) and remove this one.",
    Flag.REFUSED: "The outlet does not want to be read by programs. Respect that and remove the source, or ask the "
    "outlet for permission.",
    Flag.EMPTY: "Open the address: the outlet may have emptied or moved this feed. `headwater sources add DOMAIN` "
    "finds others.",
    Flag.STALE: "Look at the outlet's site. If it publishes, its feed is dead: find another with "
    "`headwater sources add DOMAIN`. If it does not, there is nothing to do.",
    Flag.MOVED: "Nothing: the new address is read. Change it in your own lists.",
    Flag.OVER: "Remove it (`headwater sources remove ADDRESS`), or look for another feed of the outlet.",
    Flag.LANGUAGE_CHANGED: "Look at the feed: the address may have been taken over, or the outlet changed its edition. "
    "If it is right so, do nothing; the new language is accepted after two weeks.",
    Flag.ALL_KNOWN: "It may be removed without losing an article: other sources bring the same, earlier.",
}
"""What an operator can do about each flag."""

WORST_FIRST = (
    Flag.FAILING,
    Flag.OVER,
    Flag.EMPTY,
    Flag.STALE,
    Flag.REFUSED,
    Flag.LANGUAGE_CHANGED,
    Flag.MOVED,
    Flag.ALL_KNOWN,
)

FLAG_WORDS: Mapping[Flag, str] = {
    Flag.FAILING: "cannot be read",
    Flag.REFUSED: "refuse to be read",
    Flag.EMPTY: "announce nothing",
    Flag.STALE: "silent for much longer than usual",
    Flag.MOVED: "moved",
    Flag.OVER: "gone for good",
    Flag.LANGUAGE_CHANGED: "suddenly in another language",
    Flag.ALL_KNOWN: "bring nothing of their own",
}

RECIPE_ADVICE = (
    "The outlet may have a new layout: try the recipe with `headwater extract --recipes FOLDER PAGE`, then mend it or "
    "give it an end (`until`)."
)
"""What an operator can do about recipes that no longer find the text (docs/recipes.md)."""

DEAF_ADVICE: Mapping[DeafReason, str] = {
    DeafReason.NOT_POLLING: "Sources are due and nobody asks them. "
    "See whether `headwater run` is running, and start it.",
    DeafReason.ALL_FAILING: "Every attempt to read a source fails. Check this machine's network and name resolution.",
}
