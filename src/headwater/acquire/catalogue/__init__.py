"""The starter catalogue: outlets of the world's press that ship with headwater (docs/catalogue.md)."""

from headwater.acquire.catalogue._choice import choose, has_language
from headwater.acquire.catalogue._figures import Figures, figures
from headwater.acquire.catalogue._lines import parse
from headwater.acquire.catalogue._load import find, load
from headwater.acquire.catalogue._sources import to_sources

__all__ = ["Figures", "choose", "figures", "find", "has_language", "load", "parse", "to_sources"]
