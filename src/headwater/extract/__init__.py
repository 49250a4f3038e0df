"""From a capture of any news page to a faithful article: headline, text, byline, times, pictures, credits."""

from headwater.extract._extract import EXTRACTOR, EXTRACTOR_VERSION, extract
from headwater.extract._extraction import Extraction, ReadingPath
from headwater.extract._faithful import NOTHING_LOST, Lost, all_lost
from headwater.extract._host import HostKnowledge, PageFacts, learn
from headwater.extract._joining import Continuation, continuation, join_pages
from headwater.extract._json import article_line
from headwater.extract._kinds import PageForm, PageKind
from headwater.extract._recipes import Recipe, RecipeError, read_recipe, recipe_for

__all__ = [
    "EXTRACTOR",
    "EXTRACTOR_VERSION",
    "NOTHING_LOST",
    "Continuation",
    "Extraction",
    "HostKnowledge",
    "Lost",
    "PageFacts",
    "PageForm",
    "PageKind",
    "ReadingPath",
    "Recipe",
    "RecipeError",
    "all_lost",
    "article_line",
    "continuation",
    "extract",
    "join_pages",
    "learn",
    "read_recipe",
    "recipe_for",
]
