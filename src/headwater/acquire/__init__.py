"""Captures to entries: feeds, sitemaps, pages and archives, read whatever shape they are in."""

from headwater.acquire._json import feed_line
from headwater.acquire._read import detect, read
from headwater.acquire.page import discover

__all__ = ["detect", "discover", "feed_line", "read"]
