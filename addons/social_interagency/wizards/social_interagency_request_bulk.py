from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SocialInteragencyRequestBulk(models.TransientModel):
    """Requests for a list of citizens and document types at once."""

    _name = "social.interagency.request.bulk"
    _description = "Requests for many citizens"

    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Sender",
        required=True,
        default=lambda self: self.env.user.social_participant_ids[:1],
    )
    citizen_ids = fields.Many2many(
        comodel_name="social.interagency.citizen",
        relation="social_interagency_request_bulk_citizen_rel",
        string="Citizens",
        required=True,
    )
    service_id = fields.Many2one(
        comodel_name="social.interagency.service",
        string="Social service",
        required=True,
    )
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_request_bulk_type_rel",
        string="Documents and information",
        required=True,
    )

    def action_create(self):
        """Draft one request for each citizen and each holder, in one go."""
        self.ensure_one()
        requests = self.env["social.interagency.request"].create(self._prepare())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_request_action"
        )
        action["domain"] = [("id", "in", requests.ids)]
        action["context"] = {}
        return action

    def _prepare(self):
        by_addressee = self._get_types_by_addressee()
        return [
            {
                "citizen_id": citizen.id,
                "sender_id": self.participant_id.id,
                "addressee_id": addressee.id,
                "service_id": self.service_id.id,
                "line_ids": [
                    Command.create({"document_type_id": document_type.id})
                    for document_type in types
                ],
            }
            for citizen in self.citizen_ids
            for addressee, types in by_addressee.items()
        ]

    def _get_types_by_addressee(self):
        regulation = self.env["social.interagency.regulation"]._get_in_force()
        holders = regulation._get_holders(self.participant_id, self.document_type_ids)
        if orphans := self.document_type_ids.filtered(lambda kind: kind not in holders):
            raise UserError(
                self.env._(
                    "Nobody in the regulation holds: %(types)s. "
                    "Remove them from the list or amend the regulation.",
                    types=", ".join(orphans.mapped("name")),
                )
            )
        by_addressee = {}
        for document_type, addressee in holders.items():
            by_addressee.setdefault(addressee, []).append(document_type)
        return by_addressee
