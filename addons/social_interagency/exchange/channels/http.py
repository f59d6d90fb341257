import contextlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..errors import ExchangeError, Postponed, Refused
from ..parcel import Arrival, Parcel, Receipt
from ..web import Web
from .base import Channel

_MAX_WAIT = 24 * 3600
_KEPT = 1000
_TAKEN = ("queued", "executed")
_SILENCE = {401: "key_refused", 429: "overloaded", 503: "overloaded"}


class Http(Channel):
    """Another instance of this software, or whatever speaks its interface."""

    code = "http"
    label = "Electronic exchange"
    sequence = 80
    is_queued = True
    is_polled = True

    def __init__(self, endpoint):
        super().__init__(endpoint)
        self.address = (endpoint.url or "").rstrip("/")
        self.web = Web(endpoint.timeout, endpoint._get_token())

    def send(self, parcel):
        """Upload the files that the other side lacks, then the message."""
        self._upload_files(parcel)
        answer = self._call("POST", "/messages", **self._prepare_body(parcel))
        outcome = self._read_result(_get_object(answer))
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def send_many(self, parcels):
        """Hand the parcels over in one call; one by one when that call is refused."""
        try:
            results = self._send_batch(parcels) if len(parcels) > 1 else []
        except ExchangeError as error:
            if getattr(error, "is_silence", False):
                yield error
                return
            results = []
        if len(results) == len(parcels):
            yield from map(self._read_result, results)
        else:
            yield from super().send_many(parcels)

    @staticmethod
    def _read_result(result):
        """Return what became of a message; a repeated one may be refused already."""
        if "status" not in result and result.get("state", "queued") in _TAKEN:
            return Receipt()
        return Refused("refused_by_peer", str(result.get("code", ""))[:_KEPT])

    def _send_batch(self, parcels):
        """Return the results of a batch; its files go before, as for one message."""
        for parcel in parcels:
            self._upload_files(parcel)
        parts = [
            (f"{name}-{number}", (name, content))
            for number, parcel in enumerate(parcels)
            for name, content in self._get_parts(parcel)
        ]
        answer = self._call("POST", "/batches", files=parts)
        try:
            return list(answer.json()["results"])
        except (ValueError, KeyError, TypeError):
            return []

    def fetch(self, limit):
        """Yield the messages that wait for us in the other side's out-tray."""
        waiting = self._call("GET", "/inbox", params={"limit": limit}).json()
        for entry in waiting["messages"]:
            yield self._fetch_one(entry)

    def confirm(self, mark):
        """Take a stored message out of the other side's out-tray."""
        self._call("DELETE", f"/inbox/{mark}")

    def _fetch_one(self, entry):
        place = f"/inbox/{entry['messageId']}"
        signature = b""
        if entry["isSigned"]:
            signature = self._call("GET", f"{place}/signature").content
        parcel = Parcel(
            message_id=entry["messageId"],
            content=self._call("GET", place).content,
            signature=signature,
            files={
                sha256: self._call("GET", f"{place}/files/{sha256}").content
                for sha256 in entry["files"]
            },
        )
        return Arrival(mark=entry["messageId"], parcel=parcel)

    def _upload_files(self, parcel):
        for sha256, content in parcel.files.items():
            self._upload(sha256, parcel.names.get(sha256, sha256), content)

    def _upload(self, sha256, name, content):
        self._call(
            "PUT",
            f"/files/{sha256}",
            params={"name": name},
            data=content,
            headers={"Content-Type": "application/octet-stream"},
        )

    def _prepare_body(self, parcel):
        if not parcel.signature:
            return {
                "data": parcel.content,
                "headers": {"Content-Type": "application/xml"},
            }
        return {"files": [(n, (n, content)) for n, content in self._get_parts(parcel)]}

    @staticmethod
    def _get_parts(parcel):
        """Return the named parts of a form that carries the parcel."""
        parts = [("message", parcel.content)]
        if parcel.signature:
            parts.append(("signature", parcel.signature))
        return parts

    def _call(self, method, path, **options):
        answer = self.web.call(method, self.address + path, **options)
        if answer.status_code < 300:
            return answer
        if answer.status_code in (400, 403, 404, 405, 409, 410, 413, 415, 422):
            raise Refused("refused_by_peer", _get_words(answer))
        code = _SILENCE.get(answer.status_code, "status")
        raise Postponed(code, answer.status_code, after=_get_wait(answer))


def _get_object(answer):
    """Return the JSON object of an answer, an empty one if there is none."""
    with contextlib.suppress(ValueError):
        content = answer.json()
        return content if isinstance(content, dict) else {}
    return {}


def _get_words(answer):
    """Return the code of a refusal by the other side; its words stay there."""
    return str(_get_object(answer).get("code", answer.status_code))[:_KEPT]


def _get_wait(answer):
    """Return how many seconds the other side asks to wait."""
    wanted = answer.headers.get("Retry-After", "")
    with contextlib.suppress(ValueError, TypeError):
        if wanted.isdigit():
            return min(int(wanted), _MAX_WAIT)
        wait = parsedate_to_datetime(wanted) - datetime.now(UTC)
        return min(max(wait.total_seconds(), 0), _MAX_WAIT)
    return 0
