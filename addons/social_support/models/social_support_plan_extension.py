from odoo import fields, models


class SocialSupportPlanExtension(models.Model):
    """The signed act by which a plan lasts longer than its norm."""

    _name = "social.support.plan.extension"
    _description = "Act of extension"
    _inherit = ["social.evidence.mixin"]
    _order = "id desc"
    _rec_name = "date_after"

    _code_fields = frozenset(
        {"plan_id", "ground", "date_before", "date_after", "signed_date", "signer_id"}
    )

    plan_id = fields.Many2one(
        comodel_name="social.support.plan",
        string="Plan of support",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    ground = fields.Text(required=True, readonly=True)
    date_before = fields.Date(string="Former end", required=True, readonly=True)
    date_after = fields.Date(string="New end", required=True, readonly=True)
    signed_date = fields.Date(string="Signed on", required=True, readonly=True)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", required=True, readonly=True
    )

    _end_later = models.Constraint(
        "CHECK(date_after > date_before)", "An extension moves the end to a later day."
    )
