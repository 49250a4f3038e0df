"""Never deaf, in the whole program: a run's sweep flags what is wrong, mails it, posts it, and tells the recovery."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from running import open_outlet, run_once
from typer.testing import CliRunner

from headwater.app.commands.sources import app
from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome, Source, SourceKind
from headwater.pipeline.alerts import SIGNATURE_HEADER, signature
from headwater.store import Store, outcomes, queue, sources
from realhub.newsroom import free_port

HOUR = timedelta(hours=1)
SECRET = "between the two of us"


class Mailbox:
    """What a real SMTP server took."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.headers[SIGNATURE_HEADER], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hook():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.taken = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def outlet():
    with open_outlet() as opened:
        yield opened


def add_failing_for_hours(tx, url):
    """A source as five hours of failing polls leave it: their outcomes, its count; the next poll is due now."""
    now = datetime.now(UTC)
    source = Source(id="failing", url=url, kind=SourceKind.RSS, added_at=now - 60 * 24 * HOUR)
    source = replace(source, last_success_at=now - 6 * HOUR, last_check_at=now - HOUR, failure_count=5)
    sources.add_source(tx, source)
    rejection = Rejection(stage="fetch", reason=Reason.HTTP_STATUS, detail="404 Not Found")
    for hours in range(5, 0, -1):
        outcome = FetchOutcome(rejection=rejection, status=404)
        outcomes.record_fetch(tx, source_id="failing", url=url, at=now - hours * HOUR, outcome=outcome)
    queue.enqueue(tx, Stage.POLL, "failing", due_at=now, host="127.0.0.1")


def poll_now(data, source_id):
    with Store.open(data / "headwater.sqlite") as store, store.write() as tx:
        queue.enqueue(tx, Stage.POLL, source_id, due_at=datetime.now(UTC), host="127.0.0.1")


def health(data, *more):
    return CliRunner().invoke(app, ["health", "--data", str(data), *more])


def test_what_is_wrong_is_told_by_mail_and_webhook_and_so_is_the_recovery(outlet, mailbox, hook, tmp_path):
    data = tmp_path / "data"
    settings = {
        "HEADWATER_POLL_SHORTEST_MINUTES": "30",  # `--once` waits for what is due within a minute
        "HEADWATER_ALERT_MAIL_TO": "desk@news.test,second@news.test",
        "HEADWATER_ALERT_MAIL_FROM": "headwater@news.test",
        "HEADWATER_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}?security=plain",
        "HEADWATER_ALERT_WEBHOOK": f"http://127.0.0.1:{hook.server_port}/hook",
        "HEADWATER_ALERT_WEBHOOK_SECRET": SECRET,
        "HEADWATER_ALERT_PAUSE_MINUTES": "0",
    }
    outlet.publish("/well")
    outlet.pages["/over"] = (410, {}, "gone")
    with Store.open(data / "headwater.sqlite") as store, store.write() as tx:
        add_failing_for_hours(tx, f"{outlet.url}/failing")

    run_once(data, "--add", f"{outlet.url}/well", "--add", f"{outlet.url}/over", env=settings)
    ((recipients, mail),) = mailbox.mails
    ((sent, body),) = hook.taken
    told = {one["url"]: one["flag"] for one in json.loads(body)["flagged"]}
    assert told == {f"{outlet.url}/failing": "failing", f"{outlet.url}/over": "over"}
    assert sent == signature(body, SECRET)
    assert recipients == ["desk@news.test", "second@news.test"]
    assert mail["Subject"] == "headwater: 2 sources need a look"
    for words in (f"{outlet.url}/failing", f"{outlet.url}/over", "404", "410", "What to do:"):
        assert words in mail.get_content()

    shown = health(data)
    assert shown.exit_code == 3
    for words in (f"{outlet.url}/failing", f"{outlet.url}/over", "Every attempt fails", "gone for good (410)"):
        assert words in shown.stdout
    assert f"{outlet.url}/well" not in shown.stdout

    outlet.publish("/failing", "wells")
    outlet.pages["/wells"] = (404, {}, "later")
    poll_now(data, "failing")
    run_once(data, env=settings)
    assert mailbox.mails[1][1]["Subject"] == "headwater: 1 is well again"
    (recovered,) = json.loads(hook.taken[1][1])["recovered"]
    assert (recovered["url"], recovered["flag"]) == (f"{outlet.url}/failing", "failing")
    assert (len(mailbox.mails), len(hook.taken)) == (2, 2)  # what was told is not told again
    still = health(data, "--json")
    assert still.exit_code == 3
    assert f"{outlet.url}/failing" not in still.stdout
    assert outlet.asked_by_us("/over") == 1
