from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .regulation_common import RegulationCommon

ARROWS = {
    ("draft", "approval"),
    ("approval", "approved"),
    ("approval", "draft"),
    ("approved", "in_force"),
    ("approved", "repealed"),
    ("in_force", "superseded"),
    ("in_force", "repealed"),
}
STATES = ("draft", "approval", "approved", "in_force", "superseded", "repealed")


@tagged("post_install", "-at_install")
class TestRegulation(RegulationCommon):
    def _move(self, regulation, state):
        """Bring a draft into ``state`` by the transition alone."""
        path = {
            "draft": [],
            "approval": ["approval"],
            "approved": ["approval", "approved"],
            "in_force": ["approval", "approved", "in_force"],
            "superseded": ["approval", "approved", "in_force", "superseded"],
            "repealed": ["approval", "approved", "repealed"],
        }[state]
        for step in path:
            regulation._transition(step)
        return regulation

    def _create_bare(self, **values):
        return self.env["social.interagency.regulation"].create(
            {"name": "On something else", "scope": "long_term_care", **values}
        )

    def test_every_arrow_of_the_table_is_allowed_and_no_other(self):
        for start in STATES:
            for goal in STATES:
                with self.subTest(start=start, goal=goal):
                    regulation = self._move(self._create_bare(), start)
                    if (start, goal) in ARROWS:
                        regulation._transition(goal, event="changed")
                        self.assertEqual(regulation.state, goal)
                    else:
                        with self.assertRaises(UserError):
                            regulation._transition(goal)
                    if regulation.state == "in_force":
                        regulation._transition("repealed")

    def test_state_is_written_by_nobody(self):
        for user in (self.administrator, self.env.user):
            regulation = self.regulation.with_user(user)
            for document in (regulation, regulation.sudo()):
                with self.assertRaises(UserError):
                    document.write({"state": "in_force"})
        with self.assertRaises(UserError):
            self._create_bare(state="in_force")
        self.assertEqual(self.regulation.state, "draft")

    def test_copy_is_a_draft(self):
        self._put_into_force(self.regulation)
        copied = self.regulation.copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.effective_from)
        self.assertEqual(set(copied.approval_ids.mapped("state")), {"waiting"})

    def test_complete_regulation_comes_into_force(self):
        self.assertEqual(self.regulation.completeness, 100)
        self._put_into_force(self.regulation)
        self.assertEqual(self.regulation.state, "in_force")
        found = self.env["social.interagency.regulation"]._get_in_force()
        self.assertEqual(found, self.regulation)

    def test_clerk_cannot_activate(self):
        self.regulation.action_submit()
        self.regulation.with_user(self.head).action_sign()
        self.regulation.with_user(self.second_head).action_sign()
        for user in (self.clerk, self.head, self.auditor, self.operator):
            with self.assertRaises(AccessError):
                self.regulation.with_user(user).action_activate()
        self.assertEqual(self.regulation.state, "approved")

    def test_content_is_locked_after_submission(self):
        self.regulation.action_submit()
        member = self.regulation.member_ids[0]
        attempts = [
            lambda env: self.regulation.with_env(env).write({"name": "Other"}),
            lambda env: self.regulation.with_env(env).write({"coordinator_id": False}),
            lambda env: (
                self.regulation.section_ids[0].with_env(env).write({"text": "Other"})
            ),
            lambda env: member.with_env(env).write({"activity": "Other"}),
            lambda env: member.with_env(env).unlink(),
            lambda env: (
                self.regulation.term_rule_ids[0].with_env(env).write({"value": 1})
            ),
            lambda env: self.regulation.term_rule_ids.with_env(env).unlink(),
            lambda env: self.regulation.procedure_ids.with_env(env).write(
                {"name": "Other"}
            ),
            lambda env: (
                self.regulation.procedure_ids.step_ids[0]
                .with_env(env)
                .write({"term_value": 99})
            ),
            lambda env: (
                self.regulation.approval_ids[0]
                .with_env(env)
                .write({"signer_name": "Other"})
            ),
            lambda env: self.regulation.with_env(env).write(
                {"member_ids": [Command.clear()]}
            ),
            lambda env: env["social.interagency.regulation.member"].create(
                {
                    "regulation_id": self.regulation.id,
                    "participant_id": self.provider.id,
                }
            ),
            lambda env: self.regulation.with_env(env).unlink(),
        ]
        for env in (self.env(user=self.administrator), self.env(su=True)):
            for number, attempt in enumerate(attempts):
                refused = self.assertRaises(UserError)
                with self.subTest(number=number, su=env.su), refused:
                    attempt(env)

    def test_content_of_a_locked_regulation_cannot_be_moved_into_it(self):
        draft = self._create_bare()
        member = self.env["social.interagency.regulation.member"].create(
            {"regulation_id": draft.id, "participant_id": self.provider.id}
        )
        self.regulation.action_submit()
        with self.assertRaises(UserError):
            member.regulation_id = self.regulation

    def test_second_regulation_in_force_is_refused_by_the_database(self):
        first = self._move(self._create_bare(), "in_force")
        second = self._move(self._create_bare(), "approved")
        first.flush_recordset()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            second._transition("in_force")
            second.flush_recordset()
        self.assertEqual(first.state, "in_force")

    def test_regulations_of_two_scopes_are_in_force_together(self):
        self._put_into_force(self.regulation)
        other = self._move(self._create_bare(), "approved")
        other._unlocked().write({"effective_from": "2026-02-01"})
        other.action_activate()
        regulations = self.env["social.interagency.regulation"]
        self.assertEqual(regulations._get_in_force("long_term_care"), other)
        self.assertEqual(regulations._get_in_force(), self.regulation)

    def test_new_version_copies_content_and_supersedes_the_former(self):
        self._put_into_force(self.regulation)
        action = self.regulation.with_user(self.administrator).action_new_version()
        newer = self.env["social.interagency.regulation"].browse(action["res_id"])
        self.assertRecordValues(
            newer,
            [{"version": 2, "previous_id": self.regulation.id, "state": "draft"}],
        )
        self.assertEqual(
            newer.member_ids.participant_id, self.regulation.member_ids.participant_id
        )
        self.assertEqual(len(newer.section_ids), len(self.regulation.section_ids))
        self.assertEqual(len(newer.term_rule_ids), 3)
        self.assertEqual(
            len(newer.procedure_ids.step_ids),
            len(self.regulation.procedure_ids.step_ids),
        )
        newer.effective_from = "2026-04-01"
        newer.action_submit()
        newer.with_user(self.head).action_sign()
        newer.with_user(self.second_head).action_sign()
        with freeze_time("2026-04-01 09:00:00"):
            newer.action_activate()
        self.assertRecordValues(
            self.regulation | newer,
            [
                {"state": "superseded", "effective_to": date(2026, 3, 31)},
                {"state": "in_force", "effective_to": False},
            ],
        )

    def test_new_version_asked_twice_is_the_same_draft(self):
        self._put_into_force(self.regulation)
        first = self.regulation.action_new_version()["res_id"]
        self.assertEqual(self.regulation.action_new_version()["res_id"], first)

    def test_activation_before_the_day_is_refused_with_the_day(self):
        self.regulation.effective_from = "2026-05-01"
        self.regulation.action_submit()
        self.regulation.with_user(self.head).action_sign()
        self.regulation.with_user(self.second_head).action_sign()
        with self.assertRaisesRegex(UserError, "01.05.2026"):
            self.regulation.action_activate()

    def test_version_of_the_same_day_does_not_supersede(self):
        self._put_into_force(self.regulation)
        newer = self.regulation.copy({"effective_from": "2026-02-01"})
        newer.action_submit()
        newer.with_user(self.head).action_sign()
        newer.with_user(self.second_head).action_sign()
        with self.assertRaises(UserError):
            newer.action_activate()
        self.assertEqual(self.regulation.state, "in_force")

    def test_job_activates_on_the_day_and_runs_twice_without_harm(self):
        self._put_into_force(self.regulation)
        newer = self.regulation.copy({"effective_from": "2026-04-01"})
        newest = self.regulation.copy({"effective_from": "2026-04-05"})
        for regulation in newer | newest:
            regulation.action_submit()
            regulation.with_user(self.head).action_sign()
            regulation.with_user(self.second_head).action_sign()
        cron = self.env.ref("social_interagency.cron_regulation_activate")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertEqual(self.regulation.state, "in_force")
            with freeze_time("2026-04-20 09:00:00"):
                cron.method_direct_trigger()
                cron.method_direct_trigger()
        self.assertRecordValues(
            self.regulation | newer | newest,
            [
                {"state": "superseded", "effective_to": date(2026, 3, 31)},
                {"state": "superseded", "effective_to": date(2026, 4, 4)},
                {"state": "in_force", "effective_to": False},
            ],
        )

    def test_regulation_of_a_past_day_is_found(self):
        self._put_into_force(self.regulation)
        newer = self.regulation.copy({"effective_from": "2026-04-01"})
        with freeze_time("2026-04-02 09:00:00"):
            self._put_into_force(newer)
            regulations = self.env["social.interagency.regulation"]
            self.assertEqual(regulations._get_in_force(), newer)
            self.assertEqual(
                regulations._get_in_force(date=date(2026, 3, 31)), self.regulation
            )
            with self.assertRaisesRegex(UserError, "31.01.2026"):
                regulations._get_in_force(date=date(2026, 1, 31))

    def test_ended_regulation_is_not_in_force_even_before_the_job_runs(self):
        self.regulation.effective_to = "2026-03-20"
        self._put_into_force(self.regulation)
        regulations = self.env["social.interagency.regulation"]
        with freeze_time("2026-03-21 09:00:00"):
            with self.assertRaises(UserError):
                regulations._get_in_force()
            with self.enter_registry_test_mode():
                cron = self.env.ref("social_interagency.cron_regulation_activate")
                cron.method_direct_trigger()
        self.assertEqual(self.regulation.state, "repealed")

    def test_repeal_needs_a_ground_and_sets_the_last_day(self):
        self._put_into_force(self.regulation)
        with self.assertRaises(UserError):
            self.regulation.action_repeal(" ")
        with self.assertRaises(AccessError):
            self.regulation.with_user(self.head).action_repeal("Order 5")
        self.regulation.with_user(self.administrator).action_repeal("Order 5")
        self.assertRecordValues(
            self.regulation,
            [
                {
                    "state": "repealed",
                    "effective_to": date(2026, 3, 11),
                    "decision_ground": "Order 5",
                }
            ],
        )

    def test_submitted_draft_is_not_deleted(self):
        self.regulation.action_submit()
        self.regulation.with_user(self.head).action_refuse("Mend the terms")
        self.assertEqual(self.regulation.state, "draft")
        with self.assertRaises(UserError):
            self.regulation.unlink()
        bare = self._create_bare()
        bare.unlink()
        self.assertFalse(bare.exists())

    def test_dates_must_be_in_order(self):
        with self.assertRaises(ValidationError):
            self.regulation.effective_from = "2026-01-01"

    def test_allowed_types_need_powers_and_competence(self):
        regulation = self.regulation
        both = self.certificate | self.other_certificate
        self.assertEqual(regulation._get_allowed_types(self.ministry, self.fund), both)
        none = self.env["social.interagency.document.type"]
        self.assertEqual(regulation._get_allowed_types(self.fund, self.ministry), none)
        self.assertEqual(regulation._get_allowed_types(self.provider, self.fund), none)
        self.fund.document_type_ids -= self.other_certificate
        self.assertEqual(
            regulation._get_allowed_types(self.ministry, self.fund), self.certificate
        )
        provider_kind = self.env["social.interagency.participant.kind"].search(
            [("code", "=", "provider")]
        )
        self.certificate.asker_kind_ids = provider_kind
        self.assertEqual(regulation._get_allowed_types(self.ministry, self.fund), none)

    def test_auditor_reads_and_changes_nothing(self):
        regulation = self.regulation.with_user(self.auditor)
        self.assertTrue(regulation.read(["name", "completeness"]))
        for records in (
            regulation,
            regulation.section_ids,
            regulation.member_ids,
            regulation.approval_ids,
            regulation.procedure_ids,
        ):
            self.assertFalse(records.has_access("write"))

    def test_portal_reads_no_regulation(self):
        with self.assertRaises(AccessError):
            self.regulation.with_user(self.portal_user).read(["name"])

    def test_way_of_the_regulation_is_journaled(self):
        self._put_into_force(self.regulation)
        entries = self.env["social.interagency.journal"].search(
            [("regulation_id", "=", self.regulation.id)], order="id"
        )
        self.assertEqual(
            entries.mapped("event"),
            ["submitted", "signed", "signed", "approved", "in_force"],
        )
        self.assertEqual(entries[1].user_id, self.head)

    def test_act_is_printed(self):
        self._put_into_force(self.regulation)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "social_interagency.report_regulation", self.regulation.ids
        )
        text = html.decode()
        for part in ("100-p", self.fund.name, self.certificate.name, "Said by the act"):
            self.assertIn(part, text)
