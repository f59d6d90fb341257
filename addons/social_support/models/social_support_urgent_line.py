from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialSupportUrgentLine(models.Model):
    """One urgent service of an act."""

    _name = "social.support.urgent.line"
    _description = "Service of an act of urgent services"
    _inherit = ["social.support.row.mixin"]
    _order = "urgent_id, date, id"
    _rec_name = "service_id"

    _parent_field = "urgent_id"
    _content_fields = frozenset({"urgent_id", "service_id", "volume", "date"})

    urgent_id = fields.Many2one(
        comodel_name="social.support.urgent",
        string="Act of urgent services",
        required=True,
        ondelete="cascade",
        index=True,
    )
    service_id = fields.Many2one(
        comodel_name="social.interagency.service",
        string="Urgent service",
        required=True,
        domain="[('kind', '=', 'urgent')]",
        ondelete="restrict",
        index=True,
    )
    volume = fields.Char(required=True, help="For example: 1 set, 3 days.")
    date = fields.Date(required=True, default=fields.Date.context_today)

    @api.constrains("service_id")
    def _check_service(self):
        for line in self:
            if line.service_id.kind != "urgent":
                raise ValidationError(
                    self.env._(
                        "Service “%(service)s” is not urgent. "
                        "Give it by an individual programme.",
                        service=line.service_id.name,
                    )
                )
