from odoo import fields, models
from odoo.tools import format_date


class SocialControlOrderAct(models.Model):
    """A signed extension of a prescription."""

    _name = "social.control.order.act"
    _description = "Extension of a prescription"
    _inherit = ["social.control.evidence.mixin"]
    _order = "id desc"

    _code_fields = frozenset(
        {"name", "order_id", "days", "ground", "deadline_before", "deadline_after"}
        | {"signed_at", "signer_id"}
    )

    name = fields.Char(string="Number", required=True, readonly=True)
    order_id = fields.Many2one(
        comodel_name="social.control.order",
        string="Prescription",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    days = fields.Integer(string="Working days", readonly=True, aggregator=False)
    ground = fields.Text(required=True, readonly=True)
    deadline_before = fields.Datetime(string="Former term", readonly=True)
    deadline_after = fields.Datetime(string="New term", readonly=True)
    signed_at = fields.Datetime(string="Signed on", required=True, readonly=True)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", required=True, readonly=True
    )

    def _get_printed_text(self):
        """Return the sentence that the prescription prints of its extension."""
        return self.env._(
            "By act %(act)s of %(day)s the term is extended by %(days)s working days. "
            "Ground: %(ground)s",
            act=self.name,
            day=format_date(self.env, self.signed_at),
            days=self.days,
            ground=self.ground,
        )
