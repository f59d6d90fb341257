from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestAssignment(CaseCommon):
    def _decide(self, assignment, **values):
        wizards = self.env["social.support.assignment.decision"]
        wizards.with_user(self.curator).create(
            {"assignment_id": assignment.id, **values}
        ).action_confirm()

    def _remind(self, moment):
        cron = self.env.ref("social_support.ir_cron_remind")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_assignment())

    def test_a_measure_is_proposed_with_the_term_of_the_answer(self):
        assignment = self._create_assignment()
        self.assertRecordValues(
            assignment,
            [
                {
                    "state": "proposed",
                    "participant_id": self.provider.id,
                    "consent_id": self.consent.id,
                    "days": self.counselling.term_value,
                    "deadline_state": "ahead",
                }
            ],
        )
        # Wednesday and three working days: Monday.
        self.assertEqual(str(assignment.answer_deadline), "2026-03-16 20:59:59")
        self.assertEqual(assignment.deadline, assignment.answer_deadline)
        self.assertEqual(self._get_events(assignment), ["created"])

    def test_measures_without_a_covering_paper_are_not_given(self):
        case = self._create_active_case(lines=2)
        plan = case.plan_id
        for change in (
            {"participant_ids": [Command.set(self.fund.ids)]},
            {"valid_until": "2026-03-10"},
            {"withdrawn_date": "2026-03-11", "valid_until": False},
        ):
            self.consent._unlocked().write(change)
            with (
                self.subTest(change=change),
                self.assertRaisesRegex(UserError, "lets “Центр” see"),
            ):
                plan.action_assign()
            self.consent._unlocked().write(
                {"participant_ids": [Command.set(self.provider.ids)]}
            )
        self.assertFalse(case.assignment_ids)

    def test_a_contract_allows_measures_as_a_consent_does(self):
        case = self._create_active_case(consent_id=False)
        with self.assertRaisesRegex(UserError, "no consent or contract"):
            case.plan_id.action_assign()
        case.contract_id = self._create_consent(kind="contract", number="D-1")
        case.plan_id.action_assign()
        self.assertEqual(case.assignment_ids.consent_id, case.contract_id)

    def test_a_paper_by_which_measures_were_given_stays_as_signed(self):
        self._create_assignment()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.consent.sudo().participant_ids |= self.fund
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.consent.sudo().detail_ids = [Command.clear()]

    def test_a_plan_gives_each_measure_once(self):
        case = self._create_active_case(lines=3)
        case.plan_id.action_assign()
        self.assertEqual(len(case.assignment_ids), 3)
        with self.assertRaisesRegex(UserError, "given already"):
            case.plan_id.action_assign()

    def test_a_draft_plan_gives_nothing(self):
        plan = self._create_plan(self._create_planned_case())
        with self.assertRaisesRegex(UserError, "is not the current one"):
            plan.action_assign()
        with self.assertRaisesRegex(UserError, "is not the current one"):
            plan.line_ids.action_assign()

    def test_nobody_makes_or_changes_a_measure_by_hand(self):
        assignment = self._create_assignment()
        values = assignment.copy_data()[0]
        for change in (
            lambda: assignment.sudo().create(values),
            lambda: assignment.sudo().copy(),
            lambda: assignment.sudo().write({"state": "done"}),
            lambda: assignment.sudo().write({"participant_id": self.fund.id}),
            lambda: assignment.sudo().write({"days": 90}),
            lambda: assignment.sudo().write({"deadline": "2027-01-01"}),
            lambda: assignment.sudo().unlink(),
            lambda: assignment.case_id.sudo().write(
                {"assignment_ids": [Command.create(values)]}
            ),
        ):
            with self.assertRaises(UserError):
                change()

    def test_the_term_counts_from_the_acceptance(self):
        assignment = self._create_assignment()
        with freeze_time("2026-03-13 08:00:00"):
            assignment.with_user(self.portal_user).action_accept("Psychologist")
        self.assertRecordValues(
            assignment,
            [{"state": "accepted", "executor_name": "Psychologist"}],
        )
        # Friday and five working days: Friday.
        self.assertEqual(str(assignment.deadline), "2026-03-20 20:59:59")
        self.assertFalse(assignment.is_answered_late)
        self.assertIn("acceptance", assignment.deadline_explanation_html)

    def test_an_answer_after_its_term_is_late(self):
        assignment = self._create_assignment()
        with freeze_time("2026-03-17 08:00:00"):
            assignment.with_user(self.portal_user).action_accept()
        self.assertTrue(assignment.is_answered_late)

    def test_a_refusal_names_its_reason_and_stays_in_the_history(self):
        assignment = self._create_assignment()
        theirs = assignment.with_user(self.portal_user)
        with self.assertRaisesRegex(UserError, "needs a reason"):
            theirs.action_refuse(0, "We cannot")
        theirs.action_refuse(self.no_capacity.id, "We cannot")
        self.consent._unlocked().participant_ids |= self.fund
        self._decide(assignment, kind="reassign", participant_id=self.fund.id, days=2)
        successor = assignment.next_ids
        self.assertRecordValues(
            assignment | successor,
            [
                {
                    "state": "refused",
                    "refusal_reason_id": self.no_capacity.id,
                    "participant_id": self.provider.id,
                    "days": self.counselling.term_value,
                },
                {
                    "state": "proposed",
                    "refusal_reason_id": False,
                    "participant_id": self.fund.id,
                    "days": 2,
                },
            ],
        )
        self.assertEqual(successor.line_id, assignment.line_id)
        self.assertEqual(assignment.line_id.state, "proposed")

    def test_a_running_measure_is_not_given_to_another(self):
        assignment = self._create_assignment()
        with self.assertRaisesRegex(UserError, "Revoke it before"):
            assignment.action_reassign(self.fund.id)

    def test_a_measure_is_revoked_with_a_reason(self):
        assignment = self._create_assignment()
        with self.assertRaisesRegex(UserError, "is empty"):
            self._decide(assignment, kind="revoke", reason=" ")
        self._decide(assignment, kind="revoke", reason="The family has moved")
        self.assertRecordValues(
            assignment, [{"state": "revoked", "revoke_reason": "The family has moved"}]
        )
        self.assertTrue(assignment.closed_at)

    def test_a_result_marks_the_row_of_the_programme(self):
        programme = self._create_in_force()
        self.consent._unlocked().participant_ids |= self.fund
        case = self._create_planned_case()
        plan = self._create_plan(case, lines=0)
        plan.action_take_programme()
        plan.with_user(self.support_head).action_approve()
        plan.action_assign()
        theirs = case.assignment_ids.with_user(self.stranger)
        theirs.action_accept()
        theirs.action_report("done", "Referred")
        self.assertRecordValues(
            programme.measure_ids,
            [{"performance": "performed", "performance_note": theirs.sudo().name}],
        )

    def test_a_report_needs_its_result(self):
        assignment = self._create_assignment()
        theirs = assignment.with_user(self.portal_user)
        theirs.action_accept()
        with self.assertRaisesRegex(UserError, "lacks: the result"):
            theirs.action_report("done", " ")
        theirs.action_report("not_done", "Nobody opened the door")
        self.assertRecordValues(
            assignment, [{"state": "not_done", "result": "Nobody opened the door"}]
        )

    def test_a_signature_of_a_report_is_asked_of_the_organisation(self):
        assignment = self._create_assignment()
        theirs = assignment.with_user(self.portal_user)
        theirs.action_accept()
        files_sudo = theirs.env["ir.attachment"].sudo()
        signature = files_sudo.create({"name": "report.pdf.sig", "raw": b"signature"})
        theirs.action_report("done", "Given", signature.ids)
        self.assertRecordValues(
            assignment.sudo().signature_ids,
            [{"participant_id": self.provider.id, "signature_reason": "no_file"}],
        )

    def test_a_report_comes_after_the_acceptance(self):
        theirs = self._create_assignment().with_user(self.portal_user)
        with self.assertRaisesRegex(UserError, "cannot become"):
            theirs.action_report("done", "Given")

    def test_silence_escalates_once_for_each_due_date(self):
        assignment = self._create_assignment()
        silence = self.env.ref("social_support.mail_activity_type_silence")

        def get_told():
            return assignment.sudo().activity_ids.filtered(
                lambda activity: activity.activity_type_id == silence
            )

        self._remind("2026-03-13 08:00:00")
        self.assertFalse(get_told())
        for moment in ("2026-03-17 08:00:00", "2026-03-18 08:00:00"):
            self._remind(moment)
        self.assertEqual(get_told().user_id, self.curator | self.support_head)
        self.assertEqual(len(get_told()), 2)
        self.assertEqual(self._get_events(assignment).count("escalated"), 1)
        with freeze_time("2026-03-18 09:00:00"):
            assignment.with_user(self.portal_user).action_accept()
        self._remind("2026-03-26 08:00:00")
        self.assertEqual(self._get_events(assignment).count("escalated"), 2)

    def test_an_answer_closes_the_reminders(self):
        assignment = self._create_assignment()
        self._remind("2026-03-17 08:00:00")
        with freeze_time("2026-03-17 09:00:00"):
            assignment.with_user(self.portal_user).action_refuse(self.no_capacity.id)
        self.assertFalse(assignment.sudo().activity_ids)

    def test_an_organisation_on_paper_is_answered_for_by_the_curator(self):
        assignment = self._create_assignment()
        with self.assertRaisesRegex(UserError, "is answered by “Центр”"):
            assignment.action_accept()
        self.provider.channel = "post"
        self.env["social.support.assignment.answering"].with_user(self.curator).create(
            {
                "assignment_id": assignment.id,
                "kind": "accept",
                "executor_name": "Доктор",
            }
        ).action_confirm()
        self.assertRecordValues(
            assignment, [{"state": "accepted", "executor_name": "Доктор"}]
        )

    def test_a_stranger_answers_nothing(self):
        theirs = self._create_assignment().with_user(self.stranger)
        for act in (
            theirs.action_accept,
            lambda: theirs.action_refuse(self.no_capacity.id),
            lambda: theirs.action_report("done", "Given"),
            theirs.get_details,
            lambda: theirs.sudo().action_accept(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_a_withdrawn_consent_is_told_to_the_curator(self):
        case = self._create_assignment().case_id
        self.consent.with_user(self.curator).action_withdraw()
        self.assertEqual(case.sudo().activity_ids.user_id, self.curator)
