from odoo import fields, models


class SocialControlPlanAct(models.Model):
    """A signed change of an approved plan."""

    _name = "social.control.plan.act"
    _description = "Change of a plan of control"
    _inherit = ["social.control.evidence.mixin"]
    _order = "id desc"

    _code_fields = frozenset(
        {"name", "plan_id", "line_id", "kind", "ground", "date_before", "date_after"}
        | {"signed_at", "signer_id"}
    )

    name = fields.Char(string="Number", readonly=True, required=True)
    plan_id = fields.Many2one(
        comodel_name="social.control.plan",
        string="Plan of control",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    line_id = fields.Many2one(
        comodel_name="social.control.plan.line",
        string="Planned event",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    kind = fields.Selection(
        selection=[
            ("moved", "Moved"),
            ("added", "Added"),
            ("excluded", "Excluded"),
        ],
        required=True,
        readonly=True,
    )
    ground = fields.Text(required=True, readonly=True)
    date_before = fields.Date(string="Former date", readonly=True)
    date_after = fields.Date(string="New date", readonly=True)
    signed_at = fields.Datetime(string="Signed on", required=True, readonly=True)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", required=True, readonly=True
    )
