"""Every hostile document, read in a child process with a deadline and a memory limit."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from headwater.model.rejection import Rejection
from headwater.model.web import Capture, Feed
from headwater.pipeline.sandbox import Children, SandboxLimits
from unit.acquire.hostile_feeds import DEADLINE_SECONDS, HOSTILE_FEEDS, MEMORY_BYTES, HostileFeed


@pytest.fixture(scope="module")
def crew() -> Iterator[Children]:
    with Children(1, SandboxLimits(deadline_seconds=DEADLINE_SECONDS, memory_bytes=MEMORY_BYTES)) as children:
        yield children


def read(crew: Children, body: bytes, content_type: str, *, is_page: bool = False) -> Feed | Rejection:
    url = "https://a.example/feed"
    capture = Capture(
        id="c", requested_url=url, final_url=url, status=200, headers={"content-type": content_type}, body=body,
        captured_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    found = crew.call("read_feed", (capture, is_page))
    assert isinstance(found, (Feed, Rejection))
    return found


@pytest.mark.parametrize("case", HOSTILE_FEEDS, ids=lambda case: case.name)
def test_a_hostile_document_meets_its_limit(crew: Children, case: HostileFeed) -> None:
    found = read(crew, case.body(), case.content_type, is_page=case.is_page)
    assert not (isinstance(found, Rejection) and found.stage != "acquire"), found
    assert case.check(found), found if isinstance(found, Rejection) else (found.repaired, found.entries[:1])


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "{url}">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "{url}"> %p;]>',
        '<!DOCTYPE rss SYSTEM "{url}">',
        '<?xml-stylesheet type="text/xsl" href="{url}"?>',
        '<?xml-model href="{url}"?>',
    ],
)
def test_no_document_makes_us_ask_for_another(crew: Children, prologue: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd"
        body = prologue.format(url=url) + f"<rss><channel><item><title>Tide &x; {url}</title></item></channel></rss>"
        assert isinstance(read(crew, body.encode(), "application/xml"), Feed)
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_table_names_every_case_once() -> None:
    assert len({case.name for case in HOSTILE_FEEDS}) == len(HOSTILE_FEEDS)
    assert all(case.limit and case.outcome for case in HOSTILE_FEEDS)
