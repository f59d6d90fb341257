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
    outage_ids = fields.Many2many(
        comodel_name="social.interagency.endpoint.incident",
        compute="_compute_outage_ids",
    )
    incident_id = fields.Many2one(
        comodel_name="social.interagency.endpoint.incident",
        string="Because of the outage",
        help="An outage of a service of the parties during the term; it fills in the "
        "ground and the days.",
    )
    ground = fields.Text(
        required=True,
        compute="_compute_by_outage",
        store=True,
        readonly=False,
        precompute=True,
    )
    days = fields.Integer(
        string="Working days",
        compute="_compute_by_outage",
        store=True,
        readonly=False,
        precompute=True,
    )
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

    @api.depends("request_ids", "kind")
    def _compute_outage_ids(self):
        for decision in self:
            is_offered = decision.kind == "extend" and len(decision.request_ids) == 1
            requests = decision.request_ids if is_offered else decision.request_ids[:0]
            decision.outage_ids = requests.outage_ids

    @api.depends("incident_id", "outage_ids")
    def _compute_by_outage(self):
        for decision in self:
            incident, request = decision.incident_id, decision.request_ids[:1]._origin
            if incident in decision.outage_ids._origin:
                decision.ground = incident._get_ground()
                decision.days = request._get_days_for(incident)
            else:
                decision.ground = decision.ground
                decision.days = decision.days or 1

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
        request.action_extend(self.days, self.ground, self.incident_id.id)

    def _do_suspend(self, request):
        request.action_suspend(self.ground)

    def _do_resume(self, request):
        request.action_resume(self.ground)

    def _do_redirect(self, request):
        request.action_redirect(self.addressee_id.id, self.ground)
