import hashlib
import json
from contextlib import nullcontext

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..controllers import exchange
from ..exchange import papers
from .exchange_common import ExchangeCommon

ROOT = exchange.ROOT
UNKNOWN = "00000000-0000-4000-8000-999999999999"
BOUNDARY = "-----------------------------1"


@tagged("post_install", "-at_install")
class TestGateway(ExchangeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keys = cls.env["social.interagency.exchange.key"]
        cls.key = keys.with_user(cls.administrator)._issue(cls.provider)
        cls.other_key = keys.with_user(cls.administrator)._issue(cls.fund)
        # This provider has no service of its own: it comes and fetches.
        cls.endpoint.active = False

    def setUp(self):
        super().setUp()
        exchange._buckets.clear()

    def _prepare_registry(self):
        """A test over HTTP is in this mode from the beginning."""
        return nullcontext()

    def _call(self, method, path, data=None, key=None, headers=None):
        key = self.key if key is None else key
        return self.url_open(
            ROOT + path,
            data=data,
            method=method,
            headers={"Authorization": f"Bearer {key}", **(headers or {})},
            allow_redirects=False,
        )

    def _post(self, message, **options):
        content = message if isinstance(message, bytes) else papers.write(message)
        headers = {"Content-Type": "application/xml"}
        return self._call("POST", "/messages", content, headers=headers, **options)

    def _ask(self):
        request = self._create_sent_request(channel="http")
        return request, self._get_message(request)

    def _assert_problem(self, answer, status, code):
        self.assertEqual(
            (answer.status_code, answer.json()["code"]), (status, code), answer.text
        )
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertTrue(answer.json()["detail"])

    def test_a_parameter_named_as_the_programs_own_is_refused(self):
        for name in ("key", "self"):
            answer = self._call("GET", f"/inbox?{name}=1")
            self._assert_problem(answer, 400, "parameter")
        answer = self._call("GET", "/inbox", data={"key": "1", "self": "2"})
        self.assertEqual(answer.status_code, 200)

    def test_a_system_fetches_a_request_and_answers_it(self):
        request, message = self._ask()
        listed = self._call("GET", "/inbox").json()["messages"]
        self.assertEqual(
            listed,
            [
                {
                    "messageId": message.message_uuid,
                    "originalMessageId": message.message_uuid,
                    "kind": "request",
                    "isSigned": False,
                    "files": [],
                }
            ],
        )
        fetched = self._call("GET", f"/inbox/{message.message_uuid}")
        self.assertEqual(papers.read(fetched.content).request.number, request.name)
        for _try in range(2):
            confirmed = self._call("DELETE", f"/inbox/{message.message_uuid}")
            self.assertEqual(confirmed.status_code, 204)
        self.assertEqual(message.state, "delivered")
        self.assertTrue(request.received_at and request.deadline)
        answer = self._prepare_answer(message)
        for _try in range(2):
            self.assertEqual(self._post(answer).status_code, 202)
        self._run_job("execute_messages")
        self.assertEqual(request.state, "answered")
        status = self._call("GET", f"/messages/{answer.header.message_id}").json()
        self.assertEqual(
            status, {"messageId": answer.header.message_id, "state": "executed"}
        )

    def test_a_message_that_nobody_fetches_is_given_up_and_its_officer_is_told(self):
        request, message = self._ask()
        self._run_job("send_messages")
        self.assertEqual(message.state, "queued")
        with freeze_time(message.expires_at):
            self._run_job("send_messages")
        self.assertRecordValues(message, [{"state": "failed", "failure": "expired"}])
        self.assertEqual(request.activity_ids.user_id, self.clerk)

    def test_large_files_travel_beside_the_message_both_ways(self):
        content = b"scan " * 100_000
        sha256 = hashlib.sha256(content).hexdigest()
        request, message = self._ask()
        file = papers.File.of("scan.pdf", content)
        answer = self._prepare_answer(message, files=(file,))
        self._assert_problem(self._post(answer), 409, "file_missing")
        for _try in range(2):
            uploaded = self._call("PUT", f"/files/{sha256}?name=scan.pdf", content)
            self.assertEqual(uploaded.status_code, 201)
        self.assertEqual(self._post(answer).status_code, 202)
        self._run_job("execute_messages")
        self.assertEqual(request.answer_ids.attachment_ids.mapped("sha256"), [sha256])
        outgoing = self._create_request(channel="http")
        outgoing.attachment_ids = [
            fields.Command.create({"name": "large.pdf", "raw": content})
        ]
        outgoing.with_user(self.head).action_send()
        uuid = self._get_message(outgoing).message_uuid
        fetched = self._call("GET", f"/inbox/{uuid}/files/{sha256}")
        self.assertEqual(fetched.content, content)

    def test_one_upload_serves_two_messages(self):
        content = b"x" * 300_000
        file = papers.File.of("scan.pdf", content)
        self._call("PUT", f"/files/{file.sha256}?name=scan.pdf", content)
        requests = []
        for _number in range(2):
            request, message = self._ask()
            requests.append(request)
            answer = self._prepare_answer(message, files=(file,))
            self.assertEqual(self._post(answer).status_code, 202)
        self._run_job("execute_messages")
        self.assertEqual({one.state for one in requests}, {"answered"})

    def test_a_file_is_used_by_its_owner_only(self):
        content = b"x" * 300_000
        file = papers.File.of("scan.pdf", content)
        self._call("PUT", f"/files/{file.sha256}?name=a.pdf", content, self.other_key)
        _request, message = self._ask()
        answer = self._prepare_answer(message, files=(file,))
        self._assert_problem(self._post(answer), 409, "file_missing")

    def test_wrong_digests_and_kinds_of_files_are_refused(self):
        wrong = self._call("PUT", f"/files/{'0' * 64}?name=a.pdf", b"content")
        self._assert_problem(wrong, 422, "file_changed")
        sha256 = hashlib.sha256(b"MZ").hexdigest()
        program = self._call("PUT", f"/files/{sha256}?name=a.exe", b"MZ")
        self._assert_problem(program, 422, "not_accepted")
        for name in ("0" * 63, "Z" * 64):
            self._assert_problem(
                self._call("PUT", f"/files/{name}", b"x"), 400, "parameter"
            )

    def test_no_key_no_entry(self):
        request, message = self._ask()
        calls = [
            ("GET", "/inbox"),
            ("GET", f"/inbox/{message.message_uuid}"),
            ("GET", f"/messages/{message.message_uuid}"),
            ("DELETE", f"/inbox/{message.message_uuid}"),
            ("POST", "/messages"),
            ("PUT", f"/files/{'0' * 64}"),
        ]
        for method, path in calls:
            for key in ("", "wrong", self.key[:-1]):
                with self.subTest(f"{method} {path}"):
                    self._assert_problem(self._call(method, path, key=key), 401, "key")
        self.assertEqual(request.state, "sent")
        self.assertEqual(message.state, "queued")

    def test_a_revoked_or_expired_key_is_refused_at_once(self):
        keys = self.provider.with_user(self.administrator).key_ids
        keys.action_revoke()
        self._assert_problem(self._call("GET", "/inbox"), 401, "key")
        self.fund.key_ids._unlocked().write({"valid_until": "2026-03-10"})
        self._assert_problem(
            self._call("GET", "/inbox", key=self.other_key), 401, "key"
        )
        journal = self.env["social.interagency.journal"].search(
            [("participant_id", "=", self.provider.id), ("event", "like", "key_%")]
        )
        self.assertEqual(set(journal.mapped("event")), {"key_issued", "key_revoked"})
        self.assertNotIn(self.key, json.dumps(journal.mapped("payload")))

    def test_a_key_opens_nothing_of_another_participant(self):
        _request, message = self._ask()
        uuid = message.message_uuid
        own = self._prepare_answer(message)
        self._post(own)
        paths = (f"/inbox/{uuid}", f"/messages/{own.header.message_id}")
        for path in (*paths, f"/inbox/{uuid}/signature"):
            answer = self._call("GET", path, key=self.other_key)
            self._assert_problem(answer, 404, "not_found")
        self.assertEqual(
            self._call("GET", "/inbox", key=self.other_key).json(), {"messages": []}
        )
        self._call("DELETE", f"/inbox/{uuid}", key=self.other_key)
        self.assertEqual(message.state, "queued")
        self._assert_problem(self._post(own, key=self.other_key), 403, "wrong_sender")

    def test_what_is_not_taken_leaves_nothing_but_a_line_in_the_journal(self):
        _request, message = self._ask()
        count = self.messages.search_count([])
        hostile = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        self._assert_problem(self._post(hostile), 422, "entities")
        self._assert_problem(self._post(b"<a/>"), 422, "unknown_root")
        self._assert_problem(self._post(b""), 422, "not_xml")
        twice = self._prepare_answer(message)
        self._post(twice)
        forged = self._replace(twice, test=True)
        self._assert_problem(self._post(forged), 409, "id_reused")
        self.assertEqual(self.messages.search_count([]), count + 1)
        refusals = self.env["social.interagency.journal"].search(
            [("event", "=", "message_refused")]
        )
        self.assertEqual(
            sorted(refusals.mapped(lambda entry: entry.payload["why"])),
            ["entities", "id_reused", "not_xml", "unknown_root"],
        )
        self.assertEqual(refusals.participant_id, self.provider)

    def test_other_kinds_of_content_are_refused(self):
        answer = self._call(
            "POST", "/messages", b"{}", headers={"Content-Type": "application/json"}
        )
        self._assert_problem(answer, 415, "media_type")

    def test_too_much_is_refused_before_it_is_read(self):
        answer = self._post(b" " * (9 * 1024 * 1024))
        self._assert_problem(answer, 413, "too_large")

    def _post_form(self, path, parts):
        body = b"".join(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; name={name}; "
            f"filename={name}\r\n\r\n".encode()
            + part
            + b"\r\n"
            for name, part in parts.items()
        )
        return self._call(
            "POST",
            path,
            body + f"--{BOUNDARY}--\r\n".encode(),
            headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )

    def test_a_wrongly_signed_message_is_stored_apart(self):
        request, message = self._ask()
        content = papers.write(self._prepare_answer(message))
        answer = self._post_form(
            "/messages", {"message": content, "signature": b"no signature"}
        )
        self.assertEqual(answer.status_code, 202)
        self.assertEqual(answer.json()["state"], "quarantined")
        self._run_job("execute_messages")
        self.assertEqual(request.state, "sent")

    def test_each_message_of_a_batch_has_its_own_result(self):
        asked = [self._ask() for _number in range(2)]
        answers = [
            papers.write(self._prepare_answer(message)) for _request, message in asked
        ]
        parts = {
            "message-0": answers[0],
            "message-1": b"<broken",
            "message-2": answers[1],
            "signature-2": b"no signature",
        }
        for _try in range(2):
            answer = self._post_form("/batches", parts)
            self.assertEqual(answer.status_code, 200)
            first, second, third = answer.json()["results"]
            self.assertEqual(first["state"], "queued")
            self.assertEqual((second["status"], second["code"]), (422, "not_xml"))
            self.assertEqual(third["state"], "quarantined")
        self._run_job("execute_messages")
        states = [request.state for request, _message in asked]
        self.assertEqual(states, ["answered", "sent"])

    def test_a_message_that_stands_twice_in_a_batch_is_stored_once(self):
        _request, message = self._ask()
        content = papers.write(self._prepare_answer(message))
        answer = self._post_form(
            "/batches", {"message-0": content, "message-1": content}
        )
        first, second = answer.json()["results"]
        self.assertEqual(first, second)
        self.assertEqual(first["state"], "queued")

    def test_a_missing_file_refuses_its_own_message_of_a_batch_only(self):
        file = papers.File(name="act.pdf", size=3, sha256="0" * 64)
        parts = {}
        for number, files in enumerate([(file,), ()]):
            answer = self._prepare_answer(self._ask()[1], files=files)
            parts[f"message-{number}"] = papers.write(answer)
        first, second = self._post_form("/batches", parts).json()["results"]
        self.assertEqual((first["status"], first["code"]), (409, "file_missing"))
        self.assertEqual(second["state"], "queued")

    def test_a_batch_holds_at_least_one_message_and_not_too_many(self):
        for parts in (
            {"message": b"<a/>"},
            {"message-1": b"<a/>"},
            {f"message-{number}": b"<a/>" for number in range(101)},
        ):
            self._assert_problem(self._post_form("/batches", parts), 400, "parameter")

    def test_who_knocks_too_often_waits(self):
        self.env["ir.config_parameter"].set_param(
            "social_interagency.exchange_calls_per_minute", "3"
        )
        with freeze_time(fields.Datetime.now()):
            codes = [self._call("GET", "/inbox").status_code for _call in range(4)]
            last = self._call("GET", "/inbox")
        self.assertEqual(codes, [200, 200, 200, 429])
        self._assert_problem(last, 429, "rate")
        self.assertEqual(last.headers["Retry-After"], "20")

    def test_the_description_of_the_gateway_is_open_and_names_each_route(self):
        described = self.url_open(f"{ROOT}/openapi.json").json()
        self.assertEqual(described["openapi"], "3.1.0")
        self.assertEqual(
            {
                method.upper()
                for operations in described["paths"].values()
                for method in operations
            },
            {"GET", "POST", "PUT", "DELETE"},
        )

    def test_only_the_administrator_issues_and_revokes_keys(self):
        issuing = self.env["social.interagency.exchange.key.issuing"]
        for user in (self.operator, self.auditor, self.head, self.portal_user):
            with self.assertRaises(AccessError):
                issuing.with_user(user).create({"participant_id": self.provider.id})
        keys = self.provider.key_ids
        for user in (self.operator, self.auditor):
            with self.assertRaises(AccessError):
                keys.with_user(user).action_revoke()
        for records in (keys.with_user(self.administrator), keys.sudo()):
            with self.assertRaises(UserError):
                records.write({"digest": "0" * 64})
            with self.assertRaises(UserError):
                records.unlink()

    def test_an_issued_key_is_shown_once_and_kept_as_a_digest(self):
        issuing = self.env["social.interagency.exchange.key.issuing"].with_user(
            self.administrator
        )
        shown = issuing.create({"participant_id": self.fund.id}).action_issue()
        key = shown["context"]["default_key"]
        self.assertEqual(self._call("GET", "/inbox", key=key).status_code, 200)
        kept = self.fund.key_ids[:1].sudo()
        self.assertEqual(kept.digest, hashlib.sha256(key.encode()).hexdigest())
        self.assertTrue(key.startswith(kept.prefix))
        with self.assertRaises(AccessError):
            kept.with_user(self.administrator).read(["digest"])
        self.assertFalse(issuing.search([]).mapped("key")[0])
