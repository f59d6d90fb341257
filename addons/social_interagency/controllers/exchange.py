import functools
import inspect
import json
import re
from pathlib import Path

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, request

from ..exchange.errors import ExchangeError, Malformed, Refused
from ..exchange.parcel import Parcel
from ..exchange.rate import Bucket
from ..exchange.xml import MAX_BYTES

ROOT = "/social/exchange/v1"
DESCRIPTION = Path(__file__).parent.parent / "static" / "openapi" / "exchange-v1.json"
RATE_PARAMETER = "social_interagency.exchange_calls_per_minute"
DEFAULT_RATE = 6000
LIST_LIMIT = 200
BATCH_LIMIT = 100
SHOWN = 40
AWAY_SECONDS = "60"
MAX_SIGNATURE = 64 * 1024
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STATUS = {
    "too_large": 413,
    "wrong_sender": 403,
    "id_reused": 409,
    "file_missing": 409,
}
_buckets = {}


def exchange_route(path, **options):
    """Declare a route of the gateway: a key opens it, a problem is JSON (RFC 9457)."""

    def decorate(handle):
        named = set(inspect.signature(handle).parameters)
        known = named - {"self", "key", "_params"}

        @http.route(
            ROOT + path,
            type="http",
            auth="none",
            csrf=False,
            readonly=False,
            save_session=False,
            **options,
        )
        @functools.wraps(handle)
        def route(self, **params):
            key = None
            try:
                key = self._enter()
                if unknown := request.httprequest.args.keys() - known:
                    raise self._reject_parameter(min(unknown)[:SHOWN])
                with request.env.cr.savepoint():
                    given = {name: params[name] for name in params.keys() & known}
                    return handle(self, key, **given)
            except _Problem as problem:
                return problem.respond()
            except ExchangeError as error:
                self._journal_refused(key, error)
                return self._explain(error).respond()
            except UserError as error:
                return _Problem.of(error).respond()

        return route

    return decorate


class _Problem(Exception):
    """A refusal with an honest status code."""

    def __init__(self, status, code, detail, headers=None):
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.headers = headers or {}

    @classmethod
    def of(cls, error):
        """Return the refusal of a rule; a full disk is our trouble: call again."""
        if isinstance(error.__cause__, OSError):
            return cls(503, "not_stored", str(error), {"Retry-After": AWAY_SECONDS})
        return cls(422, "not_accepted", str(error))

    def describe(self):
        return {"status": self.status, "code": self.code, "detail": self.detail}

    def respond(self):
        return _respond(
            self.describe(),
            self.status,
            "application/problem+json",
            headers=self.headers,
        )


