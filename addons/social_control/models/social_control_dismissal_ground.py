from odoo import fields, models


class SocialControlDismissalGround(models.Model):
    """A ground on which a person dismisses a violation."""

    _name = "social.control.dismissal.ground"
    _description = "Ground of dismissal"
    _inherit = ["social.required.mixin"]
    _order = "code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    legal_basis = fields.Char(required=True)

    _code_unique = models.UniqueIndex(
        "(code)", "A ground with this code exists. Choose another code."
    )
