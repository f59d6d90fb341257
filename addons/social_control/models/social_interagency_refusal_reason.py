from odoo import fields, models


class SocialInteragencyRefusalReason(models.Model):
    """Whether a reason tells of a defect of the request (criterion of §7е)."""

    _inherit = "social.interagency.refusal.reason"

    is_request_defect = fields.Boolean(
        string="Defect of the request",
        help="An answer with this reason says that the request was not in order.",
    )
