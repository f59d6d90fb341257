from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialSupportUrgentLine(models.Model):
    """One urgent service of an act."""

    _name = "social.support.urgent.line"
    _description = "Service of an act of urgent services"
    _inherit = ["social.lock.mixin", "social.required.mixin"]
    _order = "urgent_id, date, id"
    _rec_name = "service_id"

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

    def _is_open_for_editing(self):
        return self.sudo().urgent_id._is_open_for_editing()

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

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.urgent_id._check_content_open()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "urgent_id" in vals:
            self.urgent_id._check_content_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self.urgent_id._check_content_open()
