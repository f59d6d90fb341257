from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialSupportDetail(models.Model):
    """A detail of a citizen that a consent or contract lets participants see.

    The program knows how to show the details with these codes, hence the ministry
    renames and archives rows, and adds none.
    """

    _name = "social.support.detail"
    _description = "Detail of the citizen"
    _inherit = ["social.support.classifier.mixin"]

    code = fields.Char(readonly=True)
    name = fields.Char(translate=True)
    is_usual = fields.Boolean(
        string="Usual", help="Ticked in each new consent and contract."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_known(self):
        raise UserError(
            self.env._(
                "Details of citizens are known to the program and are not deleted. "
                "Archive the detail, and no new consent names it."
            )
        )
