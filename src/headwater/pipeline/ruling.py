"""What the service would rule of one page, without keeping or annotating anything: for `headwater rights`."""

from __future__ import annotations

from dataclasses import dataclass

from headwater import extract, rights
from headwater.model.article import Picture
from headwater.model.rejection import Rejection
from headwater.model.rights import Rulings, Signal
from headwater.model.web import Capture
from headwater.pipeline.reading import page_signals


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledPage:
    """The rulings about a page, and the pictures of its article; none where it is no article."""

    rulings: Rulings
    pictures: tuple[Picture, ...] = ()


def rule_page(order: tuple[Capture, tuple[Signal, ...]]) -> RuledPage:
    """Rule on a captured page by all that it, its response and its host (the second of the pair) state."""
    capture, said = order
    found = extract.extract(capture, article_id="")
    stated: tuple[Signal, ...] = () if isinstance(found, Rejection) else found.signals
    at = capture.captured_at
    signals = rights.seen_at((*said, *stated, *page_signals(capture)), at)
    pictures = () if isinstance(found, Rejection) else found.article.pictures
    return RuledPage(rulings=rights.rule(capture.final_url, signals, now=at), pictures=pictures)
