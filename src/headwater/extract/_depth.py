"""`text.nesting` under the name by which the readers of this package know it."""

from headwater.text.nesting import MAX_ATTRIBUTES, MAX_DEPTH, MAX_OPTIONS, flattened

__all__ = ["MAX_ATTRIBUTES", "MAX_DEPTH", "MAX_OPTIONS", "flattened"]
