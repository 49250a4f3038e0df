"""The far side of bench/polls.py: many hosts on one port of 127.0.0.0/8, each with a feed of 50 items.

Answers 304 to any conditional request. Prints its port and serves until its standard input ends.
"""

import asyncio
import sys
from pathlib import Path

ITEMS = 50
PARAGRAPH = "The harbour board of Wellbrook met on Tuesday and put off the dredging of the northern basin once more. "


def feed(host: str) -> bytes:
    """RSS 2.0 with 50 invented items, about 9 kB each, so that a feed is about 450 kB."""
    items = "".join(
        f"<item><title>Report {n} from {host}</title><link>http://{host}/2026/11/23/report-{n}</link>"
        f"<guid>http://{host}/{n}</guid><pubDate>Mon, 23 Nov 2026 {n % 24:02}:{n % 60:02}:00 GMT</pubDate>"
        f"<dc:creator>Ada Quill</dc:creator><description>{PARAGRAPH * 3}</description>"
        f"<content:encoded><![CDATA[<p>{PARAGRAPH * 80}</p>]]></content:encoded></item>"
        for n in range(ITEMS)
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{host}</title><link>http://{host}/</link><language>en</language>"
    )
    return f"{head}{items}</channel></rss>".encode()


class Answering(asyncio.Protocol):
    """HTTP/1.1, just enough: GET with and without validators, kept alive."""

    def connection_made(self, transport):
        self.transport, self.received = transport, b""

    def data_received(self, data):
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, self.received = self.received.split(b"\r\n\r\n", 1)
            self.transport.write(self.answer(head))

    def answer(self, head: bytes) -> bytes:
        lines = head.split(b"\r\n")
        headers = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in lines[1:]}
        if lines[0].split()[1].endswith(b"/robots.txt"):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if b"if-none-match" in headers:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        body = feed(headers.get(b"host", b"").decode("latin-1").partition(":")[0])
        start = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n'
        return start % len(body) + body


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answering, "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_bytes(feed("harbour.example"))
    else:
        asyncio.run(main())
