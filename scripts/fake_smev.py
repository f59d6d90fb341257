"""A fake of the SMEV adapter, for trying and for tests: IT IS NOT SMEV.

It speaks the JSON interface by which an adapter is asked to send and to hand out
messages, keeps everything in memory and answers each request by itself. A word in the
request's additional information chooses the answer; see `SCENARIOS`.
"""

import json
import sys
import time
import uuid
from collections import defaultdict, deque
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from scripts.paths import ADDONS

sys.path.insert(0, str(ADDONS / "social_interagency"))

from exchange import papers

HOST = "127.0.0.1"
PORT = 8095
# How long a message that was handed out and not confirmed waits to be given again.
REPEAT = 2.0  # seconds
WORDS = "УЧЕБНЫЙ ОТВЕТ заглушки вместо СМЭВ: сведения вымышлены."
REJECTS = ("NO_DATA", "ACCESS_DENIED", "UNKNOWN_REQUEST_DESCRIPTION", "FAILURE")
SCENARIOS = f"""
  в тексте запроса        что будет
  [{"], [".join(REJECTS[:2])}]   отказ с этим кодом
  [{"], [".join(REJECTS[2:])}]
  [REGISTERED]            только статус с входящим номером
  [REJECTED_BY_SMEV]      СМЭВ не приняла сообщение
  [SILENCE]               ничего
  иначе                   ответ «всё представлено»
"""


class Adapter:
    """Queues of one fake adapter, one for each information system and kind.

    :ivar delay: seconds by which the receipt of a message comes later than its answer
    """

    def __init__(self):
        self.delay = 0
        self.queues = defaultdict(deque)
        self.unconfirmed = {}
        self.received = []
        self.lock = Lock()

    def send(self, body):
        """Take a message; return the adapter's number of it."""
        with self.lock:
            message_id = str(uuid.uuid1())
            self.received.append(body)
            if "requestMessage" in body:
                self._answer(body["itSystem"], body["requestMessage"])
        time.sleep(self.delay)
        return {"itSystem": body["itSystem"], "messageId": message_id}

    def get(self, body):
        """Return the next message of the system, nothing when there is none."""
        key = body["itSystem"], body["specificQuery"]["messageTypeCriteria"]
        with self.lock:
            self._give_again()
            if not self.queues[key]:
                return None
            message = self.queues[key].popleft()
            moment = time.monotonic() + REPEAT
            self.unconfirmed[message["messageId"]] = (moment, key, message)
            return message

    def _give_again(self):
        for message_id, (moment, key, message) in list(self.unconfirmed.items()):
            if moment < time.monotonic():
                del self.unconfirmed[message_id]
                self.queues[key].append(message)

    def ack(self, body):
        """Forget a message that was handed out."""
        with self.lock:
            return {"known": bool(self.unconfirmed.pop(body["targetMessageId"], None))}

    def put(self, system, criterion, **message):
        """Let a message wait for a system."""
        message = {"messageId": str(uuid.uuid1()), **message}
        self.queues[system, criterion].append(message)

    def _answer(self, system, sent):
        client_id = sent["requestMetadata"]["clientId"]
        content = sent["requestContent"]["content"]["messagePrimaryContent"]["any"]
        request = papers.read(content.encode())
        words = request.request.content
        if "[REJECTED_BY_SMEV]" in words:
            self._put_status(system, client_id, "requestIsRejectedBySmev")
            return
        self._put_status(system, client_id, "messageIsDelivered")
        if "[SILENCE]" not in words:
            self.put(
                system,
                "RESPONSE",
                responseMessage={
                    "responseMetadata": {
                        "clientId": str(uuid.uuid1()),
                        "replyToClientId": client_id,
                    },
                    "responseContent": self._choose(words, request),
                },
            )

    def _put_status(self, system, client_id, status):
        self.put(
            system,
            "RESPONSE",
            statusMessage={
                "status": status,
                "details": WORDS,
                "statusMetadata": {"originalClientId": client_id},
            },
        )

    def _choose(self, words, request):
        for code in REJECTS:
            if f"[{code}]" in words:
                reject = {"rejectionReasonCode": code, "description": WORDS}
                return {"rejects": [reject]}
        if "[REGISTERED]" in words:
            return {"status": {"code": "1", "description": "учебный-1"}}
        answer = papers.write(_make_answer(request))
        return {"content": {"messagePrimaryContent": {"any": answer.decode()}}}


def _make_answer(request):
    header = request.header
    return papers.Message(
        header=papers.Header(
            message_id=str(uuid.uuid1()),
            original_message_id=header.message_id,
            sent_at=datetime.now(UTC).replace(tzinfo=None),
            sender=header.recipient,
            recipient=header.sender,
        ),
        answer=papers.Answer(
            number="учебный-1",
            outcome="full",
            text=WORDS,
            signer=papers.Person(name="Заглушка", position="не должностное лицо"),
        ),
    )


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        deed = getattr(self.server.adapter, self.path.rpartition("/")[2], None)
        answer = deed(body) if deed else None
        content = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(200 if content else 204)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Fake", "not SMEV")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments):
        """Messages hold personal data: nothing is logged."""


def make_server(port=0):
    """Return a server of a fresh adapter; a port of zero is any free one."""
    server = ThreadingHTTPServer((HOST, port), _Handler)
    server.adapter = Adapter()
    return server


def serve():
    """Serve in the foreground until interrupted."""
    server = make_server(PORT)
    print(
        "ЭТО НЕ СМЭВ: заглушка адаптера для проб, подписи не проверяются.\n"
        f"Адрес электронного сервиса: http://{HOST}:{PORT}\n{SCENARIOS}",
        flush=True,
    )
    server.serve_forever()


if __name__ == "__main__":
    serve()
