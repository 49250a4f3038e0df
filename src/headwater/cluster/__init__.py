"""Grouping the world's reports of one event into stories, article by article, with the reason in words."""

from __future__ import annotations

from headwater.cluster._fingerprint import prepare
from headwater.cluster._lines import StoryLine, cluster_lines
from headwater.cluster._linkage import Pair, group
from headwater.cluster._pair import same_story_probability
from headwater.cluster._repair import compared_pairs, repair
from headwater.cluster._story_choice import place
from headwater.cluster._window import WINDOW, Window

__all__ = [
    "WINDOW",
    "Pair",
    "StoryLine",
    "Window",
    "cluster_lines",
    "compared_pairs",
    "group",
    "place",
    "prepare",
    "repair",
    "same_story_probability",
]
