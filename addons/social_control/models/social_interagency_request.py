from odoo import fields, models


class SocialInteragencyRequest(models.Model):
    """The violation that a late or missing answer became."""

    _inherit = "social.interagency.request"

    control_finding_ids = fields.One2many(
        comodel_name="social.control.finding",
        inverse_name="request_id",
        string="Violations",
        groups="social_control.group_inspector,social_interagency.group_auditor",
    )