def _respond(body, status=200, kind="application/json", headers=None):
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False)
    return Response(
        content,
        status=status,
        content_type=kind,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


class ExchangeGateway(http.Controller):
    """The HTTP gateway: messages and files in and out, by the participant's key."""

    @http.route(f"{ROOT}/openapi.json", type="http", auth="none", save_session=False)
    def exchange_description(self, **_params):
        """Return the description of the gateway (OpenAPI 3.1)."""
        return _respond(DESCRIPTION.read_bytes())

    @exchange_route("/files/<sha256>", methods=["PUT"])
    def exchange_upload(self, key, sha256, name="", **_params):
        """Take a file that a message will name by its SHA-256."""
        self._check_pattern(_SHA256, sha256, "sha256")
        attachments = self._get_model("ir.attachment", key)
        content = self._read_body(attachments._get_file_limit() * 1024 * 1024)
        attachments._take_upload(name or sha256, sha256, content)
        return _respond({"sha256": sha256, "size": len(content)}, 201)

    @exchange_route("/messages", methods=["POST"])
    def exchange_post(self, key, **_params):
        """Take a message into the queue: 202, whatever becomes of it later."""
        parcel = self._read_parcel()
        messages = self._get_model("social.interagency.message", key)
        message = messages._accept(key.participant_id, "http", parcel)
        return _respond(self._describe(message), 202)

    @exchange_route("/batches", methods=["POST"])
    def exchange_post_batch(self, key, **_params):
        """Take many messages at once; each of them has a result of its own."""
        messages = self._get_model("social.interagency.message", key)
        parcels = self._read_parcels()
        outcomes = messages._accept_all(key.participant_id, "http", parcels)
        results = [
            self._conclude(key, parcel, outcome)
            for parcel, outcome in zip(parcels, outcomes, strict=True)
        ]
        return _respond({"results": results})

    @exchange_route("/messages/<message_id>", methods=["GET"])
    def exchange_status(self, key, message_id, **_params):
        """Tell what became of a message that the participant has sent."""
        self._check_pattern(_UUID, message_id, "messageId")
        messages = self._get_model("social.interagency.message", key)
        found = messages._find_accepted(key.participant_id, message_id)
        if not found:
            raise self._miss()
        return _respond(self._describe(found))

    @exchange_route("/inbox", methods=["GET"])
    def exchange_inbox(self, key, limit="50", **_params):
        """List what waits for the participant, the oldest first."""
        if not limit.isdigit() or not 1 <= int(limit) <= LIST_LIMIT:
            raise self._reject_parameter("limit")
        messages = self._get_model("social.interagency.message", key)
        waiting = messages._get_waiting_for(key.participant_id, int(limit))
        return _respond({"messages": [self._announce(message) for message in waiting]})

    @exchange_route("/inbox/<message_id>", methods=["GET"])
    def exchange_fetch(self, key, message_id, **_params):
        """Hand out the XML of a message that waits for the participant."""
        message = self._find_waiting(key, message_id)
        return _respond(message.content.encode(), kind="application/xml")

    @exchange_route("/inbox/<message_id>/signature", methods=["GET"])
    def exchange_fetch_signature(self, key, message_id, **_params):
        """Hand out the detached signature of a message."""
        signature = self._find_waiting(key, message_id)._get_signature()
        if not signature:
            raise self._miss()
        return _respond(signature, kind="application/pkcs7-signature")

    @exchange_route("/inbox/<message_id>/files/<sha256>", methods=["GET"])
    def exchange_fetch_file(self, key, message_id, sha256, **_params):
        """Hand out a file of a message."""
        self._check_pattern(_SHA256, sha256, "sha256")
        files = self._find_waiting(key, message_id).attachment_ids
        file = files.filtered(lambda file: file.sha256 == sha256)[:1]
        if not file:
            raise self._miss()
        return _respond(file._get_sealed_content(), kind="application/octet-stream")

    @exchange_route("/inbox/<message_id>", methods=["DELETE"])
    def exchange_confirm(self, key, message_id, **_params):
        """Note that the participant has stored the message; once is enough."""
        self._check_pattern(_UUID, message_id, "messageId")
        messages = self._get_model("social.interagency.message", key)
        messages._confirm_fetched(key.participant_id, message_id)
        return Response(status=204)

    def _enter(self):
        """Return the key of the call, sudoed; act as its participant from now on."""
        request.update_context(lang=request.default_lang())
        scheme, _, secret = request.httprequest.headers.get(
            "Authorization", ""
        ).partition(" ")
        keys = request.env["social.interagency.exchange.key"].sudo()
        key = scheme.lower() == "bearer" and keys._find_live(secret.strip())
        if not key:
            raise _Problem(
                401,
                "key",
                request.env._(
                    "The key is missing, unknown or revoked. Ask for a new one."
                ),
                {"WWW-Authenticate": "Bearer"},
            )
        self._check_rate(key)
        user = key.participant_id._get_system_user()
        request.update_env(user=user.id, context={"lang": user.lang, "tz": user.tz})
        key = key.with_env(request.env).sudo()
        key._note_use()
        return key

    def _check_rate(self, key):
        get_param = request.env["ir.config_parameter"].sudo().get_param
        per_minute = int(get_param(RATE_PARAMETER, DEFAULT_RATE))
        place = (request.db, key.id, per_minute)
        bucket = _buckets.setdefault(place, Bucket(per_minute, per_minute / 60))
        if wait := bucket.take():
            raise _Problem(
                429,
                "rate",
                request.env._("Too many calls. Wait and repeat the call."),
                {"Retry-After": str(wait)},
            )

    def _get_model(self, name, key):
        """Return the model as the participant's system user, sudoed by name."""
        return key.env[name]

    def _conclude(self, key, parcel, outcome):
        """Return the status of a message of a batch, or why it is not taken."""
        if isinstance(outcome, ExchangeError):
            messages = self._get_model("social.interagency.message", key)
            messages._journal_refused(key.participant_id, parcel, outcome)
            return self._explain(outcome).describe()
        if isinstance(outcome, UserError):
            return _Problem.of(outcome).describe()
        return self._describe(outcome)

    def _find_waiting(self, key, message_id):
        self._check_pattern(_UUID, message_id, "messageId")
        waiting = self._get_model("social.interagency.message", key)._find_waiting(
            key.participant_id, message_id
        )
        if not waiting:
            raise self._miss()
        return waiting

    def _read_parcel(self):
        """Return what the body holds: XML alone, or a form with its signature."""
        if request.httprequest.mimetype == "multipart/form-data":
            files = request.httprequest.files
            return Parcel(
                content=self._read_part(files, "message", MAX_BYTES),
                signature=self._read_part(files, "signature", MAX_SIGNATURE),
            )
        if request.httprequest.mimetype not in ("application/xml", "text/xml"):
            raise self._reject_media()
        return Parcel(content=self._read_body(MAX_BYTES))

    def _read_parcels(self):
        """Return the parcels of a form with parts message-0, signature-0, message-1…"""
        if request.httprequest.mimetype != "multipart/form-data":
            raise self._reject_media()
        files = request.httprequest.files
        count = sum(name.startswith("message-") for name in files)
        if not 1 <= count <= BATCH_LIMIT:
            raise self._reject_parameter("message-0")
        return [
            Parcel(
                content=self._read_part(files, f"message-{number}", MAX_BYTES),
                signature=self._read_part(files, f"signature-{number}", MAX_SIGNATURE)
                if f"signature-{number}" in files
                else b"",
            )
            for number in range(count)
        ]

    def _read_part(self, files, name, limit):
        if name not in files:
            raise self._reject_parameter(name)
        files[name].stream.seek(0)
        content = files[name].stream.read(limit + 1)
        if len(content) > limit:
            raise Malformed("too_large", limit // (1024 * 1024) or 1)
        return content

    def _read_body(self, limit):
        """Return the body, refused before it is read when it is too long."""
        if (request.httprequest.content_length or 0) > limit:
            raise Malformed("too_large", limit // (1024 * 1024))
        content = request.httprequest.get_data()
        if len(content) > limit:
            raise Malformed("too_large", limit // (1024 * 1024))
        return content

    def _describe(self, message):
        """Return the status of a message as the gateway tells it."""
        described = {"messageId": message.message_uuid, "state": message.state}
        if message.failure and message.state != "queued":
            described |= {
                "code": message._get_reject_code(message.failure),
                "detail": message.failure_text,
            }
        return described

    def _announce(self, message):
        return {
            "messageId": message.message_uuid,
            "originalMessageId": message.original_uuid,
            "kind": message.kind,
            "isSigned": message.is_signed,
            "files": message._get_outer_files().mapped("sha256"),
        }

    def _check_pattern(self, pattern, value, name):
        if not pattern.fullmatch(value):
            raise self._reject_parameter(name)

    def _reject_parameter(self, name):
        return _Problem(
            400,
            "parameter",
            request.env._("“%s” is missing or wrong. See openapi.json.", name),
        )

    def _reject_media(self):
        return _Problem(
            415,
            "media_type",
            request.env._("Send application/xml or multipart/form-data."),
        )

    def _miss(self):
        return _Problem(
            404, "not_found", request.env._("There is no such message of this key.")
        )

    def _journal_refused(self, key, error):
        """Journal what was not taken, by the digest of the body."""
        if request.httprequest.method == "POST":
            messages = self._get_model("social.interagency.message", key)
            body = Parcel(content=request.httprequest.get_data())
            messages._journal_refused(key.participant_id, body, error)

    def _explain(self, error):
        failures = request.env["social.message.failure.mixin"]
        default = 422 if isinstance(error, (Malformed, Refused)) else 503
        return _Problem(
            _STATUS.get(error.code, default),
            error.code,
            failures._explain_failure(error.code, error.detail),
        )
