from odoo import fields, models


class SocialSupportClosingGround(models.Model):
    """A ground on which a case is closed, or refused before it began."""

    _name = "social.support.closing.ground"
    _description = "Ground of closing"
    _inherit = ["social.support.classifier.mixin"]

    is_refusal = fields.Boolean(
        string="Refuses the support",
        help="Chosen when the family is not taken into support at all.",
    )
