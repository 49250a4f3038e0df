"""A small web on loopback whose hosts misbehave, one way each: `fakeweb.host("slow")` → "slow.example"."""

from fakeweb.misbehaviours import FEED, FakeWeb, bomb, feed_body

__all__ = ["FEED", "FakeWeb", "bomb", "feed_body"]
