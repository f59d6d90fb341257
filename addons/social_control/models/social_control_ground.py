from odoo import api, fields, models

from ..tools.selections import REGIMES


class SocialControlGround(models.Model):
    """A ground on which an unplanned control event is held."""

    _name = "social.control.ground"
    _description = "Ground of an unplanned event"
    _inherit = ["social.required.mixin"]
    _order = "regime, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    regime = fields.Selection(selection=REGIMES, required=True, index=True)
    is_approval_needed = fields.Boolean(
        string="Prosecutor's approval",
        help="The event is agreed with the prosecutor before it is held.",
    )
    legal_basis = fields.Char(required=True)

    _code_unique = models.UniqueIndex(
        "(code)", "A ground with this code exists. Choose another code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for ground in self:
            ground.display_name = f"{ground.code} {ground.name}"
