"""What one page gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from headwater.extract._host import PageFacts
from headwater.extract._kinds import PageForm
from headwater.model.article import Article
from headwater.model.rights import Signal


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """One article, the rights signals of its page (licences; `rights` reads the others), and the page's form.

    `recipe` names the recipe that was tried, `is_recipe_stale` says that it found no text there.
    """

    article: Article
    signals: tuple[Signal, ...] = ()
    form: PageForm = field(default_factory=PageForm)
    facts: PageFacts | None = None
    recipe: str = ""
    is_recipe_stale: bool = False
