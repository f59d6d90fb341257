from odoo.tests import HttpCase, JsonRpcException, tagged

from .common import ControlCommon

WORDS = "We do not agree"


@tagged("post_install", "-at_install")
class TestPortal(ControlCommon, HttpCase):
    def setUp(self):
        super().setUp()
        for user in (self.portal_user, self.stranger):
            user.password = f"{user.login}-2026"
        self.act = self._create_handed()
        self.order = self._create_order(self.act)
        self.order.with_user(self.control_head).action_issue()
        self.act_url = f"/my/control/act/{self.act.id}"
        self.order_url = f"/my/control/order/{self.order.id}"

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-2026")

    def _post(self, url, path, values, files=None):
        page = self.url_open(url).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            url + path, data={"csrf_token": token, **values}, files=files
        )

    def _call(self, model, method, args, kwargs=None):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": kwargs or {}},
        )

    def test_the_first_page_counts_what_waits(self):
        self._login(self.portal_user)
        names = ["control_act_count", "control_order_count"]
        counters = self.make_jsonrpc_request("/my/counters", {"counters": names})
        self.assertEqual([counters[name] for name in names], [1, 1])
        self.assertEqual(self.url_open("/my").status_code, 200)

    def test_the_list_shows_own_papers(self):
        self._login(self.portal_user)
        page = self.url_open("/my/control").text
        self.assertIn(self.act.name, page)
        self.assertIn(self.order.name, page)

    def test_an_act_shows_violations_with_their_norms(self):
        self._login(self.portal_user)
        page = self.url_open(self.act_url).text
        for words in ("442-ФЗ, art. 1", "Found at 2", "Violations were found"):
            self.assertIn(words, page)
        self.assertNotIn("Complaint No. 3", page)

    def test_the_organisation_acknowledges_objects_and_sees_the_decision(self):
        self._login(self.portal_user)
        self._post(self.act_url, "/acknowledge", {})
        self.assertEqual(self.act.acknowledged_by_id, self.portal_user)
        self._post(
            self.act_url,
            "/object",
            {"text": WORDS},
            files={"attachments": ("letter.pdf", b"%PDF-1.4", "application/pdf")},
        )
        objection = self.act.objection_ids
        self.assertEqual(objection.text, WORDS)
        file_url = f"{self.act_url}/file/{objection.attachment_ids.id}"
        self.assertEqual(self.url_open(file_url).content, b"%PDF-1.4")
        objection.with_user(self.control_head).action_decide(
            "accepted", "You are right"
        )
        self.assertIn("You are right", self.url_open(self.act_url).text)

    def test_the_organisation_proves_and_sees_the_result(self):
        self._login(self.portal_user)
        self._post(
            self.order_url,
            "/prove",
            {"text": "All was done"},
            files={"attachments": ("proof.pdf", b"%PDF-1.4", "application/pdf")},
        )
        self.assertEqual(self.order.state, "submitted")
        file_url = f"{self.order_url}/file/{self.order.proof_ids.attachment_ids.id}"
        self.assertEqual(self.url_open(file_url).content, b"%PDF-1.4")
        items = self.order.item_ids
        items[0].action_mark("met")
        items[1].action_mark("failed", "Nothing was done here")
        page = self.url_open(self.order_url).text
        self.assertNotIn("Nothing was done here", page)
        self.order.action_check()
        page = self.url_open(self.order_url).text
        self.assertIn("Nothing was done here", page)
        self.assertNotIn('id="attachments"', page)

    def test_a_refused_form_keeps_the_words_and_saves_nothing(self):
        self._login(self.portal_user)
        response = self._post(
            self.order_url,
            "/prove",
            {"text": "Words to keep"},
            files={"attachments": ("virus.exe", b"MZ", "application/octet-stream")},
        )
        self.assertRegex(response.text, r"alert-danger[^>]*>[^<]*exe")
        self.assertIn("Words to keep", response.text)
        self.assertEqual(self.order.state, "issued")
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "virus.exe")]))
        response = self._post(self.act_url, "/object", {"text": " "})
        self.assertIn("alert-danger", response.text)
        self.assertFalse(self.act.objection_ids)

    def test_papers_are_printed_for_their_organisation(self):
        self._login(self.portal_user)
        for url, paper in ((self.act_url, self.act), (self.order_url, self.order)):
            response = self.url_open(f"{url}?report_type=pdf")
            self.assertIn("Found at 1", response.text)
            entry = paper.journal_ids.sorted("id")[-1]
            self.assertRecordValues(
                entry, [{"event": "printed", "user_id": self.portal_user.id}]
            )

    def test_a_stranger_is_led_home_and_reaches_no_file(self):
        file = self._create_file(self.portal_user)
        self._prove(self.order, files=file.ids)
        self._login(self.stranger)
        for url in (
            self.act_url,
            f"{self.act_url}?report_type=pdf",
            self.order_url,
            f"{self.order_url}?access_token=guess",
            f"{self.order_url}/file/{file.id}",
        ):
            response = self.url_open(url, allow_redirects=False)
            self.assertEqual(response.status_code, 303, url)
        self.assertEqual(self.url_open(f"/web/content/{file.id}").status_code, 404)
        self.assertNotIn(self.act.name, self.url_open("/my/control").text)

    def test_a_strangers_form_changes_nothing(self):
        own = self._create_handed(
            rule_id=self._own_rule().id,
            subject_id=self.fund.id,
            checklist_id=False,
            answers=(),
        )
        self._login(self.stranger)
        page = self.url_open(f"/my/control/act/{own.id}").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        for path in (
            f"{self.act_url}/acknowledge",
            f"{self.act_url}/object",
            f"{self.order_url}/prove",
        ):
            self.url_open(path, data={"csrf_token": token, "text": WORDS})
        self.assertFalse(self.act.acknowledged_at)
        self.assertFalse(self.act.objection_ids)
        self.assertEqual(self.order.state, "issued")

    def _own_rule(self):
        return self._rule("interaction", "documentary")

    def test_an_act_that_is_not_handed_over_does_not_exist_for_the_portal(self):
        signed = self._create_signed()
        draft = self._create_order(signed)
        self._login(self.portal_user)
        for url in (f"/my/control/act/{signed.id}", f"/my/control/order/{draft.id}"):
            response = self.url_open(url, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
        for paper in (signed, draft):
            with self.assertRaises(JsonRpcException):
                self._call(paper._name, "read", [paper.ids, ["name"]])

    def test_a_stranger_finds_nothing_by_rpc(self):
        self._login(self.stranger)
        for paper in (self.act, self.order):
            for method, args, kwargs in (
                ("search_read", [[]], {"fields": ["name"]}),
                ("formatted_read_group", [[]], {"groupby": ["state"]}),
                ("web_search_read", [[]], {"specification": {"name": {}}}),
            ):
                found = self._call(paper._name, method, args, kwargs)
                records = found["records"] if isinstance(found, dict) else found
                self.assertFalse(records, method)
            with self.assertRaises(JsonRpcException):
                self._call(paper._name, "read", [paper.ids, ["name"]])

    def test_what_is_for_staff_is_neither_read_nor_searched_by_the_portal(self):
        self._login(self.portal_user)
        for model, names in (
            (
                self.act._name,
                ("ground_details", "line_ids", "finding_ids", "inspector_ids"),
            ),
            (
                self.act._name,
                ("journal_ids", "cancel_reason", "remark_html", "plan_line_id"),
            ),
            (self.order._name, ("item_ids", "proof_ids", "journal_ids", "act_ids")),
        ):
            for name in names:
                for args, kwargs in (
                    ([[]], {"fields": [name]}),
                    ([[(name, "!=", False)]], {"fields": ["name"]}),
                ):
                    with (
                        self.subTest(model=model, name=name),
                        self.assertRaises(JsonRpcException),
                    ):
                        self._call(model, "search_read", args, kwargs)

    def test_the_portal_decides_nothing_by_rpc(self):
        self._login(self.portal_user)
        for paper, calls in (
            (
                self.act,
                (
                    ("write", {"conclusion": "x"}),
                    ("action_close", None),
                    ("action_note_refusal", "x"),
                    ("action_hand_over", None),
                    ("action_cancel", "x"),
                    ("unlink", None),
                ),
            ),
            (
                self.order,
                (
                    ("write", {"term_days": 99}),
                    ("action_check", None),
                    ("action_cancel", "x"),
                    ("action_recheck", 9),
                    ("unlink", None),
                ),
            ),
        ):
            for method, argument in calls:
                args = [paper.ids] if argument is None else [paper.ids, argument]
                with self.subTest(method=method), self.assertRaises(JsonRpcException):
                    self._call(paper._name, method, args)
        self.assertEqual(self.act.state, "act_signed")
        self.assertEqual(self.order.state, "issued")
