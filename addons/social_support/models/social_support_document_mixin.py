from odoo import api, fields, models
from odoo.exceptions import ValidationError

CURATOR = "social_support.group_curator"
HEAD = "social_support.group_support_head"


class SocialSupportDocumentMixin(models.AbstractModel):
    """A document of social support about a citizen whom the own body serves."""

    _name = "social.support.document.mixin"
    _description = "Paper of social support"
    _inherit = ["social.document.mixin"]
    _journal_model = "social.support.journal"

    officer_id = fields.Many2one(string="Curator")
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        ondelete="restrict",
        index=True,
    )
    can_edit = fields.Boolean(compute="_compute_can_edit")

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for document in self:
            document.can_edit = not document._why_not(CURATOR)

    @api.constrains("citizen_id", "participant_id")
    def _check_citizen_served(self):
        for document in self.sudo():
            bodies = document.citizen_id.participant_ids
            if document.citizen_id and document.participant_id not in bodies:
                raise ValidationError(
                    self.env._(
                        "%(document)s: card %(card)s is not open to “%(participant)s”. "
                        "Ask the body that serves the citizen to open the card.",
                        document=document.name,
                        card=document.citizen_id.number,
                        participant=document.participant_id.name,
                    )
                )
