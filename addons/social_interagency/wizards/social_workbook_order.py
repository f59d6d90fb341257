from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialWorkbookOrder(models.TransientModel):
    """What a workbook is to hold, asked before it is made."""

    _name = "social.workbook.order"
    _description = "Make a Workbook"

    kind = fields.Selection(
        selection=lambda self: self.env["social.workbook"]._get_offered_kinds(),
        string="Content",
        required=True,
        default="requests",
    )
    period_from = fields.Date(
        string="Period from",
        required=True,
        default=lambda self: self._default_period_from(),
    )
    period_to = fields.Date(
        string="Period to", required=True, default=fields.Date.context_today
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        default=lambda self: self.env.user.social_participant_ids[:1],
        help="Only papers of this participant; all that you may see if empty.",
    )
    has_names = fields.Boolean(
        string="With citizens' names",
        help="Names stand where you may open the card, the number of the card stands "
        "everywhere. The making of the file is journaled.",
    )
    can_have_names = fields.Boolean(compute="_compute_can_have_names")

    @api.model
    def _default_period_from(self):
        return fields.Date.context_today(self).replace(month=1, day=1)

    @api.depends("kind")
    def _compute_can_have_names(self):
        named = self.env["social.workbook"]._get_named_kinds()
        for order in self:
            order.can_have_names = order.kind in named

    @api.constrains("period_from", "period_to")
    def _check_period(self):
        for order in self:
            if order.period_from > order.period_to:
                raise ValidationError(
                    self.env._(
                        "Workbook: the period ends before it begins. Correct its days."
                    )
                )

    def action_make(self):
        """Make the workbook, now or by the job, and show it."""
        self.ensure_one()
        workbooks = self.env["social.workbook"]
        workbook_sudo = workbooks._unlocked().create(self._prepare_workbook())
        workbook = workbooks.browse(workbook_sudo.id)
        workbook.action_make()
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(workbook._name).name,
            "res_model": workbook._name,
            "res_id": workbook.id,
            "view_mode": "form",
        }

    def _prepare_workbook(self):
        return {
            "kind": self.kind,
            "period_from": self.period_from,
            "period_to": self.period_to,
            "participant_id": self.participant_id.id,
            "has_names": self.has_names and self.can_have_names,
        }
