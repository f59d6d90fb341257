import re

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestPortal(CaseCommon, HttpCase):
    """The cabinet of an organisation that is given a measure."""

    def setUp(self):
        super().setUp()
        for user in (self.portal_user, self.stranger):
            user.password = f"{user.login}-2026"
        self.measure = self._create_assignment()
        self.url = f"/my/support/{self.measure.id}"
        self._login(self.portal_user)

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-2026")

    def _post(self, path, values, files=None):
        page = self.url_open(self.url).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            self.url + path, data={"csrf_token": token, **values}, files=files
        )

    def test_the_first_page_counts_what_waits(self):
        counters = self.make_jsonrpc_request(
            "/my/counters",
            {"counters": ["support_open_count", "support_overdue_count"]},
        )
        self.assertEqual(counters["support_open_count"], 1)
        self.assertEqual(counters["support_overdue_count"], 0)
        self.assertIn("/my/support?filterby=open", self.url_open("/my").text)

    def test_the_list_shows_running_measures_by_filter(self):
        self.assertIn(self.measure.name, self.url_open("/my/support").text)
        self.assertNotIn(self.citizen.name, self.url_open("/my/support").text)
        for heap in ("accepted", "overdue", "ended"):
            page = self.url_open(f"/my/support?filterby={heap}").text
            self.assertNotIn(self.measure.name, page)
        self.assertEqual(self.url_open("/my/support?filterby=x").status_code, 200)

    def test_the_page_shows_the_details_of_the_consent_alone(self):
        page = self.url_open(self.url).text
        self.assertIn(self.citizen.name, page)
        self.assertNotIn(self.citizen.snils, page)
        self.assertIn("disclosed", self._get_events(self.measure))
        [crumbs] = re.findall(r"<ol.*?</ol>", page, re.DOTALL)
        self.assertEqual(crumbs.count(self.measure.name), 1)

    def test_an_organisation_accepts_and_reports_with_a_file(self):
        self._post("/accept", {"executor_name": "Psychologist"})
        self.assertRecordValues(
            self.measure, [{"state": "accepted", "executor_name": "Psychologist"}]
        )
        answer = self._post(
            "/report",
            {"outcome": "done", "text": "Five meetings"},
            files={"attachments": ("report.pdf", b"%PDF-1.4", "application/pdf")},
        )
        self.assertTrue(answer.url.endswith("/my/support"))
        self.assertRecordValues(
            self.measure, [{"state": "done", "result": "Five meetings"}]
        )
        self.assertEqual(self.measure.result_attachment_ids.name, "report.pdf")

    def test_a_refusal_without_a_reason_keeps_the_form_as_filled(self):
        answer = self._post("/refuse", {"reason_id": "", "text": "We have no room"})
        self.assertIn("alert-danger", answer.text)
        self.assertIn("We have no room", answer.text)
        self.assertEqual(self.measure.state, "proposed")

    def test_an_organisation_refuses_by_a_reason(self):
        self._post("/refuse", {"reason_id": self.no_capacity.id, "text": "No room"})
        self.assertRecordValues(
            self.measure,
            [{"state": "refused", "refusal_reason_id": self.no_capacity.id}],
        )

    def test_an_ended_measure_is_listed_without_the_citizen_and_does_not_open(self):
        self._post("/refuse", {"reason_id": self.no_capacity.id})
        page = self.url_open("/my/support?filterby=ended").text
        self.assertIn(self.measure.name, page)
        self.assertNotIn(self.citizen.name, page)
        answer = self.url_open(self.url)
        self.assertTrue(answer.url.endswith("/my/support"))
        self.assertNotIn(self.citizen.name, answer.text)

    def test_a_stranger_sees_and_does_nothing(self):
        self._login(self.stranger)
        token = Request.csrf_token(self)
        self.assertTrue(self.url_open(self.url).url.endswith("/my/support"))
        for path in ("accept", "refuse", "report"):
            self.url_open(
                f"{self.url}/{path}",
                data={"csrf_token": token, "reason_id": self.no_capacity.id},
            )
        self.assertEqual(self.measure.state, "proposed")
        page = self.url_open("/my/support?filterby=ended").text
        self.assertNotIn(self.measure.name, page)
