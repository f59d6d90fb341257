from odoo import models


class SocialSupportRefusalReason(models.Model):
    """Why an organisation does not take a measure; the ministry keeps the list."""

    _name = "social.support.refusal.reason"
    _description = "Reason to refuse a measure"
    _inherit = ["social.support.classifier.mixin"]
