from datetime import date

from freezegun import freeze_time

from odoo.addons.social_support.tests.common import SupportCommon
from odoo.fields import Command

REASON = "Letter No. 7 of 10.03.2026"


class ControlCommon(SupportCommon):
    """The region of the addons below with inspectors, a head and subjects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = cls._create_user("inspector", "social_control.group_inspector")
        cls.control_head = cls._create_user(
            "control_head", "social_control.group_control_head"
        )
        cls.ministry.user_ids |= cls.inspector | cls.control_head
        cls.foreign_head = cls._create_user(
            "foreign_head", "social_control.group_control_head"
        )
        cls.fund.user_ids |= cls.foreign_head
        cls.provider.write({"head_name": "Head of the centre"})
        cls.private = cls._create_participant(
            "Private house", "provider", inn="9901000041", ownership="private"
        )
        cls.checklist = cls._create_checklist()
        cls.explanation = cls.env.ref("social_control.liability_explanation")
        cls.outage = cls.env.ref("social_control.dismissal_ground_outage")

    @classmethod
    def _rule(cls, regime, form):
        return cls.env.ref(f"social_control.rule_{regime}_{form}")

    @classmethod
    def _create_checklist(cls, regime="departmental", **values):
        weights = ((3, "gross", True), (2, "significant", False), (1, "minor", False))
        return cls.env["social.control.checklist"].create(
            {
                "name": "Test checklist",
                "regime": regime,
                "approved_by": "Order No. 1",
                "question_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "section": "Section",
                            "text": f"Requirement {number}",
                            "legal_basis": f"442-ФЗ, art. {number}",
                            "weight": weight,
                            "severity": severity,
                            "is_evidence_needed": is_needed,
                        }
                    )
                    for number, (weight, severity, is_needed) in enumerate(weights, 1)
                ],
                **values,
            }
        )

    @classmethod
    def _create_plan(cls, user=None, lines=None, **values):
        regime = values.setdefault("regime", "departmental")
        line = {
            "subject_id": cls.provider.id,
            "rule_id": cls._rule(regime, "on_site").id,
            "purpose": "Requirements of the year",
            "asked_date": "2026-02-02",
            "planned_date": "2026-03-16",
        }
        return (
            cls.env["social.control.plan"]
            .with_user(user or cls.inspector)
            .create(
                {
                    "participant_id": cls.ministry.id,
                    "year": 2026,
                    "line_ids": [
                        Command.create({**line, **changes})
                        for changes in (lines or [{}])
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _create_approved_plan(cls, **values):
        plan = cls._create_plan(**values)
        plan.with_user(cls.control_head).action_approve("Order No. 5")
        return plan

    @classmethod
    def _create_inspection(cls, user=None, **values):
        """Return a draft of an unplanned on-site inspection of the provider."""
        values.setdefault("rule_id", cls._rule("departmental", "on_site").id)
        rule = cls.env["social.control.rule"].browse(values["rule_id"])
        ground = cls.env["social.control.ground"].search(
            [("regime", "=", rule.regime)], limit=1
        )
        return (
            cls.env["social.control.inspection"]
            .with_user(user or cls.inspector)
            .create(
                {
                    "participant_id": cls.ministry.id,
                    "subject_id": cls.provider.id,
                    "ground_id": ground.id,
                    "ground_details": "Complaint No. 3",
                    "prosecutor_approval": ground.is_approval_needed and "No. 9",
                    "purpose": "Conditions of services",
                    "checklist_id": rule.regime == "departmental" and cls.checklist.id,
                    **values,
                }
            )
        )

    @classmethod
    def _create_scheduled(cls, day=date(2026, 3, 11), **values):
        inspection = cls._create_inspection(**values)
        inspection.with_user(cls.control_head).action_schedule("Order No. 12", day)
        return inspection

    @classmethod
    def _create_started(cls, **values):
        inspection = cls._create_scheduled(**values)
        inspection.action_start()
        return inspection

    @classmethod
    def _create_signed(cls, answers=("violation", "partial", "compliant"), **values):
        inspection = cls._create_started(**values)
        cls._fill_in(inspection, answers)
        inspection.action_sign_act()
        return inspection

    @classmethod
    def _fill_in(cls, inspection, answers):
        for line, answer in zip(inspection.line_ids, answers, strict=False):
            line.write({"answer": answer, "note": f"Found at {line.sequence}"})
        inspection.write({"conclusion": "Violations were found", "place": "Test city"})
        cls.env.flush_all()

    @classmethod
    def _create_handed(cls, **values):
        inspection = cls._create_signed(**values)
        inspection.action_hand_over()
        return inspection

    @classmethod
    def _create_order(cls, inspection=None, **values):
        """Return a draft prescription on both violations of an act handed over."""
        inspection = inspection or cls._create_handed()
        action = inspection.action_draft_order()
        order = cls.env["social.control.order"].browse(action["res_id"])
        order = order.with_user(cls.inspector)
        order.write({"term_days": 5, **values})
        return order

    @classmethod
    def _create_issued(cls, **values):
        order = cls._create_order(**values)
        order.with_user(cls.control_head).action_issue()
        return order

    @classmethod
    def _prove(cls, order, text="All was done", files=()):
        return order.with_user(cls.portal_user).action_prove(text, files)

    @classmethod
    def _create_finding(cls, user=None, **values):
        return (
            cls.env["social.control.finding"]
            .with_user(user or cls.inspector)
            .create(
                {
                    "participant_id": cls.ministry.id,
                    "subject_id": cls.provider.id,
                    "norm": "442-ФЗ, art. 13",
                    "description": "The site does not name free places",
                    "liability_id": cls.explanation.id,
                    **values,
                }
            )
        )

    @classmethod
    def _create_file(cls, user, name="proof.pdf"):
        return (
            cls.env["ir.attachment"]
            .with_user(user)
            .sudo()
            .create({"name": name, "raw": b"%PDF-1.4"})
        )

    def _at(self, moment):
        return freeze_time(moment)
