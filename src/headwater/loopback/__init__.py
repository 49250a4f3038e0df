"""A small web on 127.0.0.0/8 that imitates the world's, over real HTTP and HTTPS, for the demo, replay and tests."""

from headwater.loopback.answers import Behaviour, Site, WebAnswer, WebRequest
from headwater.loopback.archive import ArchiveSite
from headwater.loopback.authority import TlsFault
from headwater.loopback.web import Exchange, LoopbackWeb

__all__ = ["ArchiveSite", "Behaviour", "Exchange", "LoopbackWeb", "Site", "TlsFault", "WebAnswer", "WebRequest"]
