from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestProgrammeFlow(SupportCommon):
    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_programme())

    def test_a_programme_goes_from_draft_to_its_conclusion(self):
        programme = self._create_programme()
        programme.action_agree()
        head = programme.with_user(self.support_head)
        head.action_activate()
        programme.line_ids.action_mark_performed()
        programme.measure_ids.action_mark("partial", "Waiting list")
        head.action_complete("Performed", "Go on at home")
        self.assertRecordValues(
            programme,
            [
                {
                    "state": "completed",
                    "agreed_date": Date.to_date("2026-03-11"),
                    "in_force_date": Date.to_date("2026-03-11"),
                    "closed_date": Date.to_date("2026-03-11"),
                    "conclusion": "Performed",
                    "recommendations": "Go on at home",
                    "signer_name": self.support_head.name,
                }
            ],
        )
        self.assertEqual(
            programme.journal_ids.sorted("id").mapped("event"),
            ["created", "agreed", "in_force", "marked", "marked", "completed"],
        )

    def test_an_incomplete_draft_names_all_that_it_lacks(self):
        programme = self._create_programme(
            conditions=False, provider_ids=[], line_ids=[]
        )
        with self.assertRaisesRegex(
            UserError, "Social services, Recommended providers, Conditions"
        ):
            programme.action_agree()

    def test_an_agreed_programme_returns_to_the_draft(self):
        programme = self._create_programme()
        programme.action_agree()
        programme.action_return()
        self.assertRecordValues(programme, [{"state": "draft", "agreed_date": False}])
        programme.conditions = "Another"

    def test_a_curator_puts_nothing_into_force(self):
        programme = self._create_programme()
        programme.action_agree()
        self.assertFalse(programme.can_sign)
        self.assertTrue(programme.with_user(self.support_head).can_sign)
        for act in (
            programme.action_activate,
            lambda: programme.action_complete("Done"),
            lambda: programme.action_terminate("Mistake"),
        ):
            with self.assertRaisesRegex(UserError, "Head of Support"):
                act()

    def test_a_clerk_reads_programmes_and_changes_none(self):
        programme = self._create_programme().with_user(self.clerk)
        self.assertTrue(programme.read(["name"]))
        with self.assertRaises(AccessError):
            programme.write({"conditions": "None"})
        with self.assertRaisesRegex(UserError, "Curator"):
            programme.sudo().action_agree()

    def test_the_state_is_written_by_nobody(self):
        programme = self._create_programme()
        for values in ({"state": "in_force"}, {"version": 7}, {"conclusion": "Done"}):
            with self.assertRaises(UserError):
                programme.sudo().write(values)
        with self.assertRaises(UserError):
            self._create_programme(state="in_force")

    def test_a_new_version_supersedes_the_former_one(self):
        first = self._create_in_force()
        action = first.action_new_version()
        second = first.browse(action["res_id"])
        self.assertRecordValues(
            second, [{"state": "draft", "version": 2, "previous_id": first.id}]
        )
        self.assertEqual(second.review_date, second.valid_until)
        self.assertEqual(second.line_ids.service_id, first.line_ids.service_id)
        self.assertEqual(first.state, "in_force")
        second.action_agree()
        second.with_user(self.support_head).action_activate()
        self.assertEqual((first.state, second.state), ("superseded", "in_force"))
        self.assertEqual(first.journal_ids[0].payload, {"next": second.id})

    def test_a_draft_has_no_new_version(self):
        with self.assertRaisesRegex(UserError, "never in force"):
            self._create_programme().action_new_version()

    def test_the_programme_of_another_body_is_not_superseded(self):
        self._create_in_force()
        self.fund.user_ids |= self.outsider
        self.citizen.participant_ids |= self.fund
        theirs = self._create_programme(user=self.outsider, participant_id=self.fund.id)
        theirs.action_agree()
        with self.assertRaisesRegex(UserError, "terminate it first"):
            theirs.action_activate()

    def test_a_programme_without_marks_is_not_completed(self):
        programme = self._create_in_force()
        head = programme.with_user(self.support_head)
        with self.assertRaisesRegex(UserError, "mark of performance: 2"):
            head.action_complete("Performed")
        with self.assertRaisesRegex(UserError, "is empty"):
            head.action_complete(" ")
        with self.assertRaisesRegex(UserError, "is empty"):
            head.action_terminate("")

    def test_marks_are_made_in_force_only_and_with_a_reason(self):
        draft = self._create_programme()
        with self.assertRaisesRegex(UserError, "not in force"):
            draft.line_ids.action_mark_performed()
        programme = self._create_in_force()
        with self.assertRaisesRegex(UserError, "Reason or result"):
            programme.line_ids.action_mark("not_performed")
        with self.assertRaises(UserError):
            programme.line_ids.sudo().write({"performance": "performed"})
        with self.assertRaises(UserError):
            self._create_programme(
                line_ids=[
                    Command.create(
                        {
                            "service_id": self.service.id,
                            "volume": "1",
                            "frequency": "1",
                            "term": "1",
                            "performance": "performed",
                        }
                    )
                ]
            )

    def test_the_wizards_do_what_the_actions_do(self):
        programme = self._create_in_force()
        marks = self.env["social.support.mark"].with_user(self.curator)
        marks.create({"line_id": programme.line_ids.id}).action_confirm()
        marks.create(
            {
                "measure_id": programme.measure_ids.id,
                "performance": "partial",
                "note": "Waiting list",
            }
        ).action_confirm()
        self.assertEqual(programme.measure_ids.performance_note, "Waiting list")
        closings = self.env["social.support.programme.closing"].with_user(
            self.support_head
        )
        closings.create(
            {"programme_id": programme.id, "text": "Performed"}
        ).action_confirm()
        self.assertEqual(programme.state, "completed")
        draft = self._create_programme()
        closings.create(
            {"programme_id": draft.id, "outcome": "terminate", "text": "Mistake"}
        ).action_confirm()
        self.assertEqual(draft.close_reason, "Mistake")
