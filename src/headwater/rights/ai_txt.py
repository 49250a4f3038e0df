"""ai.txt (Spawning): the form of robots.txt, about feeding models instead of fetching."""

from __future__ import annotations

from headwater.model.rights import Signal, Use
from headwater.rights.robots import robots_rule

KIND = "ai.txt"


def ai_txt_signals(body: bytes, *, url: str, place: str, agent: str) -> list[Signal]:
    """What an ai.txt refuses about `url`: mining and summaries; what it allows grants nothing beyond the default."""
    answer = robots_rule(body, status=200, url=url, agent=agent)
    if answer.allowed:
        return []
    return [Signal(kind=KIND, uses=(Use.MINE, Use.SUMMARISE), allows=False, text=answer.rule, url=place)]
