from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestProcedure(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._create_procedure()

    @classmethod
    def _create_procedure(cls, steps=None, **values):
        steps = steps or [
            {"sequence": 10, "name": "Registration", "kind": "registration"},
            {
                "sequence": 20,
                "name": "Decision",
                "kind": "decision",
                "result": "Order",
                "is_final": True,
            },
        ]
        return cls.env["social.interagency.procedure"].create(
            {
                "name": "Recognition",
                "step_ids": [Command.create(step) for step in steps],
                **values,
            }
        )

    def test_procedure_shows_its_final_result(self):
        self.assertRecordValues(
            self.procedure, [{"step_count": 2, "final_result": "Order"}]
        )

    def test_procedure_without_a_final_result_is_refused(self):
        start = {"sequence": 1, "name": "Start"}
        final = {"sequence": 9, "name": "End", "is_final": True, "result": "Act"}
        bad_chains = {
            "no final": [start],
            "two finals": [{**final, "sequence": 8}, final],
            "final is not the last": [final, {**start, "sequence": 10}],
            "final without a result": [start, {**final, "result": " "}],
            "final not mandatory": [start, {**final, "is_mandatory": False}],
        }
        for name, steps in bad_chains.items():
            with self.subTest(chain=name), self.assertRaises(ValidationError):
                self._create_procedure(steps)
        with self.assertRaises(ValidationError):
            self.env["social.interagency.procedure"].create({"name": "Empty"})

    def test_final_step_cannot_be_taken_away_directly(self):
        first, final = self.procedure.step_ids
        for attempt in (
            final.unlink,
            lambda: final.write({"is_final": False}),
            lambda: final.write({"sequence": 1}),
            lambda: final.write({"result": False}),
            lambda: first.write({"is_final": True}),
            lambda: self.procedure.write({"step_ids": [Command.clear()]}),
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                attempt()
        self.assertEqual(self.procedure.step_ids, first | final)

    def test_final_step_may_be_replaced_in_one_write(self):
        first, final = self.procedure.step_ids
        self.procedure.write(
            {
                "step_ids": [
                    Command.update(first.id, {"is_final": True, "sequence": 30}),
                    Command.update(first.id, {"result": "Receipt"}),
                    Command.delete(final.id),
                ]
            }
        )
        self.assertEqual(self.procedure.final_result, "Receipt")

    def test_key_of_the_check_is_not_a_word_of_the_context(self):
        final = self.procedure.step_ids.filtered("is_final")
        with self.assertRaises(ValidationError):
            final.with_context(social_procedure=True).write({"is_final": False})

    def test_procedure_is_deleted_whole(self):
        steps = self.procedure.step_ids
        self.procedure.unlink()
        self.assertFalse(steps.exists())

    def test_standard_procedures_come_with_the_program(self):
        procedure = self.env.ref("social_interagency.procedure_recognition")
        self.assertEqual(procedure.step_ids.sorted()[-1].kind, "done")
        self.assertTrue(procedure.final_result)

    def test_usable_procedures_fit_the_services(self):
        services = self.env["social.interagency.service"].create(
            [
                {
                    "code": code,
                    "name": code,
                    "kind": "legal",
                    "is_at_home": True,
                    "legal_basis": "Article 20",
                }
                for code in ("X-1", "X-2")
            ]
        )
        first, second = services
        self.procedure.service_ids = first
        procedures = self.env["social.interagency.procedure"]
        self.assertIn(self.procedure, procedures._get_usable(first))
        self.assertNotIn(self.procedure, procedures._get_usable(second))
        self.assertIn(self.procedure, procedures._get_usable())

    def test_procedures_of_the_regulation_in_force_replace_the_standard_ones(self):
        procedures = self.env["social.interagency.procedure"]
        self.assertTrue(self.procedure.is_usable)
        draft = self.env["social.interagency.regulation"].create({"name": "Act"})
        own = self._create_procedure(regulation_id=draft.id)
        self.assertNotIn(own, procedures._get_usable())
        draft._unlocked().write({"state": "in_force", "scope": "federal"})
        self.assertEqual(procedures._get_usable(), own)
        self.assertEqual(procedures.search([("is_usable", "=", True)]), own)
        (self.procedure | own).invalidate_recordset(["is_usable"])
        self.assertFalse(self.procedure.is_usable)
        self.assertTrue(own.is_usable)
        self.assertIn(self.procedure, procedures.search([("is_usable", "=", False)]))

    def test_only_the_administrator_changes_procedures(self):
        self.procedure.with_user(self.administrator).name = "Renamed"
        for user in (self.clerk, self.head, self.operator, self.auditor):
            procedure = self.procedure.with_user(user)
            self.assertTrue(procedure.read(["name"]))
            with self.assertRaises(AccessError):
                procedure.name = "Other"
        with self.assertRaises(AccessError):
            self.procedure.with_user(self.portal_user).read(["name"])
