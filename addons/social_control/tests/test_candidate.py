from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import REASON, ControlCommon

LATE = "2026-03-25 08:00:00"


@tagged("post_install", "-at_install")
class TestCandidate(ControlCommon):
    """Late and missing answers become candidates, once for each request."""

    def setUp(self):
        super().setUp()
        self.regulation._unlocked().write({"controller_id": self.ministry.id})
        self.request = self._create_sent_request()

    def _propose(self, moment=LATE):
        cron = self.env.ref("social_control.ir_cron_propose")
        with self._at(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self._found()

    def _found(self):
        return self.env["social.control.finding"].search(
            [("request_id", "=", self.request.id)]
        )

    def test_an_answer_in_time_is_no_violation(self):
        self._answer(self.request)
        self.assertFalse(self._propose())

    def test_a_running_term_is_no_violation(self):
        self.assertFalse(self._propose("2026-03-12 08:00:00"))

    def test_a_missing_answer_becomes_a_candidate_that_people_decide_on(self):
        finding = self._propose()
        liability = self.env.ref("social_control.liability_koap_19_7")
        self.assertRecordValues(
            finding,
            [
                {
                    "state": "candidate",
                    "source": "request",
                    "breach": "missing",
                    "subject_id": self.provider.id,
                    "participant_id": self.ministry.id,
                    "liability_id": liability.id,
                    "norm": liability.breached_norm,
                    "official_name": "Head of the centre",
                }
            ],
        )
        finding.with_user(self.inspector).action_confirm()
        self.assertEqual(finding.state, "confirmed")

    def test_a_late_answer_becomes_a_candidate(self):
        with self._at(LATE):
            self._answer(self.request)
        self.assertEqual(self._propose().breach, "late")

    def test_a_cancelled_request_is_no_violation(self):
        with self._at(LATE):
            self.request.with_user(self.head).action_cancel("Withdrawn")
        self.assertFalse(self._propose())

    def test_a_request_has_one_violation_however_often_the_job_runs(self):
        first = self._propose()
        with self._at(LATE):
            self._answer(self.request)
        self.assertEqual(self._propose("2026-03-26 08:00:00"), first)
        first.with_user(self.inspector).action_dismiss(self.outage.id, REASON)
        self.assertEqual(self._propose("2026-03-27 08:00:00"), first)

    def test_the_database_refuses_a_second_violation_of_a_request(self):
        self._propose()
        findings = self.env["social.control.finding"]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            findings._unlocked().create(
                {
                    "participant_id": self.ministry.id,
                    "subject_id": self.provider.id,
                    "request_id": self.request.id,
                }
            )

    def test_nobody_links_a_request_by_hand(self):
        with self.assertRaisesRegex(UserError, "set by the program only"):
            self._create_finding(request_id=self.request.id)
        with self.assertRaises(UserError):
            self._create_finding().sudo().write({"request_id": self.request.id})

    def test_the_late_body_never_controls_itself(self):
        self.regulation._unlocked().write({"controller_id": self.provider.id})
        self.assertEqual(self._propose().participant_id, self.ministry)

    def test_an_administrator_changes_the_measure_that_is_proposed(self):
        liability = self.env.ref("social_control.liability_koap_19_7")
        liability.with_user(self.administrator).is_for_answers = False
        self.explanation.with_user(self.administrator).write(
            {"is_for_answers": True, "breached_norm": "Regulation, clause 5"}
        )
        self.assertRecordValues(
            self._propose(),
            [{"liability_id": self.explanation.id, "norm": "Regulation, clause 5"}],
        )

    def test_two_measures_are_not_proposed_at_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.explanation.write({"is_for_answers": True, "breached_norm": "Norm"})
            self.explanation.flush_recordset()

    def test_an_inspector_sees_the_terms_and_not_the_citizen(self):
        finding = self._propose().with_user(self.inspector)
        [values] = finding.web_read(
            {
                "request_deadline": {},
                "request_sent_at": {},
                "request_id": {"fields": {"display_name": {}}},
            }
        )
        self.assertEqual(values["request_id"]["display_name"], self.request.name)
        self.assertTrue(values["request_deadline"])
        with self.assertRaises(AccessError):
            self.request.with_user(self.inspector).read(["citizen_id"])
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.inspector).read(["name"])

    def test_the_queries_do_not_grow_with_the_requests(self):
        findings = self.env["social.control.finding"]
        self._create_sent_request(self.places)
        with self._at(LATE):
            domain = findings._get_breach_domain()
            one = self.env["social.interagency.request"].search(domain, limit=1)
            findings._propose(one)
            counts = []
            for size in (2, 6):
                for _number in range(size):
                    self._make_overdue()
                batch = self.env["social.interagency.request"].search(domain)
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                findings._propose(batch)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1] - counts[0], 2, counts)

    def _make_overdue(self):
        request = self._create_sent_request()
        request._unlocked().write({"deadline": "2026-03-20 08:00:00"})
