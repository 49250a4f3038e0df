"""Make a WARC of (part of) the demo world, as a crawler would have written it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from headwater.demo import DemoSite, load_world
from headwater.demo.pages import FEED_PATHS
from headwater.loopback import WebRequest

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def write_archive(path, *, events, robots=True):
    """Captures of every outlet with items in `events`: robots.txt, feeds, home page, pages; gives those items."""
    world = load_world()
    site = DemoSite(world, NOW)
    items = [item for item in world.items.values() if item.event in events]
    outlets = {item.outlet.id: item.outlet for item in items}.values()
    urls = [item.url for item in items]
    for outlet in outlets:
        urls += [outlet.home_url[:-1] + FEED_PATHS[kind] for kind in outlet.feeds]
        urls.append(outlet.home_url)
        if robots:
            urls.append(outlet.home_url + "robots.txt")
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, url in enumerate(urls):
            answer = site.answer(WebRequest(method="GET", url=url))
            if answer.behaviour.is_dropped:
                continue
            at = NOW + timedelta(seconds=number)
            head = StatusAndHeaders(f"{answer.status} X", list(answer.headers.items()), protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(answer.body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")},
            )
            writer.write_record(record)
    return items
