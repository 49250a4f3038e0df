"""HTTP: routes ask the store's reader, hand values to `publish`, and answer."""

from headwater.publish.site import SiteSettings
from headwater.serve.application import make_app
from headwater.serve.reader import ReaderProtocol
from headwater.serve.server import serve_forever
from headwater.serve.websub import Callbacks

__all__ = ["Callbacks", "ReaderProtocol", "SiteSettings", "make_app", "serve_forever"]
