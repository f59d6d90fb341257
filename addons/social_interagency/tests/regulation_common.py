from odoo.fields import Command

from .common import InteragencyCommon


class RegulationCommon(InteragencyCommon):
    """The regulation is a draft that meets every clause and has two signers."""

    @classmethod
    def _create_users(cls):
        super()._create_users()
        group = "social_interagency.group_head"
        cls.second_head = cls._create_user("second_head", group)
        cls.ministry.user_ids |= cls.second_head

    @classmethod
    def _create_types(cls):
        super()._create_types()
        cls.certificate, cls.other_certificate = cls.pension, cls.survey
        (cls.certificate | cls.other_certificate).participant_ids = cls.fund

    @classmethod
    def _create_regulation(cls, **values):
        document_types = cls.certificate | cls.other_certificate
        regulation = cls.env["social.interagency.regulation"].create(
            {
                "name": "On the regulation of interagency interaction",
                "number": "100-p",
                "date": "2026-01-12",
                "effective_from": "2026-02-01",
                "issuer_ids": [Command.set(cls.ministry.partner_id.ids)],
                "coordinator_id": cls.ministry.id,
                "operator_id": cls.ministry.id,
                "controller_id": cls.ministry.id,
                "member_ids": [
                    cls._prepare_member(cls.ministry, ask_type_ids=document_types),
                    cls._prepare_member(cls.fund, answer_type_ids=document_types),
                ],
                "term_rule_ids": [
                    Command.create({"step": "prepare", "start_event": "created"}),
                    Command.create({"step": "send", "start_event": "created"}),
                    Command.create({"step": "answer", "start_event": "received"}),
                ],
                "approval_ids": [
                    cls._prepare_signer(cls.head, 10, "Minister"),
                    cls._prepare_signer(cls.second_head, 20, "First deputy"),
                ],
                **values,
            }
        )
        regulation.section_ids.text = "Said by the act."
        regulation.action_add_catalogue()
        regulation.action_copy_procedures()
        return regulation

    @classmethod
    def _prepare_member(cls, participant, **types):
        return Command.create(
            {
                "participant_id": participant.id,
                "activity": "Takes part in the exchange",
                **{name: [Command.set(kept.ids)] for name, kept in types.items()},
            }
        )

    @classmethod
    def _prepare_signer(cls, user, sequence, position):
        return Command.create(
            {"user_id": user.id, "sequence": sequence, "position": position}
        )

    @classmethod
    def _put_into_force(cls, regulation):
        regulation.action_submit()
        regulation.with_user(cls.head).action_sign()
        regulation.with_user(cls.second_head).action_sign()
        regulation.action_activate()
        return regulation
