from odoo import models


class SocialInteragencySignature(models.Model):
    _inherit = "social.interagency.signature"

    _checking_groups = "social_interagency.group_clerk,social_control.group_inspector"
