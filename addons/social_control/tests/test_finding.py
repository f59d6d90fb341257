from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestFinding(ControlCommon):
    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        finding = self._create_finding()
        finding._unlocked().write(
            {"dismissal_ground_id": self.outage.id, "dismissal_reason": REASON}
        )
        self._assert_table_of_arrows(finding)

    def test_a_violation_is_confirmed_measured_and_closed(self):
        finding = self._create_finding()
        finding.action_confirm()
        head = finding.with_user(self.control_head)
        self.env["social.control.finding.measure"].with_user(self.control_head).create(
            {"finding_id": finding.id, "paper": "Letter No. 55"}
        ).action_confirm()
        head.action_close()
        self.assertRecordValues(
            finding,
            [
                {
                    "state": "closed",
                    "source": "manual",
                    "confirmed_by_id": self.inspector.id,
                    "measure_id": self.explanation.id,
                    "measure_paper": "Letter No. 55",
                    "measure_date": date(2026, 3, 11),
                }
            ],
        )
        self.assertEqual(
            finding.journal_ids.sorted("id").mapped("event"),
            ["created", "confirmed", "measure_taken", "closed"],
        )

    def test_a_violation_names_all_that_it_lacks(self):
        finding = self._create_finding(
            norm=False, description=False, liability_id=False, official_name=False
        )
        with self.assertRaisesRegex(
            UserError,
            "Norm broken, Official responsible, Measure proposed, What was broken",
        ):
            finding.action_confirm()
        self.assertEqual(finding.state, "candidate")

    def test_the_official_is_proposed_from_the_organisation(self):
        self.assertEqual(self._create_finding().official_name, "Head of the centre")

    def test_a_violation_is_never_deleted(self):
        finding = self._create_finding()
        for user in (self.inspector, self.control_head, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).unlink()
        with self.assertRaisesRegex(UserError, "Dismiss it and state the reason"):
            finding.sudo().unlink()

    def test_a_dismissal_states_its_ground_and_its_reason(self):
        finding = self._create_finding()
        with self.assertRaisesRegex(UserError, "is empty"):
            finding.action_dismiss(self.outage.id, " ")
        with self.assertRaisesRegex(UserError, "is empty"):
            finding.action_dismiss(0, REASON)
        self.env["social.control.finding.dismissal"].with_user(self.inspector).create(
            {
                "finding_ids": [Command.set(finding.ids)],
                "ground_id": self.outage.id,
                "reason": REASON,
            }
        ).action_confirm()
        self.assertRecordValues(
            finding,
            [
                {
                    "state": "dismissed",
                    "dismissal_ground_id": self.outage.id,
                    "dismissal_reason": REASON,
                }
            ],
        )

    def test_the_database_refuses_a_dismissal_without_a_reason(self):
        finding = self._create_finding()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            finding._unlocked().write({"state": "dismissed"})
            finding.flush_recordset()

    def test_a_confirmed_violation_is_dismissed_by_the_head_only(self):
        finding = self._create_finding()
        finding.action_confirm()
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            finding.action_dismiss(self.outage.id, REASON)
        finding.with_user(self.control_head).action_dismiss(self.outage.id, REASON)
        self.assertEqual(finding.state, "dismissed")

    def test_measures_are_taken_by_the_head_on_confirmed_violations(self):
        finding = self._create_finding()
        head = finding.with_user(self.control_head)
        with self.assertRaisesRegex(UserError, "belongs to the role"):
            finding.action_take_measure(self.explanation.id, REASON)
        with self.assertRaisesRegex(UserError, "is not confirmed"):
            head.action_take_measure(self.explanation.id, REASON)
        finding.action_confirm()
        with self.assertRaisesRegex(UserError, "is empty"):
            head.action_take_measure(self.explanation.id, "")
        with self.assertRaisesRegex(UserError, "neither eliminated nor answered"):
            head.action_close()

    def test_a_confirmed_violation_stays_as_it_is(self):
        finding = self._create_finding()
        finding.action_confirm()
        for values in (
            {"norm": "Another"},
            {"severity": "minor"},
            {"official_name": "Another"},
            {"measure_paper": "Another"},
            {"eliminated_date": "2026-03-11"},
            {"state": "dismissed"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                finding.sudo().write(values)

    def test_nobody_decides_on_the_own_organisation(self):
        finding = self._create_finding()
        self.provider.user_ids |= self.inspector
        with self.assertRaisesRegex(UserError, "does not control the own"):
            finding.action_confirm()
        with self.assertRaisesRegex(UserError, "does not control the own"):
            finding.sudo().action_dismiss(self.outage.id, REASON)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_finding(subject_id=self.ministry.id)

    def test_a_violation_joins_an_inspection_of_its_organisation(self):
        inspection = self._create_started()
        with self.assertRaisesRegex(ValidationError, "of another organisation"):
            self._create_finding(
                subject_id=self.private.id, inspection_id=inspection.id
            )

    def test_the_register_is_seen_by_the_own_body_and_the_auditor(self):
        finding = self._create_finding()
        for user in (self.foreign_head, self.clerk, self.operator, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).read(["norm"])
        self.assertTrue(finding.with_user(self.auditor).read(["norm"]))

    def test_the_register_is_exported(self):
        finding = self._create_finding()
        rows = finding.export_data(["name", "norm", "severity"])["datas"]
        self.assertEqual(rows[0][:2], [finding.name, finding.norm])
