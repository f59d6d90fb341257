from odoo.fields import Command

from .common import SupportCommon


class CaseCommon(SupportCommon):
    """A citizen who lets the provider know of her, and her case at any stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.env.ref("social_support.level_crisis")
        cls.goals = cls.env.ref("social_support.closing_ground_goals")
        cls.no_need = cls.env.ref("social_support.closing_ground_no_need")
        cls.no_capacity = cls.env.ref("social_support.refusal_reason_capacity")
        cls.counselling = cls.env.ref("social_support.measure_counselling")
        cls.consent = cls._create_consent()

    @classmethod
    def _create_consent(cls, **values):
        return cls.env["social.interagency.consent"].create(
            {
                "citizen_id": cls.citizen.id,
                "number": "7",
                "signed_date": "2026-03-02",
                "purpose": "Social support",
                "participant_ids": [Command.set(cls.provider.ids)],
                **values,
            }
        )

    @classmethod
    def _create_case(cls, user=None, **values):
        return (
            cls.env["social.support.case"]
            .with_user(user or cls.curator)
            .create(
                {
                    "citizen_id": cls.citizen.id,
                    "participant_id": cls.ministry.id,
                    "consent_id": cls.consent.id,
                    **values,
                }
            )
        )

    @classmethod
    def _create_assessment(cls, case, **values):
        return case.env["social.support.assessment"].create(
            {
                "case_id": case.id,
                "housing_kind": "own",
                "conclusion": "The family needs support",
                **values,
            }
        )

    @classmethod
    def _create_planned_case(cls, **values):
        """Return a case in planning, with a signed act and the crisis level."""
        case = cls._create_case(**values)
        case.action_assess()
        cls._create_assessment(case).action_sign()
        case.action_set_level(cls.level.id, "The child is in danger")
        case.action_plan()
        return case

    @classmethod
    def _create_plan(cls, case, lines=1, **values):
        return case.env["social.support.plan"].create(
            {
                "case_id": case.id,
                "line_ids": [
                    Command.create(
                        {
                            "measure_id": cls.counselling.id,
                            "participant_id": cls.provider.id,
                        }
                    )
                    for _number in range(lines)
                ],
                **values,
            }
        )

    @classmethod
    def _create_active_case(cls, lines=1, **values):
        """Return a case in support whose plan is approved and not given yet."""
        case = cls._create_planned_case(**values)
        cls._create_plan(case, lines).with_user(cls.support_head).action_approve()
        return case

    @classmethod
    def _create_assignment(cls):
        """Return a measure proposed to the provider."""
        case = cls._create_active_case()
        case.plan_id.action_assign()
        return case.assignment_ids

    def _get_events(self, document):
        return document.sudo().journal_ids.sorted("id").mapped("event")
