from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialSupportProgrammeLine(models.Model):
    """One service of a programme: how much, how often, until when, how performed."""

    _name = "social.support.programme.line"
    _description = "Service of an individual programme"
    _inherit = ["social.support.programme.content.mixin"]
    _rec_name = "service_id"

    _row_key = "line"
    _content_fields = frozenset({"service_id", "volume", "frequency", "term"})

    service_id = fields.Many2one(
        comodel_name="social.interagency.service",
        string="Social service",
        required=True,
        domain="[('kind', '!=', 'urgent')]",
        ondelete="restrict",
        index=True,
    )
    kind = fields.Selection(related="service_id.kind", store=True)
    volume = fields.Char(required=True, help="For example: 2 hours, 1 visit.")
    frequency = fields.Char(required=True, help="For example: twice a week.")
    term = fields.Char(required=True, help="For example: until 31.12.2026.")

    @api.constrains("service_id")
    def _check_service(self):
        for line in self:
            if line.kind == "urgent":
                raise ValidationError(
                    self.env._(
                        "Service “%(service)s” is urgent and needs no programme. "
                        "Record it by an act of urgent services.",
                        service=line.service_id.name,
                    )
                )
