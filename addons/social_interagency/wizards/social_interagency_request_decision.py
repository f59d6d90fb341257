from odoo import api, fields, models


class SocialInteragencyRequestDecision(models.TransientModel):
    """The ground, and what else a decision on requests needs."""

    _name = "social.interagency.request.decision"
    _description = "Decision on interagency requests"

    request_ids = fields.Many2many(
        comodel_name="social.interagency.request",
        relation="social_interagency_request_decision_rel",
        string="Requests",
        required=True,
    )
    kind = fields.Selection(
        selection=[
            ("return", "Return"),
            ("cancel", "Cancel"),
            ("extend", "Extend the term"),
            ("suspend", "Suspend the term"),
            ("resume", "Resume the term"),
            ("redirect", "Redirect to the competent body"),
        ],
        required=True,
    )
    ground = fields.Text(required=True)
    days = fields.Integer(string="Working days", default=1)
    addressee_id = fields.Many2one(
        comodel_name="social.interagency.participant", string="Competent body"
    )
    candidate_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        compute="_compute_candidate_ids",
    )

    @api.depends("request_ids")
    def _compute_candidate_ids(self):
        for decision in self:
            request = decision.request_ids[:1]
            members = request.sudo().regulation_id.member_ids.participant_id
            decision.candidate_ids = members - request.sender_id - request.addressee_id

    def action_confirm(self):
        """Carry the decision out on every chosen request."""
        self.ensure_one()
        for request in self.request_ids:
            getattr(self, f"_do_{self.kind}")(request)
        return {"type": "ir.actions.act_window_close"}

    def _do_return(self, request):
        request.action_return(self.ground)

    def _do_cancel(self, request):
        request.action_cancel(self.ground)

    def _do_extend(self, request):
        request.action_extend(self.days, self.ground)

    def _do_suspend(self, request):
        request.action_suspend(self.ground)

    def _do_resume(self, request):
        request.action_resume(self.ground)

    def _do_redirect(self, request):
        request.action_redirect(self.addressee_id.id, self.ground)
