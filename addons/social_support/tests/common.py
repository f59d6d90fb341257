from odoo.addons.social_interagency.tests.common import InteragencyCommon
from odoo.exceptions import UserError
from odoo.fields import Command


class SupportCommon(InteragencyCommon):
    """The region of the addon below with a curator and a head of support."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._create_user("curator", "social_support.group_curator")
        cls.support_head = cls._create_user(
            "support_head", "social_support.group_support_head"
        )
        cls.ministry.user_ids |= cls.curator | cls.support_head
        cls.outsider = cls._create_user("outsider", "social_support.group_support_head")
        cls.measure = cls.env.ref("social_support.measure_referral")
        cls.urgent_service = cls.env.ref("social_interagency.service_8_1")

    @classmethod
    def _create_programme(cls, user=None, **values):
        return (
            cls.env["social.support.programme"]
            .with_user(user or cls.curator)
            .create(
                {
                    "citizen_id": cls.citizen.id,
                    "participant_id": cls.ministry.id,
                    "valid_from": "2026-03-11",
                    "valid_until": "2027-03-11",
                    "conditions": "Access to the flat",
                    "provider_ids": [Command.set(cls.provider.ids)],
                    "line_ids": [
                        Command.create(
                            {
                                "service_id": cls.service.id,
                                "volume": "1 hour",
                                "frequency": "twice a week",
                                "term": "1 year",
                            }
                        )
                    ],
                    "measure_ids": [
                        Command.create(
                            {
                                "measure_id": cls.measure.id,
                                "participant_id": cls.fund.id,
                            }
                        )
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _create_in_force(cls, **values):
        programme = cls._create_programme(**values)
        programme.action_agree()
        programme.with_user(cls.support_head).action_activate()
        return programme

    @classmethod
    def _create_urgent(cls, user=None, **values):
        return (
            cls.env["social.support.urgent"]
            .with_user(user or cls.curator)
            .create(
                {
                    "citizen_id": cls.citizen.id,
                    "participant_id": cls.ministry.id,
                    "provider_id": cls.provider.id,
                    "basis_details": "Application No. 5",
                    "line_ids": [
                        Command.create(
                            {"service_id": cls.urgent_service.id, "volume": "1 set"}
                        )
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _create_signal(cls, user=None, **values):
        return (
            cls.env["social.support.signal"]
            .with_user(user or cls.curator)
            .create(
                {
                    "participant_id": cls.ministry.id,
                    "source_kind": "participant",
                    "informant_id": cls.provider.id,
                    "family": "Проверкины, Примерная улица, 1",
                    "content": "The child misses school",
                    **values,
                }
            )
        )

    def _assert_table_of_arrows(self, document):
        """Check that every arrow of the table is open and every other refused."""
        labels = dict(document._fields["state"].selection)
        for current in labels:
            for wanted in labels:
                document._unlocked().write({"state": current})
                allowed = wanted in document._transitions.get(current, ())
                with self.subTest(current=current, wanted=wanted):
                    self.assertEqual(self._is_open(document, wanted), allowed)

    def _is_open(self, document, wanted):
        try:
            document._check_transition(wanted)
        except UserError:
            return False
        return True
