"""From a capture of any news page to a faithful article: headline, text, byline, times, pictures, credits."""

from headwater.extract._extract import EXTRACTOR, EXTRACTOR_VERSION, extract
from headwater.extract._extraction import Extraction
from headwater.extract._json import article_line

__all__ = ["EXTRACTOR", "EXTRACTOR_VERSION", "Extraction", "article_line", "extract"]
