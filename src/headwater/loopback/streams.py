"""From an accepted socket to asyncio streams, once the client's first byte has told whether it speaks TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl

from headwater.loopback.wire import MAX_HEAD_BYTES


async def first_byte(connection: socket.socket) -> int:
    """The first byte that the client sends, left where it is; -1 if it hangs up instead."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(connection)
    first = connection.recv(1, socket.MSG_PEEK)
    return first[0] if first else -1


async def open_streams(
    connection: socket.socket, context: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """The server's end of `connection`, after the handshake where there is a `context`.

    A protocol with a callback is a server's, which `StreamWriter.start_tls` looks at; the writer that it hands over
    is the only one that may exist, because writers close their transport when they are collected.
    """
    loop = asyncio.get_running_loop()
    opened: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    protocol = asyncio.StreamReaderProtocol(
        asyncio.StreamReader(limit=MAX_HEAD_BYTES, loop=loop),
        lambda reader, writer: opened.append((reader, writer)),
        loop=loop,
    )
    await loop.connect_accepted_socket(lambda: protocol, connection, ssl=context)
    return opened[0]
