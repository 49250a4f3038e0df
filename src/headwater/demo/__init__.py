"""The demo world: a small web of invented news outlets, shipped as data, with the truth about each of its items."""

from headwater.demo.scoring import Figure, Held, Scorecard, score
from headwater.demo.site import DemoSite
from headwater.demo.world import Item, Outlet, World, load_world

__all__ = ["DemoSite", "Figure", "Held", "Item", "Outlet", "Scorecard", "World", "load_world", "score"]
