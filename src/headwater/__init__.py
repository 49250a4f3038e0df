"""headwater: an automatic aggregator of the world's media that names the primary source of every item."""

__version__ = "0.1.0"
