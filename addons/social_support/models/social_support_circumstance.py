from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialSupportCircumstance(models.Model):
    """A circumstance for which a citizen is in need (442-ФЗ, art. 15)."""

    _name = "social.support.circumstance"
    _description = "Circumstance of need"
    _inherit = ["social.support.classifier.mixin"]
    _order = "is_regional, sequence, code"

    is_regional = fields.Boolean(
        string="Regional",
        default=True,
        help="Set by an act of the region (442-ФЗ, art. 15, part 1, item 8).",
    )
    citizen_circumstance_ids = fields.One2many(
        comodel_name="social.support.citizen.circumstance",
        inverse_name="circumstance_id",
        string="Citizens in this circumstance",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_federal(self):
        for circumstance in self:
            if not circumstance.is_regional:
                raise UserError(
                    self.env._(
                        "Circumstance “%(name)s” is set by federal law and is not "
                        "deleted. Archive it when the law changes.",
                        name=circumstance.name,
                    )
                )
