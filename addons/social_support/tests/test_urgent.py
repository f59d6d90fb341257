from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged("post_install", "-at_install")
class TestUrgent(SupportCommon):
    def test_every_arrow_of_the_table_is_open_and_no_other(self):
        self._assert_table_of_arrows(self._create_urgent())

    def test_urgent_help_needs_no_programme(self):
        act = self._create_urgent()
        self.assertFalse(self.citizen.programme_ids)
        act.action_done()
        self.assertRecordValues(act, [{"state": "done"}])
        self.assertEqual(str(act.done_date), "2026-03-11")
        self.assertEqual(
            act.journal_ids.sorted("id").mapped("event"), ["created", "done"]
        )

    def test_a_signed_act_stays_as_it_is(self):
        act = self._create_urgent()
        act.action_done()
        for change in (
            lambda: act.sudo().write({"conditions": "Another"}),
            lambda: act.sudo().write({"state": "draft"}),
            lambda: act.line_ids.sudo().write({"volume": "2 sets"}),
            lambda: act.line_ids.sudo().unlink(),
            lambda: act.line_ids.sudo().copy(),
            lambda: act.action_cancel("Mistake"),
            lambda: act.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()

    def test_an_act_without_services_is_not_signed(self):
        with self.assertRaisesRegex(UserError, "names no services"):
            self._create_urgent(line_ids=[]).action_done()

    def test_a_planned_service_is_not_urgent(self):
        with self.assertRaisesRegex(ValidationError, "individual programme"):
            self._create_urgent(
                line_ids=[
                    Command.create({"service_id": self.service.id, "volume": "1"})
                ]
            )

    def test_information_names_its_organisation(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_urgent(basis="information")

    def test_information_of_an_organisation_is_a_basis(self):
        act = self._create_urgent(basis="information", informant_id=self.fund.id)
        act.action_done()
        self.assertEqual(act.state, "done")

    def test_services_do_not_end_before_they_begin(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_urgent(end_date="2026-03-10")

    def test_a_draft_is_cancelled_with_a_reason(self):
        act = self._create_urgent()
        with self.assertRaisesRegex(UserError, "is empty"):
            act.action_cancel(" ")
        self.env["social.support.urgent.cancelling"].with_user(self.curator).create(
            {"urgent_id": act.id, "reason": "Relatives helped"}
        ).action_confirm()
        self.assertRecordValues(
            act, [{"state": "cancelled", "cancel_reason": "Relatives helped"}]
        )

    def test_an_act_of_another_body_is_out_of_reach(self):
        theirs = self._create_urgent().with_user(self.outsider)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        with self.assertRaisesRegex(UserError, "Ask its officer"):
            theirs.sudo().action_done()

    def test_a_clerk_signs_nothing(self):
        act = self._create_urgent().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Curator"):
            act.action_done()
