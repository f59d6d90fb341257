from odoo import models


class SocialSupportNumberedPartMixin(models.AbstractModel):
    """A paper of a support case that has a number of its own."""

    _name = "social.support.numbered.part.mixin"
    _description = "Numbered paper of a support case"
    _inherit = ["social.support.case.part.mixin", "social.number.mixin"]
    _order = "id desc"
    _rec_names_search = ["name"]
