import contextlib
import uuid
from base64 import b64decode, b64encode

from .. import papers
from ..errors import Postponed, Refused
from ..parcel import Arrival, Parcel, Receipt
from ..web import Web
from .base import Channel

CRITERIA = ("RESPONSE", "REQUEST")
DELIVERED = {"messageIsDelivered", "responseIsAcceptedBySmev"}
REFUSED = {
    "cancelled",
    "doesNotExist",
    "messageIsArchived",
    "requestIsRejectedBySmev",
    "responseIsRejectedBySmev",
}
# The adapter finds a fault in what we have sent; trying again does not help.
FINAL_FAULTS = {"ValidationFault"}


class Smev(Channel):
    """SMEV through the adapter of the participant's information system (ИУА).

    The adapter signs and transports; it stands behind its own REST interface, of which
    the address is that of the endpoint and ``itSystem`` the endpoint's code.
    """

    code = "smev"
    label = "SMEV"
    sequence = 90
    is_queued = True
    is_polled = True
    is_form_fixed = True
    # SMEV knows a status and a rejection; it carries no acceptance and no return.
    notices = frozenset({"registered", "rejected"})

    def __init__(self, endpoint):
        super().__init__(endpoint)
        self.address = (endpoint.url or "").rstrip("/")
        self.system = endpoint.code
        self.web = Web(endpoint.timeout, endpoint._get_token())

    @classmethod
    def make_message_id(cls):
        """Return a UUID of version 1, the only one that SMEV takes."""
        return str(uuid.uuid1())

    def send(self, parcel):
        """Hand the message to the adapter; its number of the message is kept."""
        message = papers.read(parcel.content)
        prepare = {
            papers.Request: self._prepare_request,
            papers.Answer: self._prepare_response,
            papers.Notice: self._prepare_notice,
        }
        body = prepare[type(message.paper)](parcel, message)
        answer = self._call("send", body)
        return Receipt(remote_id=str(answer.get("messageId", "")), is_delivered=False)

    def fetch(self, limit):
        """Yield responses, then requests, until the adapter has no more of them."""
        for criterion in CRITERIA:
            for _number in range(limit):
                answer = self._call(
                    "get", {"specificQuery": {"messageTypeCriteria": criterion}}
                )
                if not answer:
                    break
                yield self._read(answer)

    def confirm(self, mark):
        """Let SMEV forget the message (Ack); a second time is no fault."""
        with contextlib.suppress(Refused):
            self._call("ack", {"targetMessageId": mark})

    def _prepare_request(self, parcel, message):
        return {
            "requestMessage": {
                "messageType": "RequestMessageType",
                "requestMetadata": self._prepare_metadata(parcel, message),
                "requestContent": {"content": self._prepare_content(parcel)},
            }
        }

    def _prepare_response(self, parcel, message):
        answer = message.paper
        content = {"content": self._prepare_content(parcel)}
        if answer.outcome == "no_data":
            content = self._prepare_reject("NO_DATA", answer.text or answer.reason.name)
        return self._wrap_response(parcel, message, content)

    def _prepare_notice(self, parcel, message):
        notice = message.paper
        if notice.kind == "rejected":
            content = self._prepare_reject(notice.code, notice.ground)
        else:
            content = {"status": {"code": "0", "description": notice.number}}
        return self._wrap_response(parcel, message, content)

    def _wrap_response(self, parcel, message, content):
        return {
            "responseMessage": {
                "messageType": "ResponseMessageType",
                "responseMetadata": {
                    **self._prepare_metadata(parcel, message),
                    "replyToClientId": parcel.reply_to,
                },
                "responseContent": content,
            }
        }

    def _prepare_metadata(self, parcel, message):
        metadata = {
            "clientId": parcel.message_id,
            "testMessage": parcel.is_test,
            "recipient": message.header.recipient.mnemonic,
        }
        if parcel.expires_at:
            metadata["eol"] = parcel.expires_at.isoformat(timespec="seconds") + "Z"
        return metadata

    def _prepare_content(self, parcel):
        content = {"messagePrimaryContent": {"any": parcel.content.decode()}}
        if parcel.files:
            content["attachmentHeaderList"] = [
                {
                    "id": sha256,
                    "fileName": parcel.names[sha256],
                    "content": b64encode(body).decode(),
                }
                for sha256, body in parcel.files.items()
            ]
        if parcel.signature:
            content["personalSignature"] = b64encode(parcel.signature).decode()
        return content

    @staticmethod
    def _prepare_reject(code, words):
        return {"rejects": [{"rejectionReasonCode": code, "description": words[:4000]}]}

    def _read(self, answer):
        """Return what the adapter's message says; a status has no parcel."""
        mark = str(answer.get("messageId", ""))
        readers = {
            "requestMessage": self._read_request,
            "responseMessage": self._read_response,
            "statusMessage": self._read_status,
            "errorMessage": self._read_error,
        }
        try:
            [name] = readers.keys() & answer.keys()
            return readers[name](mark, answer[name])
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return Arrival(mark=mark, failure=("unknown_root", ""))

    def _read_request(self, mark, message):
        return Arrival(
            mark=mark,
            parcel=self._read_content(message["requestContent"]["content"]),
            remote_id=message["requestMetadata"]["clientId"],
        )

    def _read_response(self, mark, message):
        content = message["responseContent"]
        original = message["responseMetadata"]["replyToClientId"]
        if rejects := content.get("rejects"):
            reject = rejects[0]
            refusal = (reject["rejectionReasonCode"], reject.get("description", ""))
            return Arrival(mark=mark, original_id=original, refusal=refusal)
        if "status" in content:
            number = content["status"].get("description", "")
            return Arrival(mark=mark, original_id=original, registered=number)
        return Arrival(mark=mark, parcel=self._read_content(content["content"]))

    def _read_status(self, mark, message):
        status = message["status"]
        original = message["statusMetadata"]["originalClientId"]
        refusal = (status, message.get("details", "")) if status in REFUSED else ()
        return Arrival(
            mark=mark,
            original_id=original,
            is_delivered=status in DELIVERED,
            refusal=refusal,
        )

    def _read_error(self, mark, message):
        return Arrival(
            mark=mark,
            original_id=message["statusMetadata"]["originalClientId"],
            refusal=(message["code"], message.get("details", "")),
        )

    @staticmethod
    def _read_content(content):
        files = content.get("attachmentHeaderList", [])
        return Parcel(
            content=content["messagePrimaryContent"]["any"].encode(),
            signature=b64decode(content.get("personalSignature", "")),
            files={file["id"]: b64decode(file["content"]) for file in files},
        )

    def _call(self, name, body):
        """Return what the adapter answers, nothing when its queue is empty."""
        answer = self.web.call(
            "POST", f"{self.address}/{name}", json={"itSystem": self.system, **body}
        )
        if answer.status_code == 204:
            return {}
        content = self._parse(answer)
        if answer.status_code < 300:
            return content
        fault = str(content.get("code", answer.status_code))
        if fault in FINAL_FAULTS or 400 <= answer.status_code < 500:
            raise Refused("refused_by_peer", fault)
        raise Postponed("status", fault)

    @staticmethod
    def _parse(answer):
        try:
            content = answer.json()
        except ValueError:
            raise Postponed("status", answer.status_code) from None
        return content if isinstance(content, dict) else {}
