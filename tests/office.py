"""The ministry's office: papers made by its officers over RPC, and their answers."""

import re
import uuid

REQUEST = "social.interagency.request"
ANSWER = "social.interagency.answer"
APPLICATION = "social.interagency.application"
CITIZEN = "social.interagency.citizen"
PARTICIPANT = "social.interagency.participant"
TYPE = "social.interagency.document.type"
SERVICE = "social.interagency.service"
JOURNAL = "social.interagency.journal"

_INNS = {"center": "9900013707", "fund": "9900012333", "city": "9900005488"}
_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


class Office:
    """Makes requests of the demo region.

    :param rpc: maker of RPC clients by login
    """

    def __init__(self, rpc):
        self.rpc = rpc

    def draft(self, addressee="center", **values):
        """Return the id of a complete draft of the clerk."""
        clerk = self.rpc("clerk")
        [body] = clerk.call(PARTICIPANT, "search", [["inn", "=", _INNS[addressee]]])
        types = clerk.call(
            TYPE,
            "search",
            [["participant_ids", "in", body], ["is_consent_needed", "=", False]],
        )
        [citizen] = clerk.call(
            CITIZEN, "search", [["consent_ids", "!=", False]], limit=1
        )
        [service] = clerk.call(
            SERVICE, "search", [["document_type_ids", "in", types]], limit=1
        )
        vals = {
            "addressee_id": body,
            "citizen_id": citizen,
            "service_id": service,
            "line_ids": [[0, 0, {"document_type_id": kind}] for kind in types],
            **values,
        }
        return clerk.call(REQUEST, "create", [vals])[0]

    def send(self, addressee="center", **values):
        """Return the id of a request that the head has sent."""
        request = self.draft(addressee, **values)
        self.rpc("head").call(REQUEST, "action_send", [request])
        return request

    def answer(self, addressee="center", file=("survey.pdf", b"%PDF-1.4 answer")):
        """Return the ids of a request, its answer and the file, sent by the portal."""
        request = self.send(addressee)
        self.submit(addressee, request, {"outcome": "full", "text": "Ответ"}, file)
        [answer] = self.rpc("clerk").call(
            ANSWER, "search_read", [["request_id", "=", request]]
        )
        return request, answer["id"], answer["attachment_ids"][0]

    def submit(self, login, request, fields, file=None):
        """Send the portal's form of the answer; return the status and the page."""
        client = self.rpc(login)
        page = client.get(f"/my/interagency/{request}")[1]
        fields = {**fields, "csrf_token": _TOKEN.search(page)[1].decode()}
        body, kind = _multipart(fields, file)
        return client.send(f"/my/interagency/{request}/answer", body, kind)

    def state(self, request):
        [values] = self.rpc("clerk").call(REQUEST, "read", [request], ["state"])
        return values["state"]

    def events(self, request):
        """Return the events of the request's journal, oldest first."""
        entries = self.rpc("auditor").call(
            JOURNAL, "search_read", [["request_id", "=", request]], fields=["event"]
        )
        return [entry["event"] for entry in reversed(entries)]


def _multipart(fields, file):
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    ]
    body = "".join(parts).encode()
    if file:
        name, content = file
        head = f'Content-Disposition: form-data; name="attachments"; filename="{name}"'
        body += f"--{mark}\r\n{head}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
