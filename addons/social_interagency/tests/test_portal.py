from odoo.tests import HttpCase, JsonRpcException, tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestPortal(InteragencyCommon, HttpCase):
    def setUp(self):
        super().setUp()
        for user in (self.portal_user, self.stranger):
            user.password = f"{user.login}-2026"
        self.paper = self._create_sent_request()
        self.url = f"/my/interagency/{self.paper.id}"

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-2026")

    def _post(self, path, values, files=None):
        page = self.url_open(self.url).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            self.url + path, data={"csrf_token": token, **values}, files=files
        )

    def test_nobody_registers_himself(self):
        self.assertNotIn("/web/signup", self.url_open("/web/login").text)
        self.assertEqual(self.url_open("/web/signup").status_code, 404)

    def test_the_first_page_counts_what_waits(self):
        self._login(self.portal_user)
        counters = self.make_jsonrpc_request(
            "/my/counters",
            {"counters": ["interagency_waiting_count", "interagency_overdue_count"]},
        )
        self.assertEqual(counters["interagency_waiting_count"], 1)
        self.assertEqual(counters["interagency_overdue_count"], 0)

    def test_the_list_shows_own_requests_by_filter_and_search(self):
        self._login(self.portal_user)
        self.assertIn(self.paper.name, self.url_open("/my/interagency").text)
        for query in ("filterby=outgoing", "filterby=overdue", "search=nothing"):
            page = self.url_open(f"/my/interagency?{query}").text
            self.assertNotIn(self.paper.name, page)
        self.assertEqual(
            self.url_open("/my/interagency?sortby=nonsense&filterby=x").status_code, 200
        )

    def test_the_page_shows_only_the_details_that_the_types_need(self):
        self._login(self.portal_user)
        page = self.url_open(self.url).text
        self.assertIn(self.citizen.name, page)
        self.assertNotIn(self.citizen.snils, page)
        self.assertNotIn(self.citizen.address, page)

    def test_a_provider_registers_and_answers_with_a_file(self):
        self._login(self.portal_user)
        self._post("/receive", {"incoming_number": "17-вх"})
        self.assertRecordValues(
            self.paper, [{"state": "received", "incoming_number": "17-вх"}]
        )
        self._post(
            "/answer",
            {"outcome": "full", "text": "Survey made", "signer_name": "Head"},
            files={"attachments": ("survey.pdf", b"%PDF-1.4", "application/pdf")},
        )
        self.assertEqual(self.paper.state, "answered")
        answer = self.paper.answer_ids
        self.assertEqual(answer.attachment_ids.mapped("name"), ["survey.pdf"])
        file_url = f"{self.url}/file/{answer.attachment_ids.id}"
        self.assertEqual(self.url_open(file_url).content, b"%PDF-1.4")

    def test_a_refused_form_keeps_the_words_and_saves_nothing(self):
        self._login(self.portal_user)
        response = self._post(
            "/answer",
            {"outcome": "full", "text": "Words to keep"},
            files={"attachments": ("virus.exe", b"MZ", "application/octet-stream")},
        )
        self.assertRegex(response.text, r"alert-danger[^>]*>[^<]*exe")
        self.assertIn("Words to keep", response.text)
        self.assertEqual(self.paper.state, "sent")
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "virus.exe")]))

    def test_a_stranger_is_led_home_and_reaches_no_file(self):
        self._login(self.portal_user)
        self._post(
            "/answer",
            {"outcome": "full", "text": "Survey made"},
            files={"attachments": ("survey.pdf", b"%PDF-1.4", "application/pdf")},
        )
        file = self.paper.answer_ids.attachment_ids
        self._login(self.stranger)
        for path in ("", "?report_type=pdf", "/answer/1", f"/file/{file.id}"):
            response = self.url_open(self.url + path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
        self.assertEqual(self.url_open(f"/web/content/{file.id}").status_code, 404)
        self.assertNotIn(
            self.paper.name, self.url_open("/my/interagency?filterby=incoming").text
        )

    def test_a_stranger_reaches_nothing_by_rpc(self):
        self._login(self.stranger)
        for method, args, kwargs in (
            ("search_read", [[]], {"fields": ["name"]}),
            ("formatted_read_group", [[]], {"groupby": ["state"]}),
            ("web_search_read", [[]], {"specification": {"name": {}}}),
        ):
            found = self._call(method, args, kwargs)
            records = found["records"] if isinstance(found, dict) else found
            self.assertFalse(records, method)
        for method, args in (
            ("read", [self.paper.ids, ["name"]]),
            ("write", [self.paper.ids, {"content": "x"}]),
            ("action_cancel", [self.paper.ids, "x"]),
        ):
            with self.assertRaises(JsonRpcException):
                self._call(method, args, {})

    def test_hidden_fields_are_neither_read_nor_ordered_by(self):
        self._login(self.portal_user)
        for args, kwargs in (
            ([[]], {"fields": ["consent_id"]}),
            ([[]], {"fields": ["name"], "order": "application_id"}),
            ([[("citizen_id.snils", "!=", False)]], {"fields": ["name"]}),
            ([[("executor_id.login", "!=", False)]], {"fields": ["name"]}),
        ):
            with (
                self.subTest(args=args, kwargs=kwargs),
                self.assertRaises(JsonRpcException),
            ):
                self._call("search_read", args, kwargs)

    def _call(self, method, args, kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "social.interagency.request",
                "method": method,
                "args": args,
                "kwargs": kwargs,
            },
        )
