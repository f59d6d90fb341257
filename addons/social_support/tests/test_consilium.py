from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .case_common import CaseCommon


@tagged("post_install", "-at_install")
class TestConsilium(CaseCommon):
    def _create_consilium(self, case, **values):
        return case.env["social.support.consilium"].create(
            {
                "case_id": case.id,
                "chair_name": "Head of the department",
                "participant_ids": [Command.set(self.provider.ids)],
                "attendees": "Psychologist of the centre",
                "decision_ids": [
                    Command.create({"text": "Watch the attendance of the school"}),
                    Command.create(
                        {
                            "text": "Counsel the mother",
                            "measure_id": self.counselling.id,
                            "participant_id": self.provider.id,
                        }
                    ),
                ],
                **values,
            }
        )

    def _sign(self, consilium):
        consilium.with_user(self.support_head).action_sign()

    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_consilium(self._create_case()))

    def test_decisions_with_a_measure_turn_into_assignments(self):
        case = self._create_planned_case()
        consilium = self._create_consilium(case)
        self._sign(consilium)
        self.assertEqual(consilium.unassigned_count, 1)
        consilium.action_assign()
        self.assertRecordValues(
            case.assignment_ids,
            [
                {
                    "state": "proposed",
                    "decision_id": consilium.decision_ids[1].id,
                    "participant_id": self.provider.id,
                    "content": "Counsel the mother",
                    "days": self.counselling.term_value,
                }
            ],
        )
        consilium.action_assign()
        self.assertEqual(len(case.assignment_ids), 1)

    def test_measures_are_given_by_signed_minutes_only(self):
        consilium = self._create_consilium(self._create_planned_case())
        with self.assertRaisesRegex(UserError, "are not signed"):
            consilium.action_assign()

    def test_the_head_signs_whole_minutes(self):
        case = self._create_case()
        consilium = self._create_consilium(case, attendees=False)
        with self.assertRaisesRegex(UserError, "Head"):
            consilium.action_sign()
        with self.assertRaisesRegex(UserError, "lack: Present"):
            self._sign(consilium)
        consilium.attendees = "Everybody"
        self._sign(consilium)
        self.assertIn("consilium_signed", self._get_events(case))

    def test_signed_minutes_stay_as_they_are(self):
        consilium = self._create_consilium(self._create_case())
        self._sign(consilium)
        for change in (
            lambda: consilium.sudo().write({"minutes": "Other"}),
            lambda: consilium.decision_ids[0].sudo().write({"text": "Other"}),
            lambda: consilium.decision_ids.sudo().unlink(),
            lambda: consilium.decision_ids[0].sudo().copy(),
            lambda: consilium.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()

    def test_a_measure_without_an_organisation_is_no_decision(self):
        decision = {"text": "Counsel", "measure_id": self.counselling.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_consilium(
                self._create_case(), decision_ids=[Command.create(decision)]
            )
