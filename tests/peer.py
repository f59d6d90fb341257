"""The system of a participant that takes messages and counts how often each came."""

import json
import re
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from office import PARTICIPANT
from pair import CENTER, ENDPOINT, GATEWAY

_NUMBER = re.compile(rb"<MessageId>([^<]+)</MessageId>")


class Peer:
    """A gateway of the center on this machine, while the context lasts."""

    def __init__(self):
        self.taken = Counter()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._get_handler())
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def register(self, staff):
        """Tell the region by which address and key the center is reached."""
        administrator = staff.rpc("administrator")
        [center] = administrator.call(PARTICIPANT, "search", [["inn", "=", CENTER]])
        url = f"http://127.0.0.1:{self.server.server_port}{GATEWAY}"
        found = administrator.call(
            ENDPOINT,
            "search",
            [["participant_id", "=", center], ["channel", "=", "http"]],
        )
        if found:
            administrator.call(ENDPOINT, "write", found, {"url": url})
            return
        vals = {"name": "Шлюз центра", "code": "peer", "participant_id": center}
        vals |= {"channel": "http", "url": url, "is_probed": False}
        [endpoint] = administrator.call(ENDPOINT, "create", [vals])
        administrator.call(ENDPOINT, "action_set_token", [endpoint], "key")

    def _get_handler(peer):  # noqa: N805  (the handler has a self of its own)
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                numbers = [number.decode() for number in _NUMBER.findall(body)]
                peer.taken.update(numbers)
                results = [
                    {"messageId": number, "state": "queued"} for number in numbers
                ]
                is_batch = self.path.endswith("/batches")
                self._answer({"results": results} if is_batch else results[0])

            def _answer(self, content):
                body = json.dumps(content).encode()
                self.send_response(200 if "results" in content else 202)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                """Say nothing: the test counts."""

        return Handler
