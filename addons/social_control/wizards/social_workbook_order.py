from odoo import api, fields, models


class SocialWorkbookOrder(models.TransientModel):
    """Workbooks of control are about all participants unless one is chosen."""

    _inherit = "social.workbook.order"

    kind = fields.Selection(default=lambda self: self._default_kind())
    participant_id = fields.Many2one(
        compute="_compute_participant_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )

    @api.model
    def _default_kind(self):
        """Return the register of requests, or the first kind that is offered."""
        offered = dict(self.env["social.workbook"]._get_offered_kinds())
        return "requests" if "requests" in offered else next(iter(offered), False)

    @api.depends("kind")
    def _compute_participant_id(self):
        own = self.env.user.social_participant_ids[:1]
        for order in self:
            is_control = (order.kind or "").startswith("control_")
            order.participant_id = False if is_control else own
