"""flask-websub's hub: `python hub.py DATABASE` prints its port. Its celery tasks run in threads of this process.

Nothing of the hub is changed: subscription, intent verification, signing and distribution are its own. Topics with
"/refused" in their address are denied by a validator. `GET /subscribers?topic=…` lists the callbacks that it holds.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from types import SimpleNamespace

from flask import Flask, jsonify, request
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server

LONGEST_COUNTDOWN = 0.1


class Tasks:
    """What the hub asks of celery: `task(…)`, `delay`, and `retry` for bound tasks."""

    def __init__(self):
        self.pool = ThreadPoolExecutor(4)

    def task(self, bind=False, max_retries=3):
        def wrap(function):
            def run(arguments, retries):
                def retry(countdown):
                    if retries < max_retries:
                        Timer(min(countdown, LONGEST_COUNTDOWN), run, (arguments, retries + 1)).start()

                own = [SimpleNamespace(request=SimpleNamespace(retries=retries), retry=retry)] if bind else []
                function(*own, *arguments)

            def delay(*arguments):
                self.pool.submit(run, arguments, 0)

            return SimpleNamespace(delay=delay)

        return wrap


def refuse(callback_url, topic_url, lease_seconds, secret, endpoint_hook_data):
    return "not for you\r\nat all" if "/refused" in topic_url else None


def main():
    storage = SQLite3HubStorage(sys.argv[1])
    hub = Hub(storage, Tasks(), BACKOFF_BASE=0.05, MAX_ATTEMPTS=3, REQUEST_TIMEOUT=20)
    hub.register_validator(refuse)
    app = Flask(__name__)
    app.config.update(PUBLISH_SUPPORTED=True)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))

    @app.get("/subscribers")
    def subscribers():
        return jsonify([row[0] for row in storage.get_callbacks(request.args["topic"])])

    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
