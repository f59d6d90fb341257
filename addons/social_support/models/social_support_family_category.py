from odoo import models


class SocialSupportFamilyCategory(models.Model):
    """A category of families by which supported families are counted."""

    _name = "social.support.family.category"
    _description = "Category of family"
    _inherit = ["social.support.classifier.mixin"]
