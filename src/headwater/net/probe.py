"""Is anybody listening?"""

from __future__ import annotations

import socket

CONNECT_SECONDS = 1.0


def can_connect(host: str, port: int) -> bool:
    """Whether a server of our own accepts a connection; for starting it, never for the world."""
    try:
        with socket.create_connection((host, port), timeout=CONNECT_SECONDS):
            return True
    except OSError:
        return False
