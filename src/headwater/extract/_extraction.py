"""What one page gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from headwater.extract._faithful import NOTHING_LOST, Lost
from headwater.extract._host import PageFacts
from headwater.extract._kinds import PageForm
from headwater.model.article import Article
from headwater.model.rights import Signal


class ReadingPath(StrEnum):
    """A dear path that reading took because the cheap one left a question; most pages take none of them.

    `make bench-extract` counts them.
    """

    NAMES_FORGOTTEN = "names_forgotten"
    """What was found held too little of the page's prose: the container was looked for again without class names."""

    SHOWN_DATE = "shown_date"
    """The page declares no time of publication to machines: lines, <time> elements and the address were read."""

    SHOWN_BYLINE = "shown_byline"
    """The page names no author to machines: the lines around its headline were read."""

    PARAGRAPH_REPAIR = "paragraph_repair"
    """A paragraph was not found verbatim in the page: its sentences were looked for one by one."""

    HIDDEN_TEXT = "hidden_text"
    """Most of the text was not found in what the page shows: what it hides at first was read as well."""

    DECLARED_TEXT = "declared_text"
    """The page shows no text: that of its JSON-LD was read."""

    READ_ALONE = "read_alone"
    """The page did not fit what its host had taught, and was read a second time without that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """One article, the rights signals of its page (licences; `rights` reads the others), and the page's form.

    `recipe` names the recipe that was tried, `is_recipe_stale` says that it found no text there; `paths` are the dear
    paths that reading took. `lost` is what was read but left out because it is not in the page word for word.
    """

    article: Article
    signals: tuple[Signal, ...] = ()
    form: PageForm = field(default_factory=PageForm)
    facts: PageFacts | None = None
    recipe: str = ""
    is_recipe_stale: bool = False
    paths: frozenset[ReadingPath] = frozenset()
    lost: Lost = NOTHING_LOST
